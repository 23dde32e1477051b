/**
 * What a subscriber knows of publishers: it reads along in their journals, in the same folder. So it can say how fresh a
 * document is and what its CSV should be, though another process published it.
 */
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { placeOf } from "../keys.ts";
import type { Ledger } from "../ledger.ts";

export class Acquaintance {
  readonly #folder: string;
  readonly #ledger: Ledger;
  /** How far each journal was read. */
  readonly #read = new Map<string, number>();

  constructor(folder: string, ledger: Ledger) {
    this.#folder = folder;
    this.#ledger = ledger;
  }

  /** Makes sure that the ledger knows of that document what its publisher has written. */
  meet(key: string): void {
    const place = placeOf(key);
    if (place === undefined || this.#ledger.fate(key)?.acceptedAt !== undefined) return;
    const path = join(this.#folder, `${place.run}.publisher.ndjson`);
    if (existsSync(path)) this.#ledger.read(this.#news(path));
  }

  /** The whole lines that were added since. */
  #news(path: string): string[] {
    const from = this.#read.get(path) ?? 0;
    const file = openSync(path, "r");
    const news = Buffer.alloc(Math.max(0, fstatSync(file).size - from));
    const length = readSync(file, news, 0, news.length, from);
    closeSync(file);
    const whole = news.subarray(0, length).lastIndexOf("\n") + 1;
    this.#read.set(path, from + whole);
    return news.subarray(0, whole).toString("utf8").split("\n");
  }
}
