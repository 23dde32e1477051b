import { AwsError } from "../kernel/errors.ts";
import { invalidArgument, invalidTag } from "./errors.ts";
import type { Tag } from "./object.ts";

/** Tag sets of buckets and objects: what S3 lets pass. The limits are the user guide's. */

const LIMITS = {
  object: { count: 10, message: "Object tags cannot be greater than 10" },
  bucket: { count: 50, message: "Bucket tag count cannot be greater than 50" },
};

const SYSTEM_PREFIX = {
  object: "Your TagKey cannot be prefixed with aws:",
  bucket: "System tags cannot be added/updated by requester",
};

/** Letters, digits, spaces and `_ . : / = + - @`. */
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export function checkTags(tags: readonly Tag[], of: "object" | "bucket"): void {
  if (tags.length > LIMITS[of].count) throw new AwsError("BadRequest", LIMITS[of].message, 400);
  const keys = new Set<string>();
  for (const { Key, Value } of tags) {
    if (keys.has(Key)) throw invalidTag("Cannot provide multiple Tags with the same key", Key);
    keys.add(Key);
    if (Key.startsWith("aws:")) throw invalidTag(SYSTEM_PREFIX[of], Key);
    if (Key.length < 1 || Key.length > 128 || !ALLOWED.test(Key)) {
      throw invalidTag("The TagKey you have provided is invalid", Key);
    }
    if (Value.length > 256 || !ALLOWED.test(Value)) {
      throw invalidTag("The TagValue you have provided is invalid", Key, Value);
    }
  }
}

/** The tags of a request's body; an absent value is an empty one. */
export function tagsOf(sent: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined): Tag[] {
  return (sent ?? []).map(({ Key, Value }) => ({ Key: Key ?? "", Value: Value ?? "" }));
}

/** The `x-amz-tagging` header: `a=1&b=2`, url-encoded. */
export function tagsOfHeader(header: string | undefined): Tag[] {
  if (header === undefined || header === "") return [];
  const pairs = header.split("&").filter((pair) => pair !== "");
  const tags = pairs.map((pair) => tagOf(pair, header));
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) throw malformedHeader(header);
  checkTags(tags, "object");
  return tags;
}

function tagOf(pair: string, header: string): Tag {
  const [key = "", value = "", ...rest] = pair.split("=");
  if (rest.length > 0) throw malformedHeader(header);
  try {
    return { Key: decoded(key), Value: decoded(value) };
  } catch {
    throw malformedHeader(header);
  }
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

function malformedHeader(header: string) {
  return invalidArgument(
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    "x-amz-tagging",
    header,
  );
}
