import type { Running } from "../data/live.ts";
import type { Fault } from "./faults.ts";
import { clockTime } from "./numbers.ts";
import { type Part, part } from "./part.ts";

/** What is being done to the pipeline: the run that publishes, and the faults laid over the graphs. */
export function drawBanner(run: Running | undefined, faults: readonly Fault[], now: number): Part[] {
  return [...(run ? [runLine(run)] : []), ...faults.toReversed().map((fault) => faultLine(fault, now))];
}

function runLine({ id, since, documents }: Running): Part {
  const from = new Date(since - 60_000).toISOString();
  return part(
    "p",
    { class: "run" },
    part("strong", {}, "Running: "),
    part("a", { href: `?start=${encodeURIComponent(from)}`, title: "from the minute before it began" }, id),
    `, ${documents} documents since ${clockTime(since / 1000, 1)}`,
  );
}

function faultLine({ name, from, until, run }: Fault, now: number): Part {
  const end = until === undefined || until > now ? "in force" : `until ${clockTime(until / 1000, 1)}`;
  return part(
    "p",
    { class: until === undefined || until > now ? "fault now" : "fault" },
    part("strong", {}, "Fault: "),
    `${name}, from ${clockTime(from / 1000, 1)}, ${end}${run ? `, ${run}` : ""}`,
  );
}
