/**
 * The stack options: what may differ from one deployment of the pipeline to the next, with defaults and ranges.
 *
 * Most of them are the flaws an experiment is meant to find (a short timeout, no retries, a missing alarm), so that a flawed pipeline
 * and the repaired one differ by one word: `--set timeoutSeconds=120`. Values arrive as text from `--set` and from the environment, or
 * as JSON from the CDKTF context.
 */
import { choice, flag, integer, type OptionSpec, oneOf, word } from "./option-spec.ts";
import { VARIANTS, type VariantName } from "./variants.ts";

export interface StackOptions {
  /** Ends every physical name, so that two stacks in one region never meet. */
  readonly suffix: string;
  /** Longest run of the function. 3 is what the workshop deploys, and too short when runs become slow; 120 is the remedy. */
  readonly timeoutSeconds: number;
  /** Which build of the function is deployed: the `correct` one, or one with a mistake in it (src/variants/). */
  readonly transformVariant: VariantName;
  /** Memory of the function in MB; Lambda grants processor time in proportion to it. */
  readonly memoryMb: number;
  /** Asynchronous attempts after the first one failed. */
  readonly retries: number;
  /** Longest time an event may wait for a run. */
  readonly eventAgeSeconds: number;
  /** Runs that may happen at once; -1 reserves nothing and leaves the account's pool as the only limit. */
  readonly reservedConcurrency: number;
  /** Whether given-up events go to `failures`. Without it they vanish. */
  readonly deadLetterQueue: boolean;
  /** Whether `failures` takes what the function sends. `false` plants an explicit Deny after the function was configured. */
  readonly deadLetterQueuePermitted: boolean;
  /** Whether notifications that `deliveries` refuses are parked in `undelivered`. Without it they vanish. */
  readonly subscriptionRedrive: boolean;
  /** Whether somebody compares objects put with events received. */
  readonly completenessAlarm: boolean;
  /** Whether somebody notices that given-up events could not be dead-lettered. */
  readonly deadLetterErrorsAlarm: boolean;
  /** How long `deliveries` hides a received message. */
  readonly visibilityTimeoutSeconds: number;
  /** How long the function's log is kept. */
  readonly logRetentionDays: number;
  /** Attempts of the Terraform provider at one API call; 25 is its own default and is then not written at all. */
  readonly providerMaxRetries: number;
}

// What CloudWatch Logs accepts for retentionInDays (API reference of PutRetentionPolicy); validated by the provider as well.
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

// Bucket names take the least: lower case, digits and single hyphens, and a few endings that S3 keeps for itself
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
const SUFFIX = /^(?!.*--)(?!.*(^|-)s3alias$)[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/;

/** Every option with its default, its range in words, and how its text is read. */
export const optionSpecs: { readonly [K in keyof StackOptions]: OptionSpec<StackOptions[K]> } = {
  suffix: word("lab", SUFFIX, "1 to 20 of a-z, 0-9 and single hyphens, beginning and ending with a letter or digit"),
  timeoutSeconds: integer(3, 1, 900),
  transformVariant: choice(VARIANTS),
  // Converting takes about four times the document, beside some 80 MB of Node and the SDK (src/transform/budget.ts): 256 takes in
  // documents of up to 44 MiB. 128 would stop at 12, on half of an already small share of a processor.
  memoryMb: integer(256, 128, 10240),
  retries: integer(2, 0, 2),
  eventAgeSeconds: integer(21600, 60, 21600),
  reservedConcurrency: integer(-1, -1, 10000, "-1 (nothing reserved) or 0 to 10000"),
  deadLetterQueue: flag(true),
  deadLetterQueuePermitted: flag(true),
  subscriptionRedrive: flag(true),
  completenessAlarm: flag(true),
  deadLetterErrorsAlarm: flag(true),
  visibilityTimeoutSeconds: integer(180, 0, 43200),
  logRetentionDays: oneOf(14, RETENTIONS),
  providerMaxRetries: integer(25, 0, 25),
};

/** An option that does not exist, or a value it may not have. `next` says what would have worked. */
export class OptionError extends Error {
  override readonly name = "OptionError";
  readonly code: "LAB_OPTION_UNKNOWN" | "LAB_OPTION_RANGE" | "LAB_OPTION_FORM";
  readonly next: string;

  constructor(code: OptionError["code"], message: string, next: string) {
    super(message);
    this.code = code;
    this.next = next;
  }
}

/**
 * The options of one deployment: the defaults, changed by `settings`.
 *
 * @param settings values by option name, as text or as what they are
 * @throws OptionError for a name that is no option or a value out of its range
 * @example stackOptions({ timeoutSeconds: "120", deadLetterQueue: false })
 */
export function stackOptions(settings: Readonly<Record<string, unknown>> = {}): StackOptions {
  const options: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(optionSpecs)) options[name] = spec.default;
  for (const [name, value] of Object.entries(settings)) options[name] = readOption(name, value);
  return options as unknown as StackOptions;
}

/**
 * `["timeoutSeconds=120", "retries=0"]` as settings. Of two assignments to one option the later counts.
 *
 * @throws OptionError when an assignment has no `=`
 */
export function settingsOf(assignments: readonly string[]): Record<string, string> {
  return Object.fromEntries(assignments.map(assignment));
}

function assignment(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  throw new OptionError(
    "LAB_OPTION_FORM",
    `"${text}" is not an assignment.`,
    "Write it as name=value: --set timeoutSeconds=120",
  );
}

function readOption(name: string, value: unknown): unknown {
  if (!Object.hasOwn(optionSpecs, name)) throw unknownOption(name);
  const spec = optionSpecs[name as keyof StackOptions];
  const read = spec.read(String(value).trim());
  if (read !== undefined) return read;
  throw new OptionError(
    "LAB_OPTION_RANGE",
    `${name} cannot be ${JSON.stringify(value)}: it is ${spec.range}.`,
    `Leave it out for its default: ${name}=${spec.default}`,
  );
}

function unknownOption(name: string): OptionError {
  const names = Object.keys(optionSpecs);
  const near = names
    .filter((known) => distance(name.toLowerCase(), known.toLowerCase()) <= 1 + known.length / 3)
    .sort(byDistanceTo(name));
  const next =
    near.length > 0 ? `Did you mean ${near.slice(0, 3).join(", ")}?` : `The options are ${names.join(", ")}.`;
  return new OptionError("LAB_OPTION_UNKNOWN", `${JSON.stringify(name)} is not an option of the stack.`, next);
}

const byDistanceTo = (name: string) => (a: string, b: string) => distance(name, a) - distance(name, b);

/** Levenshtein's edit distance, one row of the table at a time. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (let column = 1; column <= to.length; column++) {
      const replaced = row[column - 1]! + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
