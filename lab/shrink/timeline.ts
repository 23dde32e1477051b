import type { Journal } from "../../chaos/journal.ts";
import { count } from "../../chaos/verdict/words.ts";
import type { Place } from "../../drivers/ledger/cells.ts";
import { documentsIn, type LedgerDocument } from "../report/facts.ts";
import type { RunFile, RunResult } from "../run-file.ts";
import { clockOf } from "../screen.ts";
import { isOf, type Kind } from "./counter-example.ts";
import { Hearsay, heardIn, type Line, nameOf } from "./hearsay.ts";
import { LEFT_OUT } from "./story.ts";

/** More lines than this are not read: then only one counter-example is told, and the rest in figures. */
const ENOUGH = 16;

/** What happened in a small run, in order, and how each of its documents ended. */
export function timelineOf(kind: Kind, { journal, files }: RunResult<RunFile>): Line[] {
  const documents = documentsIn(files["ledger.ndjson"]);
  const begun = Math.min(...journal.phases.map(({ from }) => from));
  const heard = new Hearsay(documents).linesOf(heardIn(files["feed.ndjson"]).filter(({ at }) => at >= begun));
  const happened = [...done(journal), ...heard, ...deliveries(documents)].sort((a, b) => a.at - b.at);
  const ended = Math.max(...journal.phases.map(({ until }) => until));
  const all = gathered([...happened, ...endsOf(kind, documents).map((line) => ({ at: ended, ...line }))]);
  return all.length > ENOUGH ? ofOne(kind, documents, all) : all;
}

/** In columns: `00:00:03.412  transform  attempt 1 at document 12 timed out after 3.0 s`. */
export function timelineLines(lines: readonly Line[]): string[] {
  const width = Math.max(...lines.map(({ who }) => who.length));
  return lines.map(({ at, who, what }) => `${instant(at)}  ${who.padEnd(width)}  ${what}`);
}

/** `00:03:36.412`, since the world began. */
export function instant(at: number): string {
  return `${clockOf(at)}.${String(Math.floor(at % 1000)).padStart(3, "0")}`;
}

/** What the experiment did: its faults, from when they were in force until they were taken back, and its repairs. */
function done({ run, rollbacks, faults }: Journal): Line[] {
  const inForce = new Map(faults.map((fault) => [fault.action, fault]));
  const acts = [...run, ...rollbacks].filter(({ name }) => name !== LEFT_OUT && !inForce.has(name));
  return [
    ...acts.map(({ name, start }) => ({ at: start, who: "experiment", what: name })),
    ...[...inForce.values()].flatMap(({ action, from, until, struck }) => [
      { at: from, who: "fault", what: `in force: ${action}` },
      { at: until, who: "fault", what: `over: ${action}${struck === undefined ? "" : `; it struck ${times(struck)}`}` },
    ]),
  ];
}

function deliveries(documents: readonly LedgerDocument[]): Line[] {
  return documents.flatMap(({ key, firstDeliveryAt, deliveries, effects = 0 }) => {
    if (firstDeliveryAt === undefined) return [];
    const again = deliveries > 1 ? `, ${times(deliveries)} in all, and works for it ${times(effects)}` : "";
    return [{ at: firstDeliveryAt, who: "subscriber", what: `hears of ${nameOf(key)}${again}`, about: nameOf(key) }];
  });
}

function endsOf(kind: Kind, documents: readonly LedgerDocument[]): Omit<Line, "at">[] {
  return documents.map((document) => {
    const { key, malformed, cell } = document;
    const says = `${nameOf(key)}, ${malformed ? "malformed" : "well-formed"}, ${ENDS[cell]}`;
    return { who: "end", what: isOf(kind, document) ? `${says}: ${kind}` : says, about: nameOf(key) };
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

/** Of a story that takes many documents: the way of one counter-example, and how many others it took. */
function ofOne(kind: Kind, documents: readonly LedgerDocument[], lines: readonly Line[]): Line[] {
  const one = nameOf(documents.find((document) => isOf(kind, document))!.key);
  const others = lines.filter(({ who, about }) => who === "publisher" && about !== one);
  const [first, last] = [others[0], others.at(-1)];
  const crowd = first && {
    ...{ at: first.at, who: "publisher" },
    what: `puts ${count(others.length)} more documents, until ${instant(last!.at)}`,
  };
  const own = lines.filter(({ about, idle }) => (about === undefined && !idle) || about === one);
  return gathered([...own, ...(crowd ? [crowd] : [])].sort((a, b) => a.at - b.at));
}

/** The same said again and again is said once, with how often. */
function gathered(lines: readonly Line[]): Line[] {
  const runs: { line: Line; often: number }[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last && last.line.who === line.who && last.line.what === line.what) last.often++;
    else runs.push({ line, often: 1 });
  }
  return runs.map(({ line, often }) => (often > 1 ? { ...line, what: `${line.what} (${times(often)})` } : line));
}

function times(many: number): string {
  return many === 1 ? "once" : `${count(many)} times`;
}
