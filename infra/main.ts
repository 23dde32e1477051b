/**
 * The CDKTF app: `node --import tsx infra/main.ts [--set timeoutSeconds=120 ...]`, or what `cdktf synth` and `cdktf deploy` start.
 *
 * It bundles the function and writes build/cdktf.out/stacks/etl/cdk.tf.json. Options come, the later over the earlier, from `context` in
 * cdktf.json (or CDKTF_CONTEXT_JSON, in which the cdktf CLI hands it over), from CHAOSLAB_SUFFIX, and from `--set`. CDKTF_OUTDIR moves
 * the output.
 */
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { PROJECT, sourceOf, TRANSFORM_ZIP, writeBundle } from "./bundle.ts";
import { OptionError, settingsOf, stackOptions } from "./options.ts";
import { synthesize } from "./synthesis.ts";

const EXIT_USAGE = 64;

function main(args: readonly string[], environment: NodeJS.ProcessEnv): void {
  const options = stackOptions({ ...context(environment), ...suffix(environment), ...settingsOf(assignments(args)) });
  const outdir = resolve(environment.CDKTF_OUTDIR ?? join(PROJECT, "build/cdktf.out"));
  // Bundled each time, and not only when there is no zip yet: what is deployed is what the sources say.
  const { folder } = synthesize(options, outdir, writeBundle(TRANSFORM_ZIP, sourceOf(options)));
  console.log(
    `${join(relative(process.cwd(), folder), "cdk.tf.json")} (${options.suffix}, timeout ${options.timeoutSeconds} s)`,
  );
}

/** The context without the keys that CDKTF keeps there for itself. */
function context({ CDKTF_CONTEXT_JSON: json }: NodeJS.ProcessEnv): Record<string, unknown> {
  const entries = Object.entries(
    json ? JSON.parse(json) : JSON.parse(readFileSync(join(PROJECT, "cdktf.json"), "utf8")).context,
  );
  return Object.fromEntries(entries.filter(([name]) => !/^cdktf|^excludeStackId|^allowSepChars/.test(name)));
}

function suffix({ CHAOSLAB_SUFFIX: suffix }: NodeJS.ProcessEnv): { suffix?: string } {
  return suffix ? { suffix } : {};
}

function assignments(args: readonly string[]): string[] {
  const { values } = parseArgs({ args: [...args], options: { set: { type: "string", multiple: true } } });
  return values.set ?? [];
}

try {
  main(process.argv.slice(2), process.env);
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  console.error(`${error.code}: ${error.message}\nnext: ${error.next}`);
  process.exitCode = EXIT_USAGE;
}
