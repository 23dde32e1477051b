import type { S3Client } from "@aws-sdk/client-s3";
import type { CohortPlan } from "../chaos/world.ts";
import type { Clients } from "../cloud/gateway/clients.ts";
import { Documents } from "../drivers/documents.ts";
import { Ledger } from "../drivers/ledger.ts";
import { type PublisherProgress, publish } from "../drivers/publisher.ts";
import { type Consumption, type SubscriberProgress, subscribe } from "../drivers/subscriber.ts";
import { isDenied } from "../drivers/trouble.ts";
import type { EtlPipeline } from "../infra/outputs.ts";
import { Cohort, type CohortWiring } from "./cohort.ts";

/** A fifth of a second between polls: at twenty documents a second a call brings four and not one. */
const AT_EASE: Consumption = { gather: 200 };

/**
 * The drivers of one run: a publisher for each cohort, one subscriber at the other end, and the ledger that both write.
 *
 *     publisher -> input/<run>-<cohort>/00000000.json ... -> deliveries -> subscriber
 *          `-------------------> ledger <--------------------------'
 */
export class Crew {
  readonly ledger: Ledger;
  readonly #wiring: CrewWiring;
  #shift: Shift | undefined;
  /** What AWS refused a driver for the want of a right. */
  #denial: string | undefined;

  constructor(wiring: CrewWiring) {
    this.#wiring = wiring;
    this.ledger = new Ledger(wiring);
  }

  drive(plan: CohortPlan): Cohort {
    this.#work(plan.subscriber ?? AT_EASE);
    const { clock, pipeline, clients, seed, run, chosen } = this.#wiring;
    const { name, subscriber, publisher: how, ...load } = plan;
    const only = chosen && new Set(chosen[name] ?? []);
    const documents = new Documents({ seed: `${seed} ${name}`, run: `${run}-${name}`, load });
    this.ledger.open(documents);
    const offset = how?.clockOffset;
    const publisher = {
      s3: offset === undefined ? clients.publisher.s3 : this.#publisherAt(offset),
      tellsRetries: offset !== undefined,
      cloudwatch: clients.publisher.cloudwatch,
      pipeline: pipeline.pipeline,
    };
    return new Cohort({
      clock,
      documents,
      ledger: this.ledger,
      s3: clients.observer.s3,
      sqs: clients.observer.sqs,
      bucket: pipeline.documentsBucket,
      deadLetterQueues: [pipeline.failuresQueueUrl, pipeline.undeliveredQueueUrl],
      publish: (stop) => {
        const progress = (event: PublisherProgress) => this.#listen(event);
        const means = { ...publisher, clock, documents, ledger: this.ledger, progress, ...(only && { only }) };
        return publish(means, pipeline.documentsBucket, load, stop);
      },
      // What is denied before anything was disturbed is denied to the run, and no fault's doing.
      ...(name === "baseline" && { denial: () => this.#denial }),
      ...(only && { only }),
      foreignConsumers: this.#wiring.foreignConsumers,
    });
  }

  /** Sends the subscriber home. */
  async dismiss(): Promise<void> {
    this.#shift?.stop.abort();
    await this.#shift?.done;
  }

  #publisherAt(offset: number): Pick<S3Client, "send"> {
    const { publisherAt } = this.#wiring;
    if (!publisherAt) throw new Error("nobody signs here, so nobody's clock can be wrong");
    return publisherAt(offset);
  }

  /** Metrics may be missing. */
  #listen(event: PublisherProgress | SubscriberProgress): void {
    const about = event.kind === "trouble" ? event.doing : event.kind;
    if ("error" in event && about !== "metrics" && isDenied(event.error)) this.#denial ??= event.error;
  }

  /** A subscriber that works in another way takes over from the one before. */
  #work(how: Consumption): void {
    if (this.#shift && sameWay(this.#shift.how, how)) return;
    this.#shift?.stop.abort();
    const { clock, pipeline, clients } = this.#wiring;
    const { sqs, cloudwatch } = clients.subscriber;
    const progress = (event: SubscriberProgress) => this.#listen(event);
    const subscriber = { sqs, cloudwatch, pipeline: pipeline.pipeline, clock, ledger: this.ledger, progress };
    const stop = new AbortController();
    this.#shift = { how, stop, done: subscribe(subscriber, pipeline.deliveriesQueueUrl, how, stop.signal) };
  }
}

export interface CrewWiring {
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<void> };
  readonly pipeline: EtlPipeline;
  readonly seed: number | string;
  /** The run's id. */
  readonly run: string;
  /** Which documents of each cohort are published, by sequence number; all of them if nothing is said. */
  readonly chosen?: Chosen;
  readonly clients: Readonly<Record<"publisher" | "subscriber" | "observer", Clients>>;
  /** The publisher with a clock that is so many milliseconds fast, where requests are signed. */
  readonly publisherAt?: (clockOffset: number) => Pick<S3Client, "send">;
  foreignConsumers: CohortWiring["foreignConsumers"];
  /** Hears of everything that comes into the ledger, as lines of NDJSON. */
  readonly tell?: (line: string) => void;
}

/** Sequence numbers, by cohort. */
export type Chosen = Readonly<Partial<Record<CohortPlan["name"], readonly number[]>>>;

interface Shift {
  readonly how: Consumption;
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

function sameWay(a: Consumption, b: Consumption): boolean {
  return a.perSecond === b.perSecond && a.work === b.work && a.gather === b.gather && a.pollers === b.pollers;
}
