import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Call, Place } from "../kernel/house.ts";
import type { Datum } from "../kernel/metric.ts";
import type { Random } from "../kernel/random.ts";
import { expiredHandle, messageTooLong, missingParameter, nonExistentQueue, purgeInProgress } from "./errors.ts";
import type { SqsFact } from "./facts.ts";
import { checkIdentity, identityOf } from "./fifo.ts";
import { handleOf } from "./handles.ts";
import { LongPolls } from "./long-polls.ts";
import { type Message, type MessageAttribute, sizeOf } from "./message.ts";
import { gaugesOf } from "./metrics.ts";
import { type MoveOutcome, MoveTasks } from "./move-tasks.ts";
import { Queues } from "./queues.ts";
import type { QueueRecord } from "./record.ts";

/**
 * SQS: messages on their way through queues. Long polls wait here, exhausted messages move to their dead-letter queue
 * here, and each thing that happens is recorded.
 */
export class SqsService {
  readonly place: Place;
  readonly queues: Queues;
  readonly moveTasks: MoveTasks;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #feed: Feed<SqsFact>;
  readonly #polls: LongPolls;

  constructor(wiring: SqsWiring) {
    this.place = wiring.place;
    this.#clock = wiring.clock;
    this.#polls = new LongPolls(wiring.clock);
    this.#random = wiring.random.fork("sqs");
    this.#feed = wiring.feed;
    this.queues = new Queues({ arnOf: (name) => this.arnOf(name), isPolicy: wiring.isPolicy ?? (() => true) });
    this.moveTasks = new MoveTasks({
      clock: wiring.clock,
      random: this.#random.fork("move tasks"),
      queues: {
        find: (arn) => this.find(arn),
        sourcesOf: (queue) => this.queues.sourcesOf(queue),
        moveNext: (source, destination) => this.#moveNext(source, destination),
      },
    });
  }

  create(name: string, attributes: Record<string, string>, tags: Record<string, string>): QueueRecord {
    const { record, created } = this.queues.create(this.#clock.now(), { name, attributes, tags });
    if (created) this.#feed.record({ kind: "QueueCreated", queue: name });
    return record;
  }

  get(name: string): QueueRecord {
    return this.queues.get(name);
  }

  find(arn: string): QueueRecord | undefined {
    return this.queues.find(arn);
  }

  remove(name: string): void {
    this.queues.remove(this.#clock.now(), name);
    this.#feed.record({ kind: "QueueDeleted", queue: name });
  }

  arnOf(name: string): string {
    return `arn:aws:sqs:${this.place.region}:${this.place.accountId}:${name}`;
  }

  setAttributes(name: string, attributes: Readonly<Record<string, string>>): void {
    this.queues.change(this.#clock.now(), name, attributes);
  }

  purge(name: string, by: string): void {
    const record = this.get(name);
    const now = this.#clock.now();
    if (record.purgedAt !== undefined && now - record.purgedAt < 60_000) throw purgeInProgress(name);
    record.purgedAt = now;
    record.queue.purge();
    record.memory?.purge();
    this.#feed.record({ kind: "QueuePurged", queue: name, by });
  }

  /** A message that a FIFO queue has taken already is answered with the first one, and sent no more. */
  send(name: string, draft: Draft): Message {
    const record = this.get(name);
    if (draft.body === "") throw missingParameter("MessageBody");
    checkIdentity(draft, record);
    const size = sizeOf(draft.body, draft.attributes ?? {});
    const limit = record.queue.settings.maximumMessageSize;
    if (size > limit) throw messageTooLong(limit);
    return this.#duplicateOf(draft, record) ?? this.#take(draft, record, size);
  }

  #duplicateOf(draft: Draft, { memory, attributes }: QueueRecord): Message | undefined {
    return memory?.find(this.#clock.now(), identityOf(draft), attributes.DeduplicationScope);
  }

  #take(draft: Draft, { queue, memory, attributes }: QueueRecord, size: number): Message {
    const now = this.#clock.now();
    const content = draft.delay === undefined ? draft : withoutDelay(draft);
    const message = { id: this.#random.uuid(), sentAt: now, ...content, attributes: draft.attributes ?? {} };
    const inSequence = memory && { ...identityOf(draft), sequenceNumber: memory.nextSequenceNumber() };
    const sent = queue.send(now, inSequence ? { ...message, ...inSequence } : message, draft.delay);
    memory?.keep(now, sent, attributes.DeduplicationScope);
    this.#feed.record({ kind: "MessageSent", queue: queue.name, messageId: sent.id, size });
    this.#polls.wake(queue.name);
    return sent;
  }

  /** Waits up to `wait` milliseconds for a first message; the `visitor`'s aborted signal ends the wait with what is there. */
  async receive(name: string, limit: number, options: ReceiveOptions): Promise<Message[]> {
    const deadline = this.#clock.now() + (options.wait ?? this.get(name).queue.settings.receiveWait);
    for (;;) {
      const messages = this.#receiveNow(name, limit, options.visibilityTimeout);
      if (messages.length > 0) return messages;
      if (this.#clock.now() >= deadline || options.visitor?.signal?.aborted) break;
      const visibleAt = this.get(name).queue.nextVisibleAt(this.#clock.now()) ?? deadline;
      await this.#polls.change(name, Math.min(deadline, visibleAt), options.visitor?.signal);
    }
    this.#feed.record({ kind: "EmptyReceive", queue: name });
    return [];
  }

  delete(name: string, handle: string, by: string): void {
    const { queue } = this.get(name);
    const message = queue.delete(this.#clock.now(), handle);
    if (message === "expired") throw expiredHandle(handle);
    if (message === "unknown") return;
    this.#feed.record({ kind: "MessageDeleted", queue: name, messageId: message.id, by });
    // What stood behind it in its group may go now.
    if (queue.fifo) this.#polls.wake(name);
  }

  changeVisibility(name: string, handle: string, visibilityTimeout: number): "changed" | "unknown" | "too long" {
    const outcome = this.get(name).queue.changeVisibility(this.#clock.now(), handle, visibilityTimeout);
    if (outcome === "changed") this.#polls.wake(name);
    return outcome;
  }

  now(): number {
    return this.#clock.now();
  }

  /** What CloudWatch reads of every queue each minute. */
  gauges(): Datum[] {
    return this.queues.all().flatMap(({ queue }) => gaugesOf(queue, this.#clock.now()));
  }

  #receiveNow(name: string, limit: number, visibilityTimeout?: number): Message[] {
    const record = this.get(name);
    const target = this.queues.deadLetterQueueOf(record);
    const handles = () => handleOf(this.#random.text(64, HANDLE_ALPHABET));
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

  /** Same id, body, attributes and send time; the count goes on, and no attribute tells of the move but the source's ARN. */
  #redrive(from: QueueRecord, target: QueueRecord, message: Message): void {
    const { id: messageId, receiveCount } = message;
    target.queue.send(this.#clock.now(), { ...message, deadLetterSourceArn: from.arn }, 0);
    const to = target.queue.name;
    this.#feed.record({ kind: "MessageRedriven", queue: from.queue.name, messageId, receiveCount, to });
    this.#polls.wake(to);
  }

  /** A moved message counts as a new one: another id, sent now, never received (SQS developer guide, "redrive"). */
  #moveNext(sourceArn: string, destinationArn: string | undefined): MoveOutcome {
    const source = this.find(sourceArn);
    if (!source) return { failure: nonExistentQueue().code };
    const now = this.#clock.now();
    const next = source.queue.next(now);
    if (!next) return "nothing left";
    const arn = destinationArn ?? next.deadLetterSourceArn;
    if (arn === undefined) return { failure: "CouldNotDetermineMessageSource" };
    const target = this.find(arn);
    if (!target) return { failure: nonExistentQueue().code };
    const { deadLetterSourceArn: _, firstReceivedAt: __, receivedAt: ___, ...content } = source.queue.take(next);
    const moved = target.queue.send(now, { ...content, id: this.#random.uuid(), sentAt: now, receiveCount: 0 }, 0);
    const names = { queue: source.queue.name, to: target.queue.name };
    this.#feed.record({ kind: "MessageMoved", ...names, messageId: next.id, as: moved.id });
    this.#polls.wake(names.to);
    return "moved";
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
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

/** A delay is the sending's, not the message's; most drafts have none and need no copy. */
function withoutDelay({ delay: _, ...content }: Draft): Omit<Draft, "delay"> {
  return content;
}

export interface ReceiveOptions {
  /** Milliseconds; absent means the queue's own. */
  readonly wait?: number | undefined;
  readonly visibilityTimeout?: number | undefined;
  /** Who waits, and gives up when its signal is aborted. */
  readonly visitor?: Pick<Call, "signal"> | undefined;
}

const HANDLE_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
