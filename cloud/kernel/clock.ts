import { Activity } from "./activity.ts";
import { type Alarm, Alarms } from "./alarms.ts";

/**
 * Time, as everyone in the lab sees it: milliseconds since 1970. `at` is for the cloud's own plans (a retry in one
 * minute), `sleep` for programs that wait.
 */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  at(instant: number, task: () => void): Alarm;
  /** Runs `task` each `milliseconds`, in the background: it gives no story a reason to wait. */
  every(milliseconds: number, task: () => void): Alarm;
}

/** Every simulation begins here: 2026-01-01T00:00:00Z. */
export const EPOCH = Date.UTC(2026, 0, 1);

/**
 * Time that moves to the next alarm when everyone who could work has worked.
 *
 *     story runs -> all wait -> activity is quiet -> now = next alarm -> its task runs -> story runs -> ...
 */
export class VirtualClock implements Clock {
  readonly activity: Activity;
  readonly #alarms = new Alarms();
  #now: number;

  constructor(activity = new Activity(), epoch = EPOCH) {
    this.activity = activity;
    this.#now = epoch;
  }

  now(): number {
    return this.#now;
  }

  at(instant: number, task: () => void): Alarm {
    return this.#alarms.set(Math.max(instant, this.#now), task);
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.at(this.#now + Math.max(0, milliseconds), resolve));
  }

  every(milliseconds: number, task: () => void): Alarm {
    return repeat(this.#now, milliseconds, task, (instant, again) => this.#alarms.set(instant, again, "background"));
  }

  /** Lets time pass until `story` has ended, and ends as it ended. */
  async run<T>(story: Promise<T>): Promise<T> {
    let ended = false;
    const end = () => {
      ended = true;
    };
    story.then(end, end);
    for (;;) {
      await this.activity.quiet();
      if (ended) return story;
      const alarm = this.#alarms.foreground > 0 ? this.#alarms.pop() : undefined;
      if (!alarm) throw new Error("virtual time is stuck: the story waits for something that no alarm will bring");
      this.#now = alarm.instant;
      alarm.task();
    }
  }
}

/** The longest delay Node's timers take; longer ones would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The machine's own time. */
export class WallClock implements Clock {
  readonly #timers = new Set<NodeJS.Timeout>();
  #isStopped = false;

  now(): number {
    return Date.now();
  }

  at(instant: number, task: () => void): Alarm {
    let timer: NodeJS.Timeout;
    const forget = () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
    const arm = () => {
      const wait = Math.max(0, instant - Date.now());
      const ring = () => {
        forget();
        if (wait > LONGEST_TIMER) arm();
        else task();
      };
      timer = setTimeout(ring, Math.min(wait, LONGEST_TIMER));
      this.#timers.add(timer);
    };
    if (!this.#isStopped) arm();
    return { instant, cancel: forget };
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.at(Date.now() + milliseconds, resolve));
  }

  every(milliseconds: number, task: () => void): Alarm {
    return repeat(Date.now(), milliseconds, task, (instant, again) => this.at(instant, again));
  }

  /** Nothing rings any more: events that wait for their retries would keep a process alive for hours. */
  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

/** Sets the next alarm each time one has rung, from the instant it was due: a late one makes no later ones late. */
function repeat(
  start: number,
  period: number,
  task: () => void,
  set: (instant: number, task: () => void) => Alarm,
): Alarm {
  let due = start + period;
  let current: Alarm;
  const ring = () => {
    due += period;
    current = set(due, ring);
    task();
  };
  current = set(due, ring);
  return { instant: due, cancel: () => current.cancel() };
}
