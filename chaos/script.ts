import type { Action, Bite } from "./experiment.ts";
import { unlessInterrupted } from "./interruption.ts";
import { apply, type Held, type Json, type Lease, type Restoration, restore, snapshot } from "./lease.ts";
import type { World } from "./world.ts";

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
}

/** One lease, as the journal tells it. */
export interface LeaseRecord {
  readonly action: string;
  readonly resource: string;
  readonly expiry: string;
  readonly expiresAt: number;
  readonly before: Json;
  readonly applied: Json;
  readonly since: number;
  readonly restoration: Restoration;
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
  readonly #seed: number | string;
  readonly #signal: AbortSignal;
  readonly #held: Held[] = [];
  readonly #lifts: (() => void)[] = [];

  constructor(world: World, seed: number | string, signal: AbortSignal) {
    this.#world = world;
    this.#seed = seed;
    this.#signal = signal;
  }

  /** Performs the actions; `begin` is called when the first of them is in force, which is when the load may start. */
  async perform(actions: readonly Action[], begin: () => void): Promise<void> {
    const waitsFirst = (actions[0]?.pauses.before ?? 0) > 0;
    if (waitsFirst || actions.length === 0) begin();
    for (const [index, action] of actions.entries()) {
      await this.#pause(action.pauses.before);
      await this.#perform(action, plannedTime(actions.slice(index)));
      if (index === 0 && !waitsFirst) begin();
      await this.#pause(action.pauses.after);
    }
  }

  /** Performs actions that heal or work once; used for the experiment's own rollbacks. */
  async performRollbacks(actions: readonly Action[]): Promise<void> {
    for (const action of actions) await this.#perform(action, 0);
  }

  /** Takes back every change that is still there. */
  async restoreAll(): Promise<LeaseRecord[]> {
    const now = this.#world.clock.now();
    for (const fault of this.inForce) fault.until = Math.min(fault.until, now);
    for (const lift of this.#lifts.splice(0)) lift();
    const records: LeaseRecord[] = [];
    for (const held of this.#held.splice(0).reverse()) {
      const restoration = await restore(held, this.#world.aws);
      const { name, lease, before, applied, since, expiresAt } = held;
      records.push({
        action: name,
        resource: lease.resource,
        expiry: lease.expiry,
        expiresAt,
        before,
        applied,
        since,
        restoration,
      });
    }
    return records;
  }

  /** How long a change takes to reach everyone; as long after a rollback as after the fault. */
  spreadOf(actions: readonly Action[]): number {
    return Math.max(0, ...actions.map(({ provider }) => provider.spreads ?? 0));
  }

  async #perform(action: Action, planned: number): Promise<void> {
    const { clock } = this.#world;
    const start = clock.now();
    const { name, provider } = action;
    const record = { name, provider: { name: provider.name, arguments: provider.arguments }, start };
    try {
      const output = await this.#act(action, start + planned + GRACE);
      this.activities.push({ ...record, status: "succeeded", end: clock.now(), output });
    } catch (error) {
      const output = error instanceof Error ? error.message : String(error);
      this.activities.push({ ...record, status: "failed", end: clock.now(), output });
      throw error;
    }
  }

  async #act({ name, provider }: Action, expiresAt: number): Promise<Json> {
    const { aws, clock, local } = this.#world;
    if (provider.work) return await provider.work(aws);
    if (provider.local) {
      if (!local) throw new Error(`${provider.name} needs an embedded cloud: AWS has no switch for it`);
      this.#lifts.push(provider.local(local));
    }
    const applied = provider.lease ? await this.#take(name, provider.lease, expiresAt) : null;
    await this.#pause(provider.spreads);
    this.inForce.push({ action: name, bite: provider.bites, from: clock.now(), until: Number.POSITIVE_INFINITY });
    return applied;
  }

  /** Held from the snapshot on: a change whose answer got lost may have happened, and is to be restored like any other. */
  async #take(name: string, lease: Lease, expiresAt: number): Promise<Json> {
    const { aws, clock } = this.#world;
    const held = await snapshot(name, lease, aws, clock.now(), { expiresAt, seed: this.#seed });
    this.#held.push(held);
    await apply(held, aws);
    return held.applied;
  }

  async #pause(duration = 0): Promise<void> {
    if (duration > 0) await unlessInterrupted(this.#signal, this.#world.clock.sleep(duration));
    else if (this.#signal.aborted) await unlessInterrupted(this.#signal, Promise.resolve());
  }
}

/** The time the rest of a method takes by its plan. */
export function plannedTime(actions: readonly Action[]): number {
  return actions.reduce(
    (sum, { pauses, provider }) => sum + (pauses.before ?? 0) + (provider.spreads ?? 0) + (pauses.after ?? 0),
    0,
  );
}
