import { Interrupted } from "../../chaos/interruption.ts";
import { count, plural } from "../../chaos/verdict/words.ts";
import { LabError } from "../../cloud/kernel/errors.ts";
import { Interruption } from "../interruption.ts";
import { paperPipeline } from "../paper-pipeline.ts";
import { settledIn } from "../report/facts.ts";
import { quoted, type RunRequest } from "../request.ts";
import { checkWritable, RUNS, shown, writeRun } from "../run-folder.ts";
import { Screen } from "../screen.ts";
import type { Kind, Settled } from "../shrink/counter-example.ts";
import { documentsOf, type Example, exampleIn, type Shrunk, shrink } from "../shrink/shrinking.ts";
import { faultsIn } from "../shrink/story.ts";
import { instant, timelineLines, timelineOf } from "../shrink/timeline.ts";
import type { Simulation } from "../simulation.ts";
import { askedAgain, experimentOf, readRun } from "../stored-run.ts";

export interface ShrinkOptions {
  readonly out?: string | undefined;
  readonly json: boolean;
}

/** `chaoslab shrink`: the smallest story that still shows one counter-example of a stored run. Exit 0: here it is. */
export async function shrinkRun(run: string, options: ShrinkOptions): Promise<number> {
  const screen = new Screen(options);
  const { out = RUNS } = options;
  const startedAt = new Date();
  const stored = readRun(run, out, "shrunk");
  const settled = settledIn(stored.folder, "shrunk");
  const example = exampleIn(settled) ?? nothingToShrink(stored.folder, settled);
  const entry = await experimentOf(stored);
  const request = askedAgain(stored, entry);
  const { method } = entry.write(paperPipeline);
  checkWritable(out);
  const { play, withStack } = await import("../simulated-run.ts");
  const interruption = new Interruption((line) => screen.note(line));
  screen.note(`shrinking ${shown(stored.folder)}: ${examplesOf(example)} among ${documents(example.documents.length)}`);
  let begun = 0;
  try {
    const faults = request.story?.faults ?? faultsIn({ method });
    const shrunk = await withStack(request, (stack) =>
      shrink({
        example,
        faults,
        play: async (story) => {
          const watcher = { began: (world: Simulation) => screen.began(world, `story ${++begun}`) };
          const playing = play(entry, { ...request, story }, { stack, signal: interruption.signal, watcher });
          const result = await playing.finally(() => screen.ended());
          if (interruption.code) throw new Interrupted();
          return result;
        },
        smaller: (story, told) => {
          const size = { documents: documentsOf(story), faults: story.faults.length, told };
          screen.event("smaller", size);
          screen.note(`  ${example.kind} with ${documents(size.documents)}, ${plural(size.faults, "fault")}`);
        },
      }),
    );
    if (!shrunk) throw gone(stored.folder, example.kind);
    const told = { ...request, story: shrunk.story };
    const folder = writeRun(shrunk.result, { request: told, startedAt }, out);
    tell(screen, { settled, example, shrunk, faults, request: told, folder });
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return interruption.code ?? 130;
    throw error;
  } finally {
    interruption.close();
  }
}

interface Telling {
  readonly settled: Settled;
  readonly example: Example;
  readonly shrunk: Shrunk;
  readonly faults: readonly number[];
  readonly request: RunRequest;
  readonly folder: string;
}

function tell(screen: Screen, { settled, example, shrunk, faults, request, folder }: Telling): void {
  const { kind } = example;
  const { story, result, told, unfinished } = shrunk;
  const timeline = timelineOf(kind, result);
  const left = {
    documents: { left: documentsOf(story), of: example.documents.length },
    faults: { left: story.faults.length, of: faults.length },
  };
  screen.event("story", {
    ...{ counterExample: kind, original: verdictOf(settled, kind), story, ...left, told, unfinished },
    timeline: timeline.map(({ at, who, what }) => ({ at: new Date(at).toISOString(), clock: instant(at), who, what })),
    folder,
  });
  screen.lines([
    verdictOf(settled, kind),
    "",
    `${kind}: the smallest story of it, found by telling ${told === 1 ? "1 story" : `${count(told)} stories`}`,
    `  documents  ${count(left.documents.left)} of ${count(left.documents.of)}`,
    `  faults     ${left.faults.left} of ${left.faults.of}`,
    `  settings   ${request.set.length > 0 ? request.set.join(" ") : "as they are by default"}`,
    `  chance     ${story.luck === 0 ? "the run's own" : `drawn anew, ${plural(story.luck, "time")}`}`,
    ...(unfinished ? ["  the search was ended before nothing more could be left out; fewer may do"] : []),
    "",
    ...timelineLines(timeline).map((line) => `  ${line}`),
    "",
    `files in ${shown(folder)}`,
    `again: npx chaoslab replay ${quoted(shown(folder))}`,
  ]);
}

/** One line: the word, and why, as far as it is about this kind of counter-example. */
function verdictOf({ journal: { name, verdict } }: Settled, kind: Kind): string {
  const about = verdict?.findings.find(({ says }) => says.startsWith(`${kind} `))?.says;
  return `${verdict?.verdict}  ${name}: ${about ?? verdict?.reasons[0]}`;
}

function examplesOf({ kind, suspects }: Example): string {
  return `${count(suspects.length)} ${kind}`;
}

function documents(many: number): string {
  return plural(many, "document");
}

function nothingToShrink(folder: string, { journal: { name, verdict, failure } }: Settled): never {
  const [said, next] = verdict
    ? [`${name} is ${verdict.verdict}, and no document of it is a counter-example`, wayOut(verdict.verdict)]
    : [`it ended before it was judged (${failure})`, "Run the experiment again."];
  throw new LabError("LAB_NOTHING_TO_SHRINK", `There is nothing to shrink in the run ${folder}: ${said}.`, next);
}

function wayOut(word: string): string {
  return word === "REFUTED"
    ? "What refuted it is a figure of all documents together: npx chaoslab report <run> --format md"
    : "Shrink a run that lost or damaged a document, for instance with --seed or --set otherwise.";
}

function gone(folder: string, kind: Kind): LabError {
  return new LabError(
    "LAB_NOT_SHOWN_AGAIN",
    `Neither a part of the run ${folder} nor the whole shows a document that is ${kind} again.`,
    `See whether it is still the same run: npx chaoslab replay ${quoted(shown(folder))}`,
  );
}
