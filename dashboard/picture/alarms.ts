import type { AlarmState } from "../data/source.ts";
import { fullTime } from "./numbers.ts";
import { type Part, part } from "./part.ts";

const WORDS = { OK: "OK", ALARM: "In alarm", INSUFFICIENT_DATA: "Insufficient data" } as const;
const MARKS = { OK: "✓", ALARM: "▲", INSUFFICIENT_DATA: "…" } as const;

/** A tile an alarm: its name, its state, since when, and why. */
export function alarmTiles(alarms: readonly AlarmState[]): Part {
  if (alarms.length === 0) return part("p", { class: "nothing" }, "No alarm is in a state that this widget shows.");
  return part("ul", { class: "alarms" }, ...alarms.map(tile));
}

function tile({ name, state, reason, changedAt, description }: AlarmState): Part {
  return part(
    "li",
    { class: `tile ${state.toLowerCase()}`, title: reason },
    part("span", { class: "mark", "aria-hidden": "true" }, MARKS[state]),
    part("span", { class: "name" }, name),
    part("span", { class: "state" }, `${WORDS[state]} since ${fullTime(changedAt / 1000)}`),
    state === "ALARM" ? part("span", { class: "why" }, description || reason) : undefined,
  );
}
