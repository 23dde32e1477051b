import type { Tag } from "@aws-sdk/client-sts";
import {
  duplicateTags,
  invalidArn,
  packedPolicyTooLarge,
  transitiveOverridden,
  transitiveWithoutTag,
} from "./errors.ts";

/** The parts of requests for sessions that have rules of their own. */

/** Six components, of which partition, service and resource say something. */
export function checkRoleArn(arn: string): void {
  if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn)) throw invalidArn(arn);
}

/** A session's tags, with those that the caller's session hands on. Keys are compared whatever their letters. */
export function sessionTags(
  tags: readonly Tag[] = [],
  transitiveKeys: readonly string[] = [],
  inherited: Readonly<Record<string, string>> = {},
): { tags: Record<string, string>; transitiveTagKeys: string[] } {
  const keys = tags.map(({ Key }) => Key!.toLowerCase());
  if (new Set(keys).size < keys.length) throw duplicateTags();
  if (!transitiveKeys.every((key) => keys.includes(key.toLowerCase()))) throw transitiveWithoutTag();
  const handedOn = Object.keys(inherited);
  if (handedOn.some((key) => keys.includes(key.toLowerCase()))) throw transitiveOverridden();
  const own = Object.fromEntries(tags.map(({ Key, Value }) => [Key!, Value!]));
  return { tags: { ...own, ...inherited }, transitiveTagKeys: [...transitiveKeys, ...handedOn] };
}

/**
 * How much of the space for session policies a request takes, in percent; nothing without any. AWS packs policies in a
 * form that it does not tell; their plain text is measured here, against the 2048 characters it may have.
 */
export function packedSize(policy: string | undefined, policyArns: readonly string[] = []): number | undefined {
  if (policy === undefined && policyArns.length === 0) return undefined;
  const size = (policy?.length ?? 0) + policyArns.join("").length;
  const percent = Math.ceil((size / MOST) * 100);
  if (percent > 100) throw packedPolicyTooLarge(percent);
  return percent;
}

const MOST = 2048;

/** The account that a key's id tells: ids made since 2019 have its number in them, in base 32 behind the prefix. */
export function accountIn(accessKeyId: string): string | undefined {
  const digits = [...accessKeyId.slice(4, 14)].map((character) => BASE_32.indexOf(character));
  if (digits.length < 10 || digits.includes(-1)) return undefined;
  const bits = digits.reduce((number, digit) => (number << 5n) | BigInt(digit), 0n) >> 2n;
  return String((bits & 0x7fffffffff80n) >> 7n).padStart(12, "0");
}

const BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
