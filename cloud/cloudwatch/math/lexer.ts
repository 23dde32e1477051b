import { MathError } from "./error.ts";

/** The smallest meaningful parts of an expression. Ids begin with a small letter, functions and keywords with a capital. */
export interface Token {
  readonly type: "number" | "string" | "id" | "word" | "operator" | "end";
  readonly text: string;
  readonly position: number;
}

const PATTERNS: readonly (readonly [Token["type"], RegExp])[] = [
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["string", /"[^"]*"|'[^']*'/y],
  ["id", /[a-z]\w*/y],
  ["word", /[A-Z]\w*/y],
  ["operator", /==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]/y],
];

export function tokens(expression: string): Token[] {
  const found: Token[] = [];
  let position = skipSpace(expression, 0);
  while (position < expression.length) {
    const token = tokenAt(expression, position);
    found.push(token);
    position = skipSpace(expression, position + token.text.length);
  }
  found.push({ type: "end", text: "", position });
  return found;
}

function tokenAt(expression: string, position: number): Token {
  for (const [type, pattern] of PATTERNS) {
    pattern.lastIndex = position;
    const match = pattern.exec(expression);
    if (match) return { type, text: match[0], position };
  }
  throw new MathError(`Unexpected character '${expression[position]}' at position ${position}`);
}

function skipSpace(expression: string, position: number): number {
  let next = position;
  while (/\s/.test(expression.charAt(next))) next++;
  return next;
}
