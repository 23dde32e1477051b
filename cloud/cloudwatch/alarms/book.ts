import type { PutCompositeAlarmInput, PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import type { Feed } from "../../kernel/feed.ts";
import type { Place } from "../../kernel/house.ts";
import type { Random } from "../../kernel/random.ts";
import type { ScaledClock } from "../../kernel/scaled-clock.ts";
import { alarmNotFound } from "../errors.ts";
import type { CloudWatchFact } from "../facts.ts";
import type { MetricStore } from "../metrics/store.ts";
import type { AlarmActions } from "../ports.ts";
import { tagsOf } from "../tags.ts";
import { Alarm } from "./alarm.ts";
import { Chronicle } from "./chronicle.ts";
import { CompositeAlarm, compositeDefinitionOf } from "./composite.ts";
import { compositeNoticeOf } from "./composite-notice.ts";
import { Composites } from "./composites.ts";
import { datapointsOf, isLowSample } from "./datapoints.ts";
import { definitionOf } from "./definition.ts";
import { evaluate, type State } from "./evaluation.ts";
import type { HistoryItem } from "./history.ts";
import { noticeOf } from "./notice.ts";
import { reasonDataFor, reasonFor } from "./reason.ts";
import type { AlarmState, Ringing } from "./ringing.ts";
import { checkAlarm, checkComposite, checkKind, checkRemoval } from "./validation.ts";
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
 *                                                            `--> composite alarms that depend on it
 */
export class AlarmBook {
  readonly composites: Composites;
  readonly #wiring: AlarmWiring;
  readonly #watch: Watch;
  readonly #chronicle: Chronicle;
  readonly #alarms = new Map<string, Alarm | CompositeAlarm>();

  constructor(wiring: AlarmWiring) {
    const now = () => this.#now;
    this.#wiring = wiring;
    this.#watch = new Watch(wiring.clock, (cadence, end) => this.#evaluateAll(cadence, end));
    this.#chronicle = new Chronicle(now, wiring.feed, wiring.actions);
    this.composites = new Composites(() => this.all(), now, this.#chronicle, wiring.place);
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
    checkKind(known, "MetricAlarm");
    if (known instanceof Alarm) known.define(this.#now, definition);
    else {
      const metricId = this.#wiring.random.fork("alarms").fork(name).uuid();
      this.#alarms.set(name, new Alarm(this.#now, { ...this.#identity(input), metricId }, definition));
    }
    this.#changed(this.get(name), known ? "updated" : "created");
  }

  putComposite(input: PutCompositeAlarmInput): void {
    checkComposite(input, this.#wiring.place.region);
    const definition = compositeDefinitionOf(input);
    const known = this.#alarms.get(definition.AlarmName);
    checkKind(known, "CompositeAlarm");
    const draft = new CompositeAlarm(this.#now, this.#identity(input), definition);
    this.composites.checkChildren(draft);
    const alarm = known instanceof CompositeAlarm ? known : draft;
    alarm.define(this.#now, definition);
    this.#alarms.set(alarm.name, alarm);
    this.#changed(alarm, known ? "updated" : "created");
    this.composites.begin(alarm, known ? "updated" : "created");
  }

  get(name: string): Alarm | CompositeAlarm {
    const alarm = this.#alarms.get(name);
    if (!alarm) throw alarmNotFound();
    return alarm;
  }

  find(arn: string): Ringing | undefined {
    return this.all().find((alarm) => alarm.arn === arn);
  }

  all(): (Alarm | CompositeAlarm)[] {
    return [...this.#alarms.values()];
  }

  /** Those that watch metrics. */
  metricAlarms(): Alarm[] {
    return this.all().filter((alarm) => alarm instanceof Alarm);
  }

  /** Names that no alarm has are passed over (DeleteAlarms' API reference). */
  remove(names: readonly string[]): void {
    const alarms = [...new Set(names)].flatMap((name) => this.#alarms.get(name) ?? []);
    checkRemoval(alarms, (alarm) => this.composites.parentsOf(alarm));
    for (const alarm of alarms) {
      this.#alarms.delete(alarm.name);
      this.#changed(alarm, "deleted");
    }
  }

  setState(name: string, value: State, reason: string, reasonData: string | undefined): void {
    const alarm = this.get(name);
    const before = alarm.setByHand(this.#now, value, reason, reasonData);
    if (before) this.#moved(alarm, before);
  }

  enableActions(names: readonly string[], enabled: boolean): void {
    for (const name of names) this.#alarms.get(name)?.enable(this.#now, enabled);
  }

  /** Newest first. */
  history(): readonly HistoryItem[] {
    return this.#chronicle.history();
  }

  stop(): void {
    this.#watch.keep(new Set());
  }

  get #now(): number {
    return this.#wiring.clock.real(this.#wiring.clock.now());
  }

  #identity({ AlarmName, Tags }: PutMetricAlarmInput | PutCompositeAlarmInput) {
    return { arn: this.arnOf(AlarmName!), tags: tagsOf(Tags) };
  }

  #changed(alarm: Ringing, change: "created" | "updated" | "deleted"): void {
    this.#chronicle.changed(alarm, change);
    this.#watch.keep(new Set(this.metricAlarms().map(({ period }) => cadenceOf(period))));
  }

  #evaluateAll(cadence: number, end: number): void {
    for (const alarm of this.metricAlarms()) if (cadenceOf(alarm.period) === cadence) this.#evaluate(alarm, end);
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

  #moved(alarm: Alarm | CompositeAlarm, before: AlarmState): void {
    const { place } = this.#wiring;
    this.#chronicle.moved(alarm, before, () =>
      alarm instanceof Alarm ? noticeOf(alarm, before, place) : compositeNoticeOf(alarm, before, place),
    );
    this.composites.follow(alarm);
  }
}

function measurement({ definition }: Alarm) {
  return { statistic: definition.Statistic ?? definition.ExtendedStatistic, unit: definition.Unit };
}
