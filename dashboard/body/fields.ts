/**
 * Reading JSON that somebody else wrote: each reader takes what it is for and answers undefined to everything else, so
 * that one odd property costs that property and not the dashboard.
 */
export type Fields = Readonly<Record<string, unknown>>;

export const asText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export const asNumber = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const asFields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const isFields = (value: unknown): value is Fields => asFields(value) === value;

/** The value if it is one of the words, else the first of them. */
export function asOneOf<const W extends string>(value: unknown, words: readonly [W, ...W[]]): W {
  return words.find((word) => word === value) ?? words[0];
}

/** Leaves out what is undefined, so that optional members are absent. */
export function given<T extends object>(fields: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
