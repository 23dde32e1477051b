/**
 * What each option plants: the resources it changes, and no others.
 */
import { expect } from "chai";
import type { TerraformJson } from "../../infra/synthesis.ts";
import { aStack, blocks, ref, resource, statements } from "./a-stack.ts";

describe("a stack option", () => {
  const sound = aStack().json;
  const changes: [string, Record<string, unknown>, string[]][] = [
    [
      "timeoutSeconds",
      { timeoutSeconds: 120 },
      ["aws_lambda_function.transform", "aws_cloudwatch_dashboard.dashboard"],
    ],
    // Another zip and its hash; here all stacks have the same one.
    ["transformVariant", { transformVariant: "swallowed-errors" }, []],
    ["memoryMb", { memoryMb: 128 }, ["aws_lambda_function.transform"]],
    ["retries", { retries: 0 }, ["aws_lambda_function_event_invoke_config.transform-live-retries"]],
    ["eventAgeSeconds", { eventAgeSeconds: 60 }, ["aws_lambda_function_event_invoke_config.transform-live-retries"]],
    ["reservedConcurrency", { reservedConcurrency: 10 }, ["aws_lambda_function.transform"]],
    [
      "deadLetterQueue",
      { deadLetterQueue: false },
      ["aws_lambda_function.transform", "aws_iam_role_policy.transform-role-needs"],
    ],
    ["deadLetterQueuePermitted", { deadLetterQueuePermitted: false }, ["aws_sqs_queue_policy.failures-deny-transform"]],
    ["subscriptionRedrive", { subscriptionRedrive: false }, ["aws_sns_topic_subscription.converted-notify-deliveries"]],
    [
      "completenessAlarm",
      { completenessAlarm: false },
      ["aws_cloudwatch_metric_alarm.alarms-completeness", "aws_cloudwatch_dashboard.dashboard"],
    ],
    [
      "deadLetterErrorsAlarm",
      { deadLetterErrorsAlarm: false },
      ["aws_cloudwatch_metric_alarm.alarms-dead-letter-errors", "aws_cloudwatch_dashboard.dashboard"],
    ],
    ["visibilityTimeoutSeconds", { visibilityTimeoutSeconds: 1 }, ["aws_sqs_queue.deliveries"]],
    ["logRetentionDays", { logRetentionDays: 1 }, ["aws_cloudwatch_log_group.transform-log"]],
    ["providerMaxRetries", { providerMaxRetries: 2 }, []],
  ];
  for (const [name, settings, changed] of changes) {
    it(`${name} changes ${changed.join(" and ") || "no resource"}, and nothing else`, () => {
      expect(differences(sound, aStack(settings).json)).to.have.members(changed);
    });
  }

  it("deadLetterQueuePermitted plants its Deny after the function, for its role alone", () => {
    const { json } = aStack({ deadLetterQueuePermitted: false });
    expect(statements(json, "aws_sqs_queue_policy", "failures-deny-transform")).to.deep.equal([
      {
        Sid: "DenyTransform",
        Effect: "Deny",
        Principal: { AWS: ref("aws_iam_role.transform-role.arn") },
        Action: "sqs:SendMessage",
        Resource: ref("aws_sqs_queue.failures.arn"),
      },
    ]);
    expect(resource(json, "aws_sqs_queue_policy", "failures-deny-transform").depends_on).to.deep.equal([
      "aws_lambda_function.transform",
    ]);
  });

  it("providerMaxRetries is written only when it is not the provider's own default", () => {
    expect(aStack({ providerMaxRetries: 2 }).json.provider).to.deep.equal({ aws: [{ max_retries: 2 }] });
  });
});

/** Addresses of what one stack has and the other has not, or has otherwise. */
function differences(a: TerraformJson, b: TerraformJson): string[] {
  const [before, after] = [a, b].map(
    (json) => new Map(blocks(json).map(({ address, body }) => [address, JSON.stringify(body)])),
  );
  const addresses = new Set([...before!.keys(), ...after!.keys()]);
  return [...addresses].filter((address) => before!.get(address) !== after!.get(address));
}
