/**
 * The command line: `npx chaoslab <command>`. It reads words, calls what they name, and turns what comes back into
 * lines and an exit code. Everything else happens in the rooms.
 */
import yargs from "yargs";
import { LabError } from "../cloud/kernel/errors.ts";
import project from "../package.json" with { type: "json" };
import { conclude } from "./exit.ts";
import { nearest } from "./nearest.ts";
import {
  apart,
  DASHBOARD,
  EXPERIMENT,
  LOAD,
  LOOKING,
  NAMES,
  OUTPUT,
  PLAN,
  PORT,
  REPORT,
  RUN,
  SCORE,
  SERVING,
  TESTS,
  UNDO,
  VERDICT,
  WATCHING,
} from "./words.ts";

/** Each command and how it is written. What it needs is loaded when it is called, so that `--help` is there at once. */
const COMMANDS = {
  list: "list",
  plan: "plan <experiment>",
  run: "run <experiment..>",
  replay: "replay <run>",
  shrink: "shrink <run>",
  report: "report <run>",
  export: "export <experiment>",
  score: "score",
  undo: "undo",
  up: "up",
  down: "down",
  env: "env",
  status: "status",
  dashboard: "dashboard [name]",
} as const;

async function main(args: readonly string[]): Promise<number> {
  let code = 0;
  await yargs(apart(args))
    .scriptName("chaoslab")
    .usage("$0 <command>\n\nExperiments on a serverless pipeline, in an embedded AWS on a virtual clock.")
    .command(
      COMMANDS.list,
      "the catalogue of experiments",
      (y) => y.options({ json: OUTPUT.json }),
      async (argv) => {
        code = await (await import("./commands/list.ts")).list(argv);
      },
    )
    .command(
      COMMANDS.plan,
      "what a run would do, ask for, cost, prove and undo; nothing is touched",
      (y) => y.positional("experiment", EXPERIMENT).options({ ...LOAD, ...TESTS, ...PLAN, json: OUTPUT.json }),
      async (argv) => {
        code = await (await import("./commands/plan.ts")).plan(argv.experiment, argv);
      },
    )
    .command(
      COMMANDS.run,
      "run experiments and judge them",
      (y) =>
        y
          .positional("experiment", { ...EXPERIMENT, array: true })
          .options({ ...LOAD, ...TESTS, ...OUTPUT, ...VERDICT }),
      async (argv) => {
        code = await (await import("./commands/run.ts")).run(argv.experiment, argv);
      },
    )
    .command(
      COMMANDS.replay,
      "the same run again, and proof that it is the same",
      (y) => y.positional("run", RUN).options(OUTPUT),
      async (argv) => {
        code = await (await import("./commands/replay.ts")).replay(argv.run, argv);
      },
    )
    .command(
      COMMANDS.shrink,
      "the smallest story that still shows what a run was refuted by",
      (y) => y.positional("run", RUN).options(OUTPUT),
      async (argv) => {
        code = await (await import("./commands/shrink.ts")).shrinkRun(argv.run, argv);
      },
    )
    .command(
      COMMANDS.report,
      "the reports of a stored run: written again into its folder, or one of them printed",
      (y) => y.positional("run", RUN).options({ out: OUTPUT.out, ...REPORT }),
      async (argv) => {
        code = (await import("./commands/report.ts")).report(argv.run, argv);
      },
    )
    .command(
      COMMANDS.export,
      "an experiment as Chaos Toolkit's JSON, as far as its actions exist there",
      (y) => y.positional("experiment", EXPERIMENT),
      async (argv) => {
        code = await (await import("./commands/export.ts")).exportExperiment(argv.experiment);
      },
    )
    .command(
      COMMANDS.score,
      "which planted flaws the experiments find, and whether all hold on the repaired pipeline",
      (y) => y.options(SCORE),
      async (argv) => {
        code = await (await import("./commands/score.ts")).score(argv);
      },
    )
    .command(
      COMMANDS.undo,
      "give back what live runs that died have left changed",
      (y) => y.options({ ...UNDO, json: OUTPUT.json }),
      async (argv) => {
        code = await (await import("./commands/undo.ts")).undo(argv);
      },
    )
    .command(
      COMMANDS.up,
      "serve the embedded AWS on this machine, the pipeline deployed",
      (y) => y.options({ ...PORT, ...SERVING, set: LOAD.set }),
      async (argv) => {
        code = await (await import("./commands/up.ts")).up(argv);
      },
    )
    .command(
      COMMANDS.down,
      "end the cloud that another shell serves",
      (y) => y.options(PORT),
      async (argv) => {
        code = await (await import("./commands/down.ts")).down(argv);
      },
    )
    .command(
      COMMANDS.env,
      "export lines for SDKs, the AWS CLI and Terraform",
      (y) => y.options(PORT),
      async (argv) => {
        code = (await import("./commands/env.ts")).env(argv);
      },
    )
    .command(
      COMMANDS.status,
      "what of the deployed pipeline is as it should be: wiring, rights, design, leftovers of faults",
      (y) => y.options({ json: OUTPUT.json, strict: { ...VERDICT.strict, describe: "exit 1 for advice, too" } }),
      async (argv) => {
        code = await (await import("./commands/status.ts")).status(argv);
      },
    )
    .command(
      COMMANDS.dashboard,
      "a deployed dashboard as a live page: of the cloud at AWS_ENDPOINT_URL, or of AWS; or a run's that is over",
      (y) => y.positional("name", DASHBOARD).options({ ...LOOKING, ...WATCHING }),
      async (argv) => {
        code = await (await import("./commands/dashboard.ts")).dashboard(argv.name, argv);
      },
    )
    .demandCommand(1, "Which command?")
    .strict()
    // Two values of --set need two --set, or `run --set a=1 slow-transform` would lose its experiment.
    .parserConfiguration({ "greedy-arrays": false })
    .locale("en")
    .version(project.version)
    .wrap(Math.min(120, process.stdout.columns || 100))
    .exitProcess(false)
    .fail((message, error) => {
      throw error && error.name !== "YError" ? error : usage(args, message);
    })
    .parseAsync();
  return code;
}

function usage(args: readonly string[], message: string): LabError {
  const command = args.find((word) => !word.startsWith("-"));
  const form = COMMANDS[command as keyof typeof COMMANDS];
  const help = `See: npx chaoslab ${form ? `${command} ` : ""}--help`;
  if (command && !form) return guess(`There is no command ${command}.`, nearest(command, Object.keys(COMMANDS)), help);
  const [, strangers] = /^Unknown arguments?: (.*)$/.exec(message) ?? [];
  if (strangers) return guess(`${message}.`, optionsLike(strangers.split(", ")), help);
  if (/^Not enough non-option/.test(message)) return new LabError("LAB_USAGE", `It is: chaoslab ${form}`, help);
  return new LabError("LAB_USAGE", message, help);
}

function optionsLike(words: readonly string[]): string[] {
  return words.flatMap((word) => nearest(word, NAMES)).map((name) => `--${name}`);
}

function guess(message: string, near: readonly string[], help: string): LabError {
  return new LabError("LAB_USAGE", message, near.length > 0 ? `Did you mean ${near.join(" or ")}?` : help);
}

await conclude(() => main(process.argv.slice(2)));
