import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Journal } from "../../chaos/journal.ts";
import { LabError } from "../../cloud/kernel/errors.ts";
import type { Fact, Recorded } from "../../cloud/kernel/feed.ts";
import type { Fault } from "../../dashboard/picture/faults.ts";
import type { Past, View, Wiring } from "../../dashboard/server/desk.ts";
import { isTold, Teller } from "../../dashboard/story/teller.ts";
import { textLinesOf } from "../run-file.ts";
import { broken } from "../stored-run.ts";
import { faultsOf, rangeOf, spanOf } from "./keepsake.ts";
import { Playback } from "./playback.ts";
import { Tape } from "./tape.ts";

/** A page asks when it wants another moment, and not by itself; what is in between it may keep as long as it likes. */
const REFRESH = 1000;

/**
 * The dashboard of a simulated run that is over, at any moment of it, out of what lies in the run's folder:
 *
 *     metrics.ndjson -> CloudWatch as it was        feed.ndjson -> the story of documents        journal.json -> faults
 *
 * @throws LabError LAB_RUN_BROKEN or LAB_RUN_LIVE
 */
export function pastRun(folder: string): Wiring {
  const journal = read(folder, "journal.json", (path) => JSON.parse(readFileSync(path, "utf8")) as Journal);
  if (journal.target !== "sim") throw lived(journal);
  const playback = read(folder, "metrics.ndjson", (path) => new Playback(textLinesOf(path)));
  const story = read(folder, "feed.ndjson", (path) => storyTape(textLinesOf(path)));
  const span = spanOf(journal);
  const at = (instant: number): View => ({
    source: playback.source(instant),
    now: () => instant,
    faults: async () => faultsOf(journal).flatMap((fault) => asKnownAt(instant, fault)),
    story: () => story.at(instant).story(instant),
  });
  const past: Past = { span, range: rangeOf(span), at };
  return { ...at(span.to), refresh: REFRESH, past };
}

function storyTape(lines: Iterable<string>): Tape<Recorded<Fact>, Teller> {
  const facts: Recorded<Fact>[] = [];
  for (const line of lines) if (isTold(line)) facts.push(JSON.parse(line) as Recorded<Fact>);
  return new Tape(
    facts,
    () => new Teller(),
    (teller, fact) => teller.hear(fact),
  );
}

/** When a fault will end is nothing that anybody could have known. */
function asKnownAt(now: number, { until, ...fault }: Fault): Fault[] {
  if (fault.from > now) return [];
  return [{ ...fault, ...(until !== undefined && until <= now && { until }) }];
}

function read<T>(folder: string, name: string, work: (path: string) => T): T {
  const path = join(folder, name);
  if (!existsSync(path)) throw broken(folder, `there is no ${name}`, "watched");
  try {
    return work(path);
  } catch (error) {
    throw error instanceof SyntaxError ? broken(folder, `${name} is not whole`, "watched") : error;
  }
}

function lived({ id, target }: Journal): LabError {
  return new LabError(
    "LAB_RUN_LIVE",
    `The run ${id} went on at the target ${target}: what its dashboard showed at any moment is not recorded.`,
    "Its dashboard as it was at the end stands in its report.html; while a run goes on, watch it with: npx chaoslab dashboard",
  );
}
