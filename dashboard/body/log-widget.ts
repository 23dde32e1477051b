import { asText, type Fields } from "./fields.ts";

/** The answer to a query of CloudWatch Logs Insights. */
export interface LogWidget {
  readonly kind: "log";
  readonly title: string | undefined;
  readonly region: string | undefined;
  /** What stands after the sources. */
  readonly query: string;
  readonly logGroups: readonly string[];
  /** Drawn as a table whatever it asks for; a view of another kind says so. */
  readonly view: string;
}

/** `SOURCE 'group' | SOURCE "other" | fields @timestamp, @message`: the sources come first. */
const SOURCE = /^\s*SOURCE\s+(?:'([^']*)'|"([^"]*)")\s*(?:\||$)/i;

export function readLogWidget(properties: Fields): LogWidget {
  const { query, logGroups } = apart(asText(properties.query) ?? "");
  return {
    kind: "log",
    title: asText(properties.title),
    region: asText(properties.region),
    query,
    logGroups,
    view: asText(properties.view) ?? "table",
  };
}

function apart(text: string): Pick<LogWidget, "query" | "logGroups"> {
  const logGroups: string[] = [];
  let rest = text;
  for (let match = SOURCE.exec(rest); match; match = SOURCE.exec(rest)) {
    logGroups.push(match[1] ?? match[2]!);
    rest = rest.slice(match[0].length);
  }
  return { query: rest.trim(), logGroups };
}
