import type { Load } from "./experiment.ts";
import { unlessInterrupted } from "./interruption.ts";
import type { Moving } from "./verdict/evidence.ts";
import { type Retries, settleDeadline } from "./verdict/plan.ts";
import type { CohortPlan, Drive, Settled, World } from "./world.ts";

/** Documents of the cohorts before and after; each is judged by itself and counts in no other figure. */
export const SIDE_COHORT = { documents: 300, malformed: 0.01 };

/** How often it is asked whether anything still moves. */
const LOOK_AGAIN = 5000;

/** The documents of one run: cohorts that are published, come to rest, and are counted. */
export class Cohorts {
  readonly #wiring: CohortsWiring;
  readonly #started: number;
  readonly #drives: Drive[] = [];

  constructor(wiring: CohortsWiring) {
    this.#wiring = wiring;
    this.#started = wiring.world.clock.now();
  }

  drive(plan: CohortPlan): Drive {
    const drive = this.#wiring.world.drive(plan);
    this.#drives.push(drive);
    return drive;
  }

  /** Whatever ends the run early stops its publishers. */
  stop(): void {
    for (const drive of this.#drives) drive.stop();
  }

  async published(drive: Drive, signal = this.#wiring.signal): Promise<void> {
    await unlessInterrupted(signal, drive.published);
  }

  /** When everything must be at rest; what is not by then is lost, or still moving. */
  async deadline(drives: readonly Drive[], rollbackConfirmedAt: number): Promise<number> {
    const { world, pipeline, load } = this.#wiring;
    const perSecond = load.subscriber?.perSecond;
    return settleDeadline({
      ...pipeline,
      lastPublishAt: world.clock.now(),
      rollbackConfirmedAt,
      throttled: await world.throttled(this.#started, world.clock.now()),
      backlog: perSecond === undefined ? 0 : drives.reduce((sum, drive) => sum + drive.open(), 0),
      subscriberPerSecond: perSecond ?? Number.POSITIVE_INFINITY,
    });
  }

  async settled(drive: Drive, deadline: number): Promise<Settled> {
    return await unlessInterrupted(this.#wiring.signal, drive.settle(deadline));
  }

  /** Waits until nothing moves any more, or the deadline has come. */
  async rest(deadline: number): Promise<Moving[]> {
    const { world, signal } = this.#wiring;
    for (;;) {
      const moving = await world.moving();
      if (moving.length === 0 || world.clock.now() >= deadline) return moving;
      await unlessInterrupted(signal, world.clock.sleep(LOOK_AGAIN));
    }
  }
}

export interface CohortsWiring {
  readonly world: World;
  /** What the pipeline's settings mean for the time a run takes. Milliseconds. */
  readonly pipeline: { readonly timeout: number; readonly retries: Retries };
  readonly load: Load;
  readonly signal: AbortSignal;
}
