import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Place } from "../kernel/house.ts";
import type { Datum } from "../kernel/metric.ts";
import type { Random } from "../kernel/random.ts";
import { checkAttributes, DEFAULT_ATTRIBUTES, readRedrivePolicy, settingsOf } from "./attributes.ts";
import {
  invalidPolicy,
  messageTooLong,
  missingParameter,
  nonExistentQueue,
  purgeInProgress,
  queueNameExists,
} from "./errors.ts";
import type { SqsFact } from "./facts.ts";
import { LongPolls } from "./long-polls.ts";
import { type Message, type MessageAttribute, sizeOf } from "./message.ts";
import { gaugesOf } from "./metrics.ts";
import { Queue } from "./queue.ts";

/** A queue and what the service knows about it beyond its messages. Times are milliseconds since 1970. */
export interface QueueRecord {
  readonly queue: Queue;
  readonly arn: string;
  readonly createdAt: number;
  attributes: Record<string, string>;
  tags: Record<string, string>;
  modifiedAt: number;
  purgedAt?: number;
}

/**
 * SQS: queues by name. Long polls wait here, exhausted messages move to their dead-letter queue here, and each thing
 * that happens is recorded.
 */
export class SqsService {
  readonly place: Place;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #feed: Feed<SqsFact>;
  readonly #queues = new Map<string, QueueRecord>();
  readonly #polls: LongPolls;
  readonly #isPolicy: (document: string) => boolean;

  constructor(wiring: SqsWiring) {
    this.#isPolicy = wiring.isPolicy ?? (() => true);
    this.place = wiring.place;
    this.#clock = wiring.clock;
    this.#polls = new LongPolls(wiring.clock);
    this.#random = wiring.random.fork("sqs");
    this.#feed = wiring.feed;
  }

  /**
   * @throws AwsError of an attribute that SQS does not know or would not take
   */
  #check(attributes: Readonly<Record<string, string>>): void {
    checkAttributes(attributes);
    if (attributes.Policy && !this.#isPolicy(attributes.Policy)) throw invalidPolicy();
  }

  create(name: string, attributes: Record<string, string>, tags: Record<string, string>): QueueRecord {
    this.#check(attributes);
    const existing = this.#queues.get(name);
    if (existing) return sameQueue(existing, attributes);
    const all = withoutEmpty({ ...DEFAULT_ATTRIBUTES, ...attributes });
    const now = this.#clock.now();
    const record: QueueRecord = {
      queue: new Queue(name, settingsOf(all)),
      arn: this.arnOf(name),
      createdAt: now,
      modifiedAt: now,
      attributes: all,
      tags,
    };
    this.#queues.set(name, record);
    this.#feed.record({ kind: "QueueCreated", queue: name });
    return record;
  }

  get(name: string): QueueRecord {
    const record = this.#queues.get(name);
    if (!record) throw nonExistentQueue();
    return record;
  }

  find(arn: string): QueueRecord | undefined {
    return this.all().find((record) => record.arn === arn);
  }

  all(): QueueRecord[] {
    return [...this.#queues.values()];
  }

  remove(name: string): void {
    this.get(name);
    this.#queues.delete(name);
    this.#feed.record({ kind: "QueueDeleted", queue: name });
  }

  arnOf(name: string): string {
    return `arn:aws:sqs:${this.place.region}:${this.place.accountId}:${name}`;
  }

  setAttributes(name: string, attributes: Record<string, string>): void {
    this.#check(attributes);
    const record = this.get(name);
    record.attributes = withoutEmpty({ ...record.attributes, ...attributes });
    record.queue.settings = settingsOf(record.attributes);
    record.modifiedAt = this.#clock.now();
  }

  purge(name: string, by: string): void {
    const record = this.get(name);
    const now = this.#clock.now();
    if (record.purgedAt !== undefined && now - record.purgedAt < 60_000) throw purgeInProgress(name);
    record.purgedAt = now;
    record.queue.purge();
    this.#feed.record({ kind: "QueuePurged", queue: name, by });
  }

  send(name: string, draft: Draft): Message {
    const { queue } = this.get(name);
    if (draft.body === "") throw missingParameter("MessageBody");
    const attributes = draft.attributes ?? {};
    const size = sizeOf(draft.body, attributes);
    if (size > queue.settings.maximumMessageSize) throw messageTooLong(queue.settings.maximumMessageSize);
    const { delay, ...content } = draft;
    const message = { ...content, attributes, id: this.#random.uuid(), sentAt: this.#clock.now() };
    const sent = queue.send(this.#clock.now(), message, delay);
    this.#feed.record({ kind: "MessageSent", queue: name, messageId: sent.id, size });
    this.#polls.wake(name);
    return sent;
  }

  /** Waits up to `wait` milliseconds for a first message; an aborted `signal` ends the wait with what is there. */
  async receive(name: string, limit: number, options: ReceiveOptions): Promise<Message[]> {
    const deadline = this.#clock.now() + (options.wait ?? this.get(name).queue.settings.receiveWait);
    for (;;) {
      const messages = this.#receiveNow(name, limit, options.visibilityTimeout);
      if (messages.length > 0) return messages;
      if (this.#clock.now() >= deadline || options.signal?.aborted) break;
      const visibleAt = this.get(name).queue.nextVisibleAt(this.#clock.now()) ?? deadline;
      await this.#polls.change(name, Math.min(deadline, visibleAt), options.signal);
    }
    this.#feed.record({ kind: "EmptyReceive", queue: name });
    return [];
  }

  delete(name: string, handle: string, by: string): void {
    const message = this.get(name).queue.delete(handle);
    if (message) this.#feed.record({ kind: "MessageDeleted", queue: name, messageId: message.id, by });
  }

  changeVisibility(name: string, handle: string, visibilityTimeout: number): "changed" | "unknown" | "not in flight" {
    const outcome = this.get(name).queue.changeVisibility(this.#clock.now(), handle, visibilityTimeout);
    if (outcome === "changed") this.#polls.wake(name);
    return outcome;
  }

  now(): number {
    return this.#clock.now();
  }

  /** What CloudWatch reads of every queue each minute. */
  gauges(): Datum[] {
    return this.all().flatMap(({ queue }) => gaugesOf(queue, this.#clock.now()));
  }

  #receiveNow(name: string, limit: number, visibilityTimeout?: number): Message[] {
    const record = this.get(name);
    const target = this.#deadLetterQueueOf(record);
    const handles = () => this.#random.text(64, HANDLE_ALPHABET);
    const now = this.#clock.now();
    const { messages, exhausted, expired } = record.queue.receive(
      now,
      limit,
      handles,
      visibilityTimeout,
      target !== undefined,
    );
    for (const message of expired) this.#feed.record({ kind: "MessageExpired", queue: name, messageId: message.id });
    for (const message of exhausted) this.#redrive(record, target!, message);
    for (const { id, receiveCount } of messages) {
      this.#feed.record({ kind: "MessageReceived", queue: name, messageId: id, receiveCount });
    }
    return messages;
  }

  /** Nothing when none is asked for, or when it has been deleted: then messages stay where they are. */
  #deadLetterQueueOf({ attributes: { RedrivePolicy } }: QueueRecord): QueueRecord | undefined {
    return RedrivePolicy ? this.find(readRedrivePolicy(RedrivePolicy).deadLetterTargetArn) : undefined;
  }

  /** Same id, body, attributes and send time; the count goes on, and no attribute tells of the move but the source's ARN. */
  #redrive(from: QueueRecord, target: QueueRecord, message: Message): void {
    const { id: messageId, receiveCount } = message;
    target.queue.send(this.#clock.now(), { ...message, deadLetterSourceArn: from.arn }, 0);
    this.#feed.record({
      kind: "MessageRedriven",
      queue: from.queue.name,
      messageId,
      receiveCount,
      to: target.queue.name,
    });
    this.#polls.wake(target.queue.name);
  }
}

export interface SqsWiring {
  readonly clock: Clock;
  readonly random: Random;
  readonly feed: Feed<SqsFact>;
  readonly place: Place;
  /** Whether a text is a resource policy. IAM knows; without it any text is taken. */
  readonly isPolicy?: (document: string) => boolean;
}

/** What a sender gives. */
export interface Draft {
  readonly body: string;
  readonly senderId: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  /** Milliseconds; absent means the queue's own. */
  readonly delay?: number;
  readonly traceHeader?: string;
}

export interface ReceiveOptions {
  /** Milliseconds; absent means the queue's own. */
  readonly wait?: number | undefined;
  readonly visibilityTimeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const HANDLE_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Creating a queue again is answered like the first time, unless an attribute differs. */
function sameQueue(existing: QueueRecord, attributes: Record<string, string>): QueueRecord {
  for (const [name, value] of Object.entries(attributes)) {
    if (existing.attributes[name] !== value) throw queueNameExists(name);
  }
  return existing;
}

/** An attribute set to "" is removed. */
function withoutEmpty(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ""));
}
