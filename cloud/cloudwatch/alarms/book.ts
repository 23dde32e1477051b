import type { PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import type { Feed } from "../../kernel/feed.ts";
import type { Place } from "../../kernel/house.ts";
import type { Random } from "../../kernel/random.ts";
import type { ScaledClock } from "../../kernel/scaled-clock.ts";
import { alarmNotFound } from "../errors.ts";
import type { CloudWatchFact } from "../facts.ts";
import type { MetricStore } from "../metrics/store.ts";
import type { AlarmActions } from "../ports.ts";
import { tagsOf } from "../tags.ts";
import { Alarm, type AlarmState } from "./alarm.ts";
import { datapointsOf, isLowSample } from "./datapoints.ts";
import { definitionOf } from "./definition.ts";
import { evaluate, type State } from "./evaluation.ts";
import { actionTaken, configurationUpdated, HISTORY_KEPT, type HistoryItem, stateUpdated } from "./history.ts";
import { noticeOf } from "./notice.ts";
import { reasonDataFor, reasonFor } from "./reason.ts";
import { checkAlarm } from "./validation.ts";
import { cadenceOf, Watch } from "./watch.ts";

export interface AlarmWiring {
  /** In whose time periods pass. What alarms tell are instants of real time. */
  readonly clock: ScaledClock;
  readonly random: Random;
  readonly feed: Feed<CloudWatchFact>;
  readonly place: Place;
  /** With instants of the clock's scaled time. */
  readonly metrics: MetricStore;
  readonly actions: AlarmActions;
}

/**
 * All alarms by name, and what happened to them:
 *
 *     every minute: metrics -> datapoints -> evaluation -> state -> history, fact, actions
 */
export class AlarmBook {
  readonly #wiring: AlarmWiring;
  readonly #watch: Watch;
  readonly #alarms = new Map<string, Alarm>();
  #history: HistoryItem[] = [];

  constructor(wiring: AlarmWiring) {
    this.#wiring = wiring;
    this.#watch = new Watch(wiring.clock, (cadence, end) => this.#evaluateAll(cadence, end));
  }

  arnOf(name: string): string {
    const { region, accountId } = this.#wiring.place;
    return `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;
  }

  put(input: PutMetricAlarmInput): void {
    checkAlarm(input, this.#wiring.place.region);
    const definition = definitionOf(input);
    const name = definition.AlarmName;
    const known = this.#alarms.get(name);
    if (known) known.define(this.#now, definition);
    else
      this.#alarms.set(name, new Alarm(this.#now, { ...this.#identity(name), tags: tagsOf(input.Tags) }, definition));
    this.#changed(this.#alarms.get(name)!, known ? "updated" : "created");
  }

  get(name: string): Alarm {
    const alarm = this.#alarms.get(name);
    if (!alarm) throw alarmNotFound();
    return alarm;
  }

  find(arn: string): Alarm | undefined {
    return this.all().find((alarm) => alarm.arn === arn);
  }

  all(): Alarm[] {
    return [...this.#alarms.values()];
  }

  /** Names that no alarm has are passed over (DeleteAlarms' API reference). */
  remove(names: readonly string[]): void {
    for (const name of names) {
      const alarm = this.#alarms.get(name);
      if (!alarm) continue;
      this.#alarms.delete(name);
      this.#changed(alarm, "deleted");
    }
  }

  setState(name: string, value: State, reason: string, reasonData: string | undefined): void {
    const alarm = this.get(name);
    const before = alarm.setByHand(this.#now, value, reason, reasonData);
    if (before) this.#moved(alarm, before);
  }

  enableActions(names: readonly string[], enabled: boolean): void {
    for (const name of names) {
      const alarm = this.#alarms.get(name);
      alarm?.define(this.#now, { ...alarm.definition, ActionsEnabled: enabled });
    }
  }

  /** Newest first. */
  history(): readonly HistoryItem[] {
    const oldest = this.#now - HISTORY_KEPT;
    this.#history = this.#history.filter(({ at }) => at >= oldest);
    return this.#history.toReversed();
  }

  stop(): void {
    this.#watch.keep(new Set());
  }

  get #now(): number {
    return this.#wiring.clock.real(this.#wiring.clock.now());
  }

  #identity(name: string): { arn: string; metricId: string } {
    return { arn: this.arnOf(name), metricId: this.#wiring.random.fork("alarms").fork(name).uuid() };
  }

  #changed(alarm: Alarm, change: "created" | "updated" | "deleted"): void {
    this.#history.push(configurationUpdated(alarm, this.#now, change));
    this.#wiring.feed.record({ kind: change === "deleted" ? "AlarmDeleted" : "AlarmPut", alarm: alarm.name });
    this.#watch.keep(new Set(this.all().map(({ period }) => cadenceOf(period))));
  }

  #evaluateAll(cadence: number, end: number): void {
    for (const alarm of this.all()) if (cadenceOf(alarm.period) === cadence) this.#evaluate(alarm, end);
  }

  #evaluate(alarm: Alarm, end: number): void {
    const { clock, metrics } = this.#wiring;
    const points = datapointsOf(alarm, metrics, end).map((point) => ({ ...point, at: clock.real(point.at) }));
    if (isLowSample(alarm, points)) return;
    const evaluation = evaluate(points, alarm.threshold);
    if (!evaluation.state) return;
    const reason = reasonFor(evaluation.state, evaluation, alarm.threshold);
    const source = { period: alarm.period, threshold: alarm.threshold.threshold, ...measurement(alarm) };
    const before = alarm.find(this.#now, evaluation.state, reason, reasonDataFor(this.#now, evaluation, source));
    if (before) this.#moved(alarm, before);
  }

  #moved(alarm: Alarm, before: AlarmState): void {
    const { value, reason } = alarm.state;
    this.#history.push(stateUpdated(alarm, before));
    this.#wiring.feed.record({ kind: "AlarmStateChanged", alarm: alarm.name, from: before.value, to: value, reason });
    if (alarm.actions.length === 0) return;
    const notice = noticeOf(alarm, before, this.#wiring.place);
    for (const action of alarm.actions) {
      const failure = refusalOf(() => this.#wiring.actions.act(action, notice));
      this.#history.push(actionTaken(alarm, this.#now, action, failure));
      this.#wiring.feed.record({
        kind: "AlarmActionTaken",
        alarm: alarm.name,
        action,
        succeeded: failure === undefined,
      });
    }
  }
}

function measurement({ definition }: Alarm) {
  return { statistic: definition.Statistic ?? definition.ExtendedStatistic, unit: definition.Unit };
}

/** Why an action did not work. */
function refusalOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
