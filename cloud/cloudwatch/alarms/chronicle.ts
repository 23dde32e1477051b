import type { Feed } from "../../kernel/feed.ts";
import type { CloudWatchFact } from "../facts.ts";
import type { AlarmActions, AlarmNotice } from "../ports.ts";
import { actionTaken, configurationUpdated, HISTORY_KEPT, type HistoryItem, stateUpdated } from "./history.ts";
import type { AlarmState, Ringing } from "./ringing.ts";

/** What happened to all alarms, told as facts, kept as history, and acted on. Instants are real ones. */
export class Chronicle {
  readonly #now: () => number;
  readonly #feed: Feed<CloudWatchFact>;
  readonly #actions: AlarmActions;
  #history: HistoryItem[] = [];

  constructor(now: () => number, feed: Feed<CloudWatchFact>, actions: AlarmActions) {
    this.#now = now;
    this.#feed = feed;
    this.#actions = actions;
  }

  /** Newest first. */
  history(): readonly HistoryItem[] {
    const oldest = this.#now() - HISTORY_KEPT;
    this.#history = this.#history.filter(({ at }) => at >= oldest);
    return this.#history.toReversed();
  }

  changed(alarm: Ringing, change: "created" | "updated" | "deleted"): void {
    this.#history.push(configurationUpdated(alarm, this.#now(), change));
    this.#feed.record({ kind: change === "deleted" ? "AlarmDeleted" : "AlarmPut", alarm: alarm.name });
  }

  /** Keeps a change of state and does what the alarm does in the new one; `notice` is asked for only if it is needed. */
  moved(alarm: Ringing, before: AlarmState, notice: () => AlarmNotice): void {
    const { value, reason } = alarm.state;
    this.#history.push(stateUpdated(alarm, before));
    this.#feed.record({ kind: "AlarmStateChanged", alarm: alarm.name, from: before.value, to: value, reason });
    if (alarm.actions.length > 0) this.#act(alarm, notice());
  }

  #act(alarm: Ringing, notice: AlarmNotice): void {
    for (const action of alarm.actions) {
      const failure = refusalOf(() => this.#actions.act(action, notice));
      const succeeded = failure === undefined;
      this.#history.push(actionTaken(alarm, this.#now(), action, failure));
      this.#feed.record({ kind: "AlarmActionTaken", alarm: alarm.name, action, succeeded });
    }
  }
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
