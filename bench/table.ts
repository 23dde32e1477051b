/**
 * `npm run table -- [--seeds 20] [--jobs 2] [--case <part of its name>]`: what the simulation must reproduce, over many
 * seeds. Each figure is shown as least, median and most, beside the range it may have; 1 when any lies outside.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { answering } from "../lab/workers.ts";
import {
  CASES,
  type Case,
  FIGURES,
  type FigureName,
  type Figures,
  figuresOf,
  rangeOf,
  shown,
  strays,
} from "./cases.ts";
import { printTable } from "./columns.ts";
import { median } from "./row.ts";
import { trial } from "./trial.ts";
import { inParallel, isWorker } from "./workers.ts";

interface Task {
  readonly name: string;
  readonly seed: number;
}

async function figures({ name, seed }: Task): Promise<Figures> {
  const { experiment, settings } = CASES.find((one) => one.name === name)!;
  return figuresOf(await trial(experiment, { seed, settings }));
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "20" },
      jobs: { type: "string", default: "2" },
      case: { type: "string", default: "" },
    },
  });
  const cases = CASES.filter(({ name }) => name.includes(values.case));
  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
  const tasks = cases.flatMap(({ name }) => seeds.map((seed): Task => ({ name, seed })));
  const results = await inParallel<Task, Figures>(fileURLToPath(import.meta.url), tasks, Number(values.jobs));
  const table = cases.map((one, i) => ({ one, runs: results.slice(i * seeds.length, (i + 1) * seeds.length) }));
  printTable([["", "case", "figure", "min", "median", "max", "range"], ...table.flatMap(rowsOf)]);
  const outside = table.flatMap(({ one, runs }) =>
    runs.flatMap((run, i) => strays(one, run).map((stray) => `${one.name}, seed ${seeds[i]}: ${stray}`)),
  );
  for (const line of outside) console.log(line);
  console.log(`${tasks.length} runs, ${outside.length} figures outside of their range`);
  return outside.length === 0 ? 0 : 1;
}

function rowsOf({ one, runs }: { one: Case; runs: readonly Figures[] }): string[][] {
  const names = (Object.keys(FIGURES) as FigureName[]).filter((name) => one.ranges[name] !== undefined);
  return names.map((name, i) => {
    const sorted = runs.map((run) => run[name] ?? Number.NaN).sort((a, b) => a - b);
    const spread = [sorted[0], median(sorted), sorted.at(-1)].map((value) => shown(name, value));
    const range = one.ranges[name]!;
    const isMet = sorted.every((value) => value >= range[0] && value <= range[1]);
    return [isMet ? " " : "!", i === 0 ? one.name : "", FIGURES[name].title, ...spread, rangeOf(name, range)];
  });
}

if (isWorker()) answering(figures);
else process.exitCode = await main();
