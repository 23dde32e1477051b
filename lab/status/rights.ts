import { type ContextEntry, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { LiveClients } from "../live/clients.ts";
import { type Check, check, type Section } from "./checklist.ts";

/** Whether the function's role may do what each of its steps needs, as IAM's own simulator says. */
export async function rights({ iam }: LiveClients, pipeline: EtlPipeline, now: number): Promise<Section> {
  const { documentsBucketArn, inputPrefix, outputPrefix, failuresQueueArn, transformFaultsArn } = pipeline;
  const needs = [
    ["read documents", "s3:GetObject", `${documentsBucketArn}/${inputPrefix}any.json`],
    ["write CSVs", "s3:PutObject", `${documentsBucketArn}/${outputPrefix}any.csv`],
    ["send dead letters", "sqs:SendMessage", failuresQueueArn],
    ["read its faults", "ssm:GetParameter", transformFaultsArn],
  ] as const;
  const checks = needs.map(async ([what, action, resource]): Promise<Check> => {
    const { EvaluationResults = [] } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: pipeline.transformRoleArn,
        ActionNames: [action],
        ResourceArns: [resource],
        // The simulator does not look at a clock: denials that end by a date are judged by the time that it is told.
        ContextEntries: [time(now)],
      }),
    );
    const decision = EvaluationResults[0]?.EvalDecision;
    return check(`the function may ${what}`, decision === "allowed", `${action} on ${resource}: ${decision}`);
  });
  return { title: "rights of the function", checks: await Promise.all(checks) };
}

function time(now: number): ContextEntry {
  return { ContextKeyName: "aws:CurrentTime", ContextKeyType: "date", ContextKeyValues: [new Date(now).toISOString()] };
}
