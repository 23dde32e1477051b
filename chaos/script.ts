import { Custody, type LeaseRecord } from "./custody.ts";
import type { Action, ActionProvider, Bite } from "./experiment.ts";
import { unlessInterrupted } from "./interruption.ts";
import type { Json } from "./lease.ts";
import { endingWith } from "./patience.ts";
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
  /** How often a local fault struck until it was lifted. */
  readonly struck?: number;
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
  readonly #lifts: (() => void)[] = [];

  /** `signal` ends whatever goes on, `enough` the method alone; it fires with `signal`, too. */
  constructor(world: World, seed: number | string, signal: AbortSignal, enough: AbortSignal = signal) {
    this.#world = world;
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
    for (const lift of this.#lifts.splice(0)) lift();
    return await this.#custody.restoreAll({ early });
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
    if (provider.local) this.#strike(name, provider);
    const applied = provider.lease ? await this.#custody.take(name, provider.lease, expiresAt, signal) : null;
    await this.#pause(provider.spreads, signal);
    const bites = provider.bites ? [provider.bites].flat() : provider.local ? [] : [undefined];
    const since = { from: clock.now(), until: Number.POSITIVE_INFINITY };
    this.inForce.push(...bites.map((bite) => ({ action: name, bite, ...since })));
    return applied;
  }

  /** A local fault counts its strikes itself, from the first moment on. */
  #strike(action: string, provider: ActionProvider): void {
    const { clock, local } = this.#world;
    if (!local) throw new Error(`${provider.name} needs an embedded cloud: AWS has no switch for it`);
    const fault = { action, bite: undefined, from: clock.now(), until: Number.POSITIVE_INFINITY, struck: 0 };
    const struck = () => {
      fault.struck++;
    };
    const lift = provider.local!({
      link: (name, what) => local.link(name, what, struck),
      door: (what) => local.door(what, struck),
    });
    this.#lifts.push(lift);
    this.inForce.push(fault);
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
