/**
 * The command line: `npx chaoslab <command>`. It reads words, calls what they name, and turns what comes back into
 * lines and an exit code. Everything else happens in the rooms.
 */
import yargs from "yargs";
import { LabError } from "../cloud/kernel/errors.ts";
import { list } from "./commands/list.ts";
import { plan } from "./commands/plan.ts";
import { replay } from "./commands/replay.ts";
import { run } from "./commands/run.ts";
import { EXIT } from "./exit.ts";
import { nearest } from "./nearest.ts";
import { Screen } from "./screen.ts";

const LOAD = {
  seed: { type: "number", describe: "the seed of everything that is left to chance", default: 1 },
  documents: { type: "number", describe: "documents to publish, instead of the experiment's own number" },
  rate: { type: "number", describe: "documents a second, instead of the experiment's own rate" },
  set: { type: "string", array: true, describe: "a stack option, for instance timeoutSeconds=120", requiresArg: true },
} as const;

const OUTPUT = {
  out: { type: "string", describe: "the folder that runs are written to", requiresArg: true },
  json: { type: "boolean", default: false, describe: "one JSON event a line, for programs" },
} as const;

const COMMANDS = ["list", "plan", "run", "replay"];

async function main(args: readonly string[]): Promise<number> {
  let code: Promise<number> | number = 0;
  const parser = yargs([...args])
    .scriptName("chaoslab")
    .usage("$0 <command>\n\nExperiments on a serverless pipeline, in an embedded AWS on a virtual clock.")
    .command(
      "list",
      "the catalogue of experiments",
      (y) => y.options({ json: OUTPUT.json }),
      (argv) => {
        code = list(argv);
      },
    )
    .command(
      "plan <experiment>",
      "what a run would do, prove and undo; nothing is touched",
      (y) => y.positional("experiment", EXPERIMENT).options({ ...LOAD, json: OUTPUT.json }),
      (argv) => {
        code = plan(argv.experiment, argv);
      },
    )
    .command(
      "run <experiment..>",
      "run experiments and judge them",
      (y) =>
        y.positional("experiment", { ...EXPERIMENT, array: true }).options({
          ...LOAD,
          ...OUTPUT,
          target: {
            choices: ["sim"] as const,
            default: "sim" as const,
            describe: "where: sim is the embedded AWS on a virtual clock",
          },
          strict: { type: "boolean", default: false, describe: "exit 1 when a run decided nothing" },
        }),
      (argv) => {
        code = run(argv.experiment, argv);
      },
    )
    .command(
      "replay <run>",
      "the same run again, and proof that it is the same",
      (y) =>
        y
          .positional("run", { type: "string", demandOption: true, describe: "an id, a folder, or latest" })
          .options(OUTPUT),
      (argv) => {
        code = replay(argv.run, argv);
      },
    )
    .demandCommand(1, "")
    .strict()
    .wrap(Math.min(120, process.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? usage(args, message);
    });
  await parser.parseAsync();
  return await code;
}

const EXPERIMENT = {
  type: "string",
  demandOption: true,
  describe: "a name in the catalogue, or the path of a file",
} as const;

function usage(args: readonly string[], message: string): LabError {
  const [command = ""] = args;
  const near = COMMANDS.includes(command) ? [] : nearest(command, COMMANDS);
  const next = near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "See: npx chaoslab --help";
  return new LabError("LAB_USAGE", message === "" ? "Which command?" : message, next);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const json = process.argv.includes("--json");
  if (error instanceof LabError) new Screen({ json }).complain(error);
  else console.error(error);
  process.exitCode = error instanceof LabError ? EXIT.usage : EXIT.bug;
}
