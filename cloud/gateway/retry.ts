import { StandardRetryStrategy } from "@smithy/core/retry";
import type { RetryErrorInfo, StandardRetryToken } from "@smithy/types";
import type { Activity } from "../kernel/activity.ts";
import type { Random } from "../kernel/random.ts";

/**
 * The SDK's standard retry strategy, with its waits on our clock and its jitter from a stream: up to three attempts,
 * up to 50 ms times two to the number of retries (1 s when throttled), at most 20 s, times a share of chance.
 */
export class ClockedRetryStrategy extends StandardRetryStrategy {
  readonly #clock: Sleeper;
  readonly #random: Random;
  readonly #activity: Activity | undefined;

  constructor(clock: Sleeper, random: Random, activity?: Activity) {
    // The machine's own wait becomes nothing; the real one follows in `refreshRetryTokenForRetry`.
    super({ maxAttempts: 3, backoff: { computeNextBackoffDelay: () => 0, setDelayBase: () => {} } } as never);
    this.#clock = clock;
    this.#random = random;
    this.#activity = activity;
  }

  override async refreshRetryTokenForRetry(
    token: StandardRetryToken,
    info: RetryErrorInfo,
  ): Promise<StandardRetryToken> {
    const next = await super.refreshRetryTokenForRetry(token, info);
    const base = info.errorType === "THROTTLING" ? 1000 : 50;
    const longest = Math.min(base * 2 ** token.getRetryCount(), 20_000);
    this.#activity?.leave();
    await this.#clock.sleep(Math.floor(this.#random.next() * longest));
    this.#activity?.enter();
    return next;
  }
}

interface Sleeper {
  sleep(milliseconds: number): Promise<void>;
}
