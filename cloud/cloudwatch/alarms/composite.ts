import type { PutCompositeAlarmInput } from "@aws-sdk/client-cloudwatch";
import type { State } from "./evaluation.ts";
import { instant, json, longInstant } from "./java.ts";
import { type Actions, type AlarmIdentity, Ringing } from "./ringing.ts";
import { parseRule, type Rule } from "./rule.ts";

/** PutCompositeAlarm's input without the tags, with what AWS adds to it. */
export type CompositeDefinition = Omit<PutCompositeAlarmInput, "Tags" | keyof Actions> &
  Actions & { readonly AlarmName: string; readonly AlarmRule: string };

export function compositeDefinitionOf({ Tags: _tags, ...input }: PutCompositeAlarmInput): CompositeDefinition {
  return {
    ...input,
    AlarmName: input.AlarmName!,
    AlarmRule: input.AlarmRule!,
    ActionsEnabled: input.ActionsEnabled ?? true,
    OKActions: input.OKActions ?? [],
    AlarmActions: input.AlarmActions ?? [],
    InsufficientDataActions: input.InsufficientDataActions ?? [],
  };
}

/**
 * An alarm over the states of other alarms, its children, which its rule names. Its rule holds or does not, so that after
 * its first evaluation it is in ALARM or OK and nothing else (PutCompositeAlarm's API reference).
 */
export class CompositeAlarm extends Ringing {
  readonly type = "CompositeAlarm";
  definition!: CompositeDefinition;
  rule!: Rule;

  constructor(now: number, identity: Omit<AlarmIdentity, "name">, definition: CompositeDefinition) {
    super(now, { ...identity, name: definition.AlarmName });
    this.define(now, definition);
  }

  define(now: number, definition: CompositeDefinition): void {
    this.definition = definition;
    this.configuredAt = now;
    this.rule = parseRule(definition.AlarmRule);
  }

  override enable(now: number, enabled: boolean): void {
    this.define(now, { ...this.definition, ActionsEnabled: enabled });
  }

  /** Whether the rule names an alarm, by its name or by its ARN. */
  dependsOn({ name, arn }: { readonly name: string; readonly arn: string }): boolean {
    return this.rule.children.some((child) => child === name || child === arn);
  }

  /** Where the states of its children bring it. */
  judge(stateOf: (child: string) => State | undefined): State {
    return this.rule.holds(stateOf) ? "ALARM" : "OK";
  }
}

/** Why a composite alarm has moved, in the sentence that was seen in notifications. */
export function transitionReason({ arn, state }: Ringing): string {
  return `${arn} transitioned to ${state.value} at ${longInstant(state.updatedAt)}`;
}

/** The same of a new one, and of one whose rule has changed. */
export function creationReason(arn: string, change: "created" | "updated", value: State): string {
  return `${arn} was ${change} and its alarm rule evaluates to ${value}`;
}

/**
 * Which children brought a composite alarm into its state: those that are in the same one, or else the one that moved.
 * (AWS publishes no rule; its examples agree.)
 */
export function triggeringOf(value: State, children: readonly Ringing[], moved: Ringing | undefined): Ringing[] {
  const alike = children.filter(({ state }) => state.value === value);
  return alike.length > 0 || !moved ? alike : [moved];
}

/** StateReasonData of a composite alarm. */
export function triggersJson(triggering: readonly Ringing[]): string {
  const triggeringAlarms = triggering.map(({ arn, state }) => ({
    arn,
    state: { value: state.value, timestamp: instant(state.updatedAt) },
  }));
  return json({ triggeringAlarms });
}
