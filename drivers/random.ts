/**
 * Chance for the drivers, as named streams: `streamOf(7, "malformed", 12)` is the same numbers in every run, on every
 * machine, whatever was drawn elsewhere. sfc32 (Chris Doty-Humphrey, PractRand) over a hash of the names.
 */

export interface Stream {
  /** In [0, 1), 32 bits. */
  next(): number;
  chance(probability: number): boolean;
  /** Whole, both ends included. */
  integer(min: number, max: number): number;
  pick<T>(items: readonly T[]): T;
  /** That many hexadecimal digits. */
  hex(digits: number): string;
}

export function streamOf(...names: (string | number)[]): Stream {
  const bits = sfc32(hash(names.join("/")));
  const next = () => bits() / 2 ** 32;
  const integer = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    chance: (probability) => next() < probability,
    integer,
    pick: (items) => items[integer(0, items.length - 1)]!,
    hex: (digits) => Array.from({ length: digits }, () => integer(0, 15).toString(16)).join(""),
  };
}

function sfc32([a, b, c]: readonly [number, number, number]): () => number {
  let counter = 1;
  const draw = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // Names that differ in one letter start close together; a dozen rounds later they do not (PractRand's own seeding).
  for (let round = 0; round < 12; round++) draw();
  return draw;
}

/** Three words: FNV-1a with different bases. */
function hash(text: string): [number, number, number] {
  const word = (basis: number) => {
    let value = basis;
    for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
    return value ^ (value >>> 15);
  };
  return [word(0x811c9dc5), word(0x1f83d9ab), word(0x5be0cd19)];
}
