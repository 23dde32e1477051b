import { invalidPattern, type Scanner } from "./scanner.ts";

/**
 * Where a condition looks in a JSON message: `$.user.id`, `$.users[0].email`, `$.users[*].id`, `$.['cluster.name']`.
 * A star stands for any element of an array, `.*` for any member of an object; one of them is allowed in a selector.
 */
export type Selector = readonly (string | number | typeof ANY)[];

const ANY = Symbol("any");

export function readSelector(scanner: Scanner): Selector {
  if (!scanner.take("$")) scanner.refuse();
  const steps: Selector[number][] = [];
  for (let step = readStep(scanner); step !== undefined; step = readStep(scanner)) steps.push(step);
  if (steps.length === 0) scanner.refuse();
  if (steps.filter((step) => step === ANY).length > 1) throw invalidPattern();
  return steps;
}

function readStep(scanner: Scanner): Selector[number] | undefined {
  if (scanner.take("[*]") || scanner.take(".*")) return ANY;
  const index = scanner.match(/\[(\d+)\]/y)?.[1];
  if (index !== undefined) return Number(index);
  const quoted = scanner.match(/\.?\['([^']*)'\]/y)?.[1];
  if (quoted !== undefined) return quoted;
  return scanner.match(/\.([A-Za-z0-9_-]+)/y)?.[1];
}

/** All that a selector finds in a message; nothing where there is nothing. */
export function select(selector: Selector, message: object): unknown[] {
  let found: unknown[] = [message];
  for (const step of selector) found = found.flatMap((node) => children(node, step));
  return found;
}

function children(node: unknown, step: Selector[number]): unknown[] {
  if (typeof node !== "object" || node === null) return [];
  if (step === ANY) return Object.values(node);
  if (typeof step === "number") return Array.isArray(node) && step < node.length ? [node[step]] : [];
  return !Array.isArray(node) && Object.hasOwn(node, step) ? [(node as Record<string, unknown>)[step]] : [];
}
