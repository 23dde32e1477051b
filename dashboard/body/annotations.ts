import { texts } from "./alarm-widget.ts";
import { asFields, asList, asNumber, asOneOf, asText, type Fields, given, isFields } from "./fields.ts";
import { asColor, type Side } from "./metric-rows.ts";

/** Lines and bands across a graph that are no data. */
export interface Annotations {
  readonly horizontal: readonly Horizontal[];
  readonly vertical: readonly Vertical[];
  /** ARNs of alarms whose thresholds are drawn. */
  readonly alarms: readonly string[];
}

/** A line at a value, or with `to` a band between two. */
export interface Horizontal extends Look {
  readonly at: number;
  readonly to?: number;
  readonly fill: "none" | "above" | "below";
  readonly axis: Side;
}

/** A line at an instant (milliseconds since 1970), or with `to` a band between two. */
export interface Vertical extends Look {
  readonly at: number;
  readonly to?: number;
  readonly fill: "none" | "before" | "after";
}

interface Look {
  readonly label?: string;
  readonly color?: string;
}

export function readAnnotations(value: unknown): Annotations {
  const { horizontal, vertical, alarms } = asFields(value);
  return {
    horizontal: asList(horizontal).flatMap(readHorizontal),
    vertical: asList(vertical).flatMap(readVertical),
    alarms: texts(alarms),
  };
}

/** Two in an array are the edges of a band: the first says how it looks. */
function readHorizontal(entry: unknown): Horizontal[] {
  const [first, second] = edgesOf(entry);
  const at = asNumber(first?.value);
  if (!first || at === undefined || first.visible === false) return [];
  return [
    {
      at,
      ...given({ to: asNumber(second?.value), ...lookOf(first, second) }),
      fill: asOneOf(first.fill, ["none", "above", "below"]),
      axis: asOneOf(first.yAxis, ["left", "right"]),
    } as Horizontal,
  ];
}

function readVertical(entry: unknown): Vertical[] {
  const [first, second] = edgesOf(entry);
  const at = instantOf(first?.value);
  if (!first || at === undefined || first.visible === false) return [];
  return [
    {
      at,
      ...given({ to: instantOf(second?.value), ...lookOf(first, second) }),
      fill: asOneOf(first.fill, ["none", "before", "after"]),
    } as Vertical,
  ];
}

function edgesOf(entry: unknown): readonly (Fields | undefined)[] {
  return (Array.isArray(entry) ? entry : [entry]).map((edge) => (isFields(edge) ? edge : undefined));
}

function lookOf(first: Fields, second: Fields | undefined) {
  const label = asText(first.label) ?? asText(second?.label);
  return { label, color: asColor(first.color) ?? asColor(second?.color) };
}

function instantOf(value: unknown): number | undefined {
  const instant = Date.parse(asText(value) ?? "");
  return Number.isNaN(instant) ? undefined : instant;
}
