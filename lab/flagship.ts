/**
 * `npm start`: the flagship experiment as a story. The pipeline as the workshop deploys it refutes the claim, the same
 * pipeline with one option changed holds it, and the reader learns why.
 */
import type { Journal } from "../chaos/journal.ts";
import { count, percent } from "../chaos/verdict/words.ts";
import { type CatalogueEntry, load } from "./catalogue.ts";
import { conclude, exitOf } from "./exit.ts";
import { Interruption } from "./interruption.ts";
import { outcomeLines } from "./outcome.ts";
import { commandOf, requestOf, wishesOf } from "./request.ts";
import { checkWritable, RUNS, shown, writeRun } from "./run-folder.ts";
import { Screen } from "./screen.ts";
import { simulate } from "./simulated-run.ts";

const EXPERIMENT = "slow-transform";
const SEED = 7;
const REMEDY = "timeoutSeconds=120";

async function main(): Promise<number> {
  const screen = new Screen();
  const interruption = new Interruption((line) => screen.note(line));
  checkWritable(RUNS);
  const entry = await load(EXPERIMENT);
  screen.lines(OPENING);
  const flawed = await chapter(entry, [], screen, interruption);
  if (interruption.code) return exitOf(flawed.journal, interruption.code, false);
  screen.lines(findings(flawed.journal, flawed.folder));
  const repaired = await chapter(entry, [REMEDY], screen, interruption);
  if (interruption.code) return exitOf(repaired.journal, interruption.code, false);
  interruption.close();
  screen.lines(
    moral(repaired.journal, repaired.folder, commandOf(requestOf(entry, wishesOf({ seed: SEED + 1, set: [REMEDY] })))),
  );
  const asTold = flawed.journal.verdict?.verdict === "REFUTED" && repaired.journal.verdict?.verdict === "HELD";
  return asTold ? 0 : 1;
}

async function chapter(entry: CatalogueEntry, set: readonly string[], screen: Screen, interruption: Interruption) {
  const request = requestOf(entry, wishesOf({ seed: SEED, set }));
  const startedAt = new Date();
  const result = await simulate(entry, request, interruption.signal, screen).finally(() => screen.ended());
  const folder = writeRun(result, { request, startedAt });
  if (interruption.code) screen.lines([...outcomeLines(result.journal), `  files in ${shown(folder)}`]);
  return { journal: result.journal, folder };
}

const OPENING = [
  "A pipeline turns JSON documents into CSV:",
  "  publisher -> documents (S3) -> transform (Lambda) -> documents (S3) -> converted (SNS) -> deliveries (SQS) -> subscriber",
  "  what fails three times waits in the dead-letter queue for a human",
  "The claim: a slow transform costs time and no document. Half of the runs take 3 to 5 s longer, for 7 minutes.",
  "",
];

function findings(journal: Journal, folder: string): string[] {
  const { verdict } = journal;
  if (!verdict) return [`The run ended without a verdict: ${journal.failure}`];
  const { wellFormed, cells } = verdict.documents;
  const damage = `${count(cells.collateral)} good documents of ${count(wellFormed)} (${percent(cells.collateral / wellFormed)})`;
  const efficacy = verdict.findings.find(({ rule }) => rule === "efficacy")?.says;
  return [
    `${verdict.verdict}  with the function's timeout of 3 s`,
    `  ${damage} are in the dead-letter queue`,
    `  ${efficacy}`,
    `  ${verdict.objective.line}`,
    "  why: a run that is slowed down outlives the timeout and is killed; Lambda tries the event again after one and",
    "       two minutes; each attempt is slowed down with probability 1/2, so one document in eight fails all three",
    `  files in ${shown(folder)}`,
    "",
    `What to change: let a run take as long as it needs (--set ${REMEDY}).`,
    "",
  ];
}

function moral(journal: Journal, folder: string, yours: string): string[] {
  const { verdict } = journal;
  if (!verdict) return [`The run ended without a verdict: ${journal.failure}`];
  const claims = verdict.findings.filter(
    ({ rule, outcome }) => outcome === "held" && (rule === "budget" || rule === "freshness"),
  );
  return [
    `${verdict.verdict}  with a timeout of 120 s, and the same slowness`,
    ...claims.map(({ says }) => `  ${says}`),
    `  ${verdict.objective.line}`,
    `  files in ${shown(folder)}`,
    "",
    "Again:  npx chaoslab replay latest        proves that the same seed gives the same bytes",
    `Yours:  ${yours}`,
    "More:   npx chaoslab list",
  ];
}

await conclude(main);
