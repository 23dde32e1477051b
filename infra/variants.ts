/** The builds of the function: the correct one, and one for each mistake in src/variants/. */
export const VARIANTS = [
  "correct",
  "swallowed-errors",
  "unawaited-write",
  "unfilled-column",
  "timestamped-key",
  "greedy-memory",
] as const;

export type VariantName = (typeof VARIANTS)[number];
