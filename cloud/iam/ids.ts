import type { Random } from "../kernel/random.ts";

/** IAM's unique ids and secrets, from a stream. Prefixes tell what an id is of: `AROA` a role, `AKIA` a user's key. */
export class Ids {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** 21 characters. */
  unique(prefix: "AROA" | "AIDA" | "AGPA" | "ANPA" | "AIPA"): string {
    return prefix + this.#random.text(17, BASE_32);
  }

  /** An access key id of 20 characters and its secret of 40. */
  key(prefix: "AKIA" | "ASIA"): { id: string; secret: string } {
    return { id: prefix + this.#random.text(16, BASE_32), secret: this.#random.text(40, BASE_64) };
  }

  token(): string {
    return this.#random.text(356, BASE_64);
  }
}

const BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE_64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
