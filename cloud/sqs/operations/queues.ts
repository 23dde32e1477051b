import type * as Sqs from "@aws-sdk/client-sqs";
import type { Call, Output } from "../../kernel/house.ts";
import { unknownAttribute } from "../errors.ts";
import type { QueueRecord, SqsService } from "../service.ts";
import { nameOf, urlOf } from "../url.ts";

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
      return { QueueUrl: urlOf(sqs.get(input.QueueName!).queue.name, sqs.place, call) };
    },

    GetQueueAttributes(input: Sqs.GetQueueAttributesCommandInput): Output<Sqs.GetQueueAttributesCommandOutput> {
      const all = attributesOf(sqs.get(nameOf(input.QueueUrl)), sqs.now());
      return { Attributes: chosen(all, input.AttributeNames ?? []) };
    },

    SetQueueAttributes(input: Sqs.SetQueueAttributesCommandInput): Output<Sqs.SetQueueAttributesCommandOutput> {
      sqs.setAttributes(nameOf(input.QueueUrl), defined(input.Attributes));
      return {};
    },

    ListQueues(input: Sqs.ListQueuesCommandInput, call: Call): Output<Sqs.ListQueuesCommandOutput> {
      const names = sqs.all().map(({ queue }) => queue.name);
      const matching = names.filter((name) => name.startsWith(input.QueueNamePrefix ?? "")).sort();
      return matching.length === 0 ? {} : { QueueUrls: matching.map((name) => urlOf(name, sqs.place, call)) };
    },

    PurgeQueue(input: Sqs.PurgeQueueCommandInput, call: Call): Output<Sqs.PurgeQueueCommandOutput> {
      sqs.purge(nameOf(input.QueueUrl), call.callerArn);
      return {};
    },

    ListDeadLetterSourceQueues(
      input: Sqs.ListDeadLetterSourceQueuesCommandInput,
      call: Call,
    ): Output<Sqs.ListDeadLetterSourceQueuesCommandOutput> {
      const { arn } = sqs.get(nameOf(input.QueueUrl));
      const sources = sqs.all().filter(({ attributes }) => attributes.RedrivePolicy?.includes(`"${arn}"`));
      return { queueUrls: sources.map(({ queue }) => urlOf(queue.name, sqs.place, call)) };
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
      return { Tags: { ...sqs.get(nameOf(input.QueueUrl)).tags } };
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

/** Attributes that a queue has only when they were set (the model's QueueAttributeName). */
const OPTIONAL = [
  "Policy",
  "RedrivePolicy",
  "RedriveAllowPolicy",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "FifoQueue",
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "FifoThroughputLimit",
];

function defined(map: Partial<Record<string, string>> | undefined): Record<string, string> {
  return { ...map } as Record<string, string>;
}
