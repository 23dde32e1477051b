import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { aPolicy, type World } from "./doors.ts";

/** A queue, and what arrives in it. */
export async function aHearingQueue(world: World, name: string, Attributes: Record<string, string> = {}) {
  const { sqs } = world.clients;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  const arn = `arn:aws:sqs:${world.region}:${world.accountId}:${name}`;
  /** Lets an AWS service send into it, on behalf of one resource. */
  const admit = (service: string, sourceArn: string) => {
    const Policy = aPolicy({
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sqs:SendMessage",
      Resource: arn,
      Condition: { ArnEquals: { "aws:SourceArn": sourceArn } },
    });
    return sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  };
  const shut = () => sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: "" } }));
  /** What is there within `seconds`, taken out. */
  const hear = async (seconds = 2) => {
    const asked = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: seconds, MessageAttributeNames: ["All"] };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(asked));
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return Messages;
  };
  return { url: QueueUrl!, arn, admit, shut, hear };
}

/** A topic, and a queue that hears of it. */
export async function aHeardTopic(world: World, Attributes: Record<string, string> = {}) {
  const { sns } = world.clients;
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "converted" }));
  const queue = await aHearingQueue(world, "deliveries");
  await queue.admit("sns.amazonaws.com", TopicArn!);
  const subscribe = { TopicArn, Protocol: "sqs", Endpoint: queue.arn, ReturnSubscriptionArn: true, Attributes };
  const { SubscriptionArn } = await sns.send(new SubscribeCommand(subscribe));
  return { sns, TopicArn: TopicArn!, SubscriptionArn: SubscriptionArn!, queue };
}
