import type { State } from "./evaluation.ts";

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

/** What an alarm does when its state changes, by the state it comes to. */
export interface Actions {
  readonly AlarmDescription?: string | undefined;
  readonly ActionsEnabled: boolean;
  readonly OKActions: string[];
  readonly AlarmActions: string[];
  readonly InsufficientDataActions: string[];
}

export interface AlarmIdentity {
  readonly name: string;
  readonly arn: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** What AWS says of a new alarm. */
const UNCHECKED = "Unchecked: Initial alarm creation";

/**
 * What metric alarms and composite alarms have in common: a name, actions, and a state. An alarm is told what was found
 * and says whether that moved it:
 *
 *     INSUFFICIENT_DATA <-> OK <-> ALARM     by evaluations, or by hand until the next one
 */
export abstract class Ringing {
  readonly name: string;
  readonly arn: string;
  tags: ReadonlyMap<string, string>;
  abstract readonly type: "MetricAlarm" | "CompositeAlarm";
  abstract readonly definition: Actions;
  /** When the definition last changed. */
  configuredAt!: number;
  state: AlarmState;
  #setByHand = false;

  constructor(now: number, { name, arn, tags }: AlarmIdentity) {
    this.name = name;
    this.arn = arn;
    this.tags = tags;
    this.state = { value: "INSUFFICIENT_DATA", reason: UNCHECKED, updatedAt: now, transitionedAt: now };
  }

  /** The same definition, with actions or without. */
  abstract enable(now: number, enabled: boolean): void;

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
