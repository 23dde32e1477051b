import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Journal } from "../../chaos/journal.ts";
import type { Place } from "../../drivers/ledger/cells.ts";
import type { Keepsake } from "../dashboard/keepsake.ts";
import { textLinesOf } from "../run-file.ts";
import { broken } from "../stored-run.ts";
import { type CloudFacts, cloudFacts } from "./cloud-facts.ts";

/**
 * What a report tells of: journal, ledger, feed and dashboard as one value. Reports read these files and nothing else - no clock,
 * no machine, no environment - so a stored run has the same reports wherever they are written.
 */
export interface Facts {
  readonly journal: Journal;
  /** In the order of the ledger. */
  readonly documents: readonly LedgerDocument[];
  /** What only the cloud knew; a run in a cloud that is not ours has no feed. */
  readonly cloud: CloudFacts | undefined;
  /** The dashboard when the run ended; runs of older versions kept none. */
  readonly dashboard?: Keepsake | undefined;
}

/** A document as its line in the ledger tells of it. Times are milliseconds since 1970. */
export interface LedgerDocument {
  readonly key: string;
  readonly malformed: boolean;
  readonly cell: Place;
  readonly acceptedAt?: number;
  readonly uncertainAt?: number;
  readonly firstDeliveryAt?: number;
  readonly deliveries: number;
  /** How often the subscriber worked for it. */
  readonly effects?: number;
  readonly deadLetter?: { readonly at: number; readonly queue: string; readonly reason: string };
  readonly attempts?: number;
}

/** @throws LabError LAB_RUN_BROKEN */
export function factsOf(folder: string): Facts {
  const use = "reported";
  return {
    ...settledIn(folder, use),
    cloud: existsSync(join(folder, "feed.ndjson"))
      ? reading({ folder, name: "feed.ndjson", use }, (path) => cloudFacts(textLinesOf(path)))
      : undefined,
    dashboard: existsSync(join(folder, "dashboard.json"))
      ? reading({ folder, name: "dashboard.json", use }, (path) => JSON.parse(readFileSync(path, "utf8")) as Keepsake)
      : undefined,
  };
}

/**
 * What became of the documents, without the feed. `use` says in an error what the folder cannot be.
 *
 * @throws LabError LAB_RUN_BROKEN
 */
export function settledIn(folder: string, use: string): Pick<Facts, "journal" | "documents"> {
  return {
    journal: reading(
      { folder, name: "journal.json", use },
      (path) => JSON.parse(readFileSync(path, "utf8")) as Journal,
    ),
    documents: reading({ folder, name: "ledger.ndjson", use }, (path) => documentsIn(textLinesOf(path))),
  };
}

export function documentsIn(lines: Iterable<string>): LedgerDocument[] {
  const documents: LedgerDocument[] = [];
  for (const line of lines) {
    const entry = JSON.parse(line);
    if (entry.kind === "document") documents.push(entry);
  }
  return documents;
}

function reading<T>({ folder, name, use }: Source, read: (path: string) => T): T {
  if (!existsSync(join(folder, name))) throw broken(folder, `there is no ${name}`, use);
  try {
    return read(join(folder, name));
  } catch (error) {
    throw error instanceof SyntaxError ? broken(folder, `${name} is not whole`, use) : error;
  }
}

interface Source {
  readonly folder: string;
  readonly name: string;
  readonly use: string;
}

/** The part of the run that a document belongs to: `baseline`, `method`, `recovery`, or the run of other drivers. */
export function cohortOf({ key }: LedgerDocument, { id }: Pick<Journal, "id">): string {
  const run = key.split("/")[1] ?? "";
  return run.startsWith(`${id}-`) ? run.slice(id.length + 1) : run;
}

/** When S3 took the document, as far as anybody knows. */
export function takenAt({ acceptedAt, uncertainAt }: LedgerDocument): number | undefined {
  return acceptedAt ?? uncertainAt;
}

/** When a document came to its end: delivered for the first time, or else dead-lettered. */
export function endedAt({ firstDeliveryAt, deadLetter }: LedgerDocument): number | undefined {
  return firstDeliveryAt ?? deadLetter?.at;
}
