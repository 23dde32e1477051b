import type { Identity } from "../metrics/metric.ts";
import { MathError } from "./error.ts";

/** Whether a metric is one that was searched for. */
export type Matcher = (metric: Identity) => boolean;

/**
 * A search expression (user guide, "Search expression syntax") as a test of metrics:
 *
 *     {AWS/Lambda,FunctionName} MetricName="Errors" FunctionName=("a" OR "b") NOT Resource=live
 *     schema                    property, exact     property, one of          property, in part
 *
 * Braces name a namespace and exactly the dimensions a metric must have. Quoted texts match whole; others match whole
 * words in any case, where `NumberOfMessagesSent` and `transform:live` are several words. A text of its own may match the
 * namespace, the metric's name, and any dimension's name or value.
 */
export function parseSearch(terms: string): Matcher {
  const search = new Search(tokensOf(terms));
  return search.whole();
}

const TOKEN = /\s*(?:(\{[^}]*\})|("[^"]*")|([()=])|([^\s()="{}]+))/y;

function tokensOf(terms: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < terms.trimEnd().length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(terms);
    if (!match) throw new MathError(`Invalid search expression at position ${start}`);
    found.push(match[0].trim());
  }
  return found;
}

class Search {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  whole(): Matcher {
    if (this.#tokens.length === 0) throw new MathError("A search expression needs a search term");
    const matcher = this.#any();
    if (this.#next < this.#tokens.length)
      throw new MathError(`Unexpected '${this.#tokens[this.#next]}' in search expression`);
    return matcher;
  }

  #any(): Matcher {
    const choices = [this.#every()];
    while (this.#take("OR")) choices.push(this.#every());
    return (metric) => choices.some((matches) => matches(metric));
  }

  /** Terms side by side must all match; `AND` may stand between them. */
  #every(): Matcher {
    const terms = [this.#term()];
    while (this.#next < this.#tokens.length && !["OR", ")"].includes(this.#tokens[this.#next]!)) {
      this.#take("AND");
      terms.push(this.#term());
    }
    return (metric) => terms.every((matches) => matches(metric));
  }

  #term(): Matcher {
    if (this.#take("NOT")) {
      const matches = this.#term();
      return (metric) => !matches(metric);
    }
    if (this.#take("(")) return this.#closed(() => this.#any());
    const token = this.#token();
    if (token.startsWith("{")) return schema(token);
    return this.#take("=") ? this.#property(unquoted(token)) : anywhere(textTest(token));
  }

  #property(name: string): Matcher {
    const test = this.#take("(") ? this.#closed(() => this.#texts()) : textTest(this.#token());
    return (metric) => test(propertyOf(metric, name));
  }

  #texts(): TextTest {
    const choices = [textTest(this.#token())];
    while (this.#take("OR")) choices.push(textTest(this.#token()));
    return (text) => choices.some((test) => test(text));
  }

  #closed<T>(inner: () => T): T {
    const result = inner();
    if (!this.#take(")")) throw new MathError("Missing ')' in search expression");
    return result;
  }

  #token(): string {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw new MathError("Unexpected end of search expression");
    return token;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next++;
    return true;
  }
}

type TextTest = (text: string | undefined) => boolean;

function textTest(token: string): TextTest {
  if (token.startsWith('"')) return (text) => text === unquoted(token);
  const wanted = wordsOf(token).join("");
  return (text) => text !== undefined && hasWords(wordsOf(text), wanted);
}

/** `EBSReadBytes` is ebs, read, bytes. */
function wordsOf(text: string): string[] {
  const words = text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}

/** Whether words side by side spell what is wanted. */
function hasWords(words: readonly string[], wanted: string): boolean {
  return words.some((_, i) => {
    let spelt = "";
    for (let j = i; j < words.length && spelt.length < wanted.length; j++) spelt += words[j];
    return spelt === wanted;
  });
}

function unquoted(token: string): string {
  return token.startsWith('"') ? token.slice(1, -1) : token;
}

/** `{AWS/SQS,QueueName}` */
function schema(token: string): Matcher {
  const [namespace, ...dimensions] = token
    .slice(1, -1)
    .split(",")
    .map((part) => unquoted(part.trim()));
  const wanted = new Set(dimensions);
  return (metric) =>
    metric.namespace === namespace &&
    metric.dimensions.length === wanted.size &&
    metric.dimensions.every(([name]) => wanted.has(name));
}

function propertyOf({ namespace, name, dimensions }: Identity, property: string): string | undefined {
  if (property === "MetricName") return name;
  if (property === "Namespace") return namespace;
  return dimensions.find(([dimension]) => dimension === property)?.[1];
}

function anywhere(test: TextTest): Matcher {
  return ({ namespace, name, dimensions }) => [namespace, name, ...dimensions.flat()].some(test);
}
