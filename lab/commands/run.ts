import { loudest } from "../../chaos/verdict/exit-codes.ts";
import { verdictLines } from "../../chaos/verdict/lines.ts";
import type { ExitCode } from "../../chaos/verdict/verdict.ts";
import { type CatalogueEntry, load } from "../catalogue.ts";
import { exitOf } from "../exit.ts";
import { Interruption } from "../interruption.ts";
import { type RunRequest, requestOf } from "../request.ts";
import { checkWritable, RUNS, shown, writeRun } from "../run-folder.ts";
import { Screen } from "../screen.ts";
import { type RunResult, simulate } from "../simulated-run.ts";

export interface RunOptions {
  readonly seed?: number | undefined;
  readonly documents?: number | undefined;
  readonly rate?: number | undefined;
  readonly set?: readonly string[] | undefined;
  readonly out?: string | undefined;
  readonly json: boolean;
  readonly strict: boolean;
}

/** `chaoslab run`: one experiment after the other, each judged; the exit code is the loudest. */
export async function run(experiments: readonly string[], options: RunOptions): Promise<ExitCode> {
  const screen = new Screen(options);
  const out = options.out ?? RUNS;
  // Everything that can be wrong with the words is found before the first run begins.
  const runs = [];
  for (const experiment of experiments)
    runs.push({ entry: await load(experiment), request: requestOf(experiment, options) });
  checkWritable(out);
  const interruption = new Interruption((line) => screen.note(line));
  const codes: ExitCode[] = [];
  try {
    for (const { entry, request } of runs) {
      codes.push(await runOne(entry, request, { screen, interruption, out, strict: options.strict }));
      if (interruption.code) break;
    }
  } finally {
    interruption.close();
  }
  return loudest(codes);
}

interface Setting {
  readonly screen: Screen;
  readonly interruption: Interruption;
  readonly out: string;
  readonly strict: boolean;
}

async function runOne(entry: CatalogueEntry, request: RunRequest, { screen, interruption, out, strict }: Setting) {
  const startedAt = new Date();
  screen.note(`${entry.name}, seed ${request.seed}`);
  const result = await simulate(entry, request, interruption.signal, {
    progress: (event) => screen.progress(event),
    began: (world) => screen.began(world),
  }).finally(() => screen.ended());
  const folder = writeRun(result, { request, startedAt }, out);
  screen.event("verdict", {
    id: result.journal.id,
    verdict: result.journal.verdict,
    status: result.journal.status,
    folder,
  });
  screen.lines([...linesOf(result), `  files in ${shown(folder)}`]);
  return exitOf(result.journal, interruption.code, strict);
}

/** The verdict, or why there is none; and every restore that did not end as it should. */
function linesOf({ journal }: RunResult): string[] {
  const restores = journal.leases.filter(({ restoration }) => restoration.outcome !== "restored");
  const loud = restores.map(
    ({ resource, restoration }) => `  RESTORE ${restoration.outcome.toUpperCase()}: ${resource}`,
  );
  if (journal.verdict) return [...loud, ...verdictLines(journal.verdict)];
  return [...loud, `${journal.status.toUpperCase()}  ${journal.name}`, `  because ${journal.failure}`];
}
