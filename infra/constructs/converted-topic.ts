/**
 * The topic that hears of every CSV, and tells whoever subscribed.
 *
 *     documents/output/*.csv --> converted --> deliveries
 *                                    \------> undelivered   (what deliveries refused)
 */
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import { Construct } from "constructs";

export interface ConvertedTopicProps {
  readonly name: string;
}

export class ConvertedTopic extends Construct {
  readonly topic: SnsTopic;

  constructor(scope: Construct, id: string, { name }: ConvertedTopicProps) {
    super(scope, id);

    // Here is where one notification becomes as many as there are subscribers. The topic has no KMS key: SNS has no encryption with keys
    // of its own as SQS has, S3 cannot publish to a topic under the AWS managed key alias/aws/sns (nobody may change that key's policy to
    // let it), and a customer managed key would cost a monthly fee and a key policy to protect names, sizes and checksums of objects.
    // What documents hold never passes through here. Put a key here if your object names are secret.
    this.topic = new SnsTopic(this, "Default", { name });
  }

  /**
   * Delivers every notification to a queue, and parks what the queue refuses in another.
   *
   * The envelope of SNS stays around the message (no raw delivery): it carries the id and the time of the notification, by which the
   * subscriber tells a repeated delivery from a repeated notification.
   */
  notifyDeliveries(deliveries: SqsQueue, parked?: SqsQueue): SnsTopicSubscription {
    return new SnsTopicSubscription(this, "notify-deliveries", {
      topicArn: this.topic.arn,
      protocol: "sqs",
      endpoint: deliveries.arn,
      rawMessageDelivery: false,
      ...(parked && { redrivePolicy: JSON.stringify({ deadLetterTargetArn: parked.arn }) }),
    });
  }
}
