import { LabError } from "../../cloud/kernel/errors.ts";
import { EXIT } from "../exit.ts";
import { runAtWork } from "../leases/journal.ts";
import { leftovers, type RecordedRun, recordedRuns } from "../leases/records.ts";
import { checkSite, type Site, sameSite, sameStack, siteOf, wordsOf } from "../leases/site.ts";
import { type Undone, undo as undoRun } from "../leases/undoing.ts";
import { hangUp, liveClients } from "../live/clients.ts";
import { deployedPipeline } from "../live/deployment.ts";
import { Screen } from "../screen.ts";

export interface UndoOptions {
  readonly all: boolean;
  readonly json: boolean;
}

/** `chaoslab undo`: gives back what dead runs left changed. Exit 0, or 5 when something could not be given back. */
export async function undo(options: UndoOptions): Promise<number> {
  const screen = new Screen(options);
  return options.all ? await undoEverywhere(screen) : await undoHere(screen);
}

/** At the deployment that build/outputs.json describes. */
async function undoHere(screen: Screen): Promise<number> {
  const site = siteOf(deployed());
  const busy = recordedRuns().find((run) => run.atWork && sameSite(run.site, site));
  if (busy) throw runAtWork(busy);
  const left = leftovers();
  const here = left.filter((run) => sameSite(run.site, site));
  if (here.length > 0) return await undoRuns(here, screen);
  const elsewhere = left.find((run) => sameStack(run.site, site));
  if (elsewhere) await checkReach(elsewhere.site);
  screen.lines([`nothing to undo on ${wordsOf(site)}`]);
  if (left.length > 0) screen.note("other deployments have leftovers: npx chaoslab undo --all");
  return 0;
}

function deployed() {
  try {
    return deployedPipeline();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw new LabError(error.code, error.message, "For leftovers of every deployment: npx chaoslab undo --all");
  }
}

/** Of every journal; a site that cannot be reached does not keep the others from their peace. */
async function undoEverywhere(screen: Screen): Promise<number> {
  const codes: number[] = [];
  for (const run of recordedRuns()) {
    if (run.open.length === 0) continue;
    try {
      if (run.atWork) throw runAtWork(run);
      codes.push(await undoRuns([run], screen));
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      screen.complain(error);
      codes.push(EXIT.usage);
    }
  }
  if (codes.length === 0) screen.lines(["nothing to undo"]);
  return [EXIT.restoreFailed, EXIT.usage].find((code) => codes.includes(code)) ?? 0;
}

/** Runs of one site. */
async function undoRuns(runs: readonly RecordedRun[], screen: Screen): Promise<number> {
  await checkReach(runs[0]!.site);
  const clients = liveClients(runs[0]!.site.region);
  let code = 0;
  try {
    // What a later run changed lies over what an earlier one did.
    for (const { run, path } of runs.toReversed()) {
      const undone = await undoRun(path, clients);
      for (const { lease, restoration } of undone) screen.event("undone", { run, ...lease, restoration });
      screen.lines([`${run}:`, ...undone.map(lineOf)]);
      if (undone.some(({ restoration }) => restoration.outcome === "failed")) code = EXIT.restoreFailed;
    }
  } finally {
    hangUp(clients);
  }
  return code;
}

async function checkReach(site: Site): Promise<void> {
  const clients = liveClients(site.region);
  try {
    await checkSite(site, clients);
  } finally {
    hangUp(clients);
  }
}

/** `[restored] reserved concurrency of transform-lab` */
function lineOf({ lease, restoration }: Undone): string {
  return `  [${outcomeOf(restoration)}] ${lease.resource}`;
}

function outcomeOf(restoration: Undone["restoration"]): string {
  if (restoration.outcome === "drifted") return `drifted: found ${cut(JSON.stringify(restoration.found))}`;
  return restoration.outcome === "failed" ? `failed: ${restoration.reason}` : restoration.outcome;
}

function cut(text: string): string {
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}
