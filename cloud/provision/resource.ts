import type { Clients } from "../gateway/clients.ts";
import { notUnderstood } from "./errors.ts";

/** How one Terraform resource type is made with AWS calls. */
export interface ResourceType {
  /** The arguments it understands; a nested record for a block, `true` for a value. */
  readonly arguments: Known;
  /** Makes the resource, and answers with the attributes that others may refer to. */
  create(block: Block, context: Context): Promise<Attributes>;
}

export type Known = { readonly [name: string]: true | Known };

/** A block's arguments, evaluated. */
// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON is typed by `arguments`, which is checked before.
export type Block = Readonly<Record<string, any>>;

export type Attributes = Readonly<Record<string, unknown>>;

export interface Context {
  readonly clients: Clients;
  readonly region: string;
  readonly accountId: string;
  /** Reads a file that the JSON names, relative to the stack's folder. */
  readFile(path: string): Uint8Array;
}

/** Refuses arguments that the type does not understand, with their place. */
export function checkArguments(value: unknown, known: Known, place: string): void {
  if (Array.isArray(value)) {
    value.forEach((item, i) => {
      checkArguments(item, known, `${place}[${i}]`);
    });
    return;
  }
  if (typeof value !== "object" || value === null) throw notUnderstood("A value where a block belongs", place);
  for (const [name, item] of Object.entries(value)) {
    const inner = Object.hasOwn(known, name) ? known[name] : undefined;
    if (inner === undefined) throw notUnderstood(`The argument ${name}`, place);
    if (inner !== true) checkArguments(item, inner, `${place}.${name}`);
  }
}

/** A block that CDKTF writes as itself or as a list of one. */
export function only(block: unknown): Block {
  return (Array.isArray(block) ? block[0] : block) ?? {};
}

/** Blocks of which there may be several. */
export function each(blocks: unknown): readonly Block[] {
  return blocks === undefined ? [] : ((Array.isArray(blocks) ? blocks : [blocks]) as Block[]);
}

/** AWS's list form of tags. */
export function tagList(tags: Record<string, string> | undefined): { Key: string; Value: string }[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

/** Leaves out what is undefined, as `exactOptionalPropertyTypes` wants it. */
export function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
