/**
 * Wald's sequential probability ratio test: is the share of damaged documents rather `accepts` or less, or rather
 * `refuses` or more? It stops as soon as one of them is 99 times as likely as the other, and so errs in one of a
 * hundred either way; between the two it may say either.
 *
 *     ln ratio    +4.595 |- - - - - - - - - - refuse      +2.303 for a damaged document
 *                      0 |~~~\___,~~~\___                 -0.00905 for one that is well
 *                 -4.595 |- - - - - - - - - - accept      (0.1 % against 1 %)
 */
import { log, log1p } from "./special.ts";

export interface Hypotheses {
  readonly accepts: number;
  readonly refuses: number;
}

/** Of either kind. */
export const ERROR = 0.01;

export class Sprt {
  readonly #damaged: number;
  readonly #well: number;
  readonly #bound = log((1 - ERROR) / ERROR);
  #documents = 0;
  #collateral = 0;

  constructor({ accepts, refuses }: Hypotheses) {
    this.#damaged = log(refuses / accepts);
    this.#well = log1p(-refuses) - log1p(-accepts);
  }

  /** Reads one more document; once the test has decided, none. */
  read(collateral: boolean): void {
    if (this.decision !== undefined) return;
    this.#documents++;
    if (collateral) this.#collateral++;
  }

  get decision(): "accepted" | "refused" | undefined {
    if (this.ratio >= this.#bound) return "refused";
    return this.ratio <= -this.#bound ? "accepted" : undefined;
  }

  /** The logarithm of how much likelier the damage is with the larger share than with the smaller one. */
  get ratio(): number {
    return this.#collateral * this.#damaged + (this.#documents - this.#collateral) * this.#well;
  }

  /** Further documents, none of them damaged, after which the smaller share is accepted. */
  get furtherClean(): number {
    return Math.max(0, Math.ceil((-this.#bound - this.ratio) / this.#well));
  }

  get documents(): number {
    return this.#documents;
  }

  get collateral(): number {
    return this.#collateral;
  }
}
