import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import { envelopeFor, eventFor, type Signing } from "./envelope.ts";
import type { SnsFact } from "./facts.ts";
import { type Message, textFor } from "./message.ts";
import type { Delivery, Outcome, SnsPorts } from "./ports.ts";
import { retryDelay } from "./retries.ts";
import type { Subscription } from "./subscription.ts";
import type { Topic } from "./topic.ts";

/**
 * Notifications on their way: tried, tried again, given up.
 *
 *     attempt -> delivered
 *        ^  \--> server-side error -> wait -> attempt ... until the delivery policy is exhausted -> failed -> redriven
 *        |   \-> client-side error ------------------------------------------------------------> failed -> redriven
 *        '------- a parcel that is lost on the wire answers never, and is not tried again
 */
export class Deliveries {
  readonly #clock: Clock;
  readonly #feed: Feed<SnsFact>;
  readonly #ports: SnsPorts;
  readonly #region: string;

  constructor(wiring: { clock: Clock; feed: Feed<SnsFact>; ports: SnsPorts; region: string }) {
    this.#clock = wiring.clock;
    this.#feed = wiring.feed;
    this.#ports = wiring.ports;
    this.#region = wiring.region;
  }

  start(topic: Topic, subscription: Subscription, message: Message): void {
    this.#attempt({ topic, subscription, message, parcel: this.#pack(topic, subscription, message), attempts: 0 });
  }

  #attempt(notification: Notification): void {
    notification.attempts++;
    const settled = { yet: false };
    const outcome = (result: Outcome) => {
      if (settled.yet) return;
      settled.yet = true;
      this.#settle(notification, result);
    };
    const { parcel } = notification;
    if (parcel.attributes && Object.keys(parcel.attributes).length > MOST_RAW_ATTRIBUTES)
      outcome(tooManyAttributes(parcel));
    else this.#ports.deliver({ ...parcel, outcome });
  }

  #settle(notification: Notification, result: Outcome): void {
    if (result === "delivered") {
      this.#feed.record({ kind: "NotificationDelivered", ...named(notification) });
      return;
    }
    const delay = result.error === "server" ? retryDelay(notification.attempts) : undefined;
    if (delay === undefined) this.#giveUp(notification, result);
    else this.#clock.at(this.#clock.now() + delay, () => this.#retry(notification));
  }

  /** Whoever has unsubscribed meanwhile gets nothing more. */
  #retry(notification: Notification): void {
    const { topic, subscription } = notification;
    if (topic.subscriptions.get(subscription.arn) === subscription) this.#attempt(notification);
  }

  #giveUp(notification: Notification, { code, message }: Exclude<Outcome, "delivered">): void {
    const { attempts, subscription } = notification;
    this.#feed.record({ kind: "NotificationFailed", ...named(notification), attempts, code, message });
    const to = subscription.settings.deadLetterTargetArn;
    if (to === undefined) return;
    const { body, attributes, topicArn } = this.#packForQueue(notification);
    const sent = this.#ports.redrive(to, body, attributes, topicArn) === "sent";
    this.#feed.record({ kind: sent ? "NotificationRedriven" : "RedriveFailed", ...named(notification), to });
  }

  #pack(topic: Topic, { arn, protocol, endpoint, settings }: Subscription, message: Message): Parcel {
    const signing = this.#signing(topic);
    const kind = protocol as Delivery["kind"];
    const parcel = { kind, endpointArn: endpoint, topicArn: topic.arn, subscriptionArn: arn };
    if (kind === "lambda") return { ...parcel, body: eventFor(message, arn, signing), attributes: undefined };
    if (!settings.raw) return { ...parcel, body: envelopeFor(message, arn, kind, signing), attributes: undefined };
    const attributes = Object.keys(message.attributes).length > 0 ? message.attributes : undefined;
    return { ...parcel, body: textFor(message, kind), attributes };
  }

  /** A dead-letter queue gets what a queue would have got, whatever the endpoint was. */
  #packForQueue({ topic, subscription, message, parcel }: Notification): Parcel {
    if (parcel.kind === "sqs") return parcel;
    return { ...parcel, body: envelopeFor(message, subscription.arn, parcel.kind, this.#signing(topic)) };
  }

  #signing({ attributes }: Topic): Signing {
    return { version: attributes.SignatureVersion ?? "1", region: this.#region };
  }
}

type Parcel = Omit<Delivery, "outcome">;

interface Notification {
  readonly topic: Topic;
  readonly subscription: Subscription;
  readonly message: Message;
  readonly parcel: Parcel;
  attempts: number;
}

function named({ topic, subscription, message }: Notification) {
  return { topic: topic.name, subscription: subscription.arn, messageId: message.id };
}

/** A queue takes ten attributes; SNS calls more a client-side error (developer guide, "raw message delivery"). */
const MOST_RAW_ATTRIBUTES = 10;

function tooManyAttributes({ attributes }: Parcel): Outcome {
  const count = Object.keys(attributes!).length;
  const message = `Number of message attributes [${count}] exceeds the allowed maximum [${MOST_RAW_ATTRIBUTES}].`;
  return { error: "client", code: "InvalidParameterValue", message };
}
