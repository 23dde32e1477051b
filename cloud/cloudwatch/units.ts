import { invalidValue } from "./errors.ts";

/**
 * CloudWatch's units, in CloudWatch's own order. The order matters: it is how a refused unit is answered, and asked for
 * a metric in several units without naming one, GetMetricData takes the first of them. Both were recorded on AWS.
 */
export const UNITS = [
  "Megabits",
  "Terabits",
  "Gigabits",
  "Count",
  "Bytes",
  "Gigabytes",
  "Gigabytes/Second",
  "Kilobytes",
  "Kilobits/Second",
  "Terabytes",
  "Terabits/Second",
  "Bytes/Second",
  "Percent",
  "Megabytes",
  "Megabits/Second",
  "Milliseconds",
  "Microseconds",
  "Kilobytes/Second",
  "Gigabits/Second",
  "Megabytes/Second",
  "Bits",
  "Bits/Second",
  "Count/Second",
  "Seconds",
  "Kilobits",
  "Terabytes/Second",
  "None",
] as const;

export type Unit = (typeof UNITS)[number];

const RANKS = new Map<string, number>(UNITS.map((unit, rank) => [unit, rank]));

export function isUnit(text: string): text is Unit {
  return RANKS.has(text);
}

/** Refuses what is no unit, as CloudWatch refuses it in data and in questions. */
export function checkUnit(text: string | undefined, path: string): void {
  if (text === undefined || isUnit(text)) return;
  throw invalidValue(`The parameter ${path} must be a value in the set [ ${UNITS.join(", ")} ].`);
}

/** Sorts units as CloudWatch lists them. */
export function inOrder(units: Iterable<string>): string[] {
  return [...units].sort((a, b) => (RANKS.get(a) ?? RANKS.size) - (RANKS.get(b) ?? RANKS.size));
}
