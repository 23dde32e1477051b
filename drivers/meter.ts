/**
 * The drivers' own CloudWatch metrics, `published` and `retried` (Count) and `freshness` (Milliseconds), in namespace
 * `ServerlessChaosLab` by the dimension `Pipeline`. Figures are gathered per minute, sent every ten seconds, and dropped
 * when CloudWatch does not take them: telemetry never holds up a document.
 */
import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { Call } from "./call.ts";
import { chunks } from "./chunks.ts";
import { type Clock, pause } from "./pause.ts";
import { sentenceOf } from "./trouble.ts";

const NAMESPACE = "ServerlessChaosLab";
const MINUTE = 60_000;
const INTERVAL = 10_000;
/** How long the end of a run waits for CloudWatch. */
const PATIENCE = 5000;
/** PutMetricData takes at most 150 distinct values a datum. */
const VALUES = 150;

/** The right to write metrics can be bound to their namespace. Without it figures are dropped. */
export const METER_CALL: Call = {
  operation: "cloudwatch:PutMetricData",
  resource: "*",
  condition: { StringEquals: { "cloudwatch:namespace": NAMESPACE } },
  spare: "the drivers' own metrics are missing",
};

/** What a meter writes with. Without CloudWatch it writes nothing. */
export interface Metered {
  cloudwatch?: CloudWatchClient;
  clock: Clock;
  /** The dimension's value: the deployment's name. Default `etl-lab`. */
  pipeline?: string;
}

type MeterName = "published" | "retried" | "freshness";

/** How often each value was seen. */
type Values = Map<number, number>;

export class Meter {
  readonly #metered: Metered;
  readonly #name: MeterName;
  readonly #failed: (error: string) => void;
  readonly #minutes = new Map<number, Values>();
  #sentAt: number;
  #sending = Promise.resolve();

  constructor(metered: Metered, name: MeterName, failed: (error: string) => void) {
    this.#metered = metered;
    this.#name = name;
    this.#failed = failed;
    this.#sentAt = metered.clock.now();
  }

  /** `value` was seen at `at`. Counts are added up, times keep their distribution. */
  record(at: number, value: number): void {
    const minute = Math.floor(at / MINUTE) * MINUTE;
    const values: Values = this.#minutes.get(minute) ?? new Map();
    this.#minutes.set(minute, values.set(value, (values.get(value) ?? 0) + 1));
    if (this.#metered.clock.now() - this.#sentAt >= INTERVAL) this.#send();
  }

  /** Sends what is left and waits for the answers, though not for ever. */
  async close(): Promise<void> {
    this.#send();
    if (this.#metered.cloudwatch === undefined) return;
    const answered = new AbortController();
    const waiting = this.#sending.then(() => answered.abort());
    await Promise.race([waiting, pause(this.#metered.clock, PATIENCE, answered.signal)]);
  }

  #send(): void {
    const { cloudwatch, clock } = this.#metered;
    const data = [...this.#minutes].flatMap(([minute, values]) => this.#datums(minute, values));
    this.#minutes.clear();
    this.#sentAt = clock.now();
    if (cloudwatch === undefined || data.length === 0) return;
    const call = cloudwatch.send(new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData: data }));
    const answered = call.then(
      () => {},
      (error: unknown) => this.#failed(sentenceOf(error)),
    );
    this.#sending = Promise.all([this.#sending, answered]).then(() => {});
  }

  #datums(minute: number, values: Values): MetricDatum[] {
    const { pipeline = "etl-lab" } = this.#metered;
    const Dimensions = [{ Name: "Pipeline", Value: pipeline }];
    const common = { MetricName: this.#name, Dimensions, Timestamp: new Date(minute) };
    const seen = [...values];
    if (this.#name !== "freshness") {
      return [{ ...common, Unit: "Count", Value: seen.reduce((sum, [value, times]) => sum + value * times, 0) }];
    }
    return chunks(seen, VALUES).map((some) => ({
      ...common,
      Unit: "Milliseconds",
      Values: some.map(([value]) => value),
      Counts: some.map(([, times]) => times),
    }));
  }
}
