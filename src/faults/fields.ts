/** Reads the fields of parsed JSON one by one and says precisely which of them is not what it has to be. */

import { isUnsafe } from "./hosts.ts";

/** The parameter cannot be understood; the message names the field and what was expected. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** An inclusive range; `otherwise` is the value of a missing field (without it the field is required). */
export interface NumberRule {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
  readonly otherwise?: number;
}

export class Fields {
  readonly #path: string;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(value: unknown, path = "") {
    this.#path = path;
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw this.#error("", "an object");
    this.#values = value as Record<string, unknown>;
  }

  get names(): string[] {
    return Object.keys(this.#values);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#values, name);
  }

  /** Refuses any field that is not in `names`: a misspelt one would silently do nothing. */
  only(names: readonly string[]): void {
    const stray = this.names.find((name) => !names.includes(name));
    if (stray !== undefined) throw this.#error(stray, `one of ${names.join(", ")}`);
  }

  within(name: string): Fields {
    return new Fields(this.#value(name), this.#where(name));
  }

  boolean(name: string): boolean {
    const value = this.#value(name);
    if (typeof value !== "boolean") throw this.#error(name, "true or false");
    return value;
  }

  number(name: string, { min, max, whole = false, otherwise }: NumberRule): number {
    if (!this.has(name) && otherwise !== undefined) return otherwise;
    const value = this.#value(name);
    const fits = typeof value === "number" && value >= min && value <= max && (!whole || Number.isInteger(value));
    if (!fits) throw this.#error(name, `a ${whole ? "whole " : ""}number from ${min} to ${max}`);
    return value;
  }

  text(name: string, otherwise?: string): string {
    if (!this.has(name) && otherwise !== undefined) return otherwise;
    const value = this.#value(name);
    if (typeof value !== "string") throw this.#error(name, "a text");
    return value;
  }

  choice<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
    const value = this.text(name, otherwise);
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw this.#error(name, choices.join(" or "));
    return found;
  }

  /** An instant in milliseconds since 1970. The zone is required: without one the machine's would be taken. */
  instant(name: string, otherwise: number): number {
    if (!this.has(name)) return otherwise;
    const text = this.text(name);
    const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)
      ? Date.parse(text)
      : Number.NaN;
    if (Number.isNaN(instant)) throw this.#error(name, "an ISO 8601 instant with its zone");
    return instant;
  }

  /** A list of patterns for host names. */
  patterns(name: string): string[] {
    const value = this.#value(name);
    const fits = Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string");
    if (!fits || value.some(isUnsafe)) throw this.#error(name, "a list of simple regular expressions");
    return value;
  }

  #value(name: string): unknown {
    return this.has(name) ? this.#values[name] : undefined;
  }

  #where(name: string): string {
    return [this.#path, name].filter((part) => part !== "").join(".");
  }

  #error(name: string, expected: string): ConfigurationError {
    return new ConfigurationError(`${this.#where(name) || "the parameter"}: expected ${expected}`);
  }
}
