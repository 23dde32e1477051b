import { validationError } from "../errors.ts";
import { STATES, type State } from "./evaluation.ts";

/** What a composite alarm asks of its children. */
export interface Rule {
  /** Names or ARNs, each once, in the order of the rule. */
  readonly children: readonly string[];
  holds(stateOf: (child: string) => State | undefined): boolean;
}

type Condition = Rule["holds"];

/** PutCompositeAlarm's API reference. */
const LONGEST = 10_240;

/**
 * Reads an alarm rule (PutCompositeAlarm's API reference):
 *
 *     ALARM("CPU too high") AND (OK(arn:aws:cloudwatch:...:alarm:x) OR NOT INSUFFICIENT_DATA(y))      TRUE   FALSE
 *
 * NOT binds closest, then AND, then OR. What the answer to a malformed rule says has not been recorded.
 */
export function parseRule(text: string): Rule {
  if (text.length > LONGEST) {
    throw validationError(`AlarmRule must have length less than or equal to ${LONGEST}`);
  }
  return new RuleParser(text).whole();
}

class RuleParser {
  readonly #tokens: readonly string[];
  readonly #children = new Set<string>();
  #next = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  whole(): Rule {
    const holds = this.#any();
    if (this.#next < this.#tokens.length) throw malformed();
    return { children: [...this.#children], holds };
  }

  #any(): Condition {
    const choices = [this.#all()];
    while (this.#take("OR")) choices.push(this.#all());
    return (stateOf) => choices.some((holds) => holds(stateOf));
  }

  #all(): Condition {
    const conditions = [this.#one()];
    while (this.#take("AND")) conditions.push(this.#one());
    return (stateOf) => conditions.every((holds) => holds(stateOf));
  }

  #one(): Condition {
    if (this.#take("NOT")) {
      const holds = this.#one();
      return (stateOf) => !holds(stateOf);
    }
    if (this.#take("(")) {
      const inner = this.#any();
      this.#expect(")");
      return inner;
    }
    const word = this.#word();
    if (word === "TRUE" || word === "FALSE") return () => word === "TRUE";
    if (!(STATES as readonly string[]).includes(word)) throw malformed();
    return this.#child(word as State);
  }

  /** `ALARM(name)` */
  #child(state: State): Condition {
    this.#expect("(");
    const word = this.#word();
    const child = word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, "$1") : word;
    this.#expect(")");
    this.#children.add(child);
    return (stateOf) => stateOf(child) === state;
  }

  #word(): string {
    const token = this.#tokens[this.#next++];
    if (token === undefined || token === "(" || token === ")") throw malformed();
    return token;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw malformed();
  }
}

const TOKEN = /\s*([()]|"(?:[^"\\]|\\.)*"|[^\s()"]+)/y;

function tokensOf(text: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw malformed();
    found.push(token);
  }
  return found;
}

const malformed = () => validationError("AlarmRule contains an invalid expression");
