import type { Random } from "./random.ts";

/**
 * A distribution described by a few of its quantiles, as latency is described everywhere: p0, p50, p99, p100. Between
 * the given points it is a straight line, so a draw needs only +, * and /, which every machine rounds alike.
 */
export class Quantiles {
  readonly #shares: readonly number[];
  readonly #values: readonly number[];

  /** `{ 0: 8, 50: 25, 99: 180, 100: 400 }`: percent to value. 0 and 100 must be given, values must not fall. */
  constructor(points: Readonly<Record<number, number>>) {
    const sorted = Object.entries(points).sort(([a], [b]) => Number(a) - Number(b));
    this.#shares = sorted.map(([percent]) => Number(percent) / 100);
    this.#values = sorted.map(([, value]) => value);
    const falls = this.#values.some((value, i) => i > 0 && value < this.#values[i - 1]!);
    if (this.#shares[0] !== 0 || this.#shares.at(-1) !== 1 || falls) {
      throw new RangeError("quantiles start at 0, end at 100, and never fall");
    }
  }

  at(share: number): number {
    let i = 1;
    while (share > this.#shares[i]!) i++;
    const [left, right] = [this.#shares[i - 1]!, this.#shares[i]!];
    const [low, high] = [this.#values[i - 1]!, this.#values[i]!];
    return low + ((high - low) * (share - left)) / (right - left);
  }

  draw(random: Random): number {
    return this.at(random.next());
  }
}
