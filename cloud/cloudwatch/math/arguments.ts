import { MathError } from "./error.ts";
import { isArray, isNumber, type TimeSeries, type Value } from "./time-series.ts";

/** What stands between a function's parentheses: values, keywords (`REPEAT`) and texts. */
export type Argument = Value | Keyword | Text;

export interface Keyword {
  readonly keyword: string;
}

export interface Text {
  readonly text: string;
}

/** What functions may know of the question they help to answer. */
export interface Surroundings {
  /** Every instant at which a series of that period (seconds) could have a value. */
  instants(period: number): number[];
  /** The request's metrics, expressions not included. */
  readonly metrics: readonly { readonly id: string; readonly series: TimeSeries }[];
  /** Seconds: the period of a series that comes out of nothing. */
  readonly period: number;
  search(terms: string, statistic: string, period: number): readonly TimeSeries[];
}

export type MathFunction = (args: Arguments, surroundings: Surroundings) => Value;

/** The arguments of one call, taken out by the type that the function needs. */
export class Arguments {
  readonly #function: string;
  readonly #all: readonly Argument[];

  constructor(name: string, all: readonly Argument[]) {
    this.#function = name;
    this.#all = all;
  }

  get count(): number {
    return this.#all.length;
  }

  value(index: number): Value {
    const argument = this.#all[index];
    if (argument === undefined) throw new MathError(`Function '${this.#function}' needs an argument ${index + 1}`);
    if (isKeyword(argument) || isText(argument)) throw this.#wrong(index, "a number or a time series");
    return argument;
  }

  number(index: number): number {
    const value = this.value(index);
    if (!isNumber(value)) throw this.#wrong(index, "a number");
    return value;
  }

  series(index: number): TimeSeries {
    const value = this.value(index);
    if (isNumber(value) || isArray(value)) throw this.#wrong(index, "a time series");
    return value;
  }

  array(index: number): readonly TimeSeries[] {
    const value = this.value(index);
    if (!isArray(value)) throw this.#wrong(index, "an array of time series");
    return value;
  }

  text(index: number): string | undefined {
    const argument = this.#all[index];
    if (argument === undefined) return undefined;
    if (!isText(argument)) throw this.#wrong(index, "a text");
    return argument.text;
  }

  keyword(index: number): string | undefined {
    const argument = this.#all[index];
    return argument !== undefined && isKeyword(argument) ? argument.keyword : undefined;
  }

  /** Changes one series, or each of an array. */
  each(index: number, change: (series: TimeSeries) => TimeSeries): TimeSeries | readonly TimeSeries[] {
    const value = this.value(index);
    if (isNumber(value)) throw this.#wrong(index, "a time series or an array of them");
    return isArray(value) ? value.map(change) : change(value);
  }

  #wrong(index: number, wanted: string): MathError {
    return new MathError(`Argument ${index + 1} of function '${this.#function}' must be ${wanted}`);
  }
}

function isKeyword(argument: Argument): argument is Keyword {
  return typeof argument === "object" && "keyword" in argument;
}

function isText(argument: Argument): argument is Text {
  return typeof argument === "object" && "text" in argument;
}
