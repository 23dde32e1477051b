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

/** A time span given in milliseconds, rounded as people say it. Infinity is `never`. */
export function duration(milliseconds: number): string {
  return rounded(milliseconds, 0).says;
}

/**
 * A measured time span beside the limit that it is held against, with as many digits as it takes to see on which side
 * it lies: `120.04 s` beside `120 s`.
 */
export function beside(limit: number, milliseconds: number): string {
  const side = Math.sign(milliseconds - limit);
  for (let digits = 0; ; digits++) {
    const { value, says } = rounded(milliseconds, digits);
    if (Math.sign(value - limit) === side || digits === MOST_DIGITS) return says;
  }
}

/** A time span that somebody chose: all the digits it has. */
export function durationLimit(milliseconds: number): string {
  return rounded(milliseconds, MOST_DIGITS).says;
}

/** A microsecond of a second, and less than anybody measures of a millisecond. */
const MOST_DIGITS = 6;

/** With `digits` more than people say. */
function rounded(milliseconds: number, digits: number): { value: number; says: string } {
  if (!Number.isFinite(milliseconds)) return { value: milliseconds, says: "never" };
  if (Math.abs(milliseconds) < 1000) {
    const value = Number(milliseconds.toFixed(digits));
    return { value, says: `${value} ms` };
  }
  const seconds = milliseconds / 1000;
  const value = Number(seconds.toFixed(seconds < 10 ? digits + 1 : digits));
  const [whole, fraction] = String(value).split(".");
  return { value: value * 1000, says: `${[count(Number(whole)), ...(fraction ? [fraction] : [])].join(".")} s` };
}

/** `1 document`, `2 documents`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}
