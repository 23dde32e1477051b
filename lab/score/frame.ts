import { LabError } from "../../cloud/kernel/errors.ts";
import { load, names } from "../catalogue.ts";
import { nearest } from "../nearest.ts";
import { isSimulated } from "../needs.ts";
import { paperPipeline } from "../paper-pipeline.ts";
import { type Raw, whole } from "../request.ts";
import { FLAWS, type Flaw } from "./flaws.ts";
import type { Frame } from "./matrix.ts";
import { meets } from "./questions.ts";

/** What somebody wants of the matrix, as it was written. */
export interface Wanted {
  /** The first seed, and how many. */
  readonly seed?: Raw;
  readonly seeds?: Raw;
  /** Names, one by one or with commas between them; all where nothing is said. */
  readonly flaws?: readonly string[] | undefined;
  readonly experiments?: readonly string[] | undefined;
  /** Also what only a served cloud can show. */
  readonly served?: boolean;
}

/** What a matrix leaves out, because only a served cloud shows it or because nobody chosen meets it. */
export interface Left {
  readonly flaws: readonly Flaw[];
  readonly experiments: readonly string[];
}

/**
 * What is asked, and what is left out.
 *
 * @throws LabError LAB_FLAW_UNKNOWN, LAB_EXPERIMENT_UNKNOWN, LAB_OPTION_RANGE or, for what was named and would not be
 *   asked, LAB_NEEDS_A_SERVED_CLOUD and LAB_FLAW_UNASKED
 */
export async function frameOf(wanted: Wanted): Promise<{ frame: Frame; left: Left }> {
  const first = whole("seed", wanted.seed, 0, 2 ** 32 - 1) ?? 1;
  const seeds = Array.from({ length: whole("seeds", wanted.seeds, 1, 1000) ?? 1 }, (_, i) => first + i);
  const flaws = flawsIn(wanted.flaws);
  const chosen = await experimentsIn(wanted.experiments);
  checkPlaces(wanted, flaws, chosen);
  const experiments = wanted.served ? chosen.all : chosen.all.filter((name) => !chosen.served.includes(name));
  const served = wanted.served ? chosen.served : [];
  const isMet = (flaw: Flaw) => experiments.some((experiment) => meets(flaw, experiment, served));
  const left = flaws.filter((flaw) => !isMet(flaw));
  if (wanted.flaws && left.length > 0) throw unasked(left[0]!, experiments);
  return {
    frame: { flaws: flaws.filter(isMet), experiments, seeds, served },
    left: { flaws: left, experiments: wanted.served ? [] : chosen.served },
  };
}

/** Whoever names what only a served cloud shows has to ask for one. */
function checkPlaces({ served, ...said }: Wanted, flaws: readonly Flaw[], experiments: Chosen): void {
  if (served) return;
  const flaw = said.flaws && flaws.find(({ needs }) => needs !== undefined);
  if (flaw) throw elsewhere(flaw.name, "shows");
  if (said.experiments && experiments.served.length > 0) throw elsewhere(experiments.served[0]!, "runs");
}

/** No flaw: the repaired pipeline alone is asked. */
const NONE = "none";

function flawsIn(said: Wanted["flaws"]): Flaw[] {
  const chosenNames = chosen("flaw", said, [...FLAWS.map(({ name }) => name), NONE]);
  return FLAWS.filter(({ name }) => chosenNames.includes(name));
}

interface Chosen {
  readonly all: readonly string[];
  /** Those of them that only a served cloud can show. */
  readonly served: readonly string[];
}

async function experimentsIn(said: Wanted["experiments"]): Promise<Chosen> {
  const all = chosen("experiment", said, names());
  const served: string[] = [];
  for (const name of all) if (!isSimulated((await load(name)).write(paperPipeline))) served.push(name);
  return { all, served };
}

function chosen(what: string, said: readonly string[] | undefined, all: readonly string[]): readonly string[] {
  const wanted = said?.flatMap((list) => list.split(",")).filter(Boolean) ?? [];
  const stranger = wanted.find((name) => !all.includes(name));
  if (stranger !== undefined) throw unknown(what, stranger, all);
  return wanted.length === 0 ? all : all.filter((name) => wanted.includes(name));
}

function unknown(what: string, name: string, all: readonly string[]): LabError {
  const near = nearest(name, all);
  const next = near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `There are ${all.join(", ")}.`;
  return new LabError(`LAB_${what.toUpperCase()}_UNKNOWN`, `There is no ${what} ${name}.`, next);
}

function elsewhere(name: string, does: string): LabError {
  return new LabError(
    "LAB_NEEDS_A_SERVED_CLOUD",
    `${name} ${does} only in a cloud that is served, where functions have processes and requests are signed.`,
    `Ask it there, in real time: npx chaoslab score --served ${does === "shows" ? "--flaws" : "--experiments"} ${name}`,
  );
}

function unasked({ name, foundBy }: Flaw, experiments: readonly string[]): LabError {
  return new LabError(
    "LAB_FLAW_UNASKED",
    `None of these experiments is asked of ${name}: ${experiments.join(", ")}.`,
    `Add one that finds it: --experiments ${foundBy.join(",")}`,
  );
}
