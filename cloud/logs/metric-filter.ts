import type { MetricTransformation } from "@aws-sdk/client-cloudwatch-logs";
import type { Datum } from "../kernel/metric.ts";
import type { Line } from "./batch.ts";
import { compile, type Pattern } from "./pattern/pattern.ts";

const MINUTE = 60_000;

/** A metric filter as it was put. */
export interface MetricFilterDraft {
  readonly name: string;
  readonly source: string;
  readonly transformation: MetricTransformation;
}

/**
 * A metric filter: what matches its pattern becomes a value of a metric, at the time of the event. In a minute in which
 * nothing matches, the default value counts once, if there is one ("Creating metrics from log events using filters" in the
 * user guide); it is decided when the first events of the minute come, because they are not looked at again.
 */
export class MetricFilter {
  readonly name: string;
  readonly source: string;
  readonly transformation: MetricTransformation;
  readonly createdAt: number;
  readonly #pattern: Pattern;
  /** The latest minute that has a value. */
  #countedIn = Number.NEGATIVE_INFINITY;

  constructor({ name, source, transformation }: MetricFilterDraft, createdAt: number) {
    this.name = name;
    this.source = source;
    this.transformation = transformation;
    this.createdAt = createdAt;
    this.#pattern = compile(source);
  }

  /** The metric data that lines are worth. */
  read(lines: readonly Line[]): Datum[] {
    const data = lines.flatMap((line) => (this.#pattern.matches(line.message) ? (this.#datum(line) ?? []) : []));
    const last = lines.at(-1);
    if (!last) return data;
    const minute = Math.floor(last.timestamp / MINUTE);
    const silent = data.length === 0 && minute > this.#countedIn;
    this.#countedIn = Math.max(this.#countedIn, minute);
    const { defaultValue, dimensions } = this.transformation;
    if (!silent || defaultValue === undefined || dimensions) return data;
    return [this.#worth(defaultValue, {}, last.timestamp)];
  }

  /** Nothing where the event has no number for the value, or no text for a dimension. */
  #datum({ message, timestamp }: Line): Datum | undefined {
    const { metricValue = "", dimensions = {} } = this.transformation;
    const text = metricValue.startsWith("$") ? this.#pattern.valueOf(metricValue, message) : metricValue;
    const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
    const named = Object.entries(dimensions).map(
      ([name, selector]) => [name, this.#pattern.valueOf(selector, message)] as const,
    );
    if (!Number.isFinite(value) || named.some(([, dimension]) => dimension === undefined)) return undefined;
    return this.#worth(value, Object.fromEntries(named) as Record<string, string>, timestamp);
  }

  #worth(value: number, dimensions: Record<string, string>, at: number): Datum {
    const { metricNamespace, metricName, unit = "None" } = this.transformation;
    return { namespace: metricNamespace!, name: metricName!, dimensions, value, unit, at };
  }
}
