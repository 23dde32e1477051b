import { attributeInvalid, nullMember } from "./errors.ts";
import type { MessageAttribute } from "./message.ts";

/**
 * Refuses message attributes as SNS does, in its order: the name, the type, then the value.
 * `path` is where the attributes stand in the request, for SNS's words about members left out.
 */
export function checkMessageAttributes(
  attributes: Readonly<Record<string, Sent>>,
  path = "messageAttributes",
): asserts attributes is Readonly<Record<string, MessageAttribute>> {
  for (const [name, attribute] of Object.entries(attributes)) {
    if (attribute.DataType === undefined) throw nullMember(`${path}.${name}.member.dataType`);
    checkName(name);
    checkType(name, attribute.DataType);
    checkValue(name, attribute as MessageAttribute);
  }
}

/** As a request may carry it. */
type Sent = { readonly [Member in keyof MessageAttribute]?: MessageAttribute[Member] | undefined };

function checkName(name: string): void {
  if (Buffer.byteLength(name) > 256) {
    throw attributeInvalid("Length of message attribute name must be less than 256 bytes.");
  }
  const odd = /[^A-Za-z0-9_\-.]/u.exec(name)?.[0];
  if (odd !== undefined) {
    const code = odd.codePointAt(0)!.toString(16).toUpperCase();
    throw attributeInvalid(
      `Invalid non-alphanumeric character '#x${code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  }
  if (name.startsWith(".")) {
    throw attributeInvalid("Invalid message attribute name starting with character '.' was found.");
  }
  if (name.endsWith(".")) throw attributeInvalid("Invalid message attribute name ending with character '.' was found.");
  if (name.includes("..")) throw attributeInvalid("Message attribute name can not have successive '.' character.");
}

function checkType(name: string, type: string): void {
  if (/^(String|Number|Binary)(\..+)?$/.test(type)) return;
  throw attributeInvalid(
    `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
  );
}

function checkValue(name: string, { DataType, StringValue, BinaryValue }: MessageAttribute): void {
  const binary = DataType.startsWith("Binary");
  const [value, other] = binary ? [BinaryValue, StringValue] : [StringValue, BinaryValue];
  if (other !== undefined) {
    const field = binary ? "Binary" : "String";
    throw attributeInvalid(`The message attribute '${name}' with type '${DataType}' must use field '${field}'.`);
  }
  if (!value?.length) {
    throw attributeInvalid(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
    );
  }
  // These words are SQS's for the same check.
  if (DataType.startsWith("Number") && !Number.isFinite(Number(StringValue))) {
    throw attributeInvalid(`Could not cast message attribute '${name}' value to number.`);
  }
}
