import { type Body, parseBody, type Widget } from "../../dashboard/body/body.ts";
import type { MetricWidget } from "../../dashboard/body/metric-widget.ts";

/** The body of a dashboard with these widgets, each a `[type, properties]`. */
export function aBody(...widgets: readonly (readonly [type: string, properties: object])[]): Body {
  return parseBody(JSON.stringify({ widgets: widgets.map(([type, properties]) => ({ type, properties })) }));
}

export function aMetricWidget(properties: object): Widget & MetricWidget {
  return aBody(["metric", { region: "us-east-1", ...properties }]).widgets[0] as Widget & MetricWidget;
}
