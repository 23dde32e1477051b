import type { EventLimits } from "./event-settings.ts";

/**
 * One event on its way through the asynchronous queue, as a state machine that is told the time.
 *
 *     accepted -> attempt -> succeeded
 *                  ^  |----> failed:    again after 1, then 2 minutes, as often as its limits say
 *                  '--+----> throttled: again after 1, 2, 4, ... 300 seconds, as long as its age allows
 *
 * The age looks ahead: an event whose next attempt would not begin before it is too old is given up at once (recorded
 * on AWS: age 60 s means no retry at all, and the record of it comes before the minute is over). A throttled attempt is
 * no invocation: it counts for no retry, and its waits go on where the event's last throttle left them.
 */
export class AsyncEvent {
  readonly requestId: string;
  /** JSON, byte for byte as it came. */
  readonly payload: string;
  readonly acceptedAt: number;
  /** How often a handler has seen it. */
  invocations = 0;
  throttles = 0;

  constructor(requestId: string, payload: string, acceptedAt: number) {
    this.requestId = requestId;
    this.payload = payload;
    this.acceptedAt = acceptedAt;
  }

  /** What follows a run that ended in an error or a timeout. */
  failed(now: number, limits: EventLimits, random: Chance): NextStep {
    this.invocations++;
    if (this.invocations > limits.retries) return { giveUp: "RetriesExhausted" };
    return this.#again(now, RETRY_WAITS[this.invocations - 1]! * random.uniform(1, 1.1), limits);
  }

  /** What follows an attempt that found no room (429), or a service that failed (5xx). */
  throttled(now: number, limits: EventLimits, random: Chance): NextStep {
    const wait = Math.min(1000 * 2 ** this.throttles, LONGEST_BACKOFF);
    this.throttles++;
    return this.#again(now, wait * random.uniform(0.95, 1.05), limits);
  }

  age(now: number): number {
    return now - this.acceptedAt;
  }

  #again(now: number, wait: number, limits: EventLimits): NextStep {
    return this.age(now) + wait >= limits.age ? { giveUp: "EventAgeExceeded" } : { retryAt: now + wait };
  }
}

/** The developer guide: one minute before the second attempt, two minutes before the third. How much more is ours: up to a tenth. */
const RETRY_WAITS = [60_000, 120_000];

/** The developer guide: the interval grows from one second to five minutes at most. The jitter is ours. */
const LONGEST_BACKOFF = 300_000;

interface Chance {
  uniform(min: number, max: number): number;
}

/** Why Lambda gave an event up, in the words of its invocation records. */
export type GivenUp = "RetriesExhausted" | "EventAgeExceeded" | "ZeroReservedConcurrency";

export type NextStep = { readonly retryAt: number } | { readonly giveUp: GivenUp };
