import type { Bucket } from "./bucket.ts";
import type { Frequency } from "./distribution.ts";

/** One figure out of a bucket; nothing when the data cannot tell. */
export type Statistic = (bucket: Bucket) => number | undefined;

const BASIC: Readonly<Record<string, Statistic>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};

export function isBasic(name: string): boolean {
  return Object.hasOwn(BASIC, name);
}

/**
 * Reads a statistic as the CloudWatch user guide writes them ("CloudWatch statistics definitions"): `Sum`, `p99.9`,
 * `tm90`, `IQM`, `TM(10%:90%)`, `PR(:300)`. Ranks are whole values, because the guide defines p99 as the largest of what
 * remains and says nothing of interpolation; where a percentage falls inside a value, the value belongs to the range.
 */
export function parseStatistic(name: string): Statistic | undefined {
  if (isBasic(name)) return BASIC[name];
  if (name === "IQM") return ranged("TM", { low: { percent: 25 }, high: { percent: 75 } });
  return percentile(name) ?? trimmed(name) ?? bounded(name);
}

/** The guide's limit is p100; AWS refuses from p101 on. */
function percentile(name: string): Statistic | undefined {
  const [, percent] = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name) ?? [];
  if (percent === undefined || Math.floor(Number(percent)) > 100) return undefined;
  const wanted = Math.min(Number(percent), 100);
  return ({ count, distribution }) => distribution && valueAtRank(distribution.sorted(), upTo(wanted, count));
}

function valueAtRank(frequencies: readonly Frequency[], rank: number): number | undefined {
  let passed = 0;
  for (const { value, count } of frequencies) {
    passed += count;
    if (passed >= rank) return value;
  }
  return frequencies.at(-1)?.value;
}

/** `tm90` is `TM(:90%)`. */
function trimmed(name: string): Statistic | undefined {
  const [, kind, percent] = /^(tm|tc|ts|wm)(\d{1,2}(?:\.\d{1,10})?)$/.exec(name) ?? [];
  return kind === undefined ? undefined : ranged(kind.toUpperCase(), { high: { percent: Number(percent) } });
}

/** A percentage of the values, or a value itself. */
type Bound = { readonly percent: number } | { readonly value: number };

interface Range {
  readonly low?: Bound | undefined;
  readonly high?: Bound | undefined;
}

/** How many of `count` values a percentage takes in, a value it falls into included; 7 % of 100 are 7, whatever binary fractions say. */
const upTo = (percent: number, count: number) => Math.ceil((percent * count) / 100 - 1e-9);
const below = (percent: number, count: number) => Math.floor((percent * count) / 100 + 1e-9);

const BOUND = "(\\d+(?:\\.\\d{1,10})?%?)?";
const BOUNDED = new RegExp(`^(PR|TM|TC|TS|WM)\\(${BOUND}:${BOUND}\\)$`);

function bounded(name: string): Statistic | undefined {
  const [, kind, low, high] = BOUNDED.exec(name) ?? [];
  if (kind === undefined || (low === undefined && high === undefined)) return undefined;
  const percent = (low ?? high)!.endsWith("%");
  if (kind === "PR" && percent) return undefined;
  if (low !== undefined && high !== undefined && high.endsWith("%") !== percent) return undefined;
  return ranged(kind, { low: bound(low), high: bound(high) });
}

function bound(text: string | undefined): Bound | undefined {
  if (text === undefined) return undefined;
  return text.endsWith("%") ? { percent: Number(text.slice(0, -1)) } : { value: Number(text) };
}

function ranged(kind: string, range: Range): Statistic {
  return ({ distribution }) => {
    if (!distribution) return undefined;
    const all = distribution.sorted();
    const kept = within(all, range);
    if (kind === "PR") return (100 * size(kept)) / size(all);
    if (kind === "TC") return size(kept);
    if (kind === "TS") return total(kept);
    const used = kind === "WM" ? clamped(all, kept) : kept;
    return used.length === 0 ? undefined : total(used) / size(used);
  };
}

const size = (frequencies: readonly Frequency[]) => frequencies.reduce((sum, { count }) => sum + count, 0);
const total = (frequencies: readonly Frequency[]) =>
  frequencies.reduce((sum, { value, count }) => sum + value * count, 0);

/** What lies in a range. Between two values the lower one is excluded and the higher one included (the guide's note). */
function within(frequencies: readonly Frequency[], { low, high }: Range): Frequency[] {
  const all = size(frequencies);
  const from = low && "percent" in low ? below(low.percent, all) : 0;
  const to = high && "percent" in high ? upTo(high.percent, all) : all;
  let passed = 0;
  return frequencies.flatMap(({ value, count }) => {
    const [first, last] = [Math.max(passed, from), Math.min(passed + count, to)];
    passed += count;
    const outside = (low && "value" in low && value <= low.value) || (high && "value" in high && value > high.value);
    return outside || last <= first ? [] : [{ value, count: last - first }];
  });
}

/** Values outside the range count as the value at its edge. */
function clamped(all: readonly Frequency[], kept: readonly Frequency[]): Frequency[] {
  const [low, high] = [kept[0]?.value, kept.at(-1)?.value];
  if (low === undefined || high === undefined) return [];
  return all.map(({ value, count }) => ({ value: Math.min(Math.max(value, low), high), count }));
}
