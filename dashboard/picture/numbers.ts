/** Figures and times, written for people. Times are UTC, as in journals and logs. */

/** A narrow space that does not break: `12 345`. */
const GAP = "\u202f";

/** From which size on a figure is written in a larger unit. */
const LARGE = [
  { from: 1e15, unit: 1e15, letter: "P" },
  { from: 1e12, unit: 1e12, letter: "T" },
  { from: 1e9, unit: 1e9, letter: "G" },
  { from: 1e6, unit: 1e6, letter: "M" },
  { from: 1e5, unit: 1e3, letter: "k" },
];

/** Four digits are as many as a glance takes in; whole numbers below a hundred thousand are written out. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size < 1e5 && Number.isInteger(value)) return grouped(String(value));
  if (size < 0.001) return value.toExponential(2).replaceAll("-", "−");
  const { unit, letter } = LARGE.find(({ from }) => size >= from) ?? { unit: 1, letter: "" };
  return `${grouped(String(Number((value / unit).toPrecision(4))))}${letter}`;
}

/** Every digit there is. */
export function fullNumber(value: number): string {
  return grouped(String(value));
}

function grouped(text: string): string {
  const [whole = "", fraction] = text.replace("-", "−").split(".");
  const spaced = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, GAP) : whole;
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

const two = (value: number) => String(value).padStart(2, "0");

/** `09:05`, with seconds where the step between times is below a minute, and the day where it is a day. Seconds. */
export function clockTime(at: number, step: number): string {
  const date = new Date(at * 1000);
  const day = `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  if (step >= 86_400) return day;
  const minute = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  if (step < 60) return `${minute}:${two(date.getUTCSeconds())}`;
  return minute === "00:00" ? day : minute;
}

/** `2026-01-01 09:05:00` */
export function fullTime(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 19).replace("T", " ");
}

/** `350 ms`, `2.1 s`, `3 min 5 s`. Milliseconds. */
export function lengthOfTime(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  const [minutes, rest] = [Math.floor(seconds / 60), Math.round(seconds % 60)];
  return minutes < 60
    ? `${minutes} min${rest > 0 ? ` ${rest} s` : ""}`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
