import type { Query } from "../queries/query.ts";
import { type Definition, periodOf, queriesOf, thresholdOf } from "./definition.ts";
import type { Threshold } from "./reason.ts";
import { type AlarmIdentity, Ringing } from "./ringing.ts";

/** A metric alarm: rings when a metric, or an expression over several, crosses a threshold. */
export class Alarm extends Ringing {
  readonly type = "MetricAlarm";
  /** Names the metric in messages to functions. */
  readonly metricId: string;
  definition!: Definition;
  threshold!: Threshold;
  queries!: readonly Query[];
  /** Seconds. */
  period!: number;

  constructor(now: number, identity: Omit<AlarmIdentity, "name"> & { metricId: string }, definition: Definition) {
    super(now, { ...identity, name: definition.AlarmName });
    this.metricId = identity.metricId;
    this.define(now, definition);
  }

  /** A new definition leaves the state as it is. */
  define(now: number, definition: Definition): void {
    this.definition = definition;
    this.configuredAt = now;
    this.threshold = thresholdOf(definition);
    this.queries = queriesOf(definition);
    this.period = periodOf(this.queries);
  }

  override enable(now: number, enabled: boolean): void {
    this.define(now, { ...this.definition, ActionsEnabled: enabled });
  }
}
