/** What was seen within the last while, by key. Times are milliseconds since 1970, told by whoever asks. */
export class Recent<T> {
  readonly #lifetime: number;
  readonly #seen = new Map<string, { readonly value: T; readonly until: number }>();

  /** `lifetime` in milliseconds. */
  constructor(lifetime: number) {
    this.#lifetime = lifetime;
  }

  find(now: number, key: string): T | undefined {
    const seen = this.#seen.get(key);
    return seen && seen.until > now ? seen.value : undefined;
  }

  keep(now: number, key: string, value: T): void {
    this.#forgetOld(now);
    this.#seen.delete(key);
    this.#seen.set(key, { value, until: now + this.#lifetime });
  }

  clear(): void {
    this.#seen.clear();
  }

  /** The oldest stand first. */
  #forgetOld(now: number): void {
    for (const [key, { until }] of this.#seen) {
      if (until > now) return;
      this.#seen.delete(key);
    }
  }
}
