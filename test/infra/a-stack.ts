/**
 * Synthesised stacks to look at, each in a folder of its own that goes away with the test process.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { zip } from "../../infra/archive.ts";
import { type StackOptions, stackOptions } from "../../infra/options.ts";
import { type Synthesis, synthesize, type TerraformJson } from "../../infra/synthesis.ts";

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "chaoslab-infra-"));
  folders.push(folder);
  return folder;
}

/** What `node --import` needs to run TypeScript from any folder: `tsx` alone is looked for from the working directory. */
export const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Some code to deploy: a function that answers nothing. */
export function aZip(source = "exports.handler = async () => undefined;\n"): Uint8Array {
  return zip({ "index.js": new TextEncoder().encode(source) });
}

export function aStack(settings: { readonly [K in keyof StackOptions]?: StackOptions[K] | string } = {}): Synthesis {
  return synthesize(stackOptions(settings), aFolder(), aZip());
}

/** Every flaw that an option can plant, at once. */
export const FLAWED = {
  timeoutSeconds: 900,
  retries: 0,
  eventAgeSeconds: 60,
  reservedConcurrency: 0,
  deadLetterQueue: false,
  deadLetterQueuePermitted: false,
  subscriptionRedrive: false,
  completenessAlarm: false,
  deadLetterErrorsAlarm: false,
} as const satisfies Partial<StackOptions>;

export interface Block {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Resources and data sources alike, with the addresses Terraform gives them. */
export function blocks(json: TerraformJson): Block[] {
  const resources = Object.entries(json.resource).map(([type, named]) => ({ type, named, prefix: "" }));
  const data = Object.entries(json.data).map(([type, named]) => ({ type, named, prefix: "data." }));
  return [...resources, ...data].flatMap(({ type, named, prefix }) =>
    Object.entries(named).map(([name, body]) => ({ address: `${prefix}${type}.${name}`, type, name, body })),
  );
}

/** The body of one resource. */
export function resource(json: TerraformJson, type: string, name: string): Readonly<Record<string, unknown>> {
  const body = json.resource[type]?.[name];
  if (!body) throw new Error(`there is no ${type}.${name} in the stack`);
  return body;
}

/** Every text in a value, however deep. */
export function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (key === "//" ? [] : texts(part)));
}

/** `aws_sqs_queue.failures.arn` as the expression that refers to it. */
export function ref(attribute: string): string {
  return `\${${attribute}}`;
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The statements of a policy that is part of a resource. */
export function statements(json: TerraformJson, type: string, name: string): Statement[] {
  return JSON.parse(resource(json, type, name).policy as string).Statement;
}
