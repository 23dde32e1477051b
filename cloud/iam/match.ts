/**
 * Wildcards and policy variables: a pattern is read once and becomes a function.
 *
 *     "arn:aws:s3:::docs/${aws:username}/*"  ->  [ text, variable, text, any ]  ->  (value, variables) => boolean
 *
 * `*` stands for any text (it crosses `/` and `:`), `?` for one character. What a variable stands for is taken
 * literally, so a name with an asterisk opens nothing. Matching never uses regular expressions: a policy is foreign
 * input, and this walk is at worst quadratic.
 */

/** Where policy variables get their values: a request. */
export interface Variables {
  /** The single value of a context key; undefined when it is missing or has several values. */
  lookup(key: string): string | undefined;
}
export type Matcher = (value: string, variables: Variables) => boolean;

export interface PatternOptions {
  /** Policy variables count only in documents of version 2012-10-17. */
  readonly variables: boolean;
  /** `StringEquals` takes `*` and `?` as themselves. */
  readonly wildcards?: boolean;
}

type Part = string | typeof ANY | typeof ONE | Variable;
interface Variable {
  readonly key: string;
  readonly fallback: string | undefined;
}
const ANY = -1;
const ONE = -2;

export function compilePattern(pattern: string, options: PatternOptions): Matcher {
  const parts = readParts(pattern, options);
  if (parts.some(isVariable)) return (value, variables) => matchesResolved(parts, value, variables);
  return compileStatic(parts as readonly (string | number)[]);
}

/**
 * ARNs, component by component: six, divided by the first five colons, so that a `*` stays inside its own.
 * Both sides need all six. This is `ArnLike`, and `ArnEquals` is the same.
 */
export function compileArnPattern(pattern: string, options: PatternOptions): Matcher {
  const components = splitOutsideVariables(pattern);
  if (components.length < 6) return () => false;
  const matchers = components.map((component) => compilePattern(component, options));
  return (value, variables) => {
    const values = splitArn(value);
    return values !== undefined && matchers.every((matches, i) => matches(values[i]!, variables));
  };
}

/** The six components of an ARN; the last keeps its colons. */
export function splitArn(arn: string): readonly string[] | undefined {
  const components: string[] = [];
  let from = 0;
  for (let i = 0; i < 5; i++) {
    const colon = arn.indexOf(":", from);
    if (colon < 0) return undefined;
    components.push(arn.slice(from, colon));
    from = colon + 1;
  }
  components.push(arn.slice(from));
  return components;
}

/** The account in an ARN; "" where it has none. */
export function accountOf(arn: string): string {
  let from = 0;
  for (let i = 0; i < 4; i++) {
    from = arn.indexOf(":", from) + 1;
    if (from === 0) return "";
  }
  const end = arn.indexOf(":", from);
  return end < 0 ? "" : arn.slice(from, end);
}

function isVariable(part: Part): part is Variable {
  return typeof part === "object";
}

/** A pattern as text, wildcards and variables, in order. Neighbouring texts are one. */
function readParts(pattern: string, { variables, wildcards = true }: PatternOptions): readonly Part[] {
  const parts: Part[] = [];
  let text = "";
  const push = (part: Part) => {
    if (text) parts.push(text);
    text = "";
    parts.push(part);
  };
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]!;
    const end = variables && character === "$" && pattern[i + 1] === "{" ? pattern.indexOf("}", i) : -1;
    if (end > 0) {
      const special = pattern.slice(i + 2, end);
      if (special === "*" || special === "?" || special === "$") text += special;
      else push(readVariable(special));
      i = end;
    } else if (wildcards && character === "*") {
      if (text || parts.at(-1) !== ANY) push(ANY);
    } else if (wildcards && character === "?") push(ONE);
    else text += character;
  }
  if (text) parts.push(text);
  return parts;
}

/** `aws:username` or `aws:username, 'anonymous'`. */
function readVariable(text: string): Variable {
  const [, key, fallback] = /^\s*(.*?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(text)!;
  return { key: key!, fallback };
}

/** The shapes that policies are made of have their own short way: equality, prefix, suffix, prefix and suffix. */
function compileStatic(parts: readonly (string | number)[]): Matcher {
  const [first, second, third] = parts;
  if (parts.length === 0) return (value) => value === "";
  if (parts.length === 1 && typeof first === "string") return (value) => value === first;
  if (parts.length === 1 && first === ANY) return () => true;
  if (parts.length === 2 && typeof first === "string" && second === ANY) return (value) => value.startsWith(first);
  if (parts.length === 2 && first === ANY && typeof second === "string") return (value) => value.endsWith(second);
  if (parts.length === 3 && typeof first === "string" && second === ANY && typeof third === "string") {
    const shortest = first.length + third.length;
    return (value) => value.length >= shortest && value.startsWith(first) && value.endsWith(third);
  }
  const codes = codesOf(parts);
  return (value) => matchesCodes(codes, value);
}

/** A variable without a value equals nothing and is like nothing, so the whole pattern matches nothing. */
function matchesResolved(parts: readonly Part[], value: string, variables: Variables): boolean {
  const resolved: (string | number)[] = [];
  for (const part of parts) {
    const known = isVariable(part) ? (variables.lookup(part.key) ?? part.fallback) : part;
    if (known === undefined) return false;
    resolved.push(known);
  }
  return matchesCodes(codesOf(resolved), value);
}

function codesOf(parts: readonly (string | number)[]): readonly number[] {
  const codes: number[] = [];
  for (const part of parts) {
    if (typeof part === "number") codes.push(part);
    else for (let i = 0; i < part.length; i++) codes.push(part.charCodeAt(i));
  }
  return codes;
}

/** On a mismatch the last `*` takes one character more; earlier ones never need to be tried again. */
function matchesCodes(codes: readonly number[], value: string): boolean {
  let at = 0;
  let star = -1;
  let taken = 0;
  for (let i = 0; i < value.length; ) {
    const code = codes[at];
    if (code === ANY) {
      star = at++;
      taken = i;
    } else if (code === ONE || code === value.charCodeAt(i)) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++taken;
    } else return false;
  }
  while (codes[at] === ANY) at++;
  return at === codes.length;
}

/** Splits at the first five colons that are not inside `${...}`. */
function splitOutsideVariables(pattern: string): readonly string[] {
  const components: string[] = [];
  let from = 0;
  for (let i = 0; i < pattern.length && components.length < 5; i++) {
    if (pattern[i] === "$" && pattern[i + 1] === "{") i = Math.max(i, pattern.indexOf("}", i));
    else if (pattern[i] === ":") {
      components.push(pattern.slice(from, i));
      from = i + 1;
    }
  }
  components.push(pattern.slice(from));
  return components;
}
