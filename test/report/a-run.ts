import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Journal } from "../../chaos/journal.ts";
import type { Finding } from "../../chaos/verdict/finding.ts";
import { judge } from "../../chaos/verdict/rule.ts";
import { type Facts, factsOf, type LedgerDocument } from "../../lab/report/facts.ts";

export const START = Date.parse("2026-01-01T00:00:00Z");
const NO_DAMAGE = { corrupt: 0, collateral: 0, lost: 0, poisonAccepted: 0, intended: 0, lostEvidence: 0 };

/** A journal of a run that went on for ten minutes; each member may be another. */
export function aJournal(parts: Partial<Journal> = {}): Journal {
  const cells = { ...NO_DAMAGE, ok: 300 };
  const cohort = { planned: 300, accepted: 300, cells, freshness: new Array(300).fill(1000), moving: [] };
  const evidence = { ...cohort, experiment: "calm", seed: 7, replay: "npx chaoslab run calm", faults: [], probes: [] };
  const journal = {
    ...{ id: "calm-7-00000000", name: "calm", target: "sim", seed: 7, options: {} },
    experiment: {
      ...{ title: "Nothing happens", description: "Because.", tags: [] },
      load: { documents: 300, perSecond: 20, malformed: 0 },
      steady_state_hypothesis: { title: "Calm", freshness: { percentile: 99, within: 120_000 }, probes: [] },
      ...{ method: [], rollbacks: [] },
    },
    ...{ start: new Date(START).toISOString(), end: new Date(START + 600_000).toISOString(), duration: 600 },
    ...{ status: "completed", deviated: false, steady_states: { before: null, after: null } },
    ...{ run: [], rollbacks: [], leases: [], faults: [], failure: null },
    phases: [{ name: "method", from: START, until: START + 600_000 }],
    verdict: judge({ ...evidence, duplicates: 0, duplicateEffects: 0 }, { collateral: { budget: 0.02 } }),
  };
  return { ...journal, ...parts } as Journal;
}

/** A journal whose verdict has these findings. */
export function aJournalOf(...findings: readonly Partial<Finding>[]): Journal {
  const all = findings.map((finding) => ({ rule: "probe", outcome: "held", says: "it is", numbers: {}, ...finding }));
  return aJournal({ verdict: { ...aJournal().verdict!, findings: all as Finding[] } });
}

export function aDocument(sequence: number, parts: Partial<LedgerDocument> = {}): LedgerDocument {
  const key = `input/calm-7-00000000-method/${String(sequence).padStart(8, "0")}.json`;
  const acceptedAt = START + sequence * 50;
  return { key, malformed: false, cell: "ok", acceptedAt, firstDeliveryAt: acceptedAt + 1000, deliveries: 1, ...parts };
}

/** A well-formed document that waits in a dead-letter queue. */
export function aDeadLetter(sequence: number, reason: string): LedgerDocument {
  const { firstDeliveryAt: _, ...document } = aDocument(sequence);
  const deadLetter = { at: START + 200_000, queue: "https://sqs.us-east-1.amazonaws.com/1/failures", reason };
  return { ...document, cell: "collateral", deliveries: 0, deadLetter, attempts: 3 };
}

export function facts(parts: Partial<Facts> = {}): Facts {
  return { journal: aJournal(), documents: [aDocument(0)], cloud: undefined, ...parts };
}

/** The folder of a run, until `remove`. */
export function aFolder(files: Readonly<Record<string, string>>): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "a-run-"));
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export { factsOf };

/** What an attacker would write into a document, and what an accident leaves in a message. */
export const HOSTILE = [
  "<script>alert(1)</script>",
  `"><img src=x onerror=alert(1)>`,
  "]]>",
  "\u0000\u0007\u001b[31m",
  "\ud800",
  "\ufffe",
  "\u202egnp.exe",
  "| cell | `code` ![x](http://example.com/x.png)",
  "A".repeat(10_000),
];

/** What no page may hold as it is. */
export const UNSEEN = /(?!\n)\p{Cc}|\p{Cs}|\u{fffe}|\u{202e}/u;
