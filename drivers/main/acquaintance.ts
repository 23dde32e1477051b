/**
 * What a subscriber knows of publishers: it reads along in their journals, in the same folder. So it can say how fresh a
 * document is and what its CSV should be, though another process published it.
 */
import { join } from "node:path";
import { placeOf } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { Tail } from "./tail.ts";

export class Acquaintance {
  readonly #folder: string;
  readonly #ledger: Ledger;
  readonly #journals = new Map<string, Tail>();

  constructor(folder: string, ledger: Ledger) {
    this.#folder = folder;
    this.#ledger = ledger;
  }

  /** Makes sure that the ledger knows of that document what its publisher has written. */
  meet(key: string): void {
    const place = placeOf(key);
    if (place === undefined || this.#ledger.fate(key)?.acceptedAt !== undefined) return;
    this.#ledger.read(this.#journalOf(place.run).news());
  }

  #journalOf(run: string): Tail {
    const journal = this.#journals.get(run) ?? new Tail(join(this.#folder, `${run}.publisher.ndjson`));
    this.#journals.set(run, journal);
    return journal;
  }
}
