import type { Query } from "../queries/query.ts";
import { type Definition, periodOf, queriesOf, thresholdOf } from "./definition.ts";
import type { State } from "./evaluation.ts";
import type { Threshold } from "./reason.ts";

/** The state an alarm is in, and why. Instants in milliseconds since 1970. */
export interface AlarmState {
  readonly value: State;
  readonly reason: string;
  /** JSON; absent where nobody gave any. */
  readonly reasonData?: string | undefined;
  /** When state or reason last changed. */
  readonly updatedAt: number;
  /** When the state last changed. */
  readonly transitionedAt: number;
}

/** What AWS says of a new alarm. */
const UNCHECKED = "Unchecked: Initial alarm creation";

/**
 * A metric alarm. It is told what was found and says whether that moved it:
 *
 *     INSUFFICIENT_DATA <-> OK <-> ALARM     by evaluations, or by hand until the next one
 */
export class Alarm {
  readonly name: string;
  readonly arn: string;
  /** Names the metric in messages to functions. */
  readonly metricId: string;
  tags: ReadonlyMap<string, string>;
  definition!: Definition;
  /** When the definition last changed. */
  configuredAt!: number;
  threshold!: Threshold;
  queries!: readonly Query[];
  /** Seconds. */
  period!: number;
  state: AlarmState;
  #setByHand = false;

  constructor(
    now: number,
    identity: { arn: string; metricId: string; tags: ReadonlyMap<string, string> },
    definition: Definition,
  ) {
    this.name = definition.AlarmName;
    this.arn = identity.arn;
    this.metricId = identity.metricId;
    this.tags = identity.tags;
    this.state = { value: "INSUFFICIENT_DATA", reason: UNCHECKED, updatedAt: now, transitionedAt: now };
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

  /**
   * Takes what an evaluation found; the answer is the former state if the alarm has moved. An evaluation that finds the
   * state set by hand to be right only replaces the words that were given for it.
   */
  find(now: number, value: State, reason: string, reasonData: string): AlarmState | undefined {
    const moved = value !== this.state.value;
    if (!moved && !this.#setByHand) return undefined;
    this.#setByHand = false;
    return this.#move(now, value, reason, reasonData);
  }

  setByHand(now: number, value: State, reason: string, reasonData: string | undefined): AlarmState | undefined {
    this.#setByHand = true;
    return this.#move(now, value, reason, reasonData);
  }

  /** What is to be done in the state it is in. */
  get actions(): readonly string[] {
    if (!this.definition.ActionsEnabled) return [];
    if (this.state.value === "OK") return this.definition.OKActions;
    return this.state.value === "ALARM" ? this.definition.AlarmActions : this.definition.InsufficientDataActions;
  }

  #move(now: number, value: State, reason: string, reasonData: string | undefined): AlarmState | undefined {
    const before = this.state;
    const moved = value !== before.value;
    this.state = { value, reason, reasonData, updatedAt: now, transitionedAt: moved ? now : before.transitionedAt };
    return moved ? before : undefined;
  }
}
