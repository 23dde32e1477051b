import { fieldsPattern } from "./fields.ts";
import { jsonPattern } from "./json.ts";
import { termsPattern } from "./terms.ts";

/** A filter pattern, read. */
export interface Pattern {
  readonly kind: "terms" | "json" | "fields";
  matches(message: string): boolean;
  /** The fields that TestMetricFilter shows, by `$name` or `$3`; patterns of another kind extract none. */
  extracted(message: string): Readonly<Record<string, string>>;
  /** What a metric's value or dimension may name: `$bytes`, `$.latency`. Nothing where the message has nothing there. */
  valueOf(selector: string, message: string): string | undefined;
  /** Whether the pattern could ever have a value for a selector. */
  knows(selector: string): boolean;
}

/**
 * The filter pattern language of CloudWatch Logs ("Filter pattern syntax" in its user guide), compiled to a test of one
 * message. Three kinds are told apart by their first character:
 *
 *     ERROR -"known bug"        terms
 *     { $.level = "ERROR" }     a condition on JSON messages
 *     [ip, status = 4*]         fields between spaces
 */
export function compile(pattern: string): Pattern {
  const source = pattern.trim();
  if (source === "") return ofTerms(() => true);
  if (source.startsWith("{")) return jsonPattern(source);
  if (source.startsWith("[")) return fieldsPattern(source);
  return ofTerms(termsPattern(source));
}

function ofTerms(matches: (message: string) => boolean): Pattern {
  return { kind: "terms", matches, extracted: () => ({}), valueOf: () => undefined, knows: () => false };
}
