import { asList, asOneOf, asText, type Fields } from "./fields.ts";

/** The states of alarms, side by side. */
export interface AlarmWidget {
  readonly kind: "alarm";
  readonly title: string | undefined;
  /** ARNs. */
  readonly alarms: readonly string[];
  /** Only alarms in these states; all of them if it is empty. */
  readonly states: readonly string[];
  readonly sortBy: "default" | "stateUpdatedTimestamp" | "timestamp";
}

export function readAlarmWidget(properties: Fields): AlarmWidget {
  return {
    kind: "alarm",
    title: asText(properties.title),
    alarms: texts(properties.alarms),
    states: texts(properties.states),
    sortBy: asOneOf(properties.sortBy, ["default", "stateUpdatedTimestamp", "timestamp"]),
  };
}

export function texts(value: unknown): string[] {
  return asList(value).filter((item) => typeof item === "string");
}
