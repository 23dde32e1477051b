import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import { envelopeFor, eventFor, type Signing } from "./envelope.ts";
import type { SnsFact } from "./facts.ts";
import { Lines } from "./lines.ts";
import { type Message, textFor } from "./message.ts";
import type { Delivery, Outcome, SnsPorts, Turn } from "./ports.ts";
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
  readonly #lines = new Lines();

  constructor(wiring: { clock: Clock; feed: Feed<SnsFact>; ports: SnsPorts; region: string }) {
    this.#clock = wiring.clock;
    this.#feed = wiring.feed;
    this.#ports = wiring.ports;
    this.#region = wiring.region;
  }

  /** A FIFO topic's notifications go one after the other, within their group and to each subscription. */
  start(topic: Topic, subscription: Subscription, message: Message): void {
    const parcel = this.#pack(topic, subscription, message);
    const line = topic.fifo ? `${subscription.arn}\n${message.groupId}` : undefined;
    const notification = { topic, subscription, message, parcel, line, attempts: 0 };
    if (line === undefined) this.#attempt(notification);
    else this.#lines.enter(line, () => this.#attempt(notification));
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
      this.#end(notification);
      return;
    }
    const delay = result.error === "server" ? retryDelay(notification.attempts) : undefined;
    if (delay === undefined) {
      this.#giveUp(notification, result);
      this.#end(notification);
    } else this.#clock.at(this.#clock.now() + delay, () => this.#retry(notification));
  }

  /** Whoever has unsubscribed meanwhile gets nothing more. */
  #retry(notification: Notification): void {
    const { topic, subscription } = notification;
    if (topic.subscriptions.get(subscription.arn) === subscription) this.#attempt(notification);
    else this.#end(notification);
  }

  #end({ line }: Notification): void {
    if (line !== undefined) this.#lines.leave(line);
  }

  #giveUp(notification: Notification, { code, message }: Exclude<Outcome, "delivered">): void {
    const { attempts, subscription } = notification;
    this.#feed.record({ kind: "NotificationFailed", ...named(notification), attempts, code, message });
    const to = subscription.settings.deadLetterTargetArn;
    if (to === undefined) return;
    const { body, attributes, topicArn } = this.#packForQueue(notification);
    const letter = { queueArn: to, topicArn, body, attributes, ...extrasFor(to, notification.message) };
    const sent = this.#ports.redrive(letter) === "sent";
    this.#feed.record({ kind: sent ? "NotificationRedriven" : "RedriveFailed", ...named(notification), to });
  }

  #pack(topic: Topic, { arn, protocol, endpoint, settings }: Subscription, message: Message): Parcel {
    const signing = this.#signing(topic);
    const kind = protocol as Delivery["kind"];
    const extras = extrasFor(endpoint, message);
    const parcel = { kind, endpointArn: endpoint, topicArn: topic.arn, subscriptionArn: arn, ...extras };
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

/** What goes beside body and attributes to a queue. A function gets none of it. */
function extrasFor(endpointArn: string, message: Message): Pick<Delivery, "turn" | "traceHeader"> {
  const turn = turnIn(endpointArn, message);
  return { ...(turn && { turn }), ...(message.traceHeader !== undefined && { traceHeader: message.traceHeader }) };
}

/**
 * A FIFO queue gets group and deduplication id. A standard queue gets the group of a standard topic's message, and
 * nothing of a FIFO topic's: recorded on AWS.
 */
function turnIn(queueArn: string, { groupId, deduplicationId, sequenceNumber }: Message): Turn | undefined {
  if (groupId === undefined) return undefined;
  if (queueArn.endsWith(".fifo")) return { groupId, deduplicationId };
  return sequenceNumber === undefined ? { groupId } : undefined;
}

type Parcel = Omit<Delivery, "outcome">;

interface Notification {
  readonly topic: Topic;
  readonly subscription: Subscription;
  readonly message: Message;
  readonly parcel: Parcel;
  readonly line: string | undefined;
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
