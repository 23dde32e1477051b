import type { Place } from "../../kernel/house.ts";
import { validationError } from "../errors.ts";
import type { Chronicle } from "./chronicle.ts";
import { type CompositeAlarm, creationReason, transitionReason, triggeringOf, triggersJson } from "./composite.ts";
import { compositeNoticeOf } from "./composite-notice.ts";
import type { Ringing } from "./ringing.ts";

/** The composite alarms among all alarms: who depends on whom, and what follows when one moves. */
export class Composites {
  readonly #all: () => readonly Ringing[];
  readonly #now: () => number;
  readonly #chronicle: Chronicle;
  readonly #place: Place;

  constructor(all: () => readonly Ringing[], now: () => number, chronicle: Chronicle, place: Place) {
    this.#all = all;
    this.#now = now;
    this.#chronicle = chronicle;
    this.#place = place;
  }

  all(): CompositeAlarm[] {
    return this.#all().filter((alarm) => alarm.type === "CompositeAlarm") as CompositeAlarm[];
  }

  parentsOf(alarm: Ringing): CompositeAlarm[] {
    return this.all().filter((composite) => composite.dependsOn(alarm));
  }

  childrenOf({ rule }: CompositeAlarm): Ringing[] {
    return rule.children.flatMap((child) => this.#named(child) ?? []);
  }

  /** AWS's sentence, seen in CloudFormation's events. */
  checkChildren({ rule }: CompositeAlarm): void {
    const missing = rule.children.filter((child) => !this.#named(child));
    if (missing.length > 0) {
      const names = missing.join(", ");
      throw validationError(`Could not save the composite alarm as alarms [${names}] in the alarm rule do not exist`);
    }
  }

  /** Looks at a composite alarm that was put just now. */
  begin(composite: CompositeAlarm, change: "created" | "updated"): void {
    this.#judge(composite, undefined, (value) => creationReason(composite.arn, change, value), new Set());
  }

  /** Looks at those that depend on an alarm that has moved. Rules may run in a circle: each is judged once. */
  follow(moved: Ringing, judged: Set<Ringing> = new Set()): void {
    for (const composite of this.parentsOf(moved)) {
      if (!judged.has(composite)) this.#judge(composite, moved, () => transitionReason(moved), judged);
    }
  }

  #judge(
    composite: CompositeAlarm,
    moved: Ringing | undefined,
    reason: (value: "OK" | "ALARM" | "INSUFFICIENT_DATA") => string,
    judged: Set<Ringing>,
  ): void {
    judged.add(composite);
    const value = composite.judge((child) => this.#named(child)?.state.value);
    const triggering = triggeringOf(value, this.childrenOf(composite), moved);
    const before = composite.find(this.#now(), value, reason(value), triggersJson(triggering));
    if (!before) return;
    this.#chronicle.moved(composite, before, () => compositeNoticeOf(composite, before, this.#place));
    this.follow(composite, judged);
  }

  #named(child: string): Ringing | undefined {
    return this.#all().find(({ name, arn }) => name === child || arn === child);
  }
}
