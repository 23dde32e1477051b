import type { LeaseRecord } from "./custody.ts";
import { byLoad, evidenceOf, type Found, faultsOf, measure, steadyStatesOf } from "./evidence.ts";
import type { Experiment } from "./experiment.ts";
import { Interrupted, unlessInterrupted } from "./interruption.ts";
import { describe, type Journal, type Phase, type PhaseName } from "./journal.ts";
import type { Json } from "./lease.ts";
import { type ActivityRecord, Script } from "./script.ts";
import { disturbedBy, signatureOf } from "./signature.ts";
import type { Cohort, Moving } from "./verdict/evidence.ts";
import type { Finding } from "./verdict/finding.ts";
import { type Retries, settleDeadline } from "./verdict/plan.ts";
import { judge } from "./verdict/rule.ts";
import { unsteady } from "./verdict/steady-state.ts";
import type { Verdict } from "./verdict/verdict.ts";
import type { CohortPlan, Drive, Settled, World } from "./world.ts";

/**
 * One run of one experiment:
 *
 *     baseline -> method (load, faults) -> rollback, read back -> recovery cohort -> settling -> verdict
 *        `- no steady state: INVALID, nothing injected
 *
 * Whatever happens on the way - an error, an interruption - what was changed is restored before the run ends.
 */
export async function run(experiment: Experiment, context: RunContext): Promise<Journal> {
  return await new Run(experiment, context).toJournal();
}

export interface RunContext {
  readonly id: string;
  readonly name: string;
  readonly target: string;
  readonly seed: number | string;
  /** What the run was asked for, for the journal. */
  readonly options: Readonly<Record<string, Json>>;
  /** The one command that runs this again. */
  readonly replay: string;
  readonly world: World;
  /** What the pipeline's settings mean for the time a run takes. Milliseconds. */
  readonly pipeline: { readonly timeout: number; readonly retries: Retries };
  readonly signal: AbortSignal;
  progress(event: Progress): void;
}

export interface Progress {
  readonly phase: PhaseName;
  /** Milliseconds since 1970, on the run's clock. */
  readonly at: number;
  readonly says: string;
}

/** Documents of the cohorts before and after; each is judged by itself and counts in no other figure. */
export const SIDE_COHORT = { documents: 300, malformed: 0.01 };

const LOOK_AGAIN = 5000;

class Run {
  readonly #experiment: Experiment;
  readonly #context: RunContext;
  readonly #script: Script;
  readonly #started: number;
  readonly #phases: Phase[] = [];
  readonly #leases: LeaseRecord[] = [];
  readonly #drives: Drive[] = [];
  #methodActivities: ActivityRecord[] = [];
  #unsteady: readonly Finding[] = [];
  #found: Found | undefined;

  constructor(experiment: Experiment, context: RunContext) {
    this.#experiment = experiment;
    this.#context = context;
    this.#script = new Script(context.world, context.seed, context.signal);
    this.#started = context.world.clock.now();
  }

  async toJournal(): Promise<Journal> {
    let failure: unknown;
    try {
      const baseline = await this.#baseline();
      this.#unsteady = unsteady(baseline, this.#experiment.steadyStateHypothesis);
      this.#found = this.#unsteady.length > 0 ? { baseline } : await this.#disturb(baseline);
    } catch (error) {
      failure = error;
      for (const drive of this.#drives) drive.stop();
    } finally {
      this.#leases.push(...(await this.#script.restoreAll({ early: true })));
    }
    return this.#journal(failure);
  }

  async #baseline(): Promise<Cohort> {
    const { perSecond } = this.#experiment.load;
    return await this.#phase("baseline", `${SIDE_COHORT.documents} documents before anything is changed`, async () => {
      const drive = this.#drive({ name: "baseline", perSecond, ...SIDE_COHORT });
      await this.#published(drive);
      const deadline = await this.#deadline([drive], this.#world.clock.now());
      return { ...(await this.#settled(drive, deadline)), moving: await this.#rest(deadline) };
    });
  }

  async #disturb(baseline: Cohort): Promise<Found> {
    const { load, steadyStateHypothesis, method, title, bites = [], expects = [] } = this.#experiment;
    const from = this.#world.clock.now();
    const main = await this.#phase("method", title, () => this.#perform(method, load));
    const disturbed = { from, until: this.#world.clock.now() };
    const confirmedAt = await this.#phase("rollback", "restore and read back", () => this.#rollBack());
    const aside = await this.#phase("recovery", "documents after the rollback", () => this.#publishAside(main));
    const [settled, recovered, moving] = await this.#phase("settling", "until every document is at rest", async () => {
      const deadline = await this.#deadline([main, aside], confirmedAt);
      const cohorts = [await this.#settled(main, deadline), await this.#settled(aside, deadline)] as const;
      return [...cohorts, await this.#rest(deadline)] as const;
    });
    const observations = { documents: settled, from, until: this.#world.clock.now(), clock: this.#world.clock };
    return {
      baseline,
      method: { ...settled, moving },
      recovery: { rollbackConfirmedAt: confirmedAt, cells: recovered.cells, documents: recovered.documents },
      faults: await faultsOf([...byLoad(bites, disturbed), ...this.#script.inForce], load, settled, this.#world),
      probes: await measure(steadyStateHypothesis.probes, observations, this.#world.aws),
      signature: await signatureOf(expects, disturbedBy(this.#script.inForce, disturbed), this.#world.aws),
    };
  }

  /** Arms, then loads. Ends when the method's own time is over, though documents may still be going in. */
  async #perform(method: Experiment["method"], load: Experiment["load"]): Promise<Drive> {
    let drive: Drive | undefined;
    try {
      await this.#script.perform(method, () => {
        drive = this.#drive({ name: "method", ...load });
      });
      if (method.length === 0) await this.#published(drive!);
    } finally {
      this.#methodActivities = this.#script.activities.splice(0);
    }
    return drive!;
  }

  /** The moment from which everyone sees the pipeline as it was. */
  async #rollBack(): Promise<number> {
    // Restored first: a rollback that moves parked messages on must find the way free.
    this.#leases.push(...(await this.#script.restoreAll()));
    await this.#script.performRollbacks(this.#experiment.rollbacks);
    const spread = this.#script.spreadOf(this.#experiment.method);
    await unlessInterrupted(this.#context.signal, this.#world.clock.sleep(spread));
    return this.#world.clock.now();
  }

  async #publishAside(main: Drive): Promise<Drive> {
    const { perSecond } = this.#experiment.load;
    const aside = this.#drive({ name: "recovery", perSecond, ...SIDE_COHORT });
    await this.#published(aside);
    await this.#published(main);
    return aside;
  }

  /** Whatever ends the run early stops its publishers. */
  #drive(plan: CohortPlan): Drive {
    const drive = this.#world.drive(plan);
    this.#drives.push(drive);
    return drive;
  }

  async #published(drive: Drive): Promise<void> {
    await unlessInterrupted(this.#context.signal, drive.published);
  }

  /** When everything must be at rest; what is not by then is lost, or still moving. */
  async #deadline(drives: readonly Drive[], rollbackConfirmedAt: number): Promise<number> {
    const { clock } = this.#world;
    const perSecond = this.#experiment.load.subscriber?.perSecond;
    return settleDeadline({
      ...this.#context.pipeline,
      lastPublishAt: clock.now(),
      rollbackConfirmedAt,
      throttled: await this.#world.throttled(this.#started, clock.now()),
      backlog: perSecond === undefined ? 0 : drives.reduce((sum, drive) => sum + drive.open(), 0),
      subscriberPerSecond: perSecond ?? Number.POSITIVE_INFINITY,
    });
  }

  async #settled(drive: Drive, deadline: number): Promise<Settled> {
    return await unlessInterrupted(this.#context.signal, drive.settle(deadline));
  }

  /** Waits until nothing moves any more, or the deadline has come. */
  async #rest(deadline: number): Promise<Moving[]> {
    const { clock } = this.#world;
    for (;;) {
      const moving = await this.#world.moving();
      if (moving.length === 0 || clock.now() >= deadline) return moving;
      await unlessInterrupted(this.#context.signal, clock.sleep(LOOK_AGAIN));
    }
  }

  async #phase<T>(name: PhaseName, says: string, work: () => Promise<T>): Promise<T> {
    const from = this.#world.clock.now();
    this.#context.progress({ phase: name, at: from, says });
    try {
      return await work();
    } finally {
      this.#phases.push({ name, from, until: this.#world.clock.now() });
    }
  }

  #judge(found: Found): Verdict {
    const { name: experiment, seed, replay } = this.#context;
    return judge(evidenceOf({ experiment, seed, replay }, found), this.#experiment.steadyStateHypothesis);
  }

  #journal(failure: unknown): Journal {
    const { id, name, target, seed, options } = this.#context;
    const end = this.#world.clock.now();
    const verdict = this.#found ? this.#judge(this.#found) : null;
    return {
      id,
      name,
      target,
      seed,
      options,
      experiment: describe(this.#experiment),
      start: new Date(this.#started).toISOString(),
      end: new Date(end).toISOString(),
      duration: (end - this.#started) / 1000,
      status: failure === undefined ? "completed" : failure instanceof Interrupted ? "interrupted" : "failed",
      deviated: verdict?.verdict === "REFUTED",
      steady_states: steadyStatesOf(this.#found, this.#unsteady, verdict),
      run: this.#methodActivities,
      rollbacks: this.#script.activities,
      leases: this.#leases,
      phases: this.#phases,
      faults: this.#script.inForce,
      verdict,
      failure: failure === undefined ? null : failure instanceof Error ? failure.message : String(failure),
    };
  }

  get #world(): World {
    return this.#context.world;
  }
}
