/**
 * Patterns for host names: regular expressions found anywhere in the name, as failure-lambda's denylist has them, so
 * that `s3.*.amazonaws.com` also means `documents.s3.eu-west-1.amazonaws.com`, the name an S3 client really calls.
 */

const LONGEST_PATTERN = 256;
const MOST_REPETITIONS = 3;

/** Whether a pattern is refused: it is no regular expression, or one that could take very long over a long name. */
export function isUnsafe(pattern: string): boolean {
  const repetitions = pattern.match(/(?<!\\)[*+{]/g)?.length ?? 0;
  if (pattern === "" || pattern.length > LONGEST_PATTERN) return true;
  if (repetitions > MOST_REPETITIONS || /\)[*+?{]/.test(pattern)) return true;
  try {
    return new RegExp(pattern) === null;
  } catch {
    return true;
  }
}

/** Says of a host name whether any of the patterns is found in it. Host names do not know case. */
export function hostMatcher(patterns: readonly string[]): (host: string) => boolean {
  const expressions = patterns.map((pattern) => new RegExp(pattern, "i"));
  return (host) => expressions.some((expression) => expression.test(host));
}
