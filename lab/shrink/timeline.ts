import type { Journal } from "../../chaos/journal.ts";
import type { Place } from "../../drivers/ledger/cells.ts";
import type { LedgerDocument } from "../report/facts.ts";
import { clockOf } from "../screen.ts";
import { isOf, type Kind } from "./counter-example.ts";
import { type Heard, Hearsay, type Line, nameOf } from "./hearsay.ts";
import { LEFT_OUT } from "./story.ts";

/** A small run, to be told. */
export interface Told {
  readonly journal: Journal;
  readonly documents: readonly LedgerDocument[];
  readonly facts: readonly Heard[];
  /** What it is an example of. */
  readonly kind: Kind;
}

/** More lines than this are not read: then only what went wrong is told. */
const ENOUGH = 16;

/** What happened in a small run, in order, and how each of its documents ended. */
export function timelineOf(told: Told): Line[] {
  const { journal, documents, facts } = told;
  const begun = Math.min(...journal.phases.map(({ from }) => from));
  const during = facts.filter(({ at }) => at >= begun);
  const happened = [...done(journal), ...new Hearsay().linesOf(during), ...deliveries(documents)];
  const lines = gathered(happened.sort((a, b) => a.at - b.at));
  const ends = endsOf(told);
  const all = [...lines, ...ends];
  const short = all.length > ENOUGH ? [...lines.filter(({ fine }) => !fine), ...ends.filter(({ fine }) => !fine)] : all;
  return short.length > 2 * ENOUGH ? [...short.slice(0, ENOUGH), between(short), ...short.slice(-ENOUGH)] : short;
}

/** In columns: `00:00:03.412  transform  attempt 1 at document 12 timed out after 3.0 s`. */
export function timelineLines(lines: readonly Line[]): string[] {
  const width = Math.max(...lines.map(({ who }) => who.length));
  return lines.map(({ at, who, what }) => `${instant(at)}  ${who.padEnd(width)}  ${what}`);
}

export function instant(at: number): string {
  return `${clockOf(at)}.${String(Math.floor(at % 1000)).padStart(3, "0")}`;
}

/** What the experiment did: its faults, from when they were in force until they were taken back, and its repairs. */
function done({ run, rollbacks, faults }: Journal): Line[] {
  const inForce = new Map(faults.map((fault) => [fault.action, fault]));
  const acts = [...run, ...rollbacks].filter(({ name }) => name !== LEFT_OUT && !inForce.has(name));
  return [
    ...acts.map(({ name, start }) => ({ at: start, who: "experiment", what: name })),
    ...[...inForce.values()].flatMap(({ action, from, until }) => [
      { at: from, who: "fault", what: `in force: ${action}` },
      { at: until, who: "fault", what: `over: ${action}` },
    ]),
  ];
}

function deliveries(documents: readonly LedgerDocument[]): Line[] {
  return documents.flatMap(({ key, firstDeliveryAt, deliveries, effects = 0 }) => {
    if (firstDeliveryAt === undefined) return [];
    const often = deliveries > 1 ? `, ${deliveries} times in all, and works ${effects} times` : "";
    return [{ at: firstDeliveryAt, who: "subscriber", what: `hears of ${nameOf(key)}${often}`, fine: often === "" }];
  });
}

function endsOf({ journal, documents, kind }: Told): Line[] {
  const at = Math.max(...journal.phases.map(({ until }) => until));
  return documents.map((document) => {
    const { key, malformed, cell } = document;
    const says = `${nameOf(key)}, ${malformed ? "malformed" : "well-formed"}, ${ENDS[cell]}`;
    return isOf(kind, document)
      ? { at, who: "end", what: `${says}: ${kind}` }
      : { at, who: "end", what: says, fine: true };
  });
}

const ENDS: Readonly<Record<Place, string>> = {
  ok: "was delivered",
  corrupt: "was delivered with other bytes than it must have",
  collateral: "is in a dead-letter queue",
  lost: "is nowhere",
  poisonAccepted: "was delivered",
  intended: "is in a dead-letter queue",
  lostEvidence: "is nowhere",
  refused: "was refused by S3",
  unsent: "was not published",
};

/** The same said again and again is said once, with how often. */
function gathered(lines: readonly Line[]): Line[] {
  const runs: { line: Line; times: number }[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last && last.line.who === line.who && last.line.what === line.what) last.times++;
    else runs.push({ line, times: 1 });
  }
  return runs.map(({ line, times }) => (times > 1 ? { ...line, what: `${line.what} (${times} times)` } : line));
}

function between(lines: readonly Line[]): Line {
  return { at: lines[ENOUGH]!.at, who: "...", what: `${lines.length - 2 * ENOUGH} more lines` };
}
