import type { Json } from "../setting.ts";

/**
 * A value in the one form that all its spellings share, where lists are sets, a list of one is its only element, and
 * `leaf` says how a scalar is written under a member's name.
 */
export function unordered(value: Json, leaf: (value: Scalar, name: string) => Json, name = ""): Json {
  if (Array.isArray(value)) {
    const elements = value.map((element: Json) => unordered(element, leaf, name));
    return elements.length === 1 ? elements[0]! : elements.sort(byText);
  }
  if (value === null || typeof value !== "object") return leaf(value as Scalar, name);
  const members = Object.entries(value).map(([member, inner]): [string, Json] => [
    member,
    unordered(inner, leaf, member),
  ]);
  return Object.fromEntries(members.sort(([left], [right]) => (left < right ? -1 : 1)));
}

export type Scalar = null | boolean | number | string;

function byText(a: Json, b: Json): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
