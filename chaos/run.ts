import { Cohorts, SIDE_COHORT } from "./cohorts.ts";
import type { LeaseRecord } from "./custody.ts";
import { byLoad, evidenceOf, type Found, faultsOf, measure, steadyStatesOf } from "./evidence.ts";
import type { Experiment } from "./experiment.ts";
import { Interrupted, unlessInterrupted } from "./interruption.ts";
import { describe, type Journal, type Phase, type PhaseName } from "./journal.ts";
import type { Json } from "./lease.ts";
import { Oversight, type Tests } from "./oversight.ts";
import { type ActivityRecord, Script } from "./script.ts";
import { shapedAfter } from "./shape.ts";
import { disturbedBy, signatureOf } from "./signature.ts";
import type { Cohort } from "./verdict/evidence.ts";
import type { Finding } from "./verdict/finding.ts";
import type { Retries } from "./verdict/plan.ts";
import { judge } from "./verdict/rule.ts";
import { unsteady } from "./verdict/steady-state.ts";
import type { Verdict } from "./verdict/verdict.ts";
import type { Drive, World } from "./world.ts";

/**
 * One run of one experiment:
 *
 *     baseline -> method (load, faults) -> rollback, read back -> recovery cohort -> settling -> verdict
 *        |                    `- enough seen: rollback at once
 *        `- no steady state: INVALID, nothing injected
 *
 * Whatever happens on the way - an error, an interruption - what was changed is restored before the run ends.
 */
export async function run(experiment: Experiment, context: RunContext): Promise<Journal> {
  return await new Run(experiment, context).toJournal();
}

export interface RunContext extends Tests {
  readonly id: string;
  readonly name: string;
  readonly target: string;
  readonly seed: number | string;
  /** What the run was asked for, for the journal. */
  readonly options: Readonly<Record<string, Json>>;
  /** The one command that runs this again. */
  readonly replay: string;
  readonly world: World;
  /** Nobody asks for a steady state, as in a run that only retells what another one found. */
  readonly withoutBaseline?: boolean;
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

class Run {
  readonly #experiment: Experiment;
  readonly #context: RunContext;
  readonly #script: Script;
  readonly #cohorts: Cohorts;
  readonly #oversight: Oversight;
  /** Ends the method: somebody has interrupted the run, or enough was seen. */
  readonly #enough: AbortSignal;
  readonly #started: number;
  readonly #phases: Phase[] = [];
  readonly #leases: LeaseRecord[] = [];
  #methodActivities: ActivityRecord[] = [];
  #unsteady: readonly Finding[] = [];
  #found: Found | undefined;
  #running: PhaseName = "baseline";

  constructor(experiment: Experiment, context: RunContext) {
    this.#experiment = experiment;
    this.#context = context;
    const { world, seed, signal, id } = context;
    this.#oversight = new Oversight(context, experiment.steadyStateHypothesis, world.clock);
    this.#enough = AbortSignal.any([signal, this.#oversight.enough]);
    this.#script = new Script(world, seed, { run: id, signal, enough: this.#enough });
    this.#cohorts = new Cohorts({ ...context, load: experiment.load });
    this.#started = world.clock.now();
  }

  async toJournal(): Promise<Journal> {
    let failure: unknown;
    try {
      const baseline = this.#context.withoutBaseline ? undefined : await this.#baseline();
      if (baseline) this.#unsteady = unsteady(baseline, this.#experiment.steadyStateHypothesis);
      const found = this.#unsteady.length > 0 ? {} : await this.#disturb();
      this.#found = { ...found, ...(baseline && { baseline }) };
    } catch (error) {
      failure = error;
      this.#cohorts.stop();
    } finally {
      this.#leases.push(...(await this.#script.restoreAll({ early: true })));
      await this.#unlessInterrupted(this.#oversight.leave()).catch(() => {});
    }
    return this.#journal(failure);
  }

  async #baseline(): Promise<Cohort> {
    const { perSecond } = this.#experiment.load;
    return await this.#phase("baseline", `${SIDE_COHORT.documents} documents before anything is changed`, async () => {
      const drive = this.#cohorts.drive({ name: "baseline", perSecond, ...SIDE_COHORT });
      await this.#cohorts.published(drive);
      const deadline = await this.#cohorts.deadline([drive], this.#world.clock.now());
      return { ...(await this.#cohorts.settled(drive, deadline)), moving: await this.#cohorts.rest(deadline) };
    });
  }

  async #disturb(): Promise<Found> {
    const { load, steadyStateHypothesis, method, title, bites = [], expects = [] } = this.#experiment;
    const from = this.#world.clock.now();
    const main = await this.#phase("method", title, () => this.#perform(method, load));
    const disturbed = { from, until: this.#world.clock.now() };
    const confirmedAt = await this.#phase("rollback", "restore and read back", () => this.#rollBack());
    const aside = await this.#recover(main);
    const [settled, recovered, moving] = await this.#phase("settling", "until every document is at rest", async () => {
      await this.#cohorts.published(main);
      const deadline = await this.#cohorts.deadline(aside ? [main, aside] : [main], confirmedAt);
      const cohort = await this.#cohorts.settled(main, deadline);
      const after = aside && (await this.#cohorts.settled(aside, deadline));
      return [cohort, after, await this.#cohorts.rest(deadline)] as const;
    });
    await this.#oversight.conclude(main);
    const observations = { documents: settled, from, until: this.#world.clock.now(), clock: this.#world.clock };
    return {
      method: { ...settled, moving },
      ...(recovered && {
        recovery: { rollbackConfirmedAt: confirmedAt, cells: recovered.cells, documents: recovered.documents },
      }),
      faults: await faultsOf([...byLoad(bites, disturbed), ...this.#script.inForce], load, settled, this.#world),
      probes: await measure(steadyStateHypothesis.probes, observations, this.#world.aws),
      signature: await signatureOf(expects, disturbedBy(this.#script.inForce, disturbed), this.#world.aws),
      ...this.#oversight.evidence,
    };
  }

  /** Arms, then loads. Ends when the method's own time is over or enough was seen; documents may still be going in. */
  async #perform(method: Experiment["method"], load: Experiment["load"]): Promise<Drive> {
    let drive: Drive | undefined;
    let shaped = 0;
    const begin = () => {
      drive = this.#cohorts.drive({ name: "method", ...load });
      shaped = this.#world.clock.now() + shapedAfter(load);
      this.#watch(drive);
    };
    const performed = () => this.#oversight.admit(Math.max(this.#world.clock.now(), shaped));
    try {
      await this.#script.perform(method, begin, performed);
      if (method.length === 0) await this.#cohorts.published(drive!, this.#enough);
    } catch (error) {
      if (!(error instanceof Interrupted) || !drive || this.#context.signal.aborted) throw error;
    } finally {
      this.#methodActivities = this.#script.activities.splice(0);
    }
    return drive!;
  }

  /** The moment from which everyone sees the pipeline as it was. */
  async #rollBack(): Promise<number> {
    // Restored first: a rollback that moves parked messages on must find the way free.
    this.#leases.push(...(await this.#script.restoreAll({ early: this.#oversight.refuted })));
    await this.#script.countStrikes();
    await this.#unlessInterrupted(this.#oversight.rest());
    this.#oversight.check();
    await this.#script.performRollbacks(this.#experiment.rollbacks);
    const spread = this.#script.spreadOf(this.#experiment.method);
    await this.#unlessInterrupted(this.#world.clock.sleep(spread));
    return this.#world.clock.now();
  }

  /** Nothing is published any more once enough was seen that speaks against the claim. */
  async #recover(main: Drive): Promise<Drive | undefined> {
    if (this.#oversight.refuted) return undefined;
    const { perSecond } = this.#experiment.load;
    return await this.#phase("recovery", "documents after the rollback", async () => {
      const aside = this.#cohorts.drive({ name: "recovery", perSecond, ...SIDE_COHORT });
      this.#watch(main);
      await this.#cohorts.published(main);
      await this.#unlessInterrupted(this.#oversight.rest());
      this.#oversight.check();
      if (this.#oversight.refuted) aside.stop();
      await this.#cohorts.published(aside);
      return aside;
    });
  }

  /** What the experiment's own actions will move on has not come to its end before they did. */
  #watch(main: Drive): void {
    const { method, rollbacks } = this.#experiment;
    const emptied = [...method, ...rollbacks].flatMap(({ provider: { empties } }) => empties ?? []);
    this.#oversight.watch(main, emptied, (says) => {
      main.stop();
      this.#context.progress({ phase: this.#running, at: this.#world.clock.now(), says });
    });
  }

  async #unlessInterrupted<T>(work: Promise<T>): Promise<T> {
    return await unlessInterrupted(this.#context.signal, work);
  }

  async #phase<T>(name: PhaseName, says: string, work: () => Promise<T>): Promise<T> {
    const from = this.#world.clock.now();
    this.#running = name;
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
