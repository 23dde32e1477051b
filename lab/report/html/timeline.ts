import type { Facts } from "../facts.ts";
import { binsOver } from "../series.ts";
import { minutesOf, safe } from "../text.ts";
import { band, percentAcross, timeLabels } from "./plot.ts";
import { spanOf } from "./plots.ts";
import { table } from "./table.ts";

const LANES = 2;
const HEIGHT = 100 / LANES;

/** The phases of a run above the times at which faults were in force, as a drawing and as a table. */
export function timeline(facts: Facts): string {
  const { phases, faults } = facts.journal;
  const span = spanOf(facts);
  const bins = binsOver(span);
  const shapes = [
    ...phases.map((phase) => band(phase, bins, "phase", 2, HEIGHT - 8)),
    ...faults.map((fault) =>
      band({ ...fault, until: Math.min(fault.until, span.until) }, bins, "fault", HEIGHT + 2, HEIGHT - 8),
    ),
  ];
  const label = (name: string, at: number, until: number, lane: number) => {
    const left = percentAcross(at, bins);
    const width = percentAcross(until, bins) - left;
    // A stretch too short for its name has it in the table only.
    if (width < 9) return "";
    return `<span class="lane" style="left:${left}%;width:${width}%;top:${lane * HEIGHT + 10}%">${safe(name, 40)}</span>`;
  };
  const labels = [
    ...phases.map(({ name, from, until }) => label(name, from, until, 0)),
    ...faults.map(({ action, from, until }) => label(action, from, Math.min(until, span.until), 1)),
  ];
  return `<figure><div class="plot low"><svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label="Phases and faults; the table below says the same">${shapes.join("")}</svg>
<div aria-hidden="true">${labels.join("")}<span class="y" style="bottom:75%">phases</span><span class="y" style="bottom:25%">faults</span></div><div aria-hidden="true">${timeLabels(bins)}</div></div></figure>
${timeTable(facts)}`;
}

function timeTable({ journal, cloud }: Facts): string {
  const since = Date.parse(journal.start);
  const line = (what: string, from: number, until: number, detail = "") => [
    what,
    minutesOf(from - since),
    minutesOf(until - since),
    detail,
  ];
  const rows = [
    ...journal.phases.map(({ name, from, until }) => line(name, from, until)),
    ...journal.faults.map(({ action, from, until }) => line("fault in force", from, until, action)),
    ...(cloud?.alarms ?? [])
      .filter(({ from, to }) => from === "ALARM" || to === "ALARM")
      .slice(0, ALARMS)
      .map(({ alarm, at, from, to }) => line("alarm", at, at, `${alarm}: ${from} to ${to}`)),
  ];
  return table({
    caption: "Phases, faults and alarms, in minutes and seconds since the run began",
    heads: ["what", { number: "from" }, { number: "until" }, "detail"],
    rows,
  });
}

const ALARMS = 40;
