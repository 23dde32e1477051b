/**
 * From options and a zip to a folder that Terraform, or the lab's own deployer, can deploy from.
 *
 *     options --.
 *               +--> cdktf --> <outdir>/stacks/etl/cdk.tf.json
 *     zip ------'                                  transform.zip     named in the JSON by this relative path
 *
 * Works in any process that imports it, in a few dozen milliseconds; `infra/main.ts` is the same as a program.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { codeSha256 } from "./bundle.ts";
import type { StackOptions } from "./options.ts";
import { EtlStack } from "./stack.ts";

export const STACK_ID = "etl";
const CODE_PATH = "transform.zip";

/** A Terraform configuration in its JSON syntax, as far as the pipeline uses it: blocks by type and name. */
export interface TerraformJson {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly provider: Readonly<Record<string, unknown>>;
  readonly data: Blocks;
  readonly resource: Blocks;
  readonly output: Readonly<Record<string, { readonly value: string }>>;
}

export type Blocks = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

export interface Synthesis {
  /** The folder of the stack: what `terraform -chdir=` wants, and what file names in the JSON are relative to. */
  readonly folder: string;
  readonly json: TerraformJson;
}

/** Writes the synthesised stack under `outdir`, which is made if need be, and returns it. State that lies there is left alone. */
export function synthesize(options: StackOptions, outdir: string, zip: Uint8Array): Synthesis {
  const folder = join(outdir, "stacks", STACK_ID);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, CODE_PATH), zip);
  const app = new App({ outdir, stackTraces: false });
  new EtlStack(app, STACK_ID, { options, codePath: CODE_PATH, codeSha256: codeSha256(zip) });
  app.synth();
  return { folder, json: JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) };
}
