/**
 * The words of the command line that several commands share, and how they are read. Numbers come as they were written;
 * whoever asks for them says what they may be, so that an error can name both.
 */
type Written = string | number;

/** Of an option that was given twice the later counts. */
const last = (value: Written | Written[]): Written | undefined => (Array.isArray(value) ? value.at(-1) : value);
const lastText = (value: string | string[]): string | undefined => (Array.isArray(value) ? value.at(-1) : value);

export const LOAD = {
  seed: {
    describe: "the seed of everything that is left to chance",
    default: 1 as Written,
    defaultDescription: "1",
    requiresArg: true,
    coerce: last,
  },
  documents: {
    describe: "documents to publish, instead of the experiment's own number",
    requiresArg: true,
    coerce: last,
  },
  rate: { describe: "documents a second, instead of the experiment's own rate", requiresArg: true, coerce: last },
  set: { type: "string", array: true, describe: "a stack option, for instance timeoutSeconds=120", requiresArg: true },
} as const;

/** What may end a run before its plan is through. */
export const TESTS = {
  gate: {
    choices: ["quick"] as const,
    describe: "quick: end as soon as damage of at most the budget is told from ten times as much",
  },
  "stop-rule": {
    choices: ["on", "off"] as const,
    describe: "end as soon as more damage than the budget allows is beyond doubt; on for local and aws, off for sim",
  },
} as const;

export const OUTPUT = {
  out: { type: "string", describe: "the folder that runs are written to", requiresArg: true, coerce: lastText },
  json: { type: "boolean", default: false, describe: "one JSON event a line, for programs" },
} as const;

export const VERDICT = {
  target: {
    choices: ["sim", "local", "aws"] as const,
    default: "sim" as const,
    describe: "where: sim is the embedded AWS on a virtual clock, local a cloud at AWS_ENDPOINT_URL, aws AWS itself",
  },
  load: {
    choices: ["own", "drivers"] as const,
    describe: "whose documents a live run judges: its own, or those of drivers in the background",
  },
  strict: { type: "boolean", default: false, describe: "exit 1 when a run decided nothing" },
} as const;

export const PLAN = {
  target: { ...VERDICT.target, describe: "whose names: the simulation's, or those of what is deployed (local, aws)" },
  policy: { type: "boolean", default: false, describe: "print only the IAM policy that a run on AWS needs, as JSON" },
} as const;

export const SCORE = {
  seed: { ...LOAD.seed, describe: "the first seed" },
  seeds: { describe: "how many seeds, from the first on", default: 1 as Written, requiresArg: true, coerce: last },
  flaws: { type: "string", array: true, describe: "only these, with commas between them; or none", requiresArg: true },
  experiments: { type: "string", array: true, describe: "only these, with commas between them", requiresArg: true },
  full: { type: "boolean", default: false, describe: "every experiment at its own size: ten times the documents" },
  served: {
    type: "boolean",
    default: false,
    describe: "ask of served clouds, in real time, what the simulation cannot show: six minutes a run, 27 with --full",
  },
  jobs: { describe: "runs at once; one for each processor if nothing is said", requiresArg: true, coerce: last },
  out: { ...OUTPUT.out, describe: "the folder for score.json, score.md and score.html" },
  json: OUTPUT.json,
} as const;

export const PORT = {
  port: { describe: "the port on 127.0.0.1", default: 4566 as Written, requiresArg: true, coerce: last },
} as const;

export const SERVING = {
  "time-scale": {
    describe:
      "how much of AWS's minutes is waited - asynchronous retries, alarm periods: 0.05 makes three seconds of one",
    default: 1 as Written,
    requiresArg: true,
    coerce: last,
  },
  deploy: { type: "boolean", default: true, describe: "deploy the pipeline; --no-deploy leaves the account empty" },
} as const;

export const UNDO = {
  all: { type: "boolean", default: false, describe: "of every deployment, not only the one in build/outputs.json" },
} as const;

export const LOOKING = {
  port: {
    describe: "the port on 127.0.0.1, 0 for a free one",
    default: 4567 as Written,
    requiresArg: true,
    coerce: last,
  },
  refresh: {
    describe: "seconds between two looks: 1 at a cloud on this machine, 10 at AWS, where looking costs",
    requiresArg: true,
    coerce: last,
  },
} as const;

/** Watching again what is over. */
export const WATCHING = {
  run: {
    type: "string",
    describe: "a simulated run that is over, at any moment of it: an id, a folder, or latest",
    requiresArg: true,
    coerce: lastText,
  },
  out: OUTPUT.out,
} as const;

export const DASHBOARD = { type: "string", describe: "the dashboard's name; the deployed pipeline's own" } as const;

export const REPORT = {
  format: { choices: ["html", "md", "junit"] as const, describe: "print this one, and write none", requiresArg: true },
} as const;

export const EXPERIMENT = {
  type: "string",
  demandOption: true,
  describe: "a name in the catalogue, or the path of a file",
} as const;

export const RUN = { type: "string", demandOption: true, describe: "an id, a folder, or latest" } as const;

/** Every option. */
export const NAMES = [
  ...Object.keys({ ...LOAD, ...TESTS, ...OUTPUT, ...VERDICT, ...PLAN, ...PORT, ...LOOKING, ...WATCHING }),
  ...Object.keys({ ...SCORE, ...SERVING, ...UNDO, ...REPORT }),
  "help",
  "version",
];

const TAKES_A_WORD: readonly (string | undefined)[] = [
  "--seed",
  "--documents",
  "--rate",
  "--set",
  "--out",
  "--target",
  "--gate",
  "--stop-rule",
  "--port",
  "--time-scale",
  "--refresh",
  "--format",
  "--run",
  "--seeds",
  "--flaws",
  "--experiments",
  "--jobs",
];

/** An assignment that stands alone is a setting: `--set a=1 b=2` as `--set a=1 --set b=2`. */
export function apart(args: readonly string[]): string[] {
  const standsAlone = (word: string, i: number) => /^\w+=/.test(word) && !TAKES_A_WORD.includes(args[i - 1]);
  return args.flatMap((word, i) => (standsAlone(word, i) ? ["--set", word] : [word]));
}
