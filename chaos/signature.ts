import type { Aws } from "./aws.ts";
import type { Expectation, Metric } from "./experiment.ts";
import { inside, reading, touched, type Window } from "./measure.ts";
import type { InForce } from "./script.ts";
import type { Measured } from "./tolerance.ts";

/**
 * The signature of a fault: how the metrics moved while it was in force, beside how the experiment's `expects` says
 * that they move. A claim can hold although the metrics differed from the book, so no verdict hangs on it.
 */
export interface SignatureRecord {
  readonly metric: Metric;
  /** `up`, `flat`, or a tolerance in words. */
  readonly expected: string;
  readonly measured: Measured;
  /** Null where nothing could be said: `flat` wants a whole minute, a tolerance a datum. */
  readonly as_expected: boolean | null;
}

/** From the first fault's beginning to the last one's end; all the method where the load is the fault. */
export function disturbedBy(faults: readonly InForce[], method: Window): Window {
  if (faults.length === 0) return method;
  return { from: Math.min(...faults.map(({ from }) => from)), until: Math.max(...faults.map(({ until }) => until)) };
}

/** Reads each metric of the book over the time of the fault. */
export async function signatureOf(
  expects: readonly Expectation[],
  window: Window,
  aws: Aws,
): Promise<SignatureRecord[]> {
  const records: SignatureRecord[] = [];
  for (const { metric, moves } of expects) {
    const expected = typeof moves === "string" ? moves : moves.words;
    // The minutes at the edges also hold what was before and after, and would never be flat.
    const minutes = moves === "flat" ? inside(window) : touched(window);
    const measured = minutes ? await reading(metric, minutes, aws) : null;
    records.push({ metric, expected, measured, as_expected: minutes ? asExpected(moves, measured) : null });
  }
  return records;
}

function asExpected(moves: Expectation["moves"], measured: number | null): boolean | null {
  if (moves === "up") return (measured ?? 0) > 0;
  if (moves === "flat") return (measured ?? 0) === 0;
  return measured === null ? null : moves.holds(measured);
}
