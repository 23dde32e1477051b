/**
 * A checkout of one's own, so that what its programs leave in `build/` - outputs, ledgers, runs - is nobody else's.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { aCopy } from "../lab/a-copy.ts";
import type { Program, Shell } from "../lab/a-shell.ts";

export interface ACheckout {
  readonly folder: string;
  /** Starts `chaoslab` there, in an environment of `env` and nothing else. */
  chaoslab(args: readonly string[], env?: Environment): Program;
  /** Starts a driver there, as `npm run` does. */
  driver(role: "publisher" | "subscriber", args: readonly string[], env: Environment): Program;
}

export type Environment = Readonly<Record<string, string>>;

export function aCheckout(shell: Shell): ACheckout {
  const folder = aCopy(join(shell.folder, "checkout"));
  mkdirSync(join(folder, "build"));
  return {
    folder,
    chaoslab: (args, env = {}) => shell.start(args, { env, cwd: folder, checkout: folder }),
    driver: (role, args, env) =>
      shell.command([process.execPath, "--import", "tsx", `drivers/main/${role}.ts`, ...args], { env, cwd: folder }),
  };
}

/** What the `export` lines in a program's output would give a shell. */
export function exportsIn(output: string): Environment {
  return Object.fromEntries([...output.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
}
