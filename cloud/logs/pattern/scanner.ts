import { invalidParameter } from "../errors.ts";

/** Reads a filter pattern from left to right, and complains as CloudWatch Logs does. */
export class Scanner {
  readonly #source: string;
  #position = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get done(): boolean {
    return this.#position >= this.#source.length;
  }

  get next(): string {
    return this.#source[this.#position] ?? "";
  }

  skipSpace(): void {
    this.match(/\s*/y);
  }

  /** Takes `text` if it comes next. */
  take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#position)) return false;
    this.#position += text.length;
    return true;
  }

  /** Takes what a sticky expression matches here. */
  match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#position;
    const match = expression.exec(this.#source);
    if (!match) return undefined;
    this.#position += match[0].length;
    return match;
  }

  /** `"..."`, without the quotes; a backslash keeps the character behind it. */
  quoted(): string | undefined {
    if (this.next !== '"') return undefined;
    const match = this.match(/"((?:[^"\\]|\\.)*)"/sy);
    if (!match) throw invalidPattern();
    return match[1]!.replace(/\\(.)/gs, "$1");
  }

  /** `%...%`: a regular expression in CloudWatch Logs' subset, which has no groups and no multi-byte characters. */
  expression(): RegExp | undefined {
    if (this.next !== "%") return undefined;
    const source = this.match(/%([^%]*)%/y)?.[1];
    if (source === undefined) throw invalidPattern();
    const odd = /[^A-Za-z0-9:_#=@/;,\-^$?[\]{}|\\*+.]/.exec(source)?.[0];
    if (odd !== undefined) throw oddCharacter(odd);
    try {
      return new RegExp(source);
    } catch {
      throw invalidPattern();
    }
  }

  /** Refuses what comes next. */
  refuse(): never {
    throw this.done ? invalidPattern() : oddCharacter(this.next);
  }
}

export const invalidPattern = () => invalidParameter("Invalid filter pattern");

export const oddCharacter = (text: string) => invalidParameter(`Invalid character(s) in term '${text}'`);
