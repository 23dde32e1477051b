import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Place } from "../kernel/house.ts";
import type { Random } from "../kernel/random.ts";
import { topicArnOf } from "./arn.ts";
import { Deliveries } from "./deliveries.ts";
import { invalidParameter, subscriptionNotFound, topicNotFound } from "./errors.ts";
import type { SnsFact } from "./facts.ts";
import { checkIdentity, deduplicationIdOf, keyOf } from "./fifo.ts";
import { type Draft, type Message, type MessageAttribute, sizeOf, textFor } from "./message.ts";
import type { SnsPorts } from "./ports.ts";
import { Subscription } from "./subscription.ts";
import { changed, checkDeadLetterQueue, NO_SETTINGS, OF_SUBSCRIBE } from "./subscription-attributes.ts";
import { Topic } from "./topic.ts";
import { checkTopicAttributes, checkTopicName, kept } from "./topic-attributes.ts";

/**
 * SNS: topics and subscriptions by ARN. Publishing answers at once; notifications leave through the ports, and what
 * becomes of them is recorded when it is known.
 */
export class SnsService {
  readonly place: Place;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #feed: Feed<SnsFact>;
  readonly #deliveries: Deliveries;
  readonly #topics = new Map<string, Topic>();
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(wiring: { clock: Clock; random: Random; feed: Feed<SnsFact>; place: Place; ports: SnsPorts }) {
    this.place = wiring.place;
    this.#clock = wiring.clock;
    this.#random = wiring.random.fork("sns");
    this.#feed = wiring.feed;
    this.#deliveries = new Deliveries({ ...wiring, region: wiring.place.region });
  }

  /** Creating a topic again gives the same topic, unless the request says something else of it than it is. */
  createTopic(name: string, attributes: Record<string, string>, tags: Record<string, string>): Topic {
    checkTopicName(name, attributes.FifoTopic === "true");
    checkTopicAttributes(attributes);
    const arn = topicArnOf(name, this.place);
    const existing = this.#topics.get(arn);
    if (existing) return sameTopic(existing, attributes, tags);
    const topic = new Topic(arn, name, kept(attributes), tags);
    this.#topics.set(arn, topic);
    this.#feed.record({ kind: "TopicCreated", topic: name });
    return topic;
  }

  topic(arn: string): Topic {
    const topic = this.#topics.get(arn);
    if (!topic) throw topicNotFound();
    return topic;
  }

  find(arn: string): Topic | undefined {
    return this.#topics.get(arn);
  }

  topics(): Topic[] {
    return [...this.#topics.values()];
  }

  setTopicAttribute(arn: string, name: string, value: string): void {
    if (name === "FifoTopic") throw invalidParameter("AttributeName");
    const topic = this.topic(arn);
    checkTopicAttributes({ [name]: value }, topic.fifo);
    topic.attributes = kept({ ...topic.attributes, [name]: value });
  }

  /** Its subscriptions go with it. Deleting what is not there is fine. */
  deleteTopic(arn: string): void {
    const topic = this.#topics.get(arn);
    if (!topic) return;
    for (const subscription of topic.subscriptions.keys()) this.#subscriptions.delete(subscription);
    topic.subscriptions.clear();
    this.#topics.delete(arn);
    this.#feed.record({ kind: "TopicDeleted", topic: topic.name });
  }

  /** Subscribing an endpoint again gives the same subscription, unless an attribute differs. */
  subscribe(topicArn: string, request: SubscribeRequest): Subscription {
    const { protocol, endpoint, attributes, principal } = request;
    const topic = this.topic(topicArn);
    const settings = changed(NO_SETTINGS, attributes, protocol, OF_SUBSCRIBE);
    checkDeadLetterQueue(settings, endpoint, OF_SUBSCRIBE);
    const existing = topic.find(protocol, endpoint);
    if (existing) return sameSubscription(existing, settings.attributes);
    const arn = `${topicArn}:${this.#random.uuid()}`;
    const subscription = new Subscription({ arn, topicArn, protocol, endpoint, principal });
    subscription.settings = settings;
    topic.subscriptions.set(arn, subscription);
    this.#subscriptions.set(arn, subscription);
    this.#feed.record({ kind: "SubscriptionCreated", topic: topic.name, subscription: arn, protocol, endpoint });
    return subscription;
  }

  subscription(arn: string): Subscription {
    const subscription = this.#subscriptions.get(arn);
    if (!subscription) throw subscriptionNotFound();
    return subscription;
  }

  subscriptions(): Subscription[] {
    return [...this.#subscriptions.values()];
  }

  setSubscriptionAttribute(arn: string, name: string, value: string): void {
    const subscription = this.subscription(arn);
    const settings = changed(subscription.settings, { [name]: value }, subscription.protocol);
    checkDeadLetterQueue(settings, subscription.endpoint);
    subscription.settings = settings;
  }

  unsubscribe(arn: string): void {
    const subscription = this.#subscriptions.get(arn);
    if (!subscription) return;
    const topic = this.topic(subscription.topicArn);
    topic.subscriptions.delete(arn);
    topic.subscriptionsDeleted++;
    this.#subscriptions.delete(arn);
    this.#feed.record({ kind: "SubscriptionDeleted", topic: topic.name, subscription: arn });
  }

  /** Takes a message and sends it to all subscriptions that want it. The draft has been checked, but for its size. */
  publish(topicArn: string, draft: Draft): Message {
    const topic = this.topic(topicArn);
    const size = sizeOf(draft);
    if (draft.text === "") throw invalidParameter("Empty message");
    if (size > topic.maximumMessageSize) throw invalidParameter("Message too long");
    checkIdentity(draft, topic);
    return topic.memory?.find(this.#clock.now(), keyOf(draft, topic)) ?? this.#take(topic, draft, size);
  }

  #take(topic: Topic, draft: Draft, size: number): Message {
    const { text, subject, texts, attributes = {}, groupId, traceHeader } = draft;
    const { memory } = topic;
    const inSequence = memory && {
      deduplicationId: deduplicationIdOf(draft),
      sequenceNumber: memory.nextSequenceNumber(),
    };
    const publishedAt = this.#clock.now();
    const content = { topicArn: topic.arn, text, subject, texts, attributes, groupId, traceHeader, publishedAt };
    const message = { id: this.#random.uuid(), ...content, ...inSequence };
    memory?.keep(publishedAt, keyOf(draft, topic), message);
    this.#feed.record({ kind: "Published", topic: topic.name, messageId: message.id, size });
    this.#fanOut(topic, message);
    return message;
  }

  /** A text message to a phone. There is no network, so it is taken and reaches nobody. */
  publishToPhone(): string {
    return this.#random.uuid();
  }

  /** For other services - S3's events, CloudWatch's alarms, Lambda's dead letters - once they are known to be allowed. */
  publishFromService(
    topicArn: string,
    message: string,
    subject?: string,
    attributes?: Readonly<Record<string, MessageAttribute>>,
  ): string {
    return this.publish(topicArn, { text: message, subject, attributes }).id;
  }

  #fanOut(topic: Topic, message: Message): void {
    const { accepted, filteredOut } = topic.route((protocol) => {
      return { attributes: message.attributes, body: textFor(message, protocol) };
    });
    for (const { subscription, reason } of filteredOut) {
      const named = { topic: topic.name, subscription: subscription.arn, messageId: message.id };
      this.#feed.record({ kind: "NotificationFilteredOut", ...named, reason });
    }
    for (const subscription of accepted) this.#deliveries.start(topic, subscription, message);
  }
}

export interface SubscribeRequest {
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly principal: string;
}

/** A request may leave out attributes and tags that the topic has. */
function sameTopic(topic: Topic, attributes: Record<string, string>, tags: Record<string, string>): Topic {
  for (const [name, value] of Object.entries(kept(attributes))) {
    if ((topic.attributes[name] ?? "") !== value) {
      throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
    }
  }
  if (Object.entries(tags).some(([key, value]) => topic.tags[key] !== value)) {
    throw invalidParameter("Tags Reason: Topic already exists with different tags");
  }
  return topic;
}

function sameSubscription(existing: Subscription, attributes: Readonly<Record<string, string>>): Subscription {
  for (const [name, value] of Object.entries(attributes)) {
    if ((existing.settings.attributes[name] ?? UNSET[name]) !== value) {
      throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
    }
  }
  return existing;
}

/** What a subscription counts as having of attributes that were never set. */
const UNSET: Readonly<Record<string, string>> = {
  RawMessageDelivery: "false",
  FilterPolicyScope: "MessageAttributes",
};
