/**
 * A pull parser for JSON that knows at any moment how far it has read. SNS validates filter policies while it parses
 * them, with Jackson, and its errors give the parser's position; to give the same one, this parser reads ahead as
 * Jackson does: with a field's name it has already begun the value, and a string is read only when it is asked for.
 *
 *     {"key":[{"suffix":100}]}      at the name `suffix` the number behind it is read already: column 22
 */
export class JsonTokens {
  /** The name read last. */
  name = "";
  readonly #source: string;
  #position = 0;
  /** Open brackets, outermost first: where each opened, and whether anything stands in it yet. */
  #open: { readonly bracket: "{" | "["; readonly at: number; used: boolean }[] = [];
  /** A value that was begun together with its name. */
  #begun: Token | undefined;
  /** Where a string begins that was not read yet. */
  #unread: number | undefined;
  #text = "";

  constructor(source: string) {
    this.#source = source;
  }

  /** The same state again, to look ahead. */
  fork(): JsonTokens {
    const copy = new JsonTokens(this.#source);
    copy.#position = this.#position;
    copy.#open = this.#open.map((open) => ({ ...open }));
    copy.#begun = this.#begun;
    copy.#unread = this.#unread;
    return copy;
  }

  next(): Token {
    const begun = this.#begun;
    this.#begun = undefined;
    if (begun) return this.#enter(begun);
    this.#finishString();
    this.#skipSpace();
    const scope = this.#open.at(-1);
    const char = this.#source[this.#position];
    if (char === undefined) return this.#end();
    if (scope && char === SCOPES[scope.bracket].closing) return this.#close(char as Token);
    if (scope?.used) this.#expect(",", `was expecting comma to separate ${SCOPES[scope.bracket].name} entries`);
    if (scope) scope.used = true;
    return scope?.bracket === "{" ? this.#readName() : this.#enter(this.#begin());
  }

  /** The current value as it stands in the source; a string without quotes and escapes. */
  text(): string {
    this.#finishString();
    return this.#text;
  }

  /** Where the parser stands, in Jackson's words. */
  location(position = this.#position): string {
    const before = this.#source.slice(0, position);
    const column = position - before.lastIndexOf("\n");
    return `[Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: ${before.split("\n").length}, column: ${column}]`;
  }

  #readName(): Token {
    this.#skipSpace();
    this.#expect('"', "was expecting double-quote to start field name");
    this.#unread = this.#position;
    this.name = this.text();
    this.#skipSpace();
    this.#expect(":", "was expecting a colon to separate field name and value");
    this.#skipSpace();
    this.#begun = this.#begin();
    return "name";
  }

  /** Reads a value up to where Jackson would: brackets and the quote of a string, numbers and words in whole. */
  #begin(): Token {
    const char = this.#source[this.#position];
    if (char === undefined) return this.#end();
    if (char === "{" || char === "[") {
      this.#text = char;
      this.#position++;
      return char;
    }
    if (char === '"') {
      this.#unread = ++this.#position;
      return "string";
    }
    return this.#readPlain(char);
  }

  #readPlain(char: string): Token {
    PLAIN.lastIndex = this.#position;
    const plain = PLAIN.exec(this.#source)?.[0];
    if (plain === undefined) throw this.#unexpected(char, `expected a valid value ${VALUES}`);
    this.#position += plain.length;
    this.#text = plain;
    if (plain === "true" || plain === "false" || plain === "null") return plain;
    if (NUMBER.test(plain)) return "number";
    throw new JsonError(`Unrecognized token '${plain}': was expecting ${VALUES}`, this.location());
  }

  #finishString(): void {
    if (this.#unread === undefined) return;
    const start = this.#unread;
    let end = start;
    while (this.#source[end] !== '"') {
      if (this.#source[end] === undefined) throw new JsonError(UNCLOSED, this.location(end));
      end += this.#source[end] === "\\" ? 2 : 1;
    }
    this.#unread = undefined;
    this.#position = end + 1;
    this.#text = unescaped(this.#source.slice(start, end));
  }

  #enter(token: Token): Token {
    if (token === "{" || token === "[") this.#open.push({ bracket: token, at: this.#position - 1, used: false });
    if (this.#open.length > DEEPEST) {
      throw new JsonError(
        `Document nesting depth (${DEEPEST + 1}) exceeds the maximum allowed (${DEEPEST}, from \`StreamReadConstraints.getMaxNestingDepth()\`)`,
        this.location(),
      );
    }
    return token;
  }

  #close(token: Token): Token {
    this.#text = token;
    this.#position++;
    this.#open.pop();
    return token;
  }

  #end(): Token {
    const scope = this.#open.at(-1);
    if (!scope) return "end";
    const { name } = SCOPES[scope.bracket];
    throw new JsonError(
      `Unexpected end-of-input: expected close marker for ${name} (start marker at ${this.location(scope.at)})`,
      this.location(),
    );
  }

  #skipSpace(): void {
    SPACE.lastIndex = this.#position;
    this.#position += SPACE.exec(this.#source)![0].length;
  }

  #expect(char: string, what: string): void {
    const found = this.#source[this.#position];
    if (found === undefined) this.#end();
    if (found !== char) throw this.#unexpected(found!, what);
    this.#position++;
    if (char === ",") this.#skipSpace();
  }

  #unexpected(char: string, what: string): JsonError {
    return new JsonError(`Unexpected character ('${char}' (code ${char.charCodeAt(0)})): ${what}`, this.location());
  }
}

export type Token = "{" | "}" | "[" | "]" | "name" | "string" | "number" | "true" | "false" | "null" | "end";

/** The source is no JSON. */
export class JsonError extends Error {
  constructor(message: string, location: string) {
    super(`${message}\n at ${location}`);
  }
}

const SCOPES = { "{": { closing: "}", name: "Object" }, "[": { closing: "]", name: "Array" } } as const;
const UNCLOSED = "Unexpected end-of-input: was expecting closing quote for a string value";
const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const DEEPEST = 1000;
const SPACE = /[ \t\r\n]*/y;
const PLAIN = /[-+.\w$]+/y;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

function unescaped(raw: string): string {
  return raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
}
