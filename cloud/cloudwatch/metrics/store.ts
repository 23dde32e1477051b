import type { Datum } from "../../kernel/metric.ts";
import { type Dimension, type Identity, Metric, type Sample } from "./metric.ts";
import type { Kept } from "./series.ts";

/**
 * All metrics of a region. A document leaves some thirty data behind, so finding a metric must cost next to nothing and
 * build no keys: the words of its identity are a path.
 *
 *     AWS/Lambda - Errors - FunctionName - transform (a metric) - Resource - transform:live (another)
 *
 * The same dimensions written in another order are another path to the same metric.
 */
export class MetricStore {
  readonly #namespaces = new Map<string, Map<string, Junction>>();
  readonly #all: Metric[] = [];
  readonly #kept: Kept | undefined;

  /** Without `kept` everything is. */
  constructor(kept?: Kept) {
    this.#kept = kept;
  }

  /** What the services publish. */
  put(now: number, data: readonly Datum[]): void {
    for (const datum of data) {
      const metric = this.#known(datum) ?? this.#intern({ ...datum, dimensions: Object.entries(datum.dimensions) });
      metric.reportedAt = now;
      metric.record(datum.at ?? now, datum.unit, datum.value);
    }
  }

  /** What PutMetricData publishes. */
  add(now: number, identity: Identity, sample: Sample): void {
    const metric = this.#intern(identity);
    metric.reportedAt = now;
    metric.add(sample);
  }

  find({ namespace, name, dimensions }: Identity): Metric | undefined {
    let junction = this.#namespaces.get(namespace)?.get(name);
    for (const [dimension, value] of canonical(dimensions)) junction = junction?.next.get(dimension)?.get(value);
    return junction?.metric;
  }

  /** Every metric, in the order they were first heard of. */
  all(): readonly Metric[] {
    return this.#all;
  }

  #known({ namespace, name, dimensions }: Datum): Metric | undefined {
    let junction = this.#namespaces.get(namespace)?.get(name);
    for (const dimension in dimensions) junction = junction?.next.get(dimension)?.get(dimensions[dimension]!);
    return junction?.metric;
  }

  #intern(identity: Identity): Metric {
    const written = this.#junctionOf(identity, identity.dimensions);
    if (written.metric) return written.metric;
    const dimensions = canonical(identity.dimensions);
    const sorted = this.#junctionOf(identity, dimensions);
    sorted.metric ??= this.#create({ ...identity, dimensions });
    written.metric = sorted.metric;
    return sorted.metric;
  }

  #create({ namespace, name, dimensions }: Identity): Metric {
    const metric = new Metric({ namespace, name, dimensions }, this.#kept);
    this.#all.push(metric);
    return metric;
  }

  #junctionOf({ namespace, name }: Identity, dimensions: readonly Dimension[]): Junction {
    const names = at(this.#namespaces, namespace, () => new Map<string, Junction>());
    let junction = at(names, name, () => new Junction());
    for (const [dimension, value] of dimensions) {
      const values = at(junction.next, dimension, () => new Map<string, Junction>());
      junction = at(values, value, () => new Junction());
    }
    return junction;
  }
}

/** A place on the paths to metrics: dimension, then value. */
class Junction {
  metric: Metric | undefined;
  readonly next = new Map<string, Map<string, Junction>>();
}

function canonical(dimensions: readonly Dimension[]): Dimension[] {
  return [...dimensions].sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function at<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = create();
    map.set(key, value);
  }
  return value;
}
