/**
 * The test of the live stop rule: does more of a budget get spent than there is, looked at after every document? A
 * gambler bets on "the share of damaged documents is not b", with a Beta(1/2, (1/2)(1-b)/b) mixture over what it is
 * instead; e is what became of one coin:
 *
 *     e = B(a + x, b' + n - x) / B(a, b') / (b^x (1-b)^(n-x))       x damaged of n, a = 1/2, b' = (1/2)(1-b)/b
 *
 * While the share is b, e reaches 20 in at most one of 20 runs however often one looks (Ville's inequality), and
 * since it must also be the share seen that is above b, in far fewer.
 */
import { exp, log, log1p, logBeta } from "./special.ts";

/** How much the bet must have won. */
export const BREACH = 20;

export class EProcess {
  readonly #budget: number;
  readonly #a = 1 / 2;
  readonly #b: number;
  #documents = 0;
  #collateral = 0;
  #breached = false;

  /** `budget`: the share of damaged documents that is allowed, from 0 to below 1. */
  constructor(budget: number) {
    this.#budget = budget;
    this.#b = ((1 / 2) * (1 - budget)) / budget;
  }

  /** Reads one more document. After a breach nothing is read any more: what decided is what is told. */
  read(collateral: boolean): void {
    if (this.#breached) return;
    this.#documents++;
    if (!collateral) return;
    this.#collateral++;
    // Only damage can breach: above the budget a document that is well makes e smaller.
    const share = this.#collateral / this.#documents;
    this.#breached = share > this.#budget && this.#logE >= log(BREACH);
  }

  get breached(): boolean {
    return this.#breached;
  }

  get documents(): number {
    return this.#documents;
  }

  get collateral(): number {
    return this.#collateral;
  }

  get eValue(): number {
    const logE = this.#logE;
    return Number.isFinite(logE) ? exp(logE) : logE;
  }

  get #logE(): number {
    const [x, n] = [this.#collateral, this.#documents];
    // Where nothing is allowed one document is proof, and none is none.
    if (this.#budget === 0) return x === 0 ? 0 : Number.POSITIVE_INFINITY;
    const alternative = logBeta(this.#a + x, this.#b + n - x) - logBeta(this.#a, this.#b);
    return alternative - x * log(this.#budget) - (n - x) * log1p(-this.#budget);
  }
}
