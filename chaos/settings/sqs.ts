import { GetQueueAttributesCommand, type QueueAttributeName, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { type Call, queueNamed } from "../call.ts";
import { settingKind } from "../setting.ts";
import { samePolicy } from "./policy.ts";

/** One attribute of a queue, as SQS writes it; the empty text where it is not set. */
export const queueAttribute = settingKind<{ queueUrl: string; attribute: string }, string>(
  "sqs.attribute",
  ({ queueUrl, attribute }) => ({
    resource: `${attribute} of ${queueUrl}`,
    calls: {
      observe: callsOn(queueUrl, "GetQueueAttributes"),
      put: () => callsOn(queueUrl, "SetQueueAttributes"),
    },
    others: `everybody else who sends to ${queueNamed(queueUrl)} or reads it`,
    observe: async ({ sqs }) => {
      const AttributeNames = [attribute as QueueAttributeName];
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames }));
      return Attributes?.[attribute as QueueAttributeName] ?? "";
    },
    put: async ({ sqs }, value) => {
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { [attribute]: value } }));
    },
    same: (a, b) => attribute === "Policy" && samePolicy(a, b),
  }),
);

export function callsOn(queueUrl: string, ...operations: readonly string[]): Call[] {
  return operations.map((operation) => ({ operation: `sqs:${operation}`, resource: queueNamed(queueUrl) }));
}
