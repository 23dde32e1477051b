import { Interrupted } from "./interruption.ts";
import { apply, type Held, intentOf, type Json, type Lease, type Restoration, snapshot } from "./lease.ts";
import { patiently, TooLate } from "./patience.ts";
import { giveBack } from "./restoring.ts";
import type { World } from "./world.ts";

/** Where changes are made, and written down before. */
type Site = Pick<World, "aws" | "clock" | "book">;

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

/**
 * What a run has changed and owes back. Of a run that is ended early everything is given back within five seconds of
 * the interruption: a change that is on its way gets `GRACE` to be answered, the restores get `HURRY`.
 */
export class Custody {
  readonly #world: Site;
  readonly #seed: number | string;
  readonly #signal: AbortSignal;
  readonly #held: Held[] = [];
  #taken = 0;
  readonly #noticed = new Map<AbortSignal, number>();

  constructor(world: Site, seed: number | string, signal: AbortSignal) {
    this.#world = world;
    this.#seed = seed;
    this.#signal = signal;
  }

  /**
   * Takes a lease, and answers with what was put there. Held from the intent on: a change whose answer got lost may
   * have happened, and is to be restored like any other. `signal` ends the taking; the run's own, if nothing is said.
   */
  async take(action: string, lease: Lease, expiresAt: number, signal = this.#signal): Promise<Json> {
    const { clock, book } = this.#world;
    const terms = { expiresAt, seed: this.#seed };
    const named = { action, number: ++this.#taken };
    const held = await this.#unless(signal, 0, (aws) => snapshot(named, lease, aws, clock.now(), terms));
    book?.write(intentOf(held));
    this.#held.push(held);
    const pause = () => clock.sleep(LOOK_AGAIN);
    await this.#unless(signal, GRACE, (aws) => apply(held, aws, pause)).catch((error) => {
      held.cutOff = error instanceof Interrupted;
      throw error;
    });
    book?.write({ kind: "in force", number: held.number, at: clock.now() });
    return held.applied;
  }

  /** Gives back every change that is still there; `early` if the run does not end as it was meant to. */
  async restoreAll({ early = false } = {}): Promise<LeaseRecord[]> {
    const changes = this.#held.splice(0).reverse();
    const { aws, clock, book } = this.#world;
    const since = clock.now();
    const until = () => {
      const planned = since + (early ? HURRY : PATIENCE);
      return Math.min(planned, Math.max(since, this.#firedAt(this.#signal)) + HURRY);
    };
    const restorations = await giveBack(changes, { aws, clock, until, book });
    return changes.map(({ action, setting, before, applied, since, expiresAt }, i) => {
      const { resource, expiry } = setting;
      return { action, resource, expiry, expiresAt, before, applied, since, restoration: restorations[i]! };
    });
  }

  async #unless<T>(signal: AbortSignal, grace: number, work: Parameters<typeof patiently<T>>[1]): Promise<T> {
    const { aws, clock } = this.#world;
    try {
      return await patiently({ aws, clock, until: () => this.#firedAt(signal) + grace }, work);
    } catch (error) {
      throw error instanceof TooLate ? new Interrupted() : error;
    }
  }

  /** As far as it was noticed; never, if it did not. */
  #firedAt(signal: AbortSignal): number {
    if (signal.aborted && !this.#noticed.has(signal)) this.#noticed.set(signal, this.#world.clock.now());
    return this.#noticed.get(signal) ?? Number.POSITIVE_INFINITY;
  }
}

const PATIENCE = 30_000;
const HURRY = 3000;
const GRACE = 1500;
const LOOK_AGAIN = 1000;
