import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Place } from "../kernel/house.ts";
import type { Random } from "../kernel/random.ts";
import { topicArnOf } from "./arn.ts";
import { Deliveries } from "./deliveries.ts";
import { invalidParameter, subscriptionNotFound, topicNotFound } from "./errors.ts";
import type { SnsFact } from "./facts.ts";
import { type Draft, type Message, type MessageAttribute, sizeOf, textFor } from "./message.ts";
import type { SnsPorts } from "./ports.ts";
import { Subscription } from "./subscription.ts";
import { changed, NO_SETTINGS, OF_SUBSCRIBE } from "./subscription-attributes.ts";
import { Topic } from "./topic.ts";
import { checkTopicAttributes } from "./topic-attributes.ts";

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
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalidParameter("Topic Name");
    checkTopicAttributes(attributes);
    const arn = topicArnOf(name, this.place);
    const existing = this.#topics.get(arn);
    if (existing) return sameTopic(existing, attributes, tags);
    const topic = new Topic(arn, name, withoutEmpty(attributes), tags);
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
    checkTopicAttributes({ [name]: value });
    const topic = this.topic(arn);
    topic.attributes = withoutEmpty({ ...topic.attributes, [name]: value });
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
    subscription.settings = changed(subscription.settings, { [name]: value }, subscription.protocol);
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
    const { text, subject, texts, attributes = {} } = draft;
    const message = {
      id: this.#random.uuid(),
      topicArn,
      text,
      subject,
      texts,
      attributes,
      publishedAt: this.#clock.now(),
    };
    this.#feed.record({ kind: "Published", topic: topic.name, messageId: message.id, size });
    this.#fanOut(topic, message);
    return message;
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

function sameTopic(topic: Topic, attributes: Record<string, string>, tags: Record<string, string>): Topic {
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== "FifoTopic" && (topic.attributes[name] ?? "") !== value) {
      throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
    }
  }
  const keys = Object.keys(tags);
  const same = keys.length === Object.keys(topic.tags).length && keys.every((key) => topic.tags[key] === tags[key]);
  if (keys.length > 0 && !same) throw invalidParameter("Tags Reason: Topic already exists with different tags");
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

/** What a subscription shows of attributes that were never set. */
const UNSET: Readonly<Record<string, string>> = { RawMessageDelivery: "false" };

/** An attribute set to "" is unset; so is the one that only says what every topic here is. */
function withoutEmpty(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([name, value]) => value !== "" && name !== "FifoTopic"));
}
