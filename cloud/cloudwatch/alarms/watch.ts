import type { Clock } from "../../kernel/clock.ts";

/** Something to stop again. */
interface Running {
  cancel(): void;
}

/** How often alarms are looked at, in seconds: those on longer periods every minute. */
export function cadenceOf(period: number): number {
  return Math.min(period, 60);
}

/**
 * When alarms are evaluated. Data arrive late, so an alarm is looked at half a cadence after its newest period has
 * ended: on the half minute, or for an alarm on 10 seconds 5 seconds after. (On AWS each alarm has a second of the minute
 * of its own, anywhere in it; half a minute is the middle.)
 *
 *     12:00:00 ......... 12:01:00 .. 12:01:30 ......... 12:02:30
 *        newest period      |  late data   evaluation      next
 *
 * A cadence that no alarm has is not run.
 */
export class Watch {
  readonly #clock: Clock;
  readonly #evaluate: (cadence: number, end: number) => void;
  readonly #running = new Map<number, Running>();

  /** `evaluate` is told the cadence (seconds) and the instant at which the newest period ended. */
  constructor(clock: Clock, evaluate: (cadence: number, end: number) => void) {
    this.#clock = clock;
    this.#evaluate = evaluate;
  }

  /** Runs exactly these cadences. */
  keep(cadences: ReadonlySet<number>): void {
    for (const [cadence, running] of this.#running) {
      if (cadences.has(cadence)) continue;
      running.cancel();
      this.#running.delete(cadence);
    }
    for (const cadence of cadences) if (!this.#running.has(cadence)) this.#start(cadence);
  }

  #start(cadence: number): void {
    const length = cadence * 1000;
    const half = length / 2;
    const now = this.#clock.now();
    const first = Math.ceil((now - half) / length) * length + half;
    const look = () => this.#evaluate(cadence, Math.round((this.#clock.now() - half) / length) * length);
    const begin = () => {
      this.#running.set(cadence, this.#clock.every(length, look));
      look();
    };
    // The clock counts its rounds from the moment it is asked, so it is asked at the right moment.
    this.#running.set(cadence, this.#clock.at(Math.max(first, now), begin));
  }
}
