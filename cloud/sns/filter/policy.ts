import type { MessageAttribute } from "../message.ts";
import type { Scalar } from "./operators.ts";
import { type Alternative, compile, type Leaf, type Rule } from "./rule.ts";
import type { Scope, Verdict } from "./verdict.ts";

/** A message as far as filter policies look at it. */
export interface Filtered {
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly body: string;
}

/**
 * A subscription's filter policy. It sees a message's attributes or its body as a tree of properties; arrays match
 * when one of their elements does, and properties below one array must match in the same element.
 */
export class FilterPolicy {
  readonly #rule: Rule;
  readonly #scope: Scope;

  /** Throws a `PolicyRefusal` when the source is no policy. */
  constructor(source: string, scope: Scope) {
    this.#rule = compile(source, scope);
    this.#scope = scope;
  }

  judge(message: Filtered): Verdict {
    return this.#scope === "MessageBody" ? this.#judgeBody(message.body) : this.#judgeAttributes(message.attributes);
  }

  #judgeBody(body: string): Verdict {
    const tree = parsed(body);
    if (typeof tree !== "object" || tree === null || Array.isArray(tree)) return "InvalidMessageBody";
    return this.#matches(tree) ? "accepted" : "MessageBody";
  }

  /** A message without attributes never matches, `{"exists": false}` included. */
  #judgeAttributes(attributes: Filtered["attributes"]): Verdict {
    const names = Object.keys(attributes);
    if (names.length === 0) return "NoMessageAttributes";
    const tree: Record<string, unknown> = {};
    for (const name of names) {
      const value = attributeValue(attributes[name]!);
      if (value === undefined) return "InvalidAttributes";
      tree[name] = value;
    }
    return this.#matches(tree) ? "accepted" : "MessageAttributes";
  }

  #matches(tree: object): boolean {
    return this.#rule.some((alternative) =>
      matchesAll(
        alternative.filter((leaf) => !(leaf.conditions.includes("absent") && !has(tree, leaf.path))),
        tree,
      ),
    );
  }
}

/** Binary attributes are passed over: an empty list matches nothing. `undefined` is what cannot be read. */
function attributeValue({ DataType, StringValue }: MessageAttribute): unknown {
  if (DataType.startsWith("Number")) return Number(StringValue);
  if (DataType === "String.Array") {
    const list = parsed(StringValue ?? "");
    return Array.isArray(list) ? list : undefined;
  }
  return DataType.startsWith("String") ? StringValue : [];
}

function matchesAll(leaves: Alternative, node: unknown): boolean {
  if (leaves.length === 0) return true;
  if (Array.isArray(node)) return elementsOf(node).some((element) => matchesAll(leaves, element));
  if (typeof node !== "object" || node === null) return leaves.every((leaf) => leaf.path === "" && fits(leaf, node));
  const below = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const names = namesFor(node, leaf.path);
    if (names.length === 0) return false;
    if (names.length > 1) {
      if (!names.some((name) => matchesAll([step(leaf, name)], property(node, name)))) return false;
      continue;
    }
    const list = below.get(names[0]!);
    if (list) list.push(step(leaf, names[0]!));
    else below.set(names[0]!, [step(leaf, names[0]!)]);
  }
  for (const [name, list] of below) if (!matchesAll(list, property(node, name))) return false;
  return true;
}

function has(node: unknown, path: string): boolean {
  if (Array.isArray(node)) return elementsOf(node).some((element) => has(element, path));
  if (path === "") return true;
  if (typeof node !== "object" || node === null) return false;
  return namesFor(node, path).some((name) => has(property(node, name), restOf(path, name)));
}

/** The elements of arrays of arrays, without calling itself: a body may be as deep as it is long. */
function elementsOf(list: readonly unknown[]): unknown[] {
  const elements: unknown[] = [];
  const open = [...list].reverse();
  while (open.length > 0) {
    const element = open.pop();
    if (!Array.isArray(element)) elements.push(element);
    else for (let i = element.length - 1; i >= 0; i--) open.push(element[i]);
  }
  return elements;
}

/** The properties that a dotted path can go on through: for `a.b` both `a` and `a.b`. */
function namesFor(node: object, path: string): string[] {
  const names: string[] = [];
  for (let dot = path.indexOf("."); dot > 0; dot = path.indexOf(".", dot + 1)) {
    if (Object.hasOwn(node, path.slice(0, dot))) names.push(path.slice(0, dot));
  }
  if (path !== "" && Object.hasOwn(node, path)) names.push(path);
  return names;
}

function step(leaf: Leaf, name: string): Leaf {
  return { ...leaf, path: restOf(leaf.path, name) };
}

function restOf(path: string, name: string): string {
  return path.slice(name.length + 1);
}

function property(node: object, name: string): unknown {
  return (node as Record<string, unknown>)[name];
}

function fits({ conditions }: Leaf, value: unknown): boolean {
  return conditions.some((condition) => condition !== "absent" && condition(value as Scalar));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
