import type * as Sqs from "@aws-sdk/client-sqs";
import type { Output } from "../../kernel/house.ts";
import { withoutPermission, withPermission } from "../permissions.ts";
import type { SqsService } from "../service.ts";
import { nameOf } from "../url.ts";

/** The operations that write a queue's policy statement by statement. */
export function permissionOperations(sqs: SqsService) {
  return {
    AddPermission(input: Sqs.AddPermissionCommandInput): Output<Sqs.AddPermissionCommandOutput> {
      const { queue, arn, attributes } = sqs.get(nameOf(input.QueueUrl));
      const Policy = withPermission(attributes.Policy, {
        label: input.Label!,
        accountIds: input.AWSAccountIds ?? [],
        actions: input.Actions ?? [],
        resource: arn,
      });
      sqs.setAttributes(queue.name, { Policy });
      return {};
    },

    RemovePermission(input: Sqs.RemovePermissionCommandInput): Output<Sqs.RemovePermissionCommandOutput> {
      const { queue, attributes } = sqs.get(nameOf(input.QueueUrl));
      sqs.setAttributes(queue.name, { Policy: withoutPermission(attributes.Policy, input.Label!) });
      return {};
    },
  };
}
