import { action, documents, equals, experiment, metrics, minutes, moves, probe, sqs } from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "What the subscriber's queue refused waits, and is delivered in the end",
  description: `
    For ten minutes the policy of deliveries refuses what SNS sends. To SNS a refusal is final: it does not try
    again, and parks the notification if the subscription says where. The rollback moves what was parked back to
    deliveries. A subscription without a redrive policy has lost it.`,
  tags: ["sns", "sqs", "iam"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Every document is delivered once what was parked is moved on",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: minutes(20) },
    probes: [probe("no document is missing from both ends", documents.lost(), equals(0))],
  },
  method: [
    action(
      "refuse SNS at deliveries",
      sqs.refuse({ url: etl.deliveriesQueueUrl, arn: etl.deliveriesQueueArn }, "sns.amazonaws.com", {
        kind: "metric",
        metric: metrics.ofTopic("NumberOfNotificationsFailed", etl.convertedTopic),
        atLeast: 100,
      }),
      { after: minutes(10) },
    ),
  ],
  rollbacks: [action("move parked notifications on", sqs.redrive(etl.undeliveredQueueUrl, etl.deliveriesQueueUrl))],
  expects: [
    moves(metrics.ofTopic("NumberOfNotificationsFailed", etl.convertedTopic), "up"),
    moves(metrics.ofTopic("NumberOfNotificationsRedrivenToDlq", etl.convertedTopic), "up"),
    moves(metrics.ofTopic("NumberOfNotificationsDelivered", etl.convertedTopic), "flat"),
  ],
}));
