import { parseStatistic } from "../metrics/statistic.ts";
import { type Findings, isObject } from "./findings.ts";

/**
 * The rows of a metric widget:
 *
 *     ["AWS/SQS", "NumberOfMessagesSent", "QueueName", "deliveries", { "stat": "Sum" }]
 *     [".",       ".",                    ".",         "failures"                     ]     "." repeats the field above
 *     ["...",                                          "failures"                     ]     "..." all but the last ones
 *     [{ "expression": "m1 / m2", "label": "ratio" }]
 *
 * The last element may say how the row is drawn. If CloudWatch does not recognise it as that, it takes it for a field
 * too many: the answer is then about the number of items, whatever the mistake (so it answered on AWS).
 */
export function checkMetricRows(rows: readonly unknown[], path: string, findings: Findings): void {
  let above: readonly unknown[] = [];
  rows.forEach((row, i) => {
    if (!findings.isArray(row, `${path}/${i}`)) findings.error(`${path}/${i}`, NOT_A_ROW);
    else above = checkRow(row, above, `${path}/${i}`, findings);
  });
}

const NOT_A_ROW =
  'Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element';
const NOT_TEXT = 'Invalid metric field type, only "String" type is allowed';
const NOTHING_ABOVE = 'Repeat marker "." used but not enough fields in previous metric';

/** The row's fields with what they repeat filled in. */
function checkRow(
  row: readonly unknown[],
  above: readonly unknown[],
  path: string,
  findings: Findings,
): readonly unknown[] {
  const last = row.at(-1);
  const drawn = isObject(last);
  const fields = drawn ? row.slice(0, -1) : row;
  fields.forEach((field, i) => {
    if (typeof field !== "string" || field === "") findings.error(`${path}/${i}`, NOT_TEXT);
    else if (field === "." && above.length <= i) findings.error(`${path}/${i}`, NOTHING_ABOVE);
  });
  const full = filled(fields, above);
  const unpaired = full.length % 2 === 1;
  if ((drawn && !isRenderer(last)) || unpaired)
    findings.error(path, `Should NOT have more than ${row.length - 1} items`);
  return full;
}

function filled(fields: readonly unknown[], above: readonly unknown[]): unknown[] {
  if (fields[0] !== "...") return fields.map((field, i) => (field === "." ? above[i] : field));
  const own = fields.slice(1);
  return [...above.slice(0, Math.max(0, above.length - own.length)), ...own];
}

/** A name such as `red` makes the options unknown, and so one item too many. */
const COLOR = /^#(?:[0-9a-f]{3}){1,2}$/i;
const TEXTS = ["accountId", "expression", "id", "label", "region", "stat"];
const AXES = ["left", "right"];

/** "Rendering properties" of the dashboard body's syntax. */
function isRenderer(options: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(options).every(([name, value]) => {
    if (name === "stat") return typeof value === "string" && parseStatistic(value) !== undefined;
    if (name === "period") return Number.isInteger(value) && (value as number) > 0;
    if (name === "visible") return typeof value === "boolean";
    if (name === "color") return COLOR.test(String(value));
    if (name === "yAxis") return AXES.includes(String(value));
    return TEXTS.includes(name) && typeof value === "string";
  });
}
