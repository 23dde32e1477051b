import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { LiveClients } from "../../lab/live/clients.ts";

/** A topic, and a queue that hears of what is published there. */
export async function aTopicWithAQueue({ sns, sqs }: LiveClients, name: string) {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name }));
  const arn = `arn:aws:sqs:us-east-1:111122223333:${name}`;
  const statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: arn };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { Policy } }));
  const Attributes = { RawMessageDelivery: "true" };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: arn, Attributes }));
  return {
    TopicArn: TopicArn!,
    QueueUrl: QueueUrl!,
    /** The next messages that arrive; none if there are none for so many seconds. */
    receive: async (WaitTimeSeconds = 20) => {
      const asked = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds, MaxNumberOfMessages: 10 });
      return ((await sqs.send(asked)).Messages ?? []).map(({ Body }) => Body);
    },
  };
}
