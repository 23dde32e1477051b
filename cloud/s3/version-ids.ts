import type { Random } from "../kernel/random.ts";

/** Ids of versions: how they are made, and what they say to whoever made them. */

/** In ascending order, so that ids sort as their numbers do. */
const ALPHABET = ".0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const ORDER_LENGTH = 6;
const LENGTH = 32;

/** The id of the one version that a key has where versions are not kept. */
export const NULL_VERSION = "null";

/**
 * Version ids: 32 opaque characters to everyone else, and the place in the order of writes to us. A listing can go on
 * after a version that has been deleted since, because its id still says where it stood.
 */
export class VersionIds {
  readonly #random: Random;
  #last = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The next place in the order; every version takes one, with or without an id of its own. */
  nextOrder(): number {
    return ++this.#last;
  }

  idOf(order: number): string {
    let digits = "";
    for (let rest = order; digits.length < ORDER_LENGTH; rest = Math.floor(rest / 64)) {
      digits = ALPHABET[rest % 64]! + digits;
    }
    return digits + this.#random.text(LENGTH - ORDER_LENGTH, ALPHABET);
  }

  /** Where an id stands in the order; undefined when no such id can have been given out. */
  orderOf(id: string): number | undefined {
    if (!ID.test(id)) return undefined;
    let order = 0;
    for (let i = 0; i < ORDER_LENGTH; i++) order = order * 64 + ALPHABET.indexOf(id[i]!);
    return order >= 1 && order <= this.#last ? order : undefined;
  }
}

const ID = new RegExp(`^[.0-9A-Z_a-z]{${LENGTH}}$`);
