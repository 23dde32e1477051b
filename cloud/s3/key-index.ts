/**
 * Keys in the order S3 lists them - by their UTF-8 bytes - in blocks of a few hundred, so that finding, adding and
 * removing one among a hundred thousand costs two binary searches and one short move.
 *
 *     [ input/a ... input/k ] [ input/l ... input/z ] [ output/a ... ]
 */
export class KeyIndex {
  readonly #blocks: string[][] = [];

  add(key: string): void {
    const block = this.#blocks[this.#blockFor(key)];
    if (!block) {
      this.#blocks.push([key]);
      return;
    }
    const at = firstWhere(block.length, (i) => !isBefore(block[i]!, key));
    if (block[at] === key) return;
    block.splice(at, 0, key);
    if (block.length > BLOCK_LIMIT) this.#split(block);
  }

  delete(key: string): void {
    const blockAt = this.#blockFor(key);
    const block = this.#blocks[blockAt];
    if (!block) return;
    const at = firstWhere(block.length, (i) => !isBefore(block[i]!, key));
    if (block[at] !== key) return;
    block.splice(at, 1);
    if (block.length === 0) this.#blocks.splice(blockAt, 1);
  }

  /** A cursor on the first key for which `isPast` holds; it must hold for all later keys as well. */
  seek(isPast: (key: string) => boolean): Cursor {
    return new Cursor(this.#blocks).seek(isPast);
  }

  /** The last block that does not begin after the key. */
  #blockFor(key: string): number {
    return Math.max(0, firstWhere(this.#blocks.length, (i) => isBefore(key, this.#blocks[i]![0]!)) - 1);
  }

  #split(block: string[]): void {
    const upper = block.splice(block.length >> 1);
    this.#blocks.splice(this.#blocks.indexOf(block) + 1, 0, upper);
  }
}

const BLOCK_LIMIT = 512;

/** A place in the index. Adding or removing keys makes it invalid. */
export class Cursor {
  readonly #blocks: readonly string[][];
  #block = 0;
  #offset = 0;

  constructor(blocks: readonly string[][]) {
    this.#blocks = blocks;
  }

  /** Undefined past the end. */
  get key(): string | undefined {
    return this.#blocks[this.#block]?.[this.#offset];
  }

  next(): void {
    this.#offset++;
    if (this.#offset < (this.#blocks[this.#block]?.length ?? 0)) return;
    this.#block++;
    this.#offset = 0;
  }

  seek(isPast: (key: string) => boolean): this {
    const blocks = this.#blocks;
    this.#block = firstWhere(blocks.length, (i) => isPast(blocks[i]!.at(-1)!));
    const block = blocks[this.#block];
    this.#offset = block ? firstWhere(block.length, (i) => isPast(block[i]!)) : 0;
    return this;
  }
}

/** The first of `count` places where a condition holds that, once it holds, holds for ever. */
function firstWhere(count: number, holds: (place: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whether `a` sorts before `b` by UTF-8 bytes: as JavaScript compares, but for surrogates, which come last. */
export function isBefore(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) < rank(right);
  }
  return a.length < b.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
