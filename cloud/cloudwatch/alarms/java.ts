/**
 * CloudWatch's alarms speak Java: doubles always have a decimal point (`2.0`, `1.0E7`), and dates end in `+0000`. Their
 * reasons and messages are compared and parsed by people's scripts, so they are written the same way here.
 */
export function double(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return scientific(value);
  const text = String(value);
  return text.includes(".") ? text : `${text}.0`;
}

/** `1.0E7`, `1.25E-4` */
function scientific(value: number): string {
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** `2026-01-01T00:00:00.000+0000` */
export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "+0000");
}

/** `01/01/26 00:00:00`, day first. */
export function shortInstant(milliseconds: number): string {
  const [date, time] = new Date(milliseconds).toISOString().split("T") as [string, string];
  const [year, month, day] = date.split("-") as [string, string, string];
  return `${day}/${month}/${year.slice(-2)} ${time.slice(0, 8)}`;
}

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `Thursday 01 January, 2026 00:00:00 UTC` */
export function longInstant(milliseconds: number): string {
  const date = new Date(milliseconds);
  const [, , day] = date.toISOString().slice(0, 10).split("-");
  const time = date.toISOString().slice(11, 19);
  const month = MONTHS[date.getUTCMonth()];
  return `${WEEKDAYS[date.getUTCDay()]} ${day} ${month}, ${date.getUTCFullYear()} ${time} UTC`;
}

/** A character of Unicode's private use, around numbers that must look like doubles. */
const MARK = "\uE000";

/** Marks a number to be written as a double by `json`. */
export function asDouble(value: number): string {
  return `${MARK}${double(value)}${MARK}`;
}

export function json(value: unknown): string {
  return JSON.stringify(value).replaceAll(new RegExp(`"${MARK}([-.0-9E]+)${MARK}"`, "g"), "$1");
}
