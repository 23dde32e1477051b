import type { Alarm } from "./alarms.ts";
import type { Clock } from "./clock.ts";

/**
 * Time that runs faster than the clock it is made of: with a scale of 0.05 one of its minutes takes three seconds. For
 * AWS's waits of minutes, which nobody wants to sit through; waits that clients count themselves stay on real time.
 *
 *     real time     0 s ......... 3 s ......... 6 s
 *     scaled time   0 s ........ 60 s ....... 120 s
 */
export class ScaledClock implements Clock {
  readonly scale: number;
  readonly #clock: Clock;
  readonly #origin: number;

  constructor(clock: Clock, scale: number) {
    this.#clock = clock;
    this.scale = scale;
    this.#origin = clock.now();
  }

  now(): number {
    return this.scaled(this.#clock.now());
  }

  /** An instant of real time, in this one. */
  scaled(real: number): number {
    return Math.round(this.#origin + (real - this.#origin) / this.scale);
  }

  /** An instant of this time, in real time. */
  real(scaled: number): number {
    return Math.round(this.#origin + (scaled - this.#origin) * this.scale);
  }

  sleep(milliseconds: number): Promise<void> {
    return this.#clock.sleep(milliseconds * this.scale);
  }

  at(instant: number, task: () => void): Alarm {
    return this.#clock.at(this.#origin + (instant - this.#origin) * this.scale, task);
  }

  every(milliseconds: number, task: () => void): Alarm {
    return this.#clock.every(milliseconds * this.scale, task);
  }
}
