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

/** What a matrix leaves out, by name. */
export interface Left {
  /** Because only a served cloud shows it. */
  readonly flaws: readonly string[];
  readonly experiments: readonly string[];
  /** Flaws that none of the chosen experiments is asked of. */
  readonly unmet: readonly string[];
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
  const { simulated, served } = await experimentsIn(wanted.experiments);
  if (!wanted.served) checkPlaces(wanted, flaws, served);
  const experiments = wanted.served ? [...simulated, ...served].sort() : simulated;
  const isMet = (flaw: Flaw) => experiments.some((experiment) => meets(flaw, experiment, served));
  const isElsewhere = ({ needs }: Flaw) => !wanted.served && needs !== undefined;
  const unmet = flaws.filter((flaw) => !isMet(flaw) && !isElsewhere(flaw));
  if (wanted.flaws && unmet.length > 0) throw unasked(unmet[0]!, experiments);
  return {
    frame: { flaws: flaws.filter(isMet), experiments, seeds, served: wanted.served ? served : [] },
    left: {
      flaws: namesOf(flaws.filter(isElsewhere)),
      experiments: wanted.served ? [] : served,
      unmet: namesOf(unmet),
    },
  };
}

const namesOf = (flaws: readonly Flaw[]) => flaws.map(({ name }) => name);

/** Whoever names what only a served cloud shows has to ask for one. */
function checkPlaces(said: Wanted, flaws: readonly Flaw[], served: readonly string[]): void {
  const flaw = said.flaws && flaws.find(({ needs }) => needs !== undefined);
  if (flaw) throw elsewhere(flaw.name, "shows");
  if (said.experiments && served.length > 0) throw elsewhere(served[0]!, "runs");
}

/** No flaw: the repaired pipeline alone is asked. */
const NONE = "none";

function flawsIn(said: Wanted["flaws"]): Flaw[] {
  const chosenNames = chosen("flaw", said, [...namesOf(FLAWS), NONE]);
  return FLAWS.filter(({ name }) => chosenNames.includes(name));
}

/** Those that the simulation can show, and those that only a served cloud can. */
async function experimentsIn(said: Wanted["experiments"]) {
  const [simulated, served]: [string[], string[]] = [[], []];
  for (const name of chosen("experiment", said, names())) {
    const list = isSimulated((await load(name)).write(paperPipeline)) ? simulated : served;
    list.push(name);
  }
  return { simulated, served };
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
