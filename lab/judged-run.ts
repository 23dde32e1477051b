import type { ExitCode } from "../chaos/verdict/verdict.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { exitOf } from "./exit.ts";
import type { Interruption } from "./interruption.ts";
import { outcomeLines } from "./outcome.ts";
import { planLines } from "./plan/lines.ts";
import { planOf } from "./plan/plan.ts";
import { appendStepSummary } from "./report/step-summary.ts";
import { commandOf, optionsOf, type RunRequest, testsOf } from "./request.ts";
import { shown, writeRun } from "./run-folder.ts";
import type { Screen } from "./screen.ts";
import { simulate } from "./simulated-run.ts";
import type { Stage } from "./stage.ts";

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
  readonly target: "sim" | "local" | "aws";
  /** Whose documents a live run judges; if nothing is said, those of drivers that are at work. */
  readonly load: "own" | "drivers" | undefined;
}

/** One run as a person asks for it: its plan, its phases, its folder and its verdict. */
export async function judgedRun({ entry, request }: Order, setting: Setting): Promise<ExitCode> {
  const { screen, interruption, out, strict, target } = setting;
  const startedAt = new Date();
  const stage = await stageFor({ entry, request }, setting);
  const plan = planOf(entry, stage.request, {
    times: stage.stack,
    tests: testsOf(request, target),
    ...(stage.pipeline && { pipeline: stage.pipeline }),
  });
  screen.event("plan", plan);
  screen.note(...planLines(plan), ...stage.notes, `seed ${request.seed}`);
  const result = await stage.play(interruption.signal, screen).finally(() => screen.ended());
  // First what was found: should the folder fail, the verdict is not lost with it.
  screen.lines(outcomeLines(result.journal, target === "sim" ? commandOf(request) : undefined));
  const folder = writeRun(result, { request, startedAt }, out);
  const unsaid = appendStepSummary(folder);
  if (unsaid) screen.note(unsaid);
  const { id, verdict, status } = result.journal;
  screen.event("verdict", { id, verdict, status, folder });
  screen.lines([`  files in ${shown(folder)}`]);
  return exitOf(result.journal, interruption.code, strict);
}

/** In the simulation, or in a world that is not ours; what that takes is loaded when it is needed. */
async function stageFor({ entry, request }: Order, { target, load }: Setting): Promise<Stage> {
  if (target !== "sim") {
    const { liveStage } = await import("./live/live-run.ts");
    return await liveStage(entry, { ...request, target, whose: load });
  }
  const play: Stage["play"] = (signal, watcher) => simulate(entry, request, signal, watcher);
  return { request, stack: optionsOf(request), notes: [], play };
}
