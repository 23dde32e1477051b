import type { Clock } from "../../kernel/clock.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { Feed } from "../../kernel/feed.ts";
import type { Random } from "../../kernel/random.ts";
import type { LambdaFact } from "../facts.ts";
import type { Answer, Throttled } from "../invoker.ts";
import { POLL } from "../latency.ts";
import type { QueueMessage, QueuePort } from "../ports.ts";
import type { Reference } from "../reference.ts";
import { failedItems } from "./batch-response.ts";
import type { EventSourceMapping } from "./mapping.ts";
import { sqsEvent } from "./sqs-event.ts";

/**
 * One of the pollers of a mapping: it gathers a batch, runs it, and gathers the next.
 *
 *     receive -> filter -> enough? -- no --> receive        (until the window closes)
 *                  |         '-- yes --> invoke -> delete what has succeeded
 *                  '--> delete what nobody wants            what has failed comes back when it is visible again
 */
export class Poller {
  readonly #wiring: PollerWiring;

  constructor(wiring: PollerWiring) {
    this.#wiring = wiring;
  }

  /** Goes on until the signal says no, or it is one poller too many. */
  async run(): Promise<void> {
    const { signal, isNeeded } = this.#wiring;
    while (!signal.aborted && isNeeded()) {
      try {
        await this.#round();
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        await this.#failed(error);
      }
    }
  }

  async #round(): Promise<void> {
    const batch = await this.#gather();
    this.#wiring.onPoll(batch.messages.length > 0 || batch.hasFiltered);
    if (batch.messages.length > 0) await this.#process(batch);
  }

  /** Messages for one run: up to a batch, within the window, and no more than an event may carry. */
  async #gather(): Promise<Batch> {
    const { clock, mapping } = this.#wiring;
    const batch: Batch = { messages: [], bytes: 0, since: 0, hasFiltered: false };
    await this.#receive(batch, LONG_POLL);
    const { BatchSize, MaximumBatchingWindowInSeconds } = mapping.settings;
    const closesAt = clock.now() + MaximumBatchingWindowInSeconds * 1000;
    const isOpen = () => clock.now() < closesAt && batch.messages.length < BatchSize && batch.bytes < LONGEST_EVENT;
    while (batch.messages.length > 0 && isOpen() && !this.#wiring.signal.aborted) {
      await this.#receive(batch, Math.min(LONG_POLL, closesAt - clock.now()));
    }
    return batch;
  }

  async #receive(batch: Batch, wait: number): Promise<void> {
    const { clock, mapping, queues, random, signal, role } = this.#wiring;
    const limit = Math.min(10, mapping.settings.BatchSize - batch.messages.length);
    const received = await queues.receive(mapping.queueArn, role(), { limit, wait, signal });
    if (received.length === 0) return;
    if (batch.messages.length === 0) batch.since = clock.now();
    await clock.sleep(POLL.draw(random));
    const wanted = received.filter(({ body }) => mapping.filters.passes(body));
    batch.messages.push(...wanted);
    batch.bytes += wanted.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    if (wanted.length < received.length)
      this.#drop(
        batch,
        received.filter((message) => !wanted.includes(message)),
      );
  }

  /** A message that no filter wants is done with. */
  #drop(batch: Batch, unwanted: readonly QueueMessage[]): void {
    batch.hasFiltered = true;
    this.#delete(unwanted);
    this.#wiring.feed.record({ kind: "MessagesFiltered", ...this.#whose(), messageIds: idsOf(unwanted) });
  }

  async #process(batch: Batch): Promise<void> {
    const { mapping, random, feed } = this.#wiring;
    const requestId = random.uuid();
    const messageIds = idsOf(batch.messages);
    const answer = await this.#invoke(batch, requestId);
    const failed = new Set(failuresIn(answer, messageIds, mapping.reportsFailures));
    const done = batch.messages.filter(({ messageId }) => !failed.has(messageId));
    if (done.length > 0) this.#delete(done);
    const outcome = failed.size === 0 ? "success" : done.length > 0 ? "partial" : "failure";
    feed.record({ kind: "BatchProcessed", ...this.#whose(), requestId, messageIds, failed: [...failed], outcome });
    if (outcome === "failure" && !mapping.reportsFailures) this.#wiring.onFailure();
  }

  /** Throttled, it is tried again for as long as the messages are hidden; after that others may have them. */
  async #invoke(batch: Batch, requestId: string): Promise<Answer | Throttled> {
    const { clock, mapping, queues, invoke, signal, role } = this.#wiring;
    const event = sqsEvent(batch.messages, mapping.queueArn);
    for (let wait = FIRST_BACKOFF; ; wait = Math.min(2 * wait, LONGEST_BACKOFF)) {
      const answer = await invoke(mapping.settings.function, requestId, event);
      if (!("throttled" in answer)) return answer;
      this.#wiring.onFailure();
      const { visibilityTimeout } = queues.find(mapping.queueArn, role());
      if (clock.now() + wait >= batch.since + visibilityTimeout || signal.aborted) return answer;
      await clock.sleep(wait);
    }
  }

  #delete(messages: readonly QueueMessage[]): void {
    const { mapping, queues, role } = this.#wiring;
    queues.delete(
      mapping.queueArn,
      role(),
      messages.map(({ receiptHandle }) => receiptHandle),
    );
  }

  /** The queue, the function or the right to use them has gone: it looks again after a while. */
  async #failed({ code, message }: AwsError): Promise<void> {
    const { clock, feed, signal } = this.#wiring;
    if (signal.aborted) return;
    feed.record({ kind: "PollFailed", ...this.#whose(), code, message });
    await new Promise<void>((resolve) => {
      const end = () => {
        alarm.cancel();
        signal.removeEventListener("abort", end);
        resolve();
      };
      const alarm = clock.at(clock.now() + LONG_POLL, end);
      signal.addEventListener("abort", end);
    });
  }

  #whose() {
    const { mapping } = this.#wiring;
    return { function: mapping.settings.function.name, mapping: mapping.uuid, source: mapping.queueArn };
  }
}

/** Milliseconds that a receive waits for a first message: the longest that SQS allows. */
const LONG_POLL = 20_000;

/** Bytes of a synchronous event. */
const LONGEST_EVENT = 6_291_456;

/** Milliseconds; AWS says only that it backs off. */
const FIRST_BACKOFF = 1000;
const LONGEST_BACKOFF = 60_000;

interface Batch {
  readonly messages: QueueMessage[];
  bytes: number;
  /** When the first of them was hidden from others. */
  since: number;
  hasFiltered: boolean;
}

function idsOf(messages: readonly QueueMessage[]): string[] {
  return messages.map(({ messageId }) => messageId);
}

function failuresIn(answer: Answer | Throttled, messageIds: readonly string[], reports: boolean): readonly string[] {
  if ("throttled" in answer || answer.outcome !== "success") return messageIds;
  return reports ? failedItems(answer.payload, messageIds) : [];
}

export interface PollerWiring {
  readonly clock: Clock;
  readonly random: Random;
  readonly feed: Feed<LambdaFact>;
  readonly mapping: EventSourceMapping;
  readonly queues: QueuePort;
  /** Ends it, and a poll that it waits in. */
  readonly signal: AbortSignal;
  /** The function's role, as it is now. @throws ResourceNotFoundException */
  role(): string;
  invoke(reference: Reference, requestId: string, event: string): Promise<Answer | Throttled>;
  isNeeded(): boolean;
  /** Told after each poll whether it found anything. */
  onPoll(hasFound: boolean): void;
  onFailure(): void;
}
