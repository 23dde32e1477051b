/**
 * How the text of one stack option becomes a value. A spec knows its default, its range in words for an error message, and how to read
 * a text; what it cannot read is `undefined`, and whoever asked makes the error of it.
 */
export interface OptionSpec<T> {
  readonly default: T;
  /** Completes "it is ...". */
  readonly range: string;
  read(text: string): T | undefined;
}

/** A whole number between two bounds, both allowed. */
export function integer(
  value: number,
  min: number,
  max: number,
  range = `a whole number from ${min} to ${max}`,
): OptionSpec<number> {
  const read = (text: string) => {
    const number = /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  };
  return { default: value, range, read };
}

/** One number of a list. */
export function oneOf(value: number, values: readonly number[]): OptionSpec<number> {
  const read = (text: string) => values.find((candidate) => String(candidate) === text);
  return { default: value, range: `one of ${values.join(", ")}`, read };
}

/** One word of a list, the first of them unless it is said otherwise. */
export function choice<Word extends string>(words: readonly [Word, ...Word[]]): OptionSpec<Word> {
  const read = (text: string) => words.find((candidate) => candidate === text);
  return { default: words[0], range: `one of ${words.join(", ")}`, read };
}

/** Yes or no. */
export function flag(value: boolean): OptionSpec<boolean> {
  const read = (text: string) => (text === "true" ? true : text === "false" ? false : undefined);
  return { default: value, range: "true or false", read };
}

/** A text of a certain form. */
export function word(value: string, form: RegExp, range: string): OptionSpec<string> {
  return { default: value, range, read: (text) => (form.test(text) ? text : undefined) };
}
