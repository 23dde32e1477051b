/**
 * The ledger knows each document.
 *
 *     publisher --accepted--> |        | <--delivered-- subscriber
 *                             | ledger |
 *          malformed by seed  |        | <--dead letters, read at settlement
 *
 * It keeps what happened, per run and sequence number, and works out from the documents' plan what that means. Several
 * cohorts (the experiment's own, baseline, recovery) share one ledger, because they share the queues.
 */
import { Documents } from "./documents.ts";
import { outputKey, placeOf } from "./keys.ts";
import { acceptedAt, cellOf, isAccepted, isSettled, type Place, settledAt, suspects } from "./ledger/cells.ts";
import { type Counts, countsOf, type Entry } from "./ledger/counts.ts";
import type { DeadLettered, Fate, LedgerEvent } from "./ledger/event.ts";
import { change, exhume, unknown } from "./ledger/fate.ts";
import { cohortEvent, documentLine, eventsIn } from "./ledger/lines.ts";

interface Cohort {
  documents?: Documents;
  fates: Map<number, Fate>;
}

/** A notification of a finished CSV, by its key at `output/`. */
export interface Delivery {
  key: string;
  at: number;
  size: number;
  eTag: string;
  /** SQS's, of the message that it came in. */
  messageId?: string;
}

/** What a delivery was to the ledger. */
export interface Sight {
  /** Nothing had been delivered under that key before. */
  first: boolean;
  /** How often the subscriber has worked for it. */
  effects: number;
  /** When the document was accepted, if this ledger knows. */
  acceptedAt?: number;
}

export class Ledger {
  readonly #cohorts = new Map<string, Cohort>();
  readonly #strangers = new Set<string>();
  /** Work done for CSVs that are not named as their document is. */
  readonly #aliases = new Map<string, number>();
  readonly #tell: (line: string) => void;
  #unreadable = 0;

  /** `tell` is handed each event as a line of NDJSON, before the call that told of it returns. */
  constructor({ tell = () => {} }: { tell?: (line: string) => void } = {}) {
    this.#tell = tell;
  }

  static fromLines(lines: Iterable<string>): Ledger {
    return new Ledger().read(lines);
  }

  /** Adds what another ledger wrote. Its events are not told again. */
  read(lines: Iterable<string>): this {
    for (const event of eventsIn(lines)) this.#apply(event);
    return this;
  }

  /** Makes the documents known. Deliveries of others are kept, but nobody can say what they should have been. */
  open(documents: Documents): void {
    this.#cohort(documents.run).documents = documents;
    this.#tell(JSON.stringify(cohortEvent(documents)));
  }

  accepted(key: string, at: number): void {
    this.#record({ kind: "accepted", key, at });
  }

  uncertain(key: string, at: number, error: string): void {
    this.#record({ kind: "uncertain", key, at, error });
  }

  refused(key: string, at: number, error: string): void {
    this.#record({ kind: "refused", key, at, error });
  }

  delivered({ eTag, ...delivery }: Delivery): Sight {
    const { key } = delivery;
    const before = this.fate(key);
    const first = before === undefined ? !this.#strangers.has(key) : before.deliveries === 0;
    this.#record({ kind: "delivered", ...delivery, eTag: eTag.replaceAll('"', "") });
    const [since, effects] = [before && acceptedAt(before), this.#effectsOf(key)];
    return since === undefined ? { first, effects } : { first, effects, acceptedAt: since };
  }

  worked(key: string, at: number): void {
    this.#record({ kind: "worked", key, at });
  }

  unreadable(messageId: string, at: number): void {
    this.#record({ kind: "unreadable", at, messageId });
  }

  /** Taken, and of no document: S3's test event. */
  setAside(messageId: string, at: number): void {
    this.#record({ kind: "set-aside", at, messageId });
  }

  attempts(key: string, attempts: number): void {
    this.#record({ kind: "attempts", key, attempts });
  }

  compared(key: string, corrupt: boolean): void {
    this.#record({ kind: "compared", key, corrupt });
  }

  /** Takes what the dead-letter queues hold now. What they held before is forgotten: it was redriven, or is missing. */
  swept(letters: Iterable<DeadLettered>, at: number): void {
    this.#record({ kind: "swept", at });
    for (const { key, at: since, queue, reason, attempts } of letters) {
      const known = attempts === undefined ? {} : { attempts };
      this.#record({ kind: "dead-lettered", key, at: since, queue, reason, ...known });
    }
  }

  /** Undefined for a key that no driver made. */
  fate(key: string): Readonly<Fate> | undefined {
    const place = placeOf(key);
    return place && (this.#cohorts.get(place.run)?.fates.get(place.sequence) ?? unknown());
  }

  /** The runs whose documents are known, in the order they were opened. */
  runs(): string[] {
    return [...this.#cohorts].filter(([, { documents }]) => documents !== undefined).map(([run]) => run);
  }

  documents(run: string): Documents {
    const documents = this.#cohorts.get(run)?.documents;
    if (documents === undefined) throw new RangeError(`the ledger knows no documents of run ${run}`);
    return documents;
  }

  /** In order of publication. */
  entries(run: string): Entry[] {
    const fates = this.#cohorts.get(run)?.fates ?? [];
    return [...fates].map(([sequence, fate]) => ({ sequence, fate })).sort((a, b) => a.sequence - b.sequence);
  }

  /** `chosen` narrows the count to some of the documents, which are then all that was planned. */
  counts(run: string, chosen?: (entry: Entry) => boolean): Counts {
    const [documents, all] = [this.documents(run), this.entries(run)];
    if (chosen !== undefined) return countsOf(documents, all.filter(chosen), all.filter(chosen).length);
    return countsOf(documents, all, Number.isFinite(documents.count) ? documents.count : all.length);
  }

  cell(key: string): Place | undefined {
    const place = placeOf(key);
    return place && cellOf(this.fate(key)!, this.documents(place.run), place.sequence);
  }

  /** Input keys of accepted documents that are neither delivered nor dead-lettered: on their way, or lost. */
  unsettled(run: string, chosen: (entry: Entry) => boolean = () => true): string[] {
    const open = this.entries(run).filter((entry) => isAccepted(entry.fate) && !isSettled(entry.fate) && chosen(entry));
    return open.map(({ sequence }) => this.documents(run).inputKey(sequence));
  }

  /** Output keys of documents whose notification was unlike the expected bytes and whose object nobody compared yet. */
  suspects(run: string): string[] {
    const documents = this.documents(run);
    const open = this.entries(run).filter(
      ({ sequence, fate }) => fate.corrupt === undefined && suspects(fate, documents, sequence).length > 0,
    );
    return open.map(({ sequence }) => documents.outputKey(sequence));
  }

  /** Of the well-formed accepted documents: when they were accepted, and when they arrived where they ended. */
  journeys(
    run: string,
    chosen: (entry: Entry) => boolean = () => true,
  ): { acceptedAt: number; settledAt: number | null }[] {
    const good = this.entries(run).filter((entry) => !this.documents(run).isMalformed(entry.sequence) && chosen(entry));
    return good.flatMap(({ fate }) => {
      const since = isAccepted(fate) ? acceptedAt(fate) : undefined;
      return since === undefined ? [] : [{ acceptedAt: since, settledAt: settledAt(fate) ?? null }];
    });
  }

  /** Messages that told of no document, and deliveries of keys that no driver made. */
  strays(): { unreadable: number; strangers: string[] } {
    return { unreadable: this.#unreadable, strangers: [...this.#strangers] };
  }

  /** Each known document with its end, run by run, in order of publication. */
  toLines(): string[] {
    return this.runs().flatMap((run) => {
      const documents = this.documents(run);
      const lines = this.entries(run).map((entry) => documentLine(entry, documents));
      return [JSON.stringify(cohortEvent(documents)), ...lines];
    });
  }

  #record(event: LedgerEvent): void {
    this.#apply(event);
    this.#tell(JSON.stringify(event));
  }

  #apply(event: LedgerEvent): void {
    if (event.kind === "unreadable") this.#unreadable += 1;
    else if (event.kind === "set-aside") return;
    else if (event.kind === "swept") this.#forgetDeadLetters();
    else if (event.kind === "cohort") this.#cohort(event.run).documents = new Documents(event);
    else this.#change(event.key, event);
  }

  #change(key: string, event: LedgerEvent): void {
    const place = placeOf(key);
    if (place === undefined) {
      this.#strangers.add(key);
      return;
    }
    const { fates } = this.#cohort(place.run);
    const fate = fates.get(place.sequence) ?? unknown();
    change(fate, event);
    if (event.kind === "worked" && key !== outputKey(place)) this.#aliases.set(key, (this.#aliases.get(key) ?? 0) + 1);
    fates.set(place.sequence, fate);
  }

  /** Work is known by the key that it was done for: a second CSV of a document is another piece of work. */
  #effectsOf(key: string): number {
    const place = placeOf(key);
    return place && key === outputKey(place) ? this.fate(key)!.effects : (this.#aliases.get(key) ?? 0);
  }

  #forgetDeadLetters(): void {
    for (const { fates } of this.#cohorts.values()) for (const fate of fates.values()) exhume(fate);
  }

  #cohort(run: string): Cohort {
    const known = this.#cohorts.get(run);
    if (known !== undefined) return known;
    const fresh: Cohort = { fates: new Map() };
    this.#cohorts.set(run, fresh);
    return fresh;
  }
}
