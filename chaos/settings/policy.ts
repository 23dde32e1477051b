import { same } from "../setting.ts";
import { type Scalar, unordered } from "./unordered.ts";

/**
 * Whether two texts are one policy to AWS, which may give a document back otherwise than it took it: blanks gone, lists
 * of one as their only element, an account's number as the ARN of its root, actions in other letters.
 */
export function samePolicy(a: string, b: string): boolean {
  try {
    return same(unordered(JSON.parse(a), scalar), unordered(JSON.parse(b), scalar));
  } catch {
    return false;
  }
}

/** Conditions may say "true" or true. */
function scalar(value: Scalar, name: string): string {
  const text = String(value);
  if (name === "Action" || name === "NotAction") return text.toLowerCase();
  return name === "AWS" ? text.replace(/^arn:[\w-]+:iam::(\d{12}):root$/, "$1") : text;
}
