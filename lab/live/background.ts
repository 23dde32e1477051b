import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CohortPlan } from "../../chaos/world.ts";
import { Ledger } from "../../drivers/ledger.ts";
import type { Load } from "../../drivers/load.ts";
import { Tail } from "../../drivers/main/tail.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { Cohort } from "../cohort.ts";
import { isAlive } from "../processes.ts";
import { wallClock } from "../wall-clock.ts";
import type { LiveClients } from "./clients.ts";

/** Where the drivers' programs keep their journals. */
export const JOURNALS = resolve(import.meta.dirname, "../../build/drivers");

/** A driver that runs in the background, as the first line of its journal introduces it. */
export interface BackgroundDriver {
  readonly role: "publisher" | "subscriber";
  readonly run: string;
  /** The bucket or queue it works at. */
  readonly target: string;
  readonly pid: number;
  readonly path: string;
}

/** The drivers that are at work now: their journal has no end, and their process lives. */
export function driversAtWork(folder = JOURNALS): BackgroundDriver[] {
  return journalsIn(folder).flatMap((path) => {
    const lines = new Tail(path).news();
    // One name may be used again and again: the last introduction is of the program that writes now.
    const introduction = lines.findLast((line) => line.startsWith('{"kind":"program"'));
    if (!introduction || lines.at(-1)?.startsWith('{"kind":"ended"')) return [];
    const { role, run, target, pid } = JSON.parse(introduction);
    return isAlive(pid) ? [{ role, run, target, pid, path }] : [];
  });
}

function journalsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".ndjson"))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** How often the journals are read while a cohort is being published. */
const LOOK_AGAIN = 1000;

/**
 * The workshop's way of driving: a publisher and a subscriber that somebody started in the background. A run starts
 * nothing; it reads along in their journals and judges the documents that they publish while it runs. A cohort is the
 * next so many documents of the publisher.
 */
export class BackgroundCrew {
  readonly ledger = new Ledger();
  readonly #wiring: BackgroundWiring;
  readonly #journals: readonly Tail[];
  readonly #ranges: { readonly from: number; until: number }[] = [];

  constructor(wiring: BackgroundWiring) {
    this.#wiring = wiring;
    this.#journals = [wiring.publisher, ...wiring.subscribers].map(({ path }) => new Tail(path));
    this.#catchUp();
  }

  /** How the publisher was told to publish. */
  get load(): Load {
    return this.ledger.documents(this.#wiring.publisher.run).load;
  }

  drive(plan: CohortPlan): Cohort {
    const { publisher, clients, pipeline, foreignConsumers } = this.#wiring;
    this.#catchUp();
    const from = this.#next();
    const range = { from, until: from + plan.documents };
    this.#ranges.push(range);
    return new Cohort({
      clock: wallClock,
      s3: clients.s3,
      sqs: clients.sqs,
      bucket: pipeline.documentsBucket,
      deadLetterQueues: [pipeline.failuresQueueUrl, pipeline.undeliveredQueueUrl],
      documents: this.ledger.documents(publisher.run),
      ledger: this.ledger,
      range: () => range,
      catchUp: () => this.#catchUp(),
      publish: (stop) => this.#reached(range, stop),
      foreignConsumers: () => foreignConsumers(() => this.#catchUp()),
    });
  }

  /** When the last document of the run was published; whatever comes after it is nobody's here. */
  get othersSince(): number {
    const { publisher } = this.#wiring;
    const until = Math.max(0, ...this.#ranges.map((range) => range.until));
    const last = this.ledger.entries(publisher.run).findLast(({ sequence }) => sequence < until);
    return last?.fate.acceptedAt ?? last?.fate.uncertainAt ?? 0;
  }

  /** The drivers stay at work; who did not start them does not send them home. */
  async dismiss(): Promise<void> {}

  /** A cohort that is stopped ends with what is published by then; the publisher goes on, and nobody here judges that. */
  async #reached(range: { until: number }, stop: AbortSignal): Promise<void> {
    while (!stop.aborted && this.#next() < range.until) {
      if (!isAlive(this.#wiring.publisher.pid))
        throw new Error(`the publisher ${this.#wiring.publisher.run} has ended`);
      await wallClock.sleep(LOOK_AGAIN);
      this.#catchUp();
    }
    range.until = Math.min(range.until, this.#next());
  }

  /** The sequence number after the last that was published. */
  #next(): number {
    return (this.ledger.entries(this.#wiring.publisher.run).at(-1)?.sequence ?? -1) + 1;
  }

  #catchUp(): void {
    for (const journal of this.#journals) {
      const lines = journal.news();
      this.ledger.read(lines);
      for (const line of lines) this.#wiring.tell(line);
    }
  }
}

export interface BackgroundWiring {
  readonly publisher: BackgroundDriver;
  readonly subscribers: readonly BackgroundDriver[];
  readonly clients: LiveClients;
  readonly pipeline: EtlPipeline;
  /** Whoever else took messages; it is told how to read what the subscribers have written meanwhile. */
  foreignConsumers(catchUp: () => void): Promise<readonly string[]>;
  /** Hears of everything that the drivers write into their journals. */
  tell(line: string): void;
}
