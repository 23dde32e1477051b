/**
 * Where the statements of a policy are in its text, as the policy simulator reports it: lines and columns from 1, from
 * right behind the bracket, colon or statement before, to right behind the closing brace.
 *
 *     {"Statement": [{"Effect": ...}, {"Effect": ...}]}
 *                    ^              ^                ^
 *                  start      end, and start        end
 */
export interface Span {
  readonly start: Position;
  readonly end: Position;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One span a statement, in order. The text is a policy document, so it is well-formed JSON. */
export function spansOf(document: string): readonly Span[] {
  const from = statementElement(document);
  const isList = document[skipSpace(document, from)] === "[";
  const spans: Span[] = [];
  let start = isList ? skipSpace(document, from) + 1 : from;
  for (const end of objectEnds(document, start)) {
    spans.push({ start: positionOf(document, start), end: positionOf(document, end) });
    start = end;
    if (!isList) break;
  }
  return spans;
}

/** The place behind the colon of the document's own `Statement`. */
function statementElement(document: string): number {
  let depth = 0;
  for (let i = 0; i < document.length; i++) {
    const character = document[i];
    if (character === '"') {
      const end = endOfText(document, i);
      const colon = skipSpace(document, end);
      if (depth === 1 && document.slice(i, end) === '"Statement"' && document[colon] === ":") return colon + 1;
      i = end - 1;
    } else depth += depthOf(character!);
  }
  return document.length;
}

/** The places behind each closing brace at the level of `from`, until that level is left. */
function* objectEnds(document: string, from: number): Generator<number> {
  let depth = 0;
  for (let i = from; i < document.length && depth >= 0; i++) {
    if (document[i] === '"') i = endOfText(document, i) - 1;
    else {
      const change = depthOf(document[i]!);
      depth += change;
      if (change < 0 && depth === 0) yield i + 1;
    }
  }
}

function depthOf(character: string): -1 | 0 | 1 {
  if (character === "{" || character === "[") return 1;
  return character === "}" || character === "]" ? -1 : 0;
}

function endOfText(document: string, quote: number): number {
  let i = quote + 1;
  while (i < document.length && document[i] !== '"') i += document[i] === "\\" ? 2 : 1;
  return i + 1;
}

function skipSpace(document: string, from: number): number {
  let i = from;
  while (/\s/.test(document[i] ?? "")) i++;
  return i;
}

function positionOf(document: string, offset: number): Position {
  const before = document.slice(0, offset).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
