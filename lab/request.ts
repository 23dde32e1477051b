import type { Load } from "../chaos/experiment.ts";
import { LabError } from "../cloud/kernel/errors.ts";
import { OptionError, type StackOptions, settingsOf, stackOptions } from "../infra/options.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import type { Story } from "./shrink/story.ts";

/** What somebody asks of a run, checked: everything that decides what happens in it, and nothing else. */
export interface RunRequest extends Wishes {
  /** A name in the catalogue, or the absolute path of a file. */
  readonly experiment: string;
  /** What that file is called and says, as a hash. */
  readonly content?: string;
  /** The part of the run that is told again, where it is not to be the whole; see `chaoslab shrink`. */
  readonly story?: Story;
}

export interface Wishes {
  readonly seed: number;
  /** Instead of the experiment's own. */
  readonly documents?: number;
  readonly rate?: number;
  /** A sequential test that ends the run as soon as it has decided. */
  readonly gate?: Gate;
  /** Whether damage beyond the budget stops the run; the target says, if nothing is said. */
  readonly stopRule?: Switch;
  /** Stack options, `name=value`, by name. */
  readonly set: readonly string[];
}

export const GATES = ["quick"] as const;
export type Gate = (typeof GATES)[number];
export const SWITCH = ["on", "off"] as const;
export type Switch = (typeof SWITCH)[number];

/** The same as it comes from a command line or out of a file: numbers, or texts that should be some. */
export interface RawRequest {
  readonly seed?: Raw;
  readonly documents?: Raw;
  readonly rate?: Raw;
  readonly gate?: string | undefined;
  readonly stopRule?: string | undefined;
  readonly set?: readonly string[] | undefined;
}

export type Raw = number | string | undefined;

const DEFAULT_SEED = 1;

/**
 * Checks everything that is asked besides the experiment.
 *
 * @throws LabError LAB_OPTION_..., with the range
 */
export function wishesOf({ seed, documents, rate, gate, stopRule, set = [] }: RawRequest): Wishes {
  optionsOf({ set });
  return {
    seed: whole("seed", seed, 0, 2 ** 32 - 1) ?? DEFAULT_SEED,
    ...given("documents", whole("documents", documents, 1, 1_000_000)),
    ...given("rate", number("rate", rate, 0.001, 1000)),
    ...given("gate", oneOf("gate", gate, GATES)),
    ...given("stopRule", oneOf("stop-rule", stopRule, SWITCH)),
    set: inOneForm(set),
  };
}

export function requestOf({ reference, content }: Named, wishes: Wishes): RunRequest {
  return { experiment: reference, ...given("content", content), ...wishes };
}

type Named = Pick<CatalogueEntry, "reference" | "content">;

/** The stack that a request asks for. */
export function optionsOf({ set }: Pick<RunRequest, "set">): StackOptions {
  try {
    return stackOptions(settingsOf([...set]));
  } catch (error) {
    if (error instanceof OptionError) throw new LabError(error.code, error.message, error.next);
    throw error;
  }
}

/** The experiment's load with what the request says otherwise. */
export function loadOf(load: Load, { documents, rate }: RunRequest): Load {
  return { ...load, ...given("documents", documents), ...given("perSecond", rate) };
}

/** What is asked of the documents while they are on their way. In the simulation nobody is harmed by going on. */
export function testsOf({ gate, stopRule }: Pick<RunRequest, "gate" | "stopRule">, target: "sim" | "local" | "aws") {
  return { stopRule: stopRule === undefined ? target !== "sim" : stopRule === "on", gate };
}

/** The one command that makes the same run again. */
export function commandOf({ experiment, seed, documents, rate, gate, stopRule, set }: RunRequest): string {
  const words = [
    experiment,
    ...["--seed", String(seed)],
    ...(documents === undefined ? [] : ["--documents", String(documents)]),
    ...(rate === undefined ? [] : ["--rate", String(rate)]),
    ...(gate === undefined ? [] : ["--gate", gate]),
    ...(stopRule === undefined ? [] : ["--stop-rule", stopRule]),
    ...set.flatMap((setting) => ["--set", setting]),
  ];
  return `npx chaoslab run ${words.map(quoted).join(" ")}`;
}

/** Settings in the order of their names, so that the order in which they were said changes no byte. */
function inOneForm(set: readonly string[]): string[] {
  return Object.entries(settingsOf(set))
    .map(([name, value]) => `${name}=${value}`)
    .sort();
}

/** @throws LabError LAB_OPTION_RANGE */
export function whole(name: string, value: Raw, min: number, max: number): number | undefined {
  return read(name, value, `a whole number from ${min} to ${max}`, (n) => Number.isInteger(n) && n >= min && n <= max);
}

/** @throws LabError LAB_OPTION_RANGE */
export function number(name: string, value: Raw, min: number, max: number): number | undefined {
  return read(name, value, `a number from ${min} to ${max}`, (n) => n >= min && n <= max);
}

/** @throws LabError LAB_OPTION_RANGE */
function oneOf<Word extends string>(name: string, value: Raw, words: readonly Word[]): Word | undefined {
  if (value === undefined || words.includes(value as Word)) return value as Word | undefined;
  const said = value === "" ? "empty" : value;
  throw new LabError(
    "LAB_OPTION_RANGE",
    `--${name} is ${said}; it is ${words.join(" or ")}.`,
    `Say ${words.join(" or ")}.`,
  );
}

function read(name: string, value: Raw, range: string, isAllowed: (n: number) => boolean): number | undefined {
  if (value === undefined) return undefined;
  const n = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
  if (isAllowed(n)) return n;
  const said = value === "" ? "empty" : value;
  throw new LabError("LAB_OPTION_RANGE", `--${name} is ${said}; it is ${range}.`, `Choose ${range}.`);
}

/** As a shell reads one word. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): { [N in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [N in Name]?: Value };
}
