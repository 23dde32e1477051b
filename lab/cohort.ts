import type { S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { Drive, End, Look, Settled } from "../chaos/world.ts";
import { compareSuspects } from "../drivers/comparison.ts";
import { readDeadLetters } from "../drivers/dead-letters.ts";
import type { Documents } from "../drivers/documents.ts";
import { isUnanswered } from "../drivers/ledger/cells.ts";
import type { Entry } from "../drivers/ledger/counts.ts";
import type { Ledger } from "../drivers/ledger.ts";
import { type Range, Reading } from "./reading.ts";

/** How often a run looks whether its documents have come to an end. */
const LOOK_AGAIN = 5000;
/** Reading dead letters while a run goes on takes at most a fifth of the time: as long as it took, four times over. */
const AT_EASE = 4;

/**
 * One cohort of documents on its way, as a run sees it: published, and at some time settled. Deliveries come into the
 * ledger by themselves; dead letters are read when the queues hold enough of them to settle what is open, and once
 * more at the end. Whoever asks for news meanwhile has them read when there are others, and not all the time: it is
 * to receive and release each.
 */
export class Cohort implements Drive {
  readonly published: Promise<void>;
  readonly #wiring: CohortWiring;
  readonly #stop = new AbortController();
  readonly #reading: Reading;
  #known = 0;
  #notBefore = 0;

  constructor(wiring: CohortWiring) {
    this.#wiring = wiring;
    const { documents, ledger } = wiring;
    this.#reading = new Reading(documents, ledger, wiring.range ?? (() => ({ from: 0, until: documents.count })));
    this.published = wiring.publish(this.#stop.signal).then(() => this.#checkRights());
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Documents without an end. One for which S3 gave no answer is open as long as the pipeline may yet show it. */
  open(): number {
    this.#wiring.catchUp?.();
    const { ledger } = this.#wiring;
    const chosen = this.#chosen;
    const isChosen = chosen ?? (() => true);
    const unanswered = ledger.entries(this.#run).filter((entry) => isUnanswered(entry.fate) && isChosen(entry));
    return ledger.unsettled(this.#run, chosen).length + unanswered.length;
  }

  async news(look: Look): Promise<readonly End[]> {
    this.#wiring.catchUp?.();
    const ends = this.#reading.read(look);
    if (look.settled || !this.#reading.waits || !(await this.#holdOthers())) return ends;
    const began = this.#wiring.clock.now();
    await this.#sweep({ inPassing: true });
    const now = this.#wiring.clock.now();
    this.#notBefore = now + AT_EASE * (now - began);
    return [...ends, ...this.#reading.read(look)];
  }

  /** Whether the dead-letter queues hold other messages than when they were read last. */
  async #holdOthers(): Promise<boolean> {
    if (this.#wiring.clock.now() < this.#notBefore) return false;
    const [before, waiting] = [this.#known, await this.#waiting()];
    this.#known = waiting;
    return waiting !== before;
  }

  async settle(deadline: number): Promise<Settled> {
    const { clock, s3, bucket, ledger } = this.#wiring;
    let swept = 0;
    while (this.open() > 0 && clock.now() < deadline) {
      this.#checkRights();
      const waiting = await this.#waiting();
      if (waiting - swept >= this.open()) {
        await this.#sweep();
        swept = waiting;
      }
      if (this.open() > 0) await clock.sleep(Math.min(LOOK_AGAIN, Math.max(1, deadline - clock.now())));
    }
    // What a queue holds at the end is the last word: a letter that was there before may be gone by now.
    await this.#sweep();
    await compareSuspects(s3, bucket, ledger, this.#run);
    this.#checkRights();
    return await this.#settled();
  }

  /** A driver without its rights would make the pipeline look broken. */
  #checkRights(): void {
    const denial = this.#wiring.denial?.();
    if (denial !== undefined) throw new Error(denial);
  }

  async #settled(): Promise<Settled> {
    const { ledger, foreignConsumers } = this.#wiring;
    const chosen = this.#chosen;
    const counts = ledger.counts(this.#run, chosen);
    const { planned, accepted, cells, freshness, malformedFreshness, duplicates, duplicateEffects } = counts;
    return {
      ...{ planned, accepted, cells, freshness, malformedFreshness, duplicates, duplicateEffects },
      acceptedMalformed: cells.intended + cells.lostEvidence + cells.poisonAccepted,
      documents: ledger.journeys(this.#run, chosen),
      foreignConsumers: await foreignConsumers(),
    };
  }

  /** Messages that wait in the dead-letter queues. */
  async #waiting(): Promise<number> {
    const { sqs, deadLetterQueues } = this.#wiring;
    let total = 0;
    for (const QueueUrl of deadLetterQueues) {
      const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] });
      total += Number((await sqs.send(asked)).Attributes?.ApproximateNumberOfMessages ?? 0);
    }
    return total;
  }

  async #sweep(how = {}): Promise<void> {
    const { sqs, deadLetterQueues, ledger, clock } = this.#wiring;
    const sweeps = [];
    for (const queueUrl of deadLetterQueues) sweeps.push(await readDeadLetters(sqs, queueUrl, how));
    ledger.swept(
      sweeps.flatMap(({ letters }) => letters),
      clock.now(),
    );
  }

  /** Undefined if all of the run's documents are the cohort's. */
  get #chosen(): ((entry: Entry) => boolean) | undefined {
    const { only, range: rangeOf } = this.#wiring;
    if (only) return ({ sequence }) => only.has(sequence);
    const range = rangeOf?.();
    return range && (({ sequence }) => sequence >= range.from && sequence < range.until);
  }

  get #run(): string {
    return this.#wiring.documents.run;
  }
}

export interface CohortWiring {
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<void> };
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly bucket: string;
  /** URLs of every queue of the stack in which dead letters may wait. */
  readonly deadLetterQueues: readonly string[];
  readonly documents: Documents;
  readonly ledger: Ledger;
  publish(stop: AbortSignal): Promise<void>;
  /** Which of the run's documents belong to the cohort; all of them if nothing is said. */
  range?(): Range;
  /** The few that are published at all, where a part of a run is told again. */
  readonly only?: ReadonlySet<number>;
  /** What AWS refused a driver of the run for the want of a right, in its words. */
  denial?(): string | undefined;
  /** Reads what other programs have written into the ledger's sources meanwhile. */
  catchUp?(): void;
  /** Whoever else took messages from the stack's queues. */
  foreignConsumers(): Promise<readonly string[]> | readonly string[];
}
