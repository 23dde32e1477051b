/**
 * `npm run deploy` and `npm run destroy`: the synthesised stack through the real Terraform, to wherever the environment
 * leads - AWS, or the embedded cloud after `eval "$(npx chaoslab env)"`.
 *
 *     synthesise -> terraform init -> terraform apply | destroy -> build/outputs.json
 *
 * Each destination has a folder and so a state of its own. Nothing here weakens a deployment to AWS: what the embedded
 * cloud needs - few retries, its fixed suffix - is said only when AWS_ENDPOINT_URL leads to this machine.
 */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { LabError } from "../cloud/kernel/errors.ts";
import { type BlindSpot, blindSpots } from "../infra/blind-spots.ts";
import { sourceOf, TRANSFORM_ZIP, writeBundle } from "../infra/bundle.ts";
import { OptionError, settingsOf, stackOptions } from "../infra/options.ts";
import { synthesize } from "../infra/synthesis.ts";
import { EXIT } from "./exit.ts";
import { OUTPUTS } from "./live/deployment.ts";
import { LOOPBACK } from "./live/target.ts";

const PROJECT = resolve(import.meta.dirname, "..");
const SUFFIX = join(PROJECT, ".chaoslab/suffix");

interface Destination {
  /** Where the stack and its state lie. */
  readonly outdir: string;
  /** Stack options that only this destination has. */
  readonly settings: readonly string[];
}

function main([action, ...args]: readonly string[]): number {
  if (action !== "deploy" && action !== "destroy") throw usage("It is: npm run deploy, or npm run destroy.");
  const destination = destinationOf(process.env.AWS_ENDPOINT_URL);
  const folder = synthesise(destination, args);
  terraform(folder, ["init", "-input=false"]);
  const verb = action === "deploy" ? "apply" : "destroy";
  // The provider waits half a minute for each queue; side by side they take no longer than one.
  terraform(folder, [verb, "-auto-approve", "-input=false", "-parallelism=30"]);
  if (action === "destroy") rmSync(OUTPUTS, { force: true });
  else {
    mkdirSync(dirname(OUTPUTS), { recursive: true });
    writeFileSync(OUTPUTS, terraform(folder, ["output", "-json"], "pipe"));
    console.log(`outputs in ${OUTPUTS.slice(PROJECT.length + 1)}`);
  }
  return 0;
}

function destinationOf(endpoint: string | undefined): Destination {
  if (endpoint && LOOPBACK.test(endpoint)) {
    const port = new URL(endpoint).port || "80";
    return { outdir: join(PROJECT, `build/cdktf.local-${port}`), settings: ["providerMaxRetries=2"] };
  }
  return {
    outdir: join(PROJECT, "build/cdktf.out"),
    settings: [`suffix=${process.env.CHAOSLAB_SUFFIX ?? ownSuffix()}`],
  };
}

/** Bucket names belong to everybody on AWS, so each checkout makes a suffix of its own, once. */
function ownSuffix(): string {
  if (!existsSync(SUFFIX)) {
    mkdirSync(dirname(SUFFIX), { recursive: true });
    writeFileSync(SUFFIX, `${randomBytes(4).toString("hex")}\n`);
  }
  return readFileSync(SUFFIX, "utf8").trim();
}

function synthesise({ outdir, settings }: Destination, args: readonly string[]): string {
  const said = args.filter((word) => word !== "--set");
  const options = stackOptions(settingsOf([...settings, ...said]));
  const stack = synthesize(options, outdir, writeBundle(TRANSFORM_ZIP, sourceOf(options)));
  const [spot] = blindSpots(stack);
  if (spot) throw blindSpot(spot);
  return stack.folder;
}

function blindSpot({ address, message }: BlindSpot): LabError {
  return new LabError(
    "LAB_BLIND_SPOT",
    `${address}: ${message}`,
    "Neither terraform validate nor terraform plan sees it; AWS would refuse it half a minute from now. Mend infra/.",
  );
}

function terraform(folder: string, args: readonly string[], stdout: "inherit" | "pipe" = "inherit"): string {
  const run = spawnSync("terraform", [`-chdir=${folder}`, ...args], {
    stdio: ["inherit", stdout, "inherit"],
    encoding: "utf8",
  });
  if ((run.error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") {
    throw new LabError(
      "LAB_NO_TERRAFORM",
      "There is no terraform on PATH.",
      "Install Terraform 1.5 or newer, or use npx chaoslab up, which deploys without it.",
    );
  }
  if (run.status !== 0)
    throw new LabError(
      "LAB_TERRAFORM_FAILED",
      `terraform ${args[0]} ended with ${run.status ?? run.signal}.`,
      "Its own message stands above.",
    );
  return run.stdout ?? "";
}

function usage(message: string): LabError {
  return new LabError("LAB_USAGE", message, "Stack options follow two dashes: npm run deploy -- timeoutSeconds=120");
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LabError || error instanceof OptionError)) throw error;
  console.error(`${error.code}: ${error.message}\nnext: ${error.next}`);
  process.exitCode = error instanceof LabError && error.code === "LAB_TERRAFORM_FAILED" ? 1 : EXIT.usage;
}
