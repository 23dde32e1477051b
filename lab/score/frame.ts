import { LabError } from "../../cloud/kernel/errors.ts";
import { load, names } from "../catalogue.ts";
import { nearest } from "../nearest.ts";
import { isSimulated } from "../needs.ts";
import { paperPipeline } from "../paper-pipeline.ts";
import { type Raw, whole } from "../request.ts";
import { FLAWS, type Flaw } from "./flaws.ts";
import type { Frame } from "./matrix.ts";

/** What somebody wants of the matrix, as it was written. */
export interface Wanted {
  /** The first seed, and how many. */
  readonly seed?: Raw;
  readonly seeds?: Raw;
  /** Names, one by one or with commas between them; all where nothing is said. */
  readonly flaws?: readonly string[] | undefined;
  readonly experiments?: readonly string[] | undefined;
}

/**
 * What is asked, and which flaws are left out because the simulation cannot show them.
 *
 * @throws LabError LAB_FLAW_UNKNOWN, LAB_EXPERIMENT_UNKNOWN, LAB_OPTION_RANGE or, for what was named and cannot be
 *   asked here, LAB_NEEDS_A_SERVED_CLOUD
 */
export async function frameOf(wanted: Wanted): Promise<{ frame: Frame; left: readonly Flaw[] }> {
  const first = whole("seed", wanted.seed, 0, 2 ** 32 - 1) ?? 1;
  const seeds = Array.from({ length: whole("seeds", wanted.seeds, 1, 1000) ?? 1 }, (_, i) => first + i);
  const flaws = flawsIn(wanted.flaws);
  const left = flaws.filter(({ needs }) => needs !== undefined);
  if (wanted.flaws && left.length > 0) throw elsewhere(left[0]!.name, "shows");
  const experiments = await experimentsIn(wanted.experiments);
  return { frame: { flaws: flaws.filter((flaw) => !left.includes(flaw)), experiments, seeds }, left };
}

/** No flaw: the repaired pipeline alone is asked. */
const NONE = "none";

function flawsIn(said: Wanted["flaws"]): Flaw[] {
  const chosenNames = chosen("flaw", said, [...FLAWS.map(({ name }) => name), NONE]);
  return FLAWS.filter(({ name }) => chosenNames.includes(name));
}

async function experimentsIn(said: Wanted["experiments"]): Promise<string[]> {
  const simulated: string[] = [];
  for (const name of chosen("experiment", said, names())) {
    if (isSimulated((await load(name)).write(paperPipeline))) simulated.push(name);
    else if (said) throw elsewhere(name, "runs");
  }
  return simulated;
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
    "docs/score.md says how to ask it there.",
  );
}
