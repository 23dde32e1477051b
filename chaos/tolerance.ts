/**
 * What a probe may measure. Each tolerance carries its words for the journal, and its form for Chaos Toolkit, whose
 * CLI reads the exported experiment.
 */
export interface Tolerance {
  /** `at most 10` */
  readonly words: string;
  /** Chaos Toolkit's tolerance: a value, or `{ type: "range", range: [low, high] }`. */
  readonly exported: unknown;
  holds(measured: Measured): boolean;
}

/** `null`: nothing could be measured, which is neither right nor wrong. */
export type Measured = number | string | boolean | null;

/** Exactly this value. */
export function equals(expected: number | string | boolean): Tolerance {
  return { words: `equal to ${expected}`, exported: expected, holds: (measured) => measured === expected };
}

/** This number or less. */
export function atMost(limit: number): Tolerance {
  return range(Number.NEGATIVE_INFINITY, limit, `at most ${limit}`);
}

/** This number or more. */
export function atLeast(limit: number): Tolerance {
  return range(limit, Number.POSITIVE_INFINITY, `at least ${limit}`);
}

/** From `low` to `high`, both included. */
export function between(low: number, high: number): Tolerance {
  return range(low, high, `between ${low} and ${high}`);
}

function range(low: number, high: number, words: string): Tolerance {
  return {
    words,
    // JSON has no infinity; Chaos Toolkit compares with any number, so the largest safe ones stand for it.
    exported: {
      type: "range",
      range: [Math.max(low, -Number.MAX_SAFE_INTEGER), Math.min(high, Number.MAX_SAFE_INTEGER)],
    },
    holds: (measured) => typeof measured === "number" && measured >= low && measured <= high,
  };
}
