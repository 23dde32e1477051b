/** What a deployment wrote about itself into build/outputs.json: by the names of the stack's outputs. */
import { existsSync, readFileSync } from "node:fs";
import { UsageError } from "./usage-error.ts";

export type Outputs = Partial<Record<string, string>>;

/** Empty when there is no such file. Takes plain values, `terraform output -json`, and outputs grouped by stack. */
export function outputsIn(path: string): Outputs {
  if (!existsSync(path)) return {};
  return Object.fromEntries(flattened(JSON.parse(readFileSync(path, "utf8"))));
}

/** What was given on the command line, or what the deployment says. */
export function needed(given: string | undefined, outputs: Outputs, name: string, option: string): string {
  const value = given ?? outputs[name];
  if (value !== undefined) return value;
  const next = `Deploy first (npx chaoslab up, or npm run deploy), or give ${option}.`;
  throw new UsageError("LAB_NOT_DEPLOYED", `There is no ${name} in build/outputs.json.`, next);
}

function flattened(outputs: object): [string, string][] {
  return Object.entries(outputs).flatMap(([name, value]): [string, string][] => {
    if (typeof value === "string") return [[name, value]];
    if (typeof value?.value === "string") return [[name, value.value]];
    return typeof value === "object" && value !== null ? flattened(value) : [];
  });
}
