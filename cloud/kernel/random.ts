/**
 * Chance, as named streams. One seed grows a tree: `Random.fromSeed(7).fork("sqs").fork("deliveries")` is the same
 * stream in every run, and a new draw in one room leaves the draws of every other room alone, because a fork depends
 * on the names of its path only, never on what was drawn before.
 *
 * Nothing here uses Math.log and its kin: their last bits may differ between machines, and the same seed must give
 * the same bytes everywhere. Distributions are therefore given by their quantiles (see `quantiles.ts`).
 */
export class Random {
  readonly #path: string;
  readonly #state: Uint32Array;

  private constructor(path: string) {
    this.#path = path;
    this.#state = digest(path);
  }

  static fromSeed(seed: number | string): Random {
    return new Random(String(seed));
  }

  /** The stream of that name below this one. The same name always gives the same stream. */
  fork(name: string): Random {
    return new Random(`${this.#path}/${name}`);
  }

  /** 32 random bits: sfc32 (Chris Doty-Humphrey's Small Fast Chaotic generator, as published with PractRand). */
  bits(): number {
    const s = this.#state;
    const sum = (s[0]! + s[1]! + s[3]!) | 0;
    s[3] = s[3]! + 1;
    s[0] = s[1]! ^ (s[1]! >>> 9);
    s[1] = (s[2]! + (s[2]! << 3)) | 0;
    s[2] = ((s[2]! << 21) | (s[2]! >>> 11)) + sum;
    return sum >>> 0;
  }

  /** Uniform in [0, 1), with 53 random bits. */
  next(): number {
    return ((this.bits() >>> 5) * 0x4000000 + (this.bits() >>> 6)) / 0x20000000000000;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Uniform in [min, max). */
  uniform(min: number, max: number): number {
    return min + (max - min) * this.next();
  }

  /** A whole number, both ends included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.integer(0, items.length - 1)]!;
  }

  /** `length` characters drawn from an alphabet, for ids. */
  text(length: number, alphabet: string): string {
    let text = "";
    for (let i = 0; i < length; i++) text += alphabet[this.bits() % alphabet.length];
    return text;
  }

  /** `length` hexadecimal digits. */
  hex(length: number): string {
    const bytes = Buffer.allocUnsafe(Math.ceil(length / 8) * 4);
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32BE(this.bits(), at);
    return bytes.toString("hex").slice(0, length);
  }

  /** An RFC 4122 version 4 UUID. */
  uuid(): string {
    const digits = this.hex(32);
    const variant = "89ab"[parseInt(digits[16]!, 16) & 3];
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
  }
}

/** Four well-mixed words from a text: FNV-1a per word with different primes, then murmur's finaliser, then warmed up by use. */
function digest(text: string): Uint32Array {
  const words = new Uint32Array([0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef]);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    for (let w = 0; w < 4; w++) {
      words[w] = Math.imul(words[w]! ^ (unit + w * 0x1000193), 0x01000193 + w * 0x9e38);
      words[w] = words[w]! ^ (words[(w + 1) & 3]! >>> 15);
    }
  }
  for (let round = 0; round < 4; round++) {
    for (let w = 0; w < 4; w++) {
      let word = words[w]! ^ words[(w + 3) & 3]!;
      word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      words[w] = word ^ (word >>> 16);
    }
  }
  return words;
}
