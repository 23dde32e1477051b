import type { Cloud, CloudFact } from "../../cloud/cloud.ts";
import type { Identity, Sample } from "../../cloud/cloudwatch/metrics/metric.ts";
import { alarmListing } from "../../cloud/cloudwatch/operations/alarm-listing.ts";
import type { MetricTaker } from "../../cloud/cloudwatch/service.ts";
import type { Recorded } from "../../cloud/kernel/feed.ts";
import type { Place } from "../../cloud/kernel/house.ts";
import type { Datum } from "../../cloud/kernel/metric.ts";
import type { AlarmState } from "../../dashboard/data/source.ts";
import { alarmStateOf } from "../../dashboard/server/cloudwatch-source.ts";

/**
 * A line of `metrics.ndjson`: what CloudWatch was told, in the order in which it was told. Instants are milliseconds
 * since 1970; those of values are counted from the first line's, because there are dozens of them for a document.
 *
 *     {"since":1767225600000,"place":{...}}
 *     {"at":...,"dashboard":"etl-lab","body":"..."}
 *     {"at":...,"alarm":{...}}                              as DescribeAlarms has it, whenever it becomes another
 *     {"metric":0,"namespace":"AWS/SQS","name":...,"dimensions":[["QueueName","deliveries"]],"unit":"Count"}
 *     [61003,0, 0,1, 5,12.5]                                told at, counts how much earlier, then metrics and values
 *     {"at":...,"identity":{...},"sample":{...}}            what a client put
 */
export type Line =
  | { readonly since: number; readonly place: Place }
  | { readonly at: number; readonly dashboard: string; readonly body: string }
  | { readonly at: number; readonly alarm: AlarmState }
  | ({ readonly metric: number; readonly unit: string } & Identity)
  | Values
  | { readonly at: number; readonly identity: Identity; readonly sample: Sample };

/** In whole milliseconds: nothing that CloudWatch keeps is finer than a second. */
export type Values = readonly [told: number, earlier: number, ...metricsAndValues: number[]];

/** Writes down everything that CloudWatch is told: enough to ask it again what it would have said at any moment. */
export class Recording implements MetricTaker {
  readonly lines: string[] = [];
  readonly #since: number;
  readonly #metrics = new Map<string, number>();

  /** From an empty cloud on. `since`: an instant at or before the first that anything is told at. */
  constructor(cloud: Cloud, since: number) {
    this.#since = since;
    this.#write({ since, place: cloud.place });
    cloud.houses.services.cloudwatch.overhear(this);
    cloud.feed.subscribe((fact) => void this.#hear(cloud, fact));
  }

  put(now: number, data: readonly Datum[]): void {
    const told = Math.floor(now);
    let [counted, line] = [Number.NaN, [] as number[]];
    for (const datum of data) {
      const at = Math.floor(datum.at ?? now);
      if (at !== counted) {
        if (line.length > 0) this.#write(line as unknown as Values);
        [counted, line] = [at, [told - this.#since, told - at]];
      }
      line.push(this.#metricOf(datum), datum.value);
    }
    if (line.length > 0) this.#write(line as unknown as Values);
  }

  add(now: number, identity: Identity, sample: Sample): void {
    this.#write({ at: now, identity, sample });
  }

  #hear(cloud: Cloud, fact: Recorded<CloudFact>): void {
    const { alarms, dashboards } = cloud.houses.services.cloudwatch;
    if (fact.kind === "DashboardPut") {
      this.#write({ at: fact.at, dashboard: fact.dashboard, body: dashboards.get(fact.dashboard).body });
    }
    if (fact.kind === "AlarmPut" || fact.kind === "AlarmStateChanged") {
      const [alarm] = alarmListing(alarms).DescribeAlarms({ AlarmNames: [fact.alarm] }).MetricAlarms ?? [];
      if (alarm) this.#write({ at: fact.at, alarm: alarmStateOf(alarm) });
    }
  }

  #metricOf({ namespace, name, dimensions, unit }: Datum): number {
    let key = `${namespace} ${name} ${unit}`;
    for (const dimension in dimensions) key += ` ${dimension}=${dimensions[dimension]}`;
    const known = this.#metrics.get(key);
    if (known !== undefined) return known;
    const metric = this.#metrics.size;
    this.#metrics.set(key, metric);
    this.#write({ metric, namespace, name, dimensions: Object.entries(dimensions), unit });
    return metric;
  }

  #write(line: Line): void {
    this.lines.push(`${JSON.stringify(line)}\n`);
  }
}
