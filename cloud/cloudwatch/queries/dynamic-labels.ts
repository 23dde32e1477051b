import type { Place } from "../../kernel/house.ts";
import type { TimeSeries } from "../math/time-series.ts";
import type { StatQuery } from "./query.ts";

/** What a dynamic label may tell of. */
export interface Labelled {
  /** The label it would have without one. */
  readonly label: string;
  readonly series: TimeSeries;
  /** The metric, if it is one and not an expression. */
  readonly stat: StatQuery | undefined;
  readonly place: Place | undefined;
}

export function isDynamic(label: string | undefined): label is string {
  return label?.includes("${") ?? false;
}

/**
 * Fills the placeholders of a label, `errors [max: ${MAX}] ${PROP('Dim.QueueName')}` ("Use dynamic labels" in the user
 * guide). How AWS writes numbers and times there is not documented; here they are as JavaScript and ISO 8601 write them.
 * What is not known stays as it is, and of no data nothing is known.
 */
export function filled(label: string, labelled: Labelled): string {
  return label.replaceAll(/\$\{([A-Z_]+)(?:\('([^']*)'\))?\}/g, (placeholder, name: string, property?: string) => {
    const value = name === "PROP" ? propertyOf(property ?? "", labelled) : READINGS[name]?.(labelled);
    return value === undefined ? placeholder : String(value);
  });
}

function propertyOf(name: string, { stat, place }: Labelled): string | number | undefined {
  if (name === "AccountId") return place?.accountId;
  if (name === "Region") return place?.region;
  if (name.startsWith("Dim.")) {
    return stat?.identity.dimensions.find(([dimension]) => dimension === name.slice("Dim.".length))?.[1];
  }
  const properties: Readonly<Record<string, string | number | undefined>> = {
    MetricName: stat?.identity.name,
    Namespace: stat?.identity.namespace,
    Period: stat?.period,
    Stat: stat?.statisticName,
  };
  return properties[name];
}

type Point = readonly [instant: number, value: number];

const pointsOf = ({ series }: Labelled): Point[] => [...series.points];
const least = (all: readonly Point[]) => all.reduce((best, point) => (point[1] < best[1] ? point : best), all[0]!);
const most = (all: readonly Point[]) => all.reduce((best, point) => (point[1] > best[1] ? point : best), all[0]!);
const sum = (all: readonly Point[]) => all.reduce((total, [, value]) => total + value, 0);
const time = (point: Point) => new Date(point[0]).toISOString();

/** A reading of points, where there are any. */
const of = (read: (points: readonly Point[]) => number | string) => (labelled: Labelled) => {
  const points = pointsOf(labelled);
  return points.length === 0 ? undefined : read(points);
};

const READINGS: Readonly<Record<string, (labelled: Labelled) => string | number | undefined>> = {
  LABEL: ({ label }) => label,
  DATAPOINT_COUNT: (labelled) => pointsOf(labelled).length,
  AVG: of((points) => sum(points) / points.length),
  SUM: of(sum),
  MIN: of((points) => least(points)[1]),
  MIN_TIME: of((points) => time(least(points))),
  MAX: of((points) => most(points)[1]),
  MAX_TIME: of((points) => time(most(points))),
  MIN_MAX_RANGE: of((points) => most(points)[1] - least(points)[1]),
  FIRST: of((points) => points[0]![1]),
  FIRST_TIME: of((points) => time(points[0]!)),
  LAST: of((points) => points.at(-1)![1]),
  LAST_TIME: of((points) => time(points.at(-1)!)),
  FIRST_LAST_RANGE: of((points) => points.at(-1)![1] - points[0]![1]),
};
