import { asNumber, asText, type Fields, given, isFields } from "./fields.ts";

/**
 * A row of a metric widget: a metric, or an expression over its neighbours.
 *
 *     ["AWS/SQS", "NumberOfMessagesSent", "QueueName", "deliveries", { "stat": "Sum" }]
 *     [".",       ".",                    ".",         "failures"                     ]     "." repeats the field above
 *     ["...",                                          "failures"                     ]     "..." all but the last ones
 *     [{ "expression": "m1 / m2", "label": "ratio" }]
 */
export interface Row {
  /** The author's, or one that no author's is. */
  readonly id: string;
  readonly metric?: Metric;
  readonly expression?: string;
  readonly label?: string;
  readonly stat?: string;
  /** Seconds. */
  readonly period?: number;
  readonly color?: string;
  readonly visible: boolean;
  readonly axis: Side;
  readonly region?: string;
  readonly accountId?: string;
}

export type Side = "left" | "right";

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
}

/** Rows that are no rows are left out; PutDashboard would have refused them. */
export function readRows(rows: readonly unknown[]): Row[] {
  const ids = new Set(rows.flatMap((row) => asText(optionsOf(row).id) ?? []));
  let above: readonly string[] = [];
  return rows.flatMap((row, i): Row[] => {
    if (!Array.isArray(row)) return [];
    const options = optionsOf(row);
    const own = row.filter((field) => typeof field === "string");
    const id = asText(options.id) ?? freeId(i, ids);
    if (own.length === 0) {
      const expression = asText(options.expression);
      return expression === undefined ? [] : [{ ...drawing(id, options), expression }];
    }
    above = filled(own, above);
    const metric = metricOf(above);
    return metric ? [{ ...drawing(id, options), metric }] : [];
  });
}

function optionsOf(row: unknown): Fields {
  const last = Array.isArray(row) ? row.at(-1) : undefined;
  return isFields(last) ? last : {};
}

/** GetMetricData wants an id for each query, beginning with a small letter. */
function freeId(index: number, taken: Set<string>): string {
  let id = `row${index}`;
  while (taken.has(id)) id = `${id}_`;
  taken.add(id);
  return id;
}

function filled(fields: readonly string[], above: readonly string[]): string[] {
  if (fields[0] !== "...") return fields.map((field, i) => (field === "." ? (above[i] ?? field) : field));
  const own = fields.slice(1);
  const kept = above.slice(0, Math.max(0, above.length - own.length));
  return [...kept, ...own.map((field, i) => (field === "." ? (above[kept.length + i] ?? field) : field))];
}

function metricOf([namespace, name, ...rest]: readonly string[]): Metric | undefined {
  if (namespace === undefined || name === undefined || rest.length % 2 === 1) return undefined;
  const dimensions = Array.from({ length: rest.length / 2 }, (_, i) => [rest[2 * i]!, rest[2 * i + 1]!] as const);
  return { namespace, name, dimensions };
}

function drawing(id: string, options: Fields): Row {
  const { label, stat, period, color, region, accountId } = options;
  return {
    id,
    visible: options.visible !== false,
    axis: options.yAxis === "right" ? "right" : "left",
    ...given({
      label: asText(label),
      stat: asText(stat),
      period: asNumber(period),
      color: asColor(color),
      region: asText(region),
      accountId: asText(accountId),
    }),
  } as Row;
}

/** Colours are HTML's six digits; anything else would be a way into the page's style. */
export function asColor(value: unknown): string | undefined {
  const text = asText(value);
  return text !== undefined && /^#[0-9a-f]{6}$/i.test(text) ? text : undefined;
}
