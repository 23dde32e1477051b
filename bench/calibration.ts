/**
 * `npm run calibrate -- [--runs 1000] [--simulated 0] [--flagships 0] [--jobs 2]`: how often the verdict is wrong. Runs
 * of the document-level model take milliseconds, so there can be thousands; `--simulated N` and `--flagships N` add N
 * healthy and N flagship runs of the whole simulation. A second table counts how often the stop rule and the quick gate
 * are wrong, in five times as many runs. 1 when a rate is not as it must be.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { judge } from "../chaos/verdict/rule.ts";
import type { Word } from "../chaos/verdict/verdict.ts";
import { minutes } from "../chaos/vocabulary.ts";
import slowTransform from "../experiments/slow-transform.ts";
import steadyState from "../experiments/steady-state.ts";
import { answering } from "../lab/workers.ts";
import { printTable } from "./columns.ts";
import { modelledRun, type Plan } from "./document-model.ts";
import { isExact, SEQUENTIAL_HEAD, sequentialLines, sequentialRow } from "./sequential.ts";
import { trial } from "./trial.ts";
import { inParallel, isWorker } from "./workers.ts";

/** One line of the table: runs of one kind, and how many of them may or must end with a word. */
interface Line {
  readonly what: string;
  readonly by: "model" | "simulation";
  readonly word: Word;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly verdicts: readonly Word[];
}

const HYPOTHESIS = { collateral: { budget: 0.001 }, freshness: { percentile: 99, within: minutes(2) } };
const HEALTHY = { documents: 3100, faultProbability: 0, planted: 0 };
const FLAGSHIP = { ...HEALTHY, faultProbability: 0.5 };
const PLANTED = { ...HEALTHY, documents: 10_000 };

function modelled(runs: number, plan: Omit<Plan, "seed">): Word[] {
  return Array.from({ length: runs }, (_, i) => judge(modelledRun({ ...plan, seed: i + 1 }), HYPOTHESIS).verdict);
}

function modelLines(runs: number): Line[] {
  const by = "model";
  const flagships = Math.ceil(runs / 5);
  return [
    { what: "healthy", by, word: "REFUTED", atMost: 0, verdicts: modelled(runs, HEALTHY) },
    {
      what: "flagship, timeout 3 s",
      by,
      word: "INVALID",
      atMost: flagships / 200,
      verdicts: modelled(flagships, FLAGSHIP),
    },
    {
      what: "planted collateral 0.5 %, n = 10 000",
      by,
      word: "REFUTED",
      atLeast: 0.99 * runs,
      verdicts: modelled(runs, { ...PLANTED, planted: 0.005 }),
    },
    {
      what: "planted collateral 0.02 %, n = 10 000",
      by,
      word: "HELD",
      atLeast: 0.9 * runs,
      verdicts: modelled(runs, { ...PLANTED, planted: 0.0002 }),
    },
  ];
}

interface Task {
  readonly experiment: "healthy" | "flagship";
  readonly seed: number;
}

async function simulated({ experiment, seed }: Task): Promise<Word> {
  const { journal } = await trial(experiment === "healthy" ? steadyState : slowTransform, { seed });
  if (!journal.verdict) throw new Error(`seed ${seed} ended without a verdict: ${journal.failure}`);
  return journal.verdict.verdict;
}

async function simulationLines(healthy: number, flagships: number, jobs: number): Promise<Line[]> {
  const seeds = (experiment: Task["experiment"], count: number) =>
    Array.from({ length: count }, (_, i): Task => ({ experiment, seed: i + 1 }));
  const tasks = [...seeds("healthy", healthy), ...seeds("flagship", flagships)];
  const verdicts = await inParallel<Task, Word>(fileURLToPath(import.meta.url), tasks, jobs);
  const by = "simulation";
  return [
    { what: "healthy", by, word: "REFUTED", atMost: 0, verdicts: verdicts.slice(0, healthy) },
    { what: "flagship, timeout 3 s", by, word: "INVALID", atMost: flagships / 200, verdicts: verdicts.slice(healthy) },
  ];
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "1000" },
      simulated: { type: "string", default: "0" },
      flagships: { type: "string", default: "0" },
      jobs: { type: "string", default: "2" },
    },
  });
  const [runs, healthy, flagships, jobs] = [values.runs, values.simulated, values.flagships, values.jobs].map(Number);
  const all = [...modelLines(runs!), ...(await simulationLines(healthy!, flagships!, jobs!))];
  const lines = all.filter(({ verdicts }) => verdicts.length > 0);
  printTable([["", "runs of", "by", "verdict", "seen", "of", "must be", "all verdicts"], ...lines.map(row)]);
  const sequential = sequentialLines(5 * runs!);
  process.stdout.write("\n");
  printTable([SEQUENTIAL_HEAD, ...sequential.map(sequentialRow)]);
  return lines.every(isMet) && sequential.every(isExact) ? 0 : 1;
}

function row(line: Line): string[] {
  const { what, by, word, atMost, verdicts } = line;
  const bound = atMost === undefined ? `>= ${line.atLeast}` : `<= ${Math.floor(atMost)}`;
  const all = (["HELD", "REFUTED", "INCONCLUSIVE", "INVALID"] as const)
    .map((each) => [each, count(verdicts, each)] as const)
    .filter(([, seen]) => seen > 0);
  const told = all.map(([each, seen]) => `${each} ${seen}`).join(", ");
  return [isMet(line) ? " " : "!", what, by, word, String(count(verdicts, word)), String(verdicts.length), bound, told];
}

function isMet({ word, atMost = Number.POSITIVE_INFINITY, atLeast = 0, verdicts }: Line): boolean {
  const seen = count(verdicts, word);
  return seen <= Math.floor(atMost) && seen >= atLeast;
}

function count(verdicts: readonly Word[], word: Word): number {
  return verdicts.filter((verdict) => verdict === word).length;
}

if (isWorker()) answering(simulated);
else process.exitCode = await main();
