import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { aStack, ref } from "./a-stack.ts";

// Compiled against the type: a missing or a surplus name is an error of the compiler, and this list is what the stack is held to.
const expected: { readonly [K in keyof EtlPipeline]: string } = {
  region: ref("data.aws_region.account-region.name"),
  accountId: ref("data.aws_caller_identity.account-caller.account_id"),
  pipeline: "etl-blue",
  suffix: "blue",
  documentsBucket: ref("aws_s3_bucket.documents.bucket"),
  documentsBucketArn: ref("aws_s3_bucket.documents.arn"),
  inputPrefix: "input/",
  outputPrefix: "output/",
  inputMetricsFilter: ref("aws_s3_bucket_metric.documents-input-metrics.name"),
  outputMetricsFilter: ref("aws_s3_bucket_metric.documents-output-metrics.name"),
  transformFunction: ref("aws_lambda_function.transform.function_name"),
  transformFunctionArn: ref("aws_lambda_function.transform.arn"),
  transformAlias: ref("aws_lambda_alias.transform-live.name"),
  transformAliasArn: ref("aws_lambda_alias.transform-live.arn"),
  transformVersion: ref("aws_lambda_function.transform.version"),
  transformRole: ref("aws_iam_role.transform-role.name"),
  transformRoleArn: ref("aws_iam_role.transform-role.arn"),
  transformLogGroup: ref("aws_cloudwatch_log_group.transform-log.name"),
  transformFaults: ref("aws_ssm_parameter.transform-faults.name"),
  transformFaultsArn: ref("aws_ssm_parameter.transform-faults.arn"),
  failuresQueue: ref("aws_sqs_queue.failures.name"),
  failuresQueueUrl: ref("aws_sqs_queue.failures.url"),
  failuresQueueArn: ref("aws_sqs_queue.failures.arn"),
  convertedTopic: ref("aws_sns_topic.converted.name"),
  convertedTopicArn: ref("aws_sns_topic.converted.arn"),
  deliveriesSubscriptionArn: ref("aws_sns_topic_subscription.converted-notify-deliveries.arn"),
  deliveriesQueue: ref("aws_sqs_queue.deliveries.name"),
  deliveriesQueueUrl: ref("aws_sqs_queue.deliveries.url"),
  deliveriesQueueArn: ref("aws_sqs_queue.deliveries.arn"),
  undeliveredQueue: ref("aws_sqs_queue.undelivered.name"),
  undeliveredQueueUrl: ref("aws_sqs_queue.undelivered.url"),
  undeliveredQueueArn: ref("aws_sqs_queue.undelivered.arn"),
  dashboard: ref("aws_cloudwatch_dashboard.dashboard.dashboard_name"),
  completenessAlarm: "documents-blue-completeness",
  transformErrorsAlarm: "transform-blue-errors",
  versionErrorsAlarm: "transform-blue-version-errors",
  deadLetterErrorsAlarm: "transform-blue-dead-letter-errors",
  failuresDepthAlarm: "failures-blue-depth",
  notificationsFailedAlarm: "converted-blue-notifications-failed",
  notificationsFilteredOutAlarm: "converted-blue-notifications-filtered-out",
  deliveriesAgeAlarm: "deliveries-blue-age",
  metricNamespace: "ServerlessChaosLab",
};

describe("the outputs of the stack", () => {
  const stack = aStack({ suffix: "blue" });
  const values = Object.fromEntries(Object.entries(stack.json.output).map(([name, { value }]) => [name, value]));

  it("are those of the type EtlPipeline, each from its own source", () => {
    expect(values).to.deep.equal(expected);
  });

  it("are the lines of infra/outputs.ts, all of them strings", () => {
    const source = readFileSync(new URL("../../infra/outputs.ts", import.meta.url), "utf8");
    const declared = [...source.matchAll(/^ {2}readonly (\w+): string;$/gm)].map(([, name]) => name);
    expect(declared).to.have.members(Object.keys(values));
    expect(source.match(/readonly /g)).to.have.length(declared.length);
  });

  it("have names that Terraform takes", () => {
    for (const name of Object.keys(values)) expect(name).to.match(/^[a-z][A-Za-z0-9]*$/);
  });

  it("name the alarms that exist by the names those have", () => {
    const alarms = Object.values(stack.json.resource.aws_cloudwatch_metric_alarm ?? {}).map(
      ({ alarm_name }) => alarm_name,
    );
    const named = Object.entries(values).filter(([name]) => name.endsWith("Alarm"));
    expect(named.map(([, value]) => value)).to.have.members(alarms);
  });

  it("are the same, whatever was left out", () => {
    const bare = aStack({
      suffix: "blue",
      deadLetterQueue: false,
      subscriptionRedrive: false,
      completenessAlarm: false,
    });
    expect(bare.json.output).to.deep.equal(stack.json.output);
  });
});
