import { constraint } from "./errors.ts";

/** The rules of the service model, in the words the service checks them with. What was not sent breaks no rule. */

export function inRange(member: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined) return;
  if (value < min) throw constraint(value, member, `Member must have value greater than or equal to ${min}`);
  if (value > max) throw constraint(value, member, `Member must have value less than or equal to ${max}`);
}

export function atMost(member: string, value: { readonly length: number } | undefined, longest: number): void {
  if (value === undefined || value.length <= longest) return;
  throw constraint(shown(value), member, `Member must have length less than or equal to ${longest}`);
}

export function oneOf(member: string, value: string | undefined, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value)) throw constraint(value, member, enumRule(allowed));
}

/** `said` is the pattern as the service quotes it. */
export function like(member: string, value: string | undefined, pattern: RegExp, said: string): void {
  if (value === undefined || pattern.test(value)) return;
  throw constraint(value, member, `Member must satisfy regular expression pattern: ${said}`);
}

export function enumRule(allowed: readonly string[]): string {
  return `Member must satisfy enum value set: [${allowed.join(", ")}]`;
}

/** Lists are shown as Java shows them. */
function shown(value: { readonly length: number }): unknown {
  return Array.isArray(value) ? `[${value.join(", ")}]` : value;
}
