/** Numbers as people read them, the same on every machine (no Intl): `3 100`, `0.0976 %`, `13.5 %`, `205 s`. */

/** A whole number in groups of three. */
export function count(value: number): string {
  if (!Number.isFinite(value)) return "no number of";
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** A measured share: one decimal from 1 % on, three significant digits below. */
export function percent(share: number): string {
  const value = share * 100;
  return value >= 1 ? `${value.toFixed(1)} %` : limit(share);
}

/** A share that somebody chose (a budget): only the digits it has. */
export function limit(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** A time span given in milliseconds. Infinity is `never`. */
export function duration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return "never";
  if (Math.abs(milliseconds) < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  return seconds < 10 ? `${Number(seconds.toFixed(1))} s` : `${count(seconds)} s`;
}

/** `1 document`, `2 documents`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}
