import type { Datum } from "../kernel/metric.ts";
import type { SnsFact } from "./facts.ts";
import type { Reason } from "./filter/verdict.ts";

/**
 * What a fact adds to SNS's metrics, as the SNS developer guide lists them ("Monitoring Amazon SNS topics using
 * CloudWatch"). A notification counts as failed once, when its delivery is given up; a redriven one counts there too.
 */
export function metricsOf(fact: SnsFact): Datum[] {
  switch (fact.kind) {
    case "Published":
      return [datum(fact.topic, "NumberOfMessagesPublished"), datum(fact.topic, "PublishSize", fact.size, "Bytes")];
    case "NotificationDelivered":
      return [datum(fact.topic, "NumberOfNotificationsDelivered")];
    case "NotificationFailed":
      return [datum(fact.topic, "NumberOfNotificationsFailed")];
    case "NotificationRedriven":
      return [datum(fact.topic, "NumberOfNotificationsRedrivenToDlq")];
    case "RedriveFailed":
      return [datum(fact.topic, "NumberOfNotificationsFailedToRedriveToDlq")];
    case "NotificationFilteredOut":
      return FILTERED_OUT[fact.reason].map((suffix) => datum(fact.topic, `NumberOfNotificationsFilteredOut${suffix}`));
    default:
      return [];
  }
}

/** The total counts every rejected message, the scope's own metric those of that scope, and two or three say why. */
const FILTERED_OUT: Readonly<Record<Reason, readonly string[]>> = {
  MessageAttributes: ["", "-MessageAttributes"],
  NoMessageAttributes: ["", "-MessageAttributes", "-NoMessageAttributes"],
  InvalidAttributes: ["", "-MessageAttributes", "-InvalidAttributes"],
  MessageBody: ["", "-MessageBody"],
  InvalidMessageBody: ["", "-MessageBody", "-InvalidMessageBody"],
};

function datum(topic: string, name: string, value = 1, unit = "Count"): Datum {
  return { namespace: "AWS/SNS", name, dimensions: { TopicName: topic }, value, unit };
}
