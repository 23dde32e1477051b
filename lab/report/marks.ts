import type { Outcome } from "../../chaos/verdict/finding.ts";
import type { Word } from "../../chaos/verdict/verdict.ts";
import type { Facts } from "./facts.ts";

/** The mark and the word of an outcome: a report never says anything by colour alone. */
export const MARKS: Readonly<Record<Outcome, string>> = {
  held: "✓",
  refuted: "✗",
  inconclusive: "?",
  invalid: "!",
  permitted: "~",
  differed: "≠",
  "not judged": "–",
};

export const SEALS: Readonly<Record<Word | "NO VERDICT", string>> = {
  HELD: "✓",
  REFUTED: "✗",
  INCONCLUSIVE: "?",
  INVALID: "!",
  "NO VERDICT": "!",
};

/** The verdict's word, its reasons, and what it means; for a run that nobody judged, why not. */
export interface Headline {
  readonly word: Word | "NO VERDICT";
  readonly meaning: string;
  readonly reasons: readonly string[];
}

const MEANINGS: Readonly<Record<Word, string>> = {
  HELD: "The claim was put to the test, and the evidence shows it.",
  REFUTED: "The evidence shows that the claim is false.",
  INCONCLUSIVE: "The test was fair, and the evidence is not enough for either.",
  INVALID: "This was no test of the claim.",
};

export function headlineOf({ journal: { verdict, status, phases, failure } }: Facts): Headline {
  if (verdict) return { word: verdict.verdict, meaning: MEANINGS[verdict.verdict], reasons: verdict.reasons };
  const phase = phases.at(-1)?.name;
  const meaning = `The run ${status === "interrupted" ? "was interrupted" : "failed"}${phase ? ` during ${phase}` : " before its first phase"}; nothing was judged.`;
  return { word: "NO VERDICT", meaning, reasons: failure === null ? [] : [failure] };
}
