import { GetQueueAttributesCommand, type QueueAttributeName, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { queueNamed } from "../call.ts";
import { settingKind } from "../setting.ts";
import { samePolicy } from "./policy.ts";

/** One attribute of a queue, as SQS writes it; the empty text where it is not set. */
export const queueAttribute = settingKind<{ queueUrl: string; attribute: string }, string>(
  "sqs.attribute",
  ({ queueUrl, attribute }) => ({
    resource: `${attribute} of ${queueUrl}`,
    calls: {
      observe: [{ operation: "sqs:GetQueueAttributes", resource: queueNamed(queueUrl) }],
      put: () => [{ operation: "sqs:SetQueueAttributes", resource: queueNamed(queueUrl) }],
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
