import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Clients } from "../gateway/clients.ts";
import { notUnderstood } from "./errors.ts";
import { evaluate, type Lookup, referencesIn } from "./expression.ts";
import { type Attributes, type Block, type Context, checkArguments } from "./resource.ts";
import { DATA_SOURCES } from "./resources/data-sources.ts";
import { RESOURCE_TYPES } from "./resources/index.ts";

/**
 * Deploys a synthesised stack without Terraform: reads `cdk.tf.json`, puts its resources into the order of their
 * references, evaluates their expressions and makes each with the AWS calls its type needs.
 *
 *     cdk.tf.json -> addresses -> order -> evaluate -> create -> outputs
 *
 * It deploys into an empty account and nothing else: no state, no update, no drift. For those there is Terraform, to
 * which this deployer is held.
 */
export async function provision(stack: Stack, target: Target): Promise<Deployment> {
  checkBlocks(stack.json);
  const resources = readResources(stack.json);
  const context: Context = { ...target, readFile: (path) => readFileSync(join(stack.folder, path)) };
  const made = new Map<string, Attributes>();
  for (const [address, block] of blocksOf(stack.json.data ?? {}, "data."))
    made.set(address, dataSource(address, block, context));
  const lookup: Lookup = (address, attribute, place) => {
    const attributes = made.get(address);
    if (!attributes || !(attribute in attributes)) throw notUnderstood(`The reference ${address}.${attribute}`, place);
    return attributes[attribute];
  };
  for (const resource of inOrder(resources)) {
    const block = evaluate(resource.block, lookup, resource.place) as Block;
    made.set(resource.address, await RESOURCE_TYPES[resource.type]!.create(block, context));
  }
  return { outputs: evaluateOutputs(stack.json.output ?? {}, lookup), resources: made };
}

/** The synthesised JSON, as far as the deployer reads it. */
export interface StackJson {
  readonly data?: Blocks;
  readonly resource: Blocks;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

export interface Stack {
  readonly json: StackJson;
  /** File names in the JSON are relative to it. */
  readonly folder: string;
}

export interface Target {
  readonly clients: Clients;
  readonly region: string;
  readonly accountId: string;
}

export interface Deployment {
  readonly outputs: Readonly<Record<string, unknown>>;
  /** By address: `aws_sqs_queue.deliveries`. */
  readonly resources: ReadonlyMap<string, Attributes>;
}

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly place: string;
  readonly block: Block;
  readonly needs: ReadonlySet<string>;
}

/** Modules, variables and the like would make resources that nobody here has made. */
function checkBlocks(json: object): void {
  const stray = Object.keys(json).find((name) => !BLOCKS.has(name));
  if (stray !== undefined) throw notUnderstood(`The block ${stray}`, "the top");
}

/** `//`, `terraform` and `provider` speak to Terraform alone. */
const BLOCKS: ReadonlySet<string> = new Set(["//", "terraform", "provider", "data", "resource", "output"]);

function readResources({ resource }: StackJson): Resource[] {
  return blocksOf(resource, "").map(([address, { depends_on = [], ...block }]) => {
    const type = address.slice(0, address.indexOf("."));
    const place = `resource.${address}`;
    const known = Object.hasOwn(RESOURCE_TYPES, type) ? RESOURCE_TYPES[type] : undefined;
    if (!known) throw notUnderstood(`The resource type ${type}`, place);
    checkArguments(block, known.arguments, place);
    return { address, type, place, block, needs: new Set([...depends_on, ...referencesIn(block, place)]) };
  });
}

/** `//` holds CDKTF's own notes. */
function blocksOf(blocks: Blocks, prefix: string): [address: string, block: Block][] {
  return Object.entries(blocks).flatMap(([type, byName]) =>
    Object.entries(byName).map(
      ([name, { "//": _notes, ...block }]) => [`${prefix}${type}.${name}`, block] as [string, Block],
    ),
  );
}

/** Resources after those they need; otherwise as the file has them. */
function inOrder(resources: readonly Resource[]): Resource[] {
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const ordered = new Set<Resource>();
  const visit = (resource: Resource, path: readonly string[]) => {
    if (ordered.has(resource)) return;
    if (path.includes(resource.address))
      throw notUnderstood(`A cycle (${[...path, resource.address].join(" -> ")})`, resource.place);
    for (const need of resource.needs) {
      const needed = byAddress.get(need);
      if (needed) visit(needed, [...path, resource.address]);
      else if (!need.startsWith("data.")) throw notUnderstood(`The reference to ${need}`, resource.place);
    }
    ordered.add(resource);
  };
  for (const resource of resources) visit(resource, []);
  return [...ordered];
}

function dataSource(address: string, block: Block, context: Context): Attributes {
  const place = address;
  const type = address.split(".")[1]!;
  const read = Object.hasOwn(DATA_SOURCES, type) ? DATA_SOURCES[type] : undefined;
  if (!read) throw notUnderstood(`The data source ${type}`, place);
  checkArguments(block, {}, place);
  return read(context);
}

function evaluateOutputs(outputs: NonNullable<StackJson["output"]>, lookup: Lookup): Record<string, unknown> {
  const entries = Object.entries(outputs).map(([name, { value }]) => [
    name,
    evaluate(value, lookup, `output.${name}.value`),
  ]);
  return Object.fromEntries(entries);
}
