import type { ExitCode } from "../chaos/verdict/verdict.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { exitOf } from "./exit.ts";
import type { Interruption } from "./interruption.ts";
import { outcomeLines } from "./outcome.ts";
import { planOf } from "./plan.ts";
import { planLines } from "./plan-lines.ts";
import type { RunRequest } from "./request.ts";
import { shown, writeRun } from "./run-folder.ts";
import type { Screen } from "./screen.ts";
import { simulate } from "./simulated-run.ts";

/** What is to be run. */
export interface Order {
  readonly entry: CatalogueEntry;
  readonly request: RunRequest;
}

export interface Setting {
  readonly screen: Screen;
  readonly interruption: Interruption;
  readonly out: string;
  readonly strict: boolean;
}

/** One run as a person asks for it: its plan, its phases, its folder and its verdict. */
export async function judgedRun({ entry, request }: Order, setting: Setting): Promise<ExitCode> {
  const { screen, interruption, out, strict } = setting;
  const startedAt = new Date();
  const plan = planOf(entry, request);
  screen.event("plan", plan);
  screen.note(...planLines(plan), `seed ${request.seed}`);
  const result = await simulate(entry, request, interruption.signal, screen).finally(() => screen.ended());
  const folder = writeRun(result, { request, startedAt }, out);
  const { id, verdict, status } = result.journal;
  screen.event("verdict", { id, verdict, status, folder });
  screen.lines([...outcomeLines(result.journal), `  files in ${shown(folder)}`]);
  return exitOf(result.journal, interruption.code, strict);
}
