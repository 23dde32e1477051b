import type { Load } from "../chaos/experiment.ts";
import { LabError } from "../cloud/kernel/errors.ts";
import { OptionError, type StackOptions, settingsOf, stackOptions } from "../infra/options.ts";

/** What somebody asks of a run, checked: everything that decides what happens in it, and nothing else. */
export interface RunRequest {
  /** A name in the catalogue, or the path of a file. */
  readonly experiment: string;
  readonly seed: number;
  /** Instead of the experiment's own. */
  readonly documents?: number;
  readonly rate?: number;
  /** Stack options, `name=value`. */
  readonly set: readonly string[];
}

interface RawRequest {
  readonly seed?: number | undefined;
  readonly documents?: number | undefined;
  readonly rate?: number | undefined;
  readonly set?: readonly string[] | undefined;
}

const DEFAULT_SEED = 1;

/** @throws LabError LAB_OPTION_..., with the range */
export function requestOf(experiment: string, { seed, documents, rate, set = [] }: RawRequest): RunRequest {
  optionsOf({ set });
  return {
    experiment,
    seed: whole("seed", seed, 0, 2 ** 32 - 1) ?? DEFAULT_SEED,
    ...given("documents", whole("documents", documents, 1, 1_000_000)),
    ...given("rate", within("rate", rate, 0.001, 1000)),
    set,
  };
}

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

/** The one command that makes the same run again. */
export function commandOf({ experiment, seed, documents, rate, set }: RunRequest): string {
  const flags = [
    `--seed ${seed}`,
    ...(documents === undefined ? [] : [`--documents ${documents}`]),
    ...(rate === undefined ? [] : [`--rate ${rate}`]),
    ...set.map((setting) => `--set ${setting}`),
  ];
  return `npx chaoslab run ${experiment} ${flags.join(" ")}`;
}

function whole(name: string, value: number | undefined, min: number, max: number): number | undefined {
  if (value !== undefined && !Number.isInteger(value))
    throw outOfRange(name, value, `a whole number from ${min} to ${max}`);
  return within(name, value, min, max, `a whole number from ${min} to ${max}`);
}

function within(
  name: string,
  value: number | undefined,
  min: number,
  max: number,
  range = `a number from ${min} to ${max}`,
) {
  if (value !== undefined && !(value >= min && value <= max)) throw outOfRange(name, value, range);
  return value;
}

function outOfRange(name: string, value: number, range: string): LabError {
  return new LabError("LAB_OPTION_RANGE", `--${name} is ${value}; it is ${range}.`, `Choose ${range}.`);
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): { [N in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [N in Name]?: Value };
}
