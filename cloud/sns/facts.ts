import type { Reason } from "./filter/verdict.ts";

/** What can happen in SNS. `topic` is the topic's name, `subscription` an ARN. */
export type SnsFact =
  | { readonly kind: "TopicCreated" | "TopicDeleted"; readonly topic: string }
  | {
      readonly kind: "SubscriptionCreated";
      readonly topic: string;
      readonly subscription: string;
      readonly protocol: string;
      readonly endpoint: string;
    }
  | { readonly kind: "SubscriptionDeleted"; readonly topic: string; readonly subscription: string }
  | {
      readonly kind: "Published";
      readonly topic: string;
      readonly messageId: string;
      /** Bytes of message and attributes. */
      readonly size: number;
    }
  | (NotificationFact & { readonly kind: "NotificationFilteredOut"; readonly reason: Reason })
  | (NotificationFact & { readonly kind: "NotificationDelivered" })
  | (NotificationFact & {
      /** The delivery is given up: refused by the endpoint, or tried until the delivery policy was exhausted. */
      readonly kind: "NotificationFailed";
      readonly attempts: number;
      readonly code: string;
      readonly message: string;
    })
  | (NotificationFact & {
      readonly kind: "NotificationRedriven" | "RedriveFailed";
      /** The dead-letter queue's ARN. */
      readonly to: string;
    });

interface NotificationFact {
  readonly topic: string;
  readonly subscription: string;
  readonly messageId: string;
}
