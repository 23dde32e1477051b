import { type AlarmWidget, readAlarmWidget } from "./alarm-widget.ts";
import { asFields, asOneOf, asText } from "./fields.ts";
import { type LogWidget, readLogWidget } from "./log-widget.ts";
import { type MetricWidget, readMetricWidget } from "./metric-widget.ts";
import { type Place, placed } from "./placement.ts";

/**
 * A dashboard's body, understood: what PutDashboard takes and GetDashboard gives back (CloudWatch API reference,
 * "Dashboard Body Structure and Syntax"). Whether it is valid is the service's business. A widget that cannot be drawn
 * is kept in its place, with the reason, because a page with a hole in it would lie.
 */
export interface Body {
  /** `-PT3H` or ISO 8601; CloudWatch shows three hours if nothing is said. */
  readonly start: string | undefined;
  readonly end: string | undefined;
  /** `inherit`: graphs keep their own periods. `auto`: they follow the time range of the page. */
  readonly periodOverride: "auto" | "inherit";
  readonly widgets: readonly Widget[];
}

export type Widget = Place & Content;
export type Content = MetricWidget | TextWidget | AlarmWidget | LogWidget | Unsupported;

export interface TextWidget {
  readonly kind: "text";
  readonly markdown: string;
  readonly background: "solid" | "transparent";
}

export interface Unsupported {
  readonly kind: "unsupported";
  readonly title: string | undefined;
  readonly why: string;
}

/** The text is no dashboard at all. */
export class BodyError extends Error {}

/**
 * @throws BodyError when the text is no JSON object with an array `widgets`
 */
export function parseBody(text: string): Body {
  const body = asFields(parsed(text));
  if (!Array.isArray(body.widgets))
    throw new BodyError("The dashboard's body is no JSON object with an array widgets.");
  const places = placed(body.widgets);
  return {
    start: asText(body.start),
    end: asText(body.end),
    periodOverride: asOneOf(body.periodOverride, ["auto", "inherit"]),
    widgets: body.widgets.map((widget, i) => ({ ...places[i]!, ...readContent(asFields(widget)) })),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readContent({ type, properties: given }: Readonly<Record<string, unknown>>): Content {
  const properties = asFields(given);
  if (type === "metric") return readMetricWidget(properties);
  if (type === "text") return readText(properties);
  if (type === "alarm") return readAlarmWidget(properties);
  if (type === "log") return readLogWidget(properties);
  return unsupported(
    asText(properties.title),
    `Widgets of type ${JSON.stringify(type)} are not drawn here; open the dashboard in the CloudWatch console.`,
  );
}

function readText({ markdown, background }: Readonly<Record<string, unknown>>): TextWidget {
  return { kind: "text", markdown: asText(markdown) ?? "", background: asOneOf(background, ["solid", "transparent"]) };
}

function unsupported(title: string | undefined, why: string): Unsupported {
  return { kind: "unsupported", title, why };
}
