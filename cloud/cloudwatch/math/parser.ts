import { MathError } from "./error.ts";
import { type Token, tokens } from "./lexer.ts";

/** An expression as a tree. */
export type Node =
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "id"; readonly name: string }
  /** `REPEAT`, `LINEAR`, `DESC`: means something to the function it is given to. */
  | { readonly type: "word"; readonly name: string }
  | { readonly type: "array"; readonly items: readonly Node[] }
  | { readonly type: "call"; readonly name: string; readonly args: readonly Node[] }
  | { readonly type: "negation"; readonly operand: Node }
  | { readonly type: "binary"; readonly operator: Operator; readonly left: Node; readonly right: Node };

export type Operator = "OR" | "AND" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "^";

/** From the loosest to the tightest. The guide does not say; this is what every calculator does. */
const LEVELS: readonly (readonly Operator[])[] = [
  ["OR"],
  ["AND"],
  ["==", "!=", "<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/"],
];

const SYNONYMS: Readonly<Record<string, Operator>> = { "||": "OR", "&&": "AND" };

export function parse(expression: string): Node {
  const parser = new Parser(tokens(expression));
  return parser.whole();
}

/** Every part of a tree, the tree itself first. */
export function* parts(node: Node): Generator<Node> {
  yield node;
  for (const child of childrenOf(node)) yield* parts(child);
}

function childrenOf(node: Node): readonly Node[] {
  switch (node.type) {
    case "array":
      return node.items;
    case "call":
      return node.args;
    case "negation":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    default:
      return [];
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Node {
    const node = this.#level(0);
    if (this.#peek().type !== "end") throw this.#unexpected();
    return node;
  }

  #level(level: number): Node {
    const operators = LEVELS[level];
    if (!operators) return this.#negation();
    let left = this.#level(level + 1);
    for (let operator = this.#operator(operators); operator; operator = this.#operator(operators)) {
      left = { type: "binary", operator, left, right: this.#level(level + 1) };
    }
    return left;
  }

  #operator(wanted: readonly Operator[]): Operator | undefined {
    const { type, text } = this.#peek();
    if (type !== "operator" && type !== "word") return undefined;
    const operator = SYNONYMS[text] ?? (text as Operator);
    if (!wanted.includes(operator)) return undefined;
    this.#next++;
    return operator;
  }

  #negation(): Node {
    if (this.#take("-")) return { type: "negation", operand: this.#negation() };
    return this.#power();
  }

  #power(): Node {
    const left = this.#primary();
    return this.#take("^") ? { type: "binary", operator: "^", left, right: this.#negation() } : left;
  }

  #primary(): Node {
    const token = this.#peek();
    this.#next++;
    if (token.type === "number") return { type: "number", value: Number(token.text) };
    if (token.type === "string") return { type: "string", value: token.text.slice(1, -1) };
    if (token.type === "id") return { type: "id", name: token.text };
    if (token.type === "word") return this.#named(token.text);
    if (token.text === "[") return { type: "array", items: this.#list("]") };
    if (token.text !== "(") throw this.#unexpected(token);
    const inner = this.#level(0);
    this.#expect(")");
    return inner;
  }

  #named(name: string): Node {
    return this.#take("(") ? { type: "call", name, args: this.#list(")") } : { type: "word", name };
  }

  #list(end: string): Node[] {
    const items: Node[] = [];
    if (this.#take(end)) return items;
    do items.push(this.#level(0));
    while (this.#take(","));
    this.#expect(end);
    return items;
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)]!;
  }

  #take(text: string): boolean {
    const { type, text: next } = this.#peek();
    if (type !== "operator" || next !== text) return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#unexpected();
  }

  #unexpected({ type, text, position } = this.#peek()): MathError {
    return new MathError(
      type === "end" ? "Unexpected end of expression" : `Unexpected '${text}' at position ${position}`,
    );
  }
}
