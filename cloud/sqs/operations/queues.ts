import type * as Sqs from "@aws-sdk/client-sqs";
import type { Call, Output } from "../../kernel/house.ts";
import { OPTIONAL } from "../attributes.ts";
import { nonExistentQueue, unknownAttribute } from "../errors.ts";
import type { QueueRecord } from "../record.ts";
import type { SqsService } from "../service.ts";
import { nameOf, urlOf } from "../url.ts";
import { pageOf } from "./page.ts";

/** The operations on queues themselves. */
export function queueOperations(sqs: SqsService) {
  return {
    CreateQueue(input: Sqs.CreateQueueCommandInput, call: Call): Output<Sqs.CreateQueueCommandOutput> {
      const { queue } = sqs.create(input.QueueName!, defined(input.Attributes), defined(input.tags));
      return { QueueUrl: urlOf(queue.name, sqs.place, call) };
    },

    DeleteQueue(input: Sqs.DeleteQueueCommandInput): Output<Sqs.DeleteQueueCommandOutput> {
      sqs.remove(nameOf(input.QueueUrl));
      return {};
    },

    GetQueueUrl(input: Sqs.GetQueueUrlCommandInput, call: Call): Output<Sqs.GetQueueUrlCommandOutput> {
      const owner = input.QueueOwnerAWSAccountId;
      if (owner !== undefined && owner !== sqs.place.accountId) throw nonExistentQueue();
      return { QueueUrl: urlOf(sqs.get(input.QueueName!).queue.name, sqs.place, call) };
    },

    GetQueueAttributes(input: Sqs.GetQueueAttributesCommandInput): Output<Sqs.GetQueueAttributesCommandOutput> {
      const all = attributesOf(sqs.get(nameOf(input.QueueUrl)), sqs.now());
      const Attributes = chosen(all, input.AttributeNames ?? []);
      return isEmpty(Attributes) ? {} : { Attributes };
    },

    SetQueueAttributes(input: Sqs.SetQueueAttributesCommandInput): Output<Sqs.SetQueueAttributesCommandOutput> {
      sqs.setAttributes(nameOf(input.QueueUrl), defined(input.Attributes));
      return {};
    },

    ListQueues(input: Sqs.ListQueuesCommandInput, call: Call): Output<Sqs.ListQueuesCommandOutput> {
      const names = sqs.queues.all().map(({ queue }) => queue.name);
      const matching = names.filter((name) => name.startsWith(input.QueueNamePrefix ?? "")).sort();
      const { items, nextToken } = pageOf(matching, input);
      if (items.length === 0) return {};
      return {
        QueueUrls: items.map((name) => urlOf(name, sqs.place, call)),
        ...(nextToken && { NextToken: nextToken }),
      };
    },

    PurgeQueue(input: Sqs.PurgeQueueCommandInput, call: Call): Output<Sqs.PurgeQueueCommandOutput> {
      sqs.purge(nameOf(input.QueueUrl), call.callerArn);
      return {};
    },

    ListDeadLetterSourceQueues(
      input: Sqs.ListDeadLetterSourceQueuesCommandInput,
      call: Call,
    ): Output<Sqs.ListDeadLetterSourceQueuesCommandOutput> {
      const sources = sqs.queues.sourcesOf(sqs.get(nameOf(input.QueueUrl)));
      const { items, nextToken } = pageOf(sources, input);
      const queueUrls = items.map(({ queue }) => urlOf(queue.name, sqs.place, call));
      return { queueUrls, ...(nextToken && { NextToken: nextToken }) };
    },

    TagQueue(input: Sqs.TagQueueCommandInput): Output<Sqs.TagQueueCommandOutput> {
      Object.assign(sqs.get(nameOf(input.QueueUrl)).tags, input.Tags);
      return {};
    },

    UntagQueue(input: Sqs.UntagQueueCommandInput): Output<Sqs.UntagQueueCommandOutput> {
      const { tags } = sqs.get(nameOf(input.QueueUrl));
      for (const key of input.TagKeys ?? []) delete tags[key];
      return {};
    },

    ListQueueTags(input: Sqs.ListQueueTagsCommandInput): Output<Sqs.ListQueueTagsCommandOutput> {
      const { tags } = sqs.get(nameOf(input.QueueUrl));
      return isEmpty(tags) ? {} : { Tags: { ...tags } };
    },
  };
}

/** Everything `All` shows: what was set, the defaults, and what the queue counts at the moment. */
function attributesOf(record: QueueRecord, now: number): Record<string, string> {
  const { visible, inFlight, delayed } = record.queue.counts(now);
  return {
    ...record.attributes,
    QueueArn: record.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(record.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(record.modifiedAt / 1000)),
  };
}

/** The named ones that are set; a name that SQS does not know is refused. */
function chosen(all: Record<string, string>, names: readonly string[]): Record<string, string> {
  if (names.includes("All")) return all;
  const known = new Set([...Object.keys(all), ...OPTIONAL]);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) throw unknownAttribute(unknown);
  return Object.fromEntries(names.filter((name) => name in all).map((name) => [name, all[name]!]));
}

/** SQS leaves out what would be empty. */
function isEmpty(map: object): boolean {
  return Object.keys(map).length === 0;
}

function defined(map: Partial<Record<string, string>> | undefined): Record<string, string> {
  return { ...map } as Record<string, string>;
}
