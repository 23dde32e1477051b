import { action, alarms, equals, experiment, metrics, minutes, moves, probe, sns } from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "Somebody notices within five minutes that notifications are filtered out",
  description: `
    The subscription gets a filter policy that matches nothing. CSVs are written and SNS takes every notification,
    and drops it: to SNS that is what was asked for and no failure.`,
  tags: ["sns", "detection"],
  load: { documents: 1200, perSecond: 2, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "The alarm on filtered notifications rings within five minutes",
    permits: ["lost"],
    collateral: { budget: 0.01 },
    probes: [
      probe("the alarm rang", alarms.raised(etl.notificationsFilteredOutAlarm, { within: minutes(5) }), equals(true)),
    ],
  },
  method: [
    action(
      "let the subscription match nothing",
      sns.filter(etl.deliveriesSubscriptionArn, etl.convertedTopic, { chaoslab: ["matches nothing"] }),
      { after: minutes(10) },
    ),
  ],
  rollbacks: [],
  expects: [
    moves(metrics.ofTopic("NumberOfNotificationsFilteredOut", etl.convertedTopic), "up"),
    moves(metrics.ofTopic("NumberOfNotificationsDelivered", etl.convertedTopic), "flat"),
    moves(metrics.ofTopic("NumberOfNotificationsFailed", etl.convertedTopic), "flat"),
  ],
}));
