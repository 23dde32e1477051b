/**
 * The environments of one version that have nothing to do: frozen, and kept for the next event. The one used last is
 * used first, so that the others grow old and are reclaimed.
 *
 *     put --> [oldest, ..., newest] --> take
 *              '-- reclaimed when idle for too long
 */
export class IdleEnvironments<Environment> {
  #idle: { readonly environment: Environment; readonly since: number }[] = [];

  /** A warm environment if there is one, and those that have been reclaimed meanwhile. */
  take(now: number): { readonly environment?: Environment; readonly reclaimed: Environment[] } {
    const reclaimed = this.#reclaim(now);
    const newest = this.#idle.pop();
    return { ...(newest && { environment: newest.environment }), reclaimed };
  }

  put(now: number, environment: Environment): void {
    this.#idle.push({ environment, since: now });
  }

  /** Gives all of them up: their version was replaced. */
  drain(): Environment[] {
    const drained = this.#idle.map(({ environment }) => environment);
    this.#idle = [];
    return drained;
  }

  get size(): number {
    return this.#idle.length;
  }

  #reclaim(now: number): Environment[] {
    let expired = 0;
    while (expired < this.#idle.length && this.#idle[expired]!.since + IDLE_LIMIT < now) expired++;
    return this.#idle.splice(0, expired).map(({ environment }) => environment);
  }
}

/**
 * AWS says only that idle environments go after some time. Public measurements see them go between five and ten minutes
 * after their last run; seven is our assumption. (AWS also renews busy ones every few hours, which no run of the lab
 * lasts for.)
 */
export const IDLE_LIMIT = 7 * 60_000;
