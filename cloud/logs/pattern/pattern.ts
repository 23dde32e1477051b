import { invalidParameter } from "../errors.ts";
import { jsonPattern } from "./json.ts";
import { termsPattern } from "./terms.ts";

/**
 * The filter pattern language of CloudWatch Logs ("Filter pattern syntax" in its user guide), compiled to a test of one
 * message. Three kinds are told apart by their first character:
 *
 *     ERROR -"known bug"        terms
 *     { $.level = "ERROR" }     a condition on JSON messages
 *     [ip, status = 4*]         fields between spaces: not served
 */
export function compile(pattern: string): (message: string) => boolean {
  const source = pattern.trim();
  if (source === "") return () => true;
  if (source.startsWith("{")) return jsonPattern(source);
  // Ours: AWS has these patterns.
  if (source.startsWith("[")) throw invalidParameter("Space-delimited filter patterns are not served");
  return termsPattern(source);
}
