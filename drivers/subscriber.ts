/**
 * Takes the notifications of finished CSVs from `deliveries`.
 *
 *     receive (long poll) -> for each object: write into the ledger, then work if it is the first time -> delete
 *
 * A message is deleted only after the ledger has it: a subscriber that dies in between sees it again, and a document is
 * never forgotten. Work is done once a document, because SNS and SQS promise no more than at-least-once.
 */
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { Message, SQSClient } from "@aws-sdk/client-sqs";
import { type Call, callsOn } from "./call.ts";
import { Effects } from "./effects.ts";
import { type Doing, Inbox } from "./inbox.ts";
import type { Delivery, Sight } from "./ledger.ts";
import { METER_CALL, Meter } from "./meter.ts";
import { type CreatedObject, objectsIn } from "./notifications.ts";
import { type Clock, pause } from "./pause.ts";
import { turns } from "./turns.ts";

/** The calls of a subscriber, by the name of its queue. */
export const subscriberCalls = (queue: string): Call[] => [
  ...callsOn(queue, "ReceiveMessage", "DeleteMessageBatch"),
  ...callsOn(queue, "ChangeMessageVisibilityBatch").map((call) => ({ ...call, ...RELEASE })),
  METER_CALL,
];

const RELEASE = {
  only: "when it is sent home with messages in hand",
  spare: "they are seen again when their time is up",
};

/** What a subscriber touches. */
export interface Subscriber {
  sqs: SQSClient;
  /** For the metric `freshness`, of documents whose acceptance the ledger knows; none without it. */
  cloudwatch?: CloudWatchClient;
  pipeline?: string;
  clock: Clock;
  ledger: {
    delivered(delivery: Delivery): Sight;
    worked(key: string, at: number): void;
    unreadable(messageId: string, at: number): void;
    setAside(messageId: string, at: number): void;
  };
  progress?: (progress: SubscriberProgress) => void;
}

export type SubscriberProgress =
  | { kind: "delivered"; key: string; first: boolean }
  | { kind: "unreadable"; messageId: string }
  | { kind: "deleted"; messages: number }
  | { kind: "trouble"; doing: Doing | "metrics"; error: string };

/** How a subscriber works. */
export interface Consumption {
  /** At most so many messages a second, over all pollers. As fast as they come when absent. */
  perSecond?: number;
  /** Milliseconds of work for each document. Default 0. */
  work?: number;
  /** Work for a document once, however often it is delivered. Default true. */
  deduplicate?: boolean;
  /** How many long polls at once. Default 1. */
  pollers?: number;
  /** Seconds of a long poll, 0 to 20. Default 20. */
  waitSeconds?: number;
  /** Milliseconds between a batch and the next poll, so that what comes meanwhile comes together. Default 0. */
  gather?: number;
}

/** Takes messages until told to stop. What it holds by then is finished or given back. */
export async function subscribe(
  subscriber: Subscriber,
  queueUrl: string,
  how: Consumption,
  stop: AbortSignal,
): Promise<void> {
  const reading = new Reading(subscriber, queueUrl, how, stop);
  await Promise.all(Array.from({ length: how.pollers ?? 1 }, () => reading.poll()));
  await reading.close();
}

class Reading {
  readonly #subscriber: Subscriber;
  readonly #how: Consumption;
  readonly #stop: AbortSignal;
  readonly #inbox: Inbox;
  readonly #effects: Effects;
  readonly #meter: Meter;
  readonly #turn: () => Promise<void>;

  constructor(subscriber: Subscriber, queueUrl: string, how: Consumption, stop: AbortSignal) {
    this.#subscriber = subscriber;
    this.#how = how;
    this.#stop = stop;
    this.#inbox = new Inbox(subscriber.sqs, queueUrl, (doing, error) => this.#trouble(doing, error));
    this.#effects = new Effects(how.deduplicate ?? true);
    this.#meter = new Meter(subscriber, "freshness", (error) => this.#trouble("metrics", error));
    this.#turn = turns(subscriber.clock, how.perSecond, stop);
  }

  async poll(): Promise<void> {
    const { clock } = this.#subscriber;
    let patience = FIRST_PAUSE;
    while (!this.#stop.aborted) {
      const messages = await this.#inbox.receive(batchFor(this.#how), this.#how.waitSeconds ?? LONG_POLL, this.#stop);
      if (messages === undefined) await pause(clock, patience, this.#stop);
      patience = messages === undefined ? Math.min(patience * 2, LAST_PAUSE) : FIRST_PAUSE;
      await this.#take(messages ?? []);
      if (this.#how.gather !== undefined) await pause(clock, this.#how.gather, this.#stop);
    }
  }

  async close(): Promise<void> {
    await this.#meter.close();
  }

  async #take(messages: readonly Message[]): Promise<void> {
    const done: Message[] = [];
    for (const message of messages) {
      await this.#turn();
      if (this.#stop.aborted) break;
      await this.#read(message);
      done.push(message);
    }
    const deleted = await this.#inbox.remove(done);
    await this.#inbox.release(messages.slice(done.length));
    if (deleted > 0) this.#subscriber.progress?.({ kind: "deleted", messages: deleted });
  }

  async #read({ Body = "", MessageId = "" }: Message): Promise<void> {
    const objects = objectsIn(Body);
    for (const object of objects ?? []) await this.#deliver(object, MessageId);
    if (objects?.length === 0) this.#subscriber.ledger.setAside(MessageId, this.#subscriber.clock.now());
    if (objects !== undefined) return;
    this.#subscriber.ledger.unreadable(MessageId, this.#subscriber.clock.now());
    this.#subscriber.progress?.({ kind: "unreadable", messageId: MessageId });
  }

  async #deliver({ key, size, eTag }: CreatedObject, messageId: string): Promise<void> {
    const { clock, ledger, progress } = this.#subscriber;
    const at = clock.now();
    const { first, effects, acceptedAt } = ledger.delivered({ key, at, size, eTag, messageId });
    progress?.({ kind: "delivered", key, first });
    if (first && acceptedAt !== undefined) this.#meter.record(at, Math.max(0, Math.round(at - acceptedAt)));
    await this.#effects.once(key, effects, async () => {
      if (this.#how.work !== undefined) await clock.sleep(this.#how.work);
      ledger.worked(key, clock.now());
    });
  }

  #trouble(doing: Doing | "metrics", error: string): void {
    this.#subscriber.progress?.({ kind: "trouble", doing, error });
  }
}

const LONG_POLL = 20;
const FIRST_PAUSE = 1000;
const LAST_PAUSE = 30_000;

/** A slow reader takes few at once, so that none waits hidden for longer than ten seconds. */
function batchFor({ perSecond = Number.POSITIVE_INFINITY }: Consumption): number {
  return Math.max(1, Math.min(10, Math.floor(perSecond * 10)));
}
