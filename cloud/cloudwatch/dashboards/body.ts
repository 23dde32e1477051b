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
  alarm: required("alarms"),
  explorer: required("metrics", "labels"),
  custom: required("endpoint"),
};

/** A metric widget shows metrics, or an alarm by an annotation; one that shows neither is three mistakes at once. */
function checkMetricWidget(properties: Properties, path: string, findings: Findings): void {
  const { metrics, annotations, region, period, stat } = properties;
  if ((metrics === undefined && annotations === undefined) || typeof region !== "string") {
    if (metrics === undefined) findings.missing(path, "metrics");
    findings.error(path, "The metric widget should have specified a region and a data source or an alarm annotation");
    if (annotations === undefined && metrics === undefined) findings.missing(path, "annotations");
  }
  if (metrics !== undefined && findings.isArray(metrics, `${path}/metrics`))
    checkMetricRows(metrics, `${path}/metrics`, findings);
  if (period !== undefined) checkPeriod(period, `${path}/period`, findings);
  if (stat !== undefined && typeof stat !== "string") findings.error(`${path}/stat`, "Should be string");
}

function checkPeriod(period: unknown, path: string, findings: Findings): void {
  if (!Number.isInteger(period)) findings.error(path, "Should be integer");
  else if (
    ![1, 5, 10, 20, 30].includes(period as number) &&
    ((period as number) <= 0 || (period as number) % 60 !== 0)
  ) {
    findings.error(path, "Should be multiple of 60");
  }
}
