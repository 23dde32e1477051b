import type { S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { Drive, Settled } from "../chaos/world.ts";
import { compareSuspects } from "../drivers/comparison.ts";
import { readDeadLetters } from "../drivers/dead-letters.ts";
import type { Documents } from "../drivers/documents.ts";
import { isUnanswered } from "../drivers/ledger/cells.ts";
import type { Entry } from "../drivers/ledger/counts.ts";
import type { Ledger } from "../drivers/ledger.ts";

/** How often a run looks whether its documents have come to an end. */
const LOOK_AGAIN = 5000;

/**
 * One cohort of documents on its way, as a run sees it: published, and at some time settled. Deliveries come into the
 * ledger by themselves; dead letters are read when the queues hold enough of them to settle what is open, and once
 * more at the end.
 */
export class Cohort implements Drive {
  readonly published: Promise<void>;
  readonly #wiring: CohortWiring;
  readonly #stop = new AbortController();

  constructor(wiring: CohortWiring) {
    this.#wiring = wiring;
    this.published = wiring.publish(this.#stop.signal);
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Documents without an end. One for which S3 gave no answer is open as long as the pipeline may yet show it. */
  open(): number {
    this.#wiring.catchUp?.();
    const { ledger, chosen = () => true } = this.#wiring;
    const unanswered = ledger.entries(this.#run).filter((entry) => isUnanswered(entry.fate) && chosen(entry));
    return ledger.unsettled(this.#run, chosen).length + unanswered.length;
  }

  async settle(deadline: number): Promise<Settled> {
    const { clock, s3, bucket, ledger } = this.#wiring;
    let swept = 0;
    while (this.open() > 0 && clock.now() < deadline) {
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
    return await this.#settled();
  }

  async #settled(): Promise<Settled> {
    const { ledger, foreignConsumers, chosen } = this.#wiring;
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

  async #sweep(): Promise<void> {
    const { sqs, deadLetterQueues, ledger, clock } = this.#wiring;
    const sweeps = [];
    for (const queueUrl of deadLetterQueues) sweeps.push(await readDeadLetters(sqs, queueUrl));
    ledger.swept(
      sweeps.flatMap(({ letters }) => letters),
      clock.now(),
    );
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
  readonly chosen?: (entry: Entry) => boolean;
  /** Reads what other programs have written into the ledger's sources meanwhile. */
  catchUp?(): void;
  /** Whoever else took messages from the stack's queues. */
  foreignConsumers(): Promise<readonly string[]> | readonly string[];
}
