import type { Member, Shape, Structure } from "../../cloud/gateway/shape.ts";
import type { Random } from "../../cloud/kernel/random.ts";

/** Values that fit a shape, drawn from a stream: every kind of member at every place, with texts that want escaping. */
export function aValue(shape: Shape, random: Random, depth = 0): unknown {
  switch (shape.type) {
    case "structure":
      return aStructure(shape, random, depth);
    case "list":
      return Array.from({ length: random.integer(1, 3) }, () => aValue(shape.member, random, depth + 1));
    case "map":
      return Object.fromEntries(
        Array.from({ length: random.integer(1, 3) }, (_, i) => [
          `${random.text(4, LETTERS)} ${i}`,
          aValue(shape.value, random, depth + 1),
        ]),
      );
    case "number":
      return random.chance(0.5) ? random.integer(-1000, 1000) : random.integer(0, 2 ** 31);
    case "boolean":
      return random.chance(0.5);
    case "blob":
      return Buffer.from(random.hex(2 * random.integer(0, 20)), "hex");
    case "timestamp":
      return aMoment(shape.format, random);
    case "document":
      return { text: aText(random), list: [1, null, "two"], deep: { yes: true } };
    case "string":
      return aText(random);
  }
}

/** A structure with its required members and some of the others, fewer in the deep: shapes that hold themselves must end. */
export function aStructure(shape: Structure, random: Random, depth = 0): Record<string, unknown> {
  const share = depth > 4 ? 0 : 0.6;
  const wanted = shape.members.filter(
    (member) => (random.chance(share) && !LEFT_OUT.test(member.name)) || isNeeded(member),
  );
  // Forms and XML have no way to say "a structure with nothing in it".
  if (wanted.length === 0 && depth > 0 && shape.members.length > 0) wanted.push(simplest(shape.members));
  return Object.fromEntries(wanted.map((member) => [member.name, aMember(member, random, depth)]));
}

/** Metadata is a map even when it is empty, an answer's document is always there, and clients make up missing tokens. */
function isNeeded({ required, name, place, shape }: Member): boolean {
  const isDocument = place.in === "payload" && shape.type === "structure";
  return required || isDocument || place.in === "prefixHeaders" || /^(clientToken|ClientRequestToken)$/i.test(name);
}

/** What clients change on the way: keys are encoded and hashed, bodies summed up (and checked), `Expires` is given twice. */
const LEFT_OUT = /SSECustomerKey|^ContentMD5$|^Checksum(Algorithm|CRC|SHA)|^Expires(String)?$/;

function simplest(members: readonly Member[]): Member {
  return members.find(({ shape }) => !["structure", "list", "map"].includes(shape.type)) ?? members[0]!;
}

function aMember({ place, shape, name }: Member, random: Random, depth: number): unknown {
  if (name === "Bucket" && place.in === "label") return `bucket-${random.text(5, LETTERS)}`;
  if (name === "QueueUrl") return `https://sqs.us-east-1.amazonaws.com/111122223333/${random.text(5, LETTERS)}`;
  if (place.in === "body" || place.in === "payload") return aValue(shape, random, depth + 1);
  if (place.in === "prefixHeaders") return { [random.text(3, LETTERS)]: aHeaderText(random) };
  if (place.in === "status") return random.pick([200, 202, 204]);
  if (shape.type === "timestamp")
    return aMoment(shape.format ?? (place.in === "header" ? "http-date" : undefined), random);
  if (shape.type === "list") return Array.from({ length: random.integer(1, 3) }, () => random.text(4, LETTERS));
  if (shape.type !== "string") return aValue(shape, random, depth + 1);
  return place.in === "header" ? aHeaderText(random) : aText(random) + random.text(1, LETTERS);
}

/** Whole seconds where the format knows no fraction. */
function aMoment(format: string | undefined, random: Random): Date {
  const seconds = random.integer(0, 2_000_000_000);
  return new Date(seconds * 1000 + (format === "http-date" ? 0 : random.integer(0, 999)));
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

function aText(random: Random): string {
  return Array.from({ length: random.integer(1, 6) }, () => random.pick(PIECES)).join("");
}

/** What headers may carry: visible ASCII, no space at either end. */
function aHeaderText(random: Random): string {
  return `${random.text(3, LETTERS)} ${random.pick(["=", "%20", '"q"', "a/b", "1"])}${random.text(2, LETTERS)}`;
}

const PIECES = ["a", "Z9", "é", "日本", "😀", " ", "+", "/", "%41", "&", "<", ">", '"', "'", "?", "#", "=", "\t", "\\"];
