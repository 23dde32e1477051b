import type { Aws } from "./aws.ts";
import type { Call } from "./call.ts";

/** Anything JSON can say; what a lease remembers must survive in a journal. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * One piece of configuration in AWS: where it is, and how it is read and put. Its address is data, so that another
 * process, days later, finds the same setting by what a journal says (`settings/registry.ts`).
 */
export interface Setting<Value extends Json = Json> {
  readonly address: Address;
  /** The ARN or name of what is changed, for people and for the journal. */
  readonly resource: string;
  /** What AWS says the setting is now. */
  observe(aws: Aws): Promise<Value>;
  /** Puts a value there: what a fault wants, and what was there before, also when that was nothing. */
  put(aws: Aws, value: Value): Promise<void>;
  /** Whether two values are one to AWS, which gives some of them back otherwise than it took them; as JSON if absent. */
  same?(a: Value, b: Value): boolean;
  /** The calls that `observe` and `put` make; a plan cannot tell them where nobody says. */
  readonly calls?: SettingCalls<Value>;
  /** Whom a change of it touches besides the run, in words. */
  readonly others?: string;
}

export interface SettingCalls<Value extends Json = Json> {
  readonly observe: readonly Call[];
  /** Where a call takes a setting away and another one puts it there, the value says which is made. */
  put(value: Value): readonly Call[];
  /** What is there in a deployment that nobody has changed, where `put` tells values apart. */
  readonly untouched?: Value;
}

/** `{ kind: "lambda.concurrency", functionName: "transform-lab" }` */
export interface Address {
  readonly kind: string;
  readonly [part: string]: string;
}

/** All settings of one kind: by their places, or by addresses that somebody wrote down. */
export interface SettingKind<Place extends Record<string, string> = Record<string, string>, Value extends Json = Json> {
  readonly kind: string;
  at(place: Place): Setting<Value>;
}

/** `describe` says of a place what the setting there is called, and how it is read and put. */
export function settingKind<Place extends Record<string, string>, Value extends Json>(
  kind: string,
  describe: (place: Place) => Omit<Setting<Value>, "address">,
): SettingKind<Place, Value> {
  return { kind, at: (place) => ({ address: { kind, ...place }, ...describe(place) }) };
}

/** Whether a setting's two values are one. */
export function equal(setting: Pick<Setting, "same">, a: Json, b: Json): boolean {
  return same(a, b) || (setting.same?.(a, b) ?? false);
}

/** Equal as JSON values: the order of a structure's members does not count. */
export function same(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), b as Record<string, Json>];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === Object.keys(b).length &&
    left.every(([name, value]) => Object.hasOwn(right, name) && same(value, right[name]!))
  );
}
