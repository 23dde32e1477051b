import type { MathFunction } from "./arguments.ts";
import { points } from "./time-series.ts";

/** Functions of the time and not of the values: a value for each instant a series could have (user guide; all in UTC). */
const READINGS: Readonly<Record<string, (date: Date) => number>> = {
  MINUTE: (date) => date.getUTCMinutes(),
  HOUR: (date) => date.getUTCHours(),
  /** 1 is Monday, 7 is Sunday. */
  DAY: (date) => date.getUTCDay() || 7,
  DATE: (date) => date.getUTCDate(),
  MONTH: (date) => date.getUTCMonth() + 1,
  YEAR: (date) => date.getUTCFullYear(),
  EPOCH: (date) => date.getTime() / 1000,
};

export const CALENDAR_FUNCTIONS: Readonly<Record<string, MathFunction>> = Object.fromEntries(
  Object.entries(READINGS).map(([name, read]): [string, MathFunction] => [
    name,
    (args, { instants }) => {
      const series = args.series(0);
      return { ...series, points: points(instants(series.period).map((at) => [at, read(new Date(at))])) };
    },
  ]),
);
