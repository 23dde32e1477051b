import { parseStatistic } from "../metrics/statistic.ts";
import { Findings, isObject } from "./findings.ts";
import { checkMetricRows } from "./metric-rows.ts";

/** CloudWatch API reference, "Dashboard Body Structure and Syntax". */
const MAX_WIDGETS = 500;
const COLUMNS = 24;
const MAX_HEIGHT = 1000;
const WIDGET_PROPERTIES = ["type", "x", "y", "width", "height", "properties"];

/** Reads a dashboard's body; nothing when it is no JSON object. */
export function checkBody(text: string): Findings | undefined {
  const body = parsed(text);
  if (!isObject(body)) return undefined;
  const findings = new Findings();
  if (body.widgets === undefined) findings.missing("", "widgets");
  else if (findings.isArray(body.widgets, "/widgets")) checkWidgets(body.widgets, findings);
  return findings;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkWidgets(widgets: readonly unknown[], findings: Findings): void {
  if (widgets.length > MAX_WIDGETS) findings.error("/widgets", `Should NOT have more than ${MAX_WIDGETS} items`);
  widgets.forEach((widget, i) => {
    if (findings.isObject(widget, `/widgets/${i}`)) checkWidget(widget, `/widgets/${i}`, findings);
  });
}

type Properties = Readonly<Record<string, unknown>>;

function checkWidget(widget: Properties, path: string, findings: Findings): void {
  for (const name of ["type", "properties"]) if (widget[name] === undefined) findings.missing(path, name);
  findings.checkInteger(widget.x, `${path}/x`, 0, COLUMNS - 1);
  findings.checkInteger(widget.y, `${path}/y`, 0, Number.POSITIVE_INFINITY);
  findings.checkInteger(widget.width, `${path}/width`, 1, COLUMNS);
  findings.checkInteger(widget.height, `${path}/height`, 1, MAX_HEIGHT);
  for (const name of Object.keys(widget)) {
    if (WIDGET_PROPERTIES.includes(name)) continue;
    findings.warning(path, `The "${name}" property is not expected to be part of a widget definition, will be ignored`);
  }
  const check = CHECKS[String(widget.type)];
  if (check && widget.properties !== undefined && findings.isObject(widget.properties, `${path}/properties`)) {
    check(widget.properties, `${path}/properties`, findings);
  }
}

type Check = (properties: Properties, path: string, findings: Findings) => void;

const required =
  (...names: string[]): Check =>
  (properties, path, findings) => {
    for (const name of names) if (properties[name] === undefined) findings.missing(path, name);
  };

/** By the type of widget. A type that CloudWatch will have one day is nobody's mistake. */
const CHECKS: Readonly<Record<string, Check>> = {
  metric: checkMetricWidget,
  text: required("markdown"),
  log: required("query"),
  alarm: checkAlarmWidget,
  explorer: required("metrics", "labels"),
  custom: required("endpoint"),
};

/** A metric widget shows metrics, or an alarm by an annotation; one that shows neither is three mistakes at once. */
function checkMetricWidget(properties: Properties, path: string, findings: Findings): void {
  const { metrics, annotations, region, period, stat, yAxis } = properties;
  if ((metrics === undefined && annotations === undefined) || typeof region !== "string") {
    if (metrics === undefined) findings.missing(path, "metrics");
    findings.error(path, "The metric widget should have specified a region and a data source or an alarm annotation");
    if (annotations === undefined && metrics === undefined) findings.missing(path, "annotations");
  }
  if (metrics !== undefined && findings.isArray(metrics, `${path}/metrics`))
    checkMetricRows(metrics, `${path}/metrics`, findings);
  if (period !== undefined) checkPeriod(period, `${path}/period`, findings);
  if (stat !== undefined) checkStatistic(stat, `${path}/stat`, findings);
  if (isObject(yAxis)) for (const side of ["left", "right"]) checkAxis(yAxis[side], `${path}/yAxis/${side}`, findings);
}

function checkAlarmWidget(properties: Properties, path: string, findings: Findings): void {
  required("alarms")(properties, path, findings);
  if (properties.alarms === undefined || !findings.isArray(properties.alarms, `${path}/alarms`)) return;
  if (properties.alarms.length === 0) findings.error(`${path}/alarms`, "Should NOT have less than 1 items");
}

/** Seconds of high resolution, or whole minutes: the schema's two ways, of which none fits. */
function checkPeriod(period: unknown, path: string, findings: Findings): void {
  const isWhole = Number.isInteger(period);
  const seconds = period as number;
  if (isWhole && ([1, 5, 10, 20, 30].includes(seconds) || (seconds >= 60 && seconds % 60 === 0))) return;
  if (!isWhole) findings.error(path, "Should be integer");
  if (isWhole && seconds < 60) findings.error(path, "Should be >= 60");
  if (isWhole && seconds % 60 !== 0) findings.error(path, "Should be multiple of 60");
  findings.error(path, "Should match exactly one schema in oneOf");
}

function checkStatistic(stat: unknown, path: string, findings: Findings): void {
  if (typeof stat !== "string") findings.error(path, "Should be string");
  else if (!parseStatistic(stat)) findings.error(path, `Should match pattern "${STATISTIC}"`);
}

/** As far as the pattern was seen in an answer of AWS. */
const STATISTIC = "^((SampleCount|Average|Sum|Minimum|Maximum|IQM)|(p|tc|tm|ts|wm)...";

/** Each bound is held against the other, so bounds in the wrong order are two mistakes. */
function checkAxis(axis: unknown, path: string, findings: Findings): void {
  const { min, max } = isObject(axis) ? axis : {};
  if (typeof min !== "number" || typeof max !== "number" || min <= max) return;
  findings.error(path, `Should be <= ${max}`);
  findings.error(path, `Should be >= ${min}`);
}
