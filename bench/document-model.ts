import type { Cells, Evidence, StrikingFault } from "../chaos/verdict/evidence.ts";
import { Quantiles } from "../cloud/kernel/quantiles.ts";
import { Random } from "../cloud/kernel/random.ts";
import { AsyncEvent } from "../cloud/lambda/async-event.ts";
import { Documents } from "../drivers/documents.ts";
import { chances } from "../src/faults/chance.ts";

/**
 * A run without its cloud: each document goes through its attempts by itself, so that thousands of runs take seconds.
 * What decides is real - the publisher's choice of malformed documents, the injector's lots, Lambda's state machine of
 * attempts - and what only takes time is a distribution.
 *
 *     accepted -> attempt (malformed? struck? bad luck?) -> delivered
 *                    ^ '-> failed -> wait '-> given up -> dead letter
 */
export function modelledRun(plan: Plan): Evidence {
  const { cells, times, fault, accepted } = cohort({ ...plan, name: "method" });
  const aside = cohort({ ...plan, name: "baseline", documents: 300, faultProbability: 0, planted: 0 });
  return {
    experiment: "model",
    seed: plan.seed,
    replay: "npm run calibrate",
    planned: plan.documents,
    accepted,
    cells,
    freshness: times,
    moving: [],
    baseline: { planned: 300, accepted: aside.accepted, cells: aside.cells, freshness: aside.times, moving: [] },
    faults: plan.faultProbability > 0 ? [fault] : [],
    probes: [],
    duplicates: 0,
    duplicateEffects: 0,
  };
}

export interface Plan {
  readonly seed: number;
  readonly documents: number;
  /** Of each run to outlive its timeout, as long as documents go in and their retries last. */
  readonly faultProbability: number;
  /** The share of well-formed documents that are dead-lettered whatever happens. */
  readonly planted: number;
}

/** Runs fail now and then for no reason that anybody knows of. */
const BAD_LUCK = 0.001;
const PER_SECOND = 20;
const TIMEOUT = 3000;
const LIMITS = { retries: 2, age: 21_600_000 };

/** From acceptance to the first attempt, and from its end to the subscriber; of the healthy simulation. Milliseconds. */
const TO_THE_FUNCTION = new Quantiles({ 0: 90, 50: 260, 90: 430, 99: 650, 100: 1500 });
const TO_THE_SUBSCRIBER = new Quantiles({ 0: 150, 50: 450, 90: 660, 99: 850, 100: 1600 });
const WORK = new Quantiles({ 0: 40, 50: 100, 90: 180, 99: 450, 100: 900 });

function cohort({ seed, name, documents: count, faultProbability, planted }: Plan & { name: string }) {
  const load = { documents: count, perSecond: PER_SECOND, malformed: 0.01 };
  const documents = new Documents({ seed: `${seed} ${name}`, run: name, load });
  const random = Random.fromSeed(seed).fork("model").fork(name);
  const cells: Cells = { ok: 0, corrupt: 0, collateral: 0, lost: 0, poisonAccepted: 0, intended: 0, lostEvidence: 0 };
  const times: number[] = [];
  const fault = { name: "latency", probability: faultProbability, firstAttempts: 0, struck: 0, laterStrikes: 0 };
  for (let i = 0; i < count; i++) {
    const malformed = documents.isMalformed(i);
    const doomed = malformed || (planted > 0 && random.chance(planted));
    const journey = travel({ seed, random, acceptedAt: (i * 1000) / PER_SECOND, doomed, fault });
    if (!malformed) times.push(journey.took);
    if (journey.delivered) cells.ok++;
    else cells[malformed ? "intended" : "collateral"]++;
  }
  return { cells, times, fault, accepted: count };
}

interface Traveller {
  readonly seed: number;
  readonly random: Random;
  readonly acceptedAt: number;
  /** All of its attempts fail. */
  readonly doomed: boolean;
  readonly fault: Required<Mutable<StrikingFault>>;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function travel({ seed, random, acceptedAt, doomed, fault }: Traveller): { delivered: boolean; took: number } {
  const event = new AsyncEvent(random.uuid(), "", acceptedAt);
  let now = acceptedAt + TO_THE_FUNCTION.draw(random);
  for (;;) {
    const run = { requestId: event.requestId, start: now };
    const struck = fault.probability > 0 && chances(seed, run, fault.name)() < fault.probability;
    count(fault, event.invocations === 0, struck);
    now += struck ? TIMEOUT : WORK.draw(random);
    const failed = struck || doomed || random.chance(BAD_LUCK);
    if (!failed) return { delivered: true, took: now + TO_THE_SUBSCRIBER.draw(random) - acceptedAt };
    const step = event.failed(now, LIMITS, random);
    if ("giveUp" in step) return { delivered: false, took: now - acceptedAt };
    now = step.retryAt;
  }
}

function count(fault: Traveller["fault"], first: boolean, struck: boolean): void {
  if (first) fault.firstAttempts++;
  if (struck && first) fault.struck++;
  else if (struck) fault.laterStrikes++;
}
