import { ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { LiveClients } from "../live/clients.ts";
import { type Check, check, type Section } from "./checklist.ts";
import type { Observation } from "./observation.ts";

/** A metric as a dashboard names it. */
interface Named {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
}

/**
 * Whether the graphs can show anything: CloudWatch takes a misspelt metric without a word. A metric is known to it once
 * somebody has published it, so on a pipeline that has seen no document nothing can be said.
 */
export async function metrics(
  { cloudwatch }: LiveClients,
  { dashboard }: Observation,
  pipeline: EtlPipeline,
): Promise<Section> {
  const ours = new Set<string>(Object.values(pipeline));
  const named = metricsIn(dashboard?.DashboardBody ?? "{}");
  const spaces = [...new Set(named.map(({ namespace }) => namespace))];
  const checks = spaces.map(async (Namespace): Promise<Check> => {
    const known = await knownIn(cloudwatch, Namespace);
    const mine = named.filter(({ namespace }) => namespace === Namespace);
    // A metric that only troubles publish is not there while there is no trouble; one of its siblings is. A queue of ours
    // that nothing has reached yet has published nothing at all; another queue has.
    const isSilent = ({ dimensions }: Named) =>
      known.names.has(namesOf(dimensions)) && dimensions.every(([, value]) => ours.has(value));
    const misplaced = mine.filter((metric) => !known.dimensions.has(textOf(metric.dimensions)) && !isSilent(metric));
    const names = [...new Set(misplaced.map(({ name, dimensions }) => `${name} of ${dimensions.flat().join(" ")}`))];
    return check(
      `${mine.length} metrics of ${Namespace} on the dashboard are of something that publishes`,
      known.count > 0 && misplaced.length === 0,
      known.count === 0
        ? "nothing has published there yet: send some documents"
        : `nothing publishes ${names.join(", ")}`,
    );
  });
  return { title: "dashboard", checks: await Promise.all(checks) };
}

async function knownIn(cloudwatch: LiveClients["cloudwatch"], Namespace: string) {
  const dimensions = new Set<string>();
  const names = new Set<string>();
  let count = 0;
  let NextToken: string | undefined;
  do {
    const page = await cloudwatch.send(new ListMetricsCommand({ Namespace, ...(NextToken && { NextToken }) }));
    for (const { Dimensions = [] } of page.Metrics ?? []) {
      const pairs = Dimensions.map(({ Name = "", Value = "" }) => [Name, Value] as const);
      dimensions.add(textOf(pairs));
      names.add(namesOf(pairs));
      count++;
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return { count, dimensions, names };
}

type Dimensions = Named["dimensions"];

const namesOf = (dimensions: Dimensions) => JSON.stringify(dimensions.map(([name]) => name).sort());

function textOf(dimensions: Dimensions): string {
  return JSON.stringify([...dimensions].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every metric of a dashboard's body, the shorthand written out: `.` repeats the place above, `...` all before. */
function metricsIn(body: string): Named[] {
  const widgets: { properties?: { metrics?: unknown[][] } }[] = JSON.parse(body).widgets ?? [];
  return widgets.flatMap(({ properties: { metrics = [] } = {} }) => {
    let above: string[] = [];
    return metrics.flatMap((row) => {
      const words = row.filter((word) => typeof word === "string") as string[];
      if (words.length === 0) return [];
      above = writtenOut(words, above);
      const [namespace = "", name = "", ...rest] = above;
      return [{ namespace, name, dimensions: pairs(rest) }];
    });
  });
}

function writtenOut(words: readonly string[], above: readonly string[]): string[] {
  const gap = words.indexOf("...");
  const whole = gap < 0 ? words : [...above.slice(0, above.length - (words.length - 1 - gap)), ...words.slice(gap + 1)];
  return whole.map((word, i) => (word === "." ? (above[i] ?? word) : word));
}

function pairs(words: readonly string[]): [string, string][] {
  return words.flatMap((name, i) => (i % 2 === 0 ? [[name, words[i + 1] ?? ""] as [string, string]] : []));
}
