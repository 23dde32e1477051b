import { Custody, type LeaseRecord } from "./custody.ts";
import type { Action, Bite } from "./experiment.ts";
import { unlessInterrupted } from "./interruption.ts";
import type { Json } from "./lease.ts";
import { endingWith } from "./patience.ts";
import { localLease, strikesOf } from "./settings/cloud.ts";
import type { LocalFault, World } from "./world.ts";

/** What an action did, in Chaos Toolkit's words for its journal. Times are milliseconds since 1970. */
export interface ActivityRecord {
  readonly name: string;
  readonly provider: { readonly name: string; readonly arguments: Readonly<Record<string, Json>> };
  readonly status: "succeeded" | "failed" | "skipped";
  readonly start: number;
  readonly end: number;
  readonly output: Json;
}

/** A fault and the time it was in force: from the read-back and the spreading on, until its restore began. */
export interface InForce {
  readonly action: string;
  readonly bite: Bite | undefined;
  readonly from: number;
  until: number;
  /** Of a fault of an embedded cloud: its id there, and how often it struck until it ended. */
  readonly id?: string;
  struck?: number;
}

export interface Circumstances {
  /** The run's id: faults of an embedded cloud carry it in their own. */
  readonly run?: string;
  /** Ends whatever goes on. */
  readonly signal: AbortSignal;
  /** Ends the method alone; it fires with `signal`, too. */
  readonly enough?: AbortSignal;
}

/** How much longer than its plan a fault may live before it expires by itself. */
const GRACE = 60_000;

/**
 * The method at work: performs its actions in order, keeps what they changed, and takes it all back, the last change
 * first.
 */
export class Script {
  readonly activities: ActivityRecord[] = [];
  readonly inForce: InForce[] = [];
  readonly #world: World;
  readonly #signal: AbortSignal;
  /** Ends the method. */
  readonly #enough: AbortSignal;
  readonly #custody: Custody;
  readonly #run: string;
  #locals = 0;

  constructor(world: World, seed: number | string, { run = "run", signal, enough = signal }: Circumstances) {
    this.#world = world;
    this.#run = run;
    this.#signal = signal;
    this.#enough = enough;
    this.#custody = new Custody(world, seed, signal);
  }

  /**
   * Performs the actions; `begin` is called when the first of them is in force, which is when the load may start, and
   * `performed` when the last is.
   *
   * @throws Interrupted when one of the signals fires
   */
  async perform(actions: readonly Action[], begin: () => void, performed: () => void = () => {}): Promise<void> {
    const waitsFirst = (actions[0]?.pauses.before ?? 0) > 0;
    if (waitsFirst || actions.length === 0) begin();
    for (const [index, action] of actions.entries()) {
      await this.#pause(action.pauses.before, this.#enough);
      await this.#perform(action, plannedTime(actions.slice(index)), this.#enough);
      if (index === 0 && !waitsFirst) begin();
      if (index === actions.length - 1) performed();
      await this.#pause(action.pauses.after, this.#enough);
    }
    if (actions.length === 0) performed();
  }

  /** Performs actions that heal or work once; used for the experiment's own rollbacks. */
  async performRollbacks(actions: readonly Action[]): Promise<void> {
    for (const action of actions) await this.#perform(action, 0, this.#signal);
  }

  /** Takes back every change that is still there; in a hurry if the run ends `early`. */
  async restoreAll({ early = false } = {}): Promise<LeaseRecord[]> {
    const now = this.#world.clock.now();
    for (const fault of this.inForce) fault.until = Math.min(fault.until, now);
    return await this.#custody.restoreAll({ early });
  }

  /** Asks how often each fault of an embedded cloud struck. After its end: until then it may strike once more. */
  async countStrikes(): Promise<void> {
    const aws = endingWith(this.#signal, this.#world.aws);
    for (const fault of this.inForce) {
      if (fault.id === undefined) continue;
      fault.struck = (await unlessInterrupted(this.#signal, strikesOf(fault.id, aws))) ?? 0;
    }
  }

  /** How long a change takes to reach everyone; as long after a rollback as after the fault. */
  spreadOf(actions: readonly Action[]): number {
    return Math.max(0, ...actions.map(({ provider }) => provider.spreads ?? 0));
  }

  async #perform(action: Action, planned: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#world;
    const start = clock.now();
    const { name, provider } = action;
    const record = { name, provider: { name: provider.name, arguments: provider.arguments }, start };
    try {
      const output = await this.#act(action, start + planned + GRACE, signal);
      this.activities.push({ ...record, status: "succeeded", end: clock.now(), output });
    } catch (error) {
      const output = error instanceof Error ? error.message : String(error);
      this.activities.push({ ...record, status: "failed", end: clock.now(), output });
      throw error;
    }
  }

  async #act({ name, provider }: Action, expiresAt: number, signal: AbortSignal): Promise<Json> {
    const { aws, clock } = this.#world;
    if (provider.work) return await unlessInterrupted(signal, provider.work(endingWith(signal, aws)));
    if (provider.local) return await this.#disturb(name, provider.local, expiresAt, signal);
    const applied = provider.lease ? await this.#custody.take(name, provider.lease, expiresAt, signal) : null;
    await this.#pause(provider.spreads, signal);
    const bites = provider.bites ? [provider.bites].flat() : [undefined];
    const since = { from: clock.now(), until: Number.POSITIVE_INFINITY };
    this.inForce.push(...bites.map((bite) => ({ action: name, bite, ...since })));
    return applied;
  }

  /** A fault of an embedded cloud is in force at once, and the cloud counts its strikes. */
  async #disturb(action: string, local: LocalFault, expiresAt: number, signal: AbortSignal): Promise<Json> {
    const id = `${this.#run.replace(/[^\w.-]/g, "-").slice(-100)}.${++this.#locals}`;
    const from = this.#world.clock.now();
    const applied = await this.#custody.take(action, localLease(id, local), expiresAt, signal);
    this.inForce.push({ action, bite: undefined, from, until: Number.POSITIVE_INFINITY, id, struck: 0 });
    return applied;
  }

  async #pause(duration: number | undefined, signal: AbortSignal): Promise<void> {
    if (duration) await unlessInterrupted(signal, this.#world.clock.sleep(duration));
    else if (signal.aborted) await unlessInterrupted(signal, Promise.resolve());
  }
}

/** The time the rest of a method takes by its plan. */
export function plannedTime(actions: readonly Action[]): number {
  return actions.reduce(
    (sum, { pauses, provider }) => sum + (pauses.before ?? 0) + (provider.spreads ?? 0) + (pauses.after ?? 0),
    0,
  );
}
