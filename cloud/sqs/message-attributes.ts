import { INVALID_CHARACTERS, invalidContents, invalidValue } from "./errors.ts";
import type { MessageAttribute } from "./message.ts";

/** Refuses message attributes as SQS does: how many there are, then each one's name, type and value. */
export function checkMessageAttributes(
  attributes: Readonly<Record<string, Sent>>,
): asserts attributes is Readonly<Record<string, MessageAttribute>> {
  const entries = Object.entries(attributes);
  if (entries.length > MOST) {
    throw invalidValue(`Number of message attributes [${entries.length}] exceeds the allowed maximum [${MOST}].`);
  }
  for (const [name, attribute] of entries) {
    checkName(name);
    checkType(name, attribute);
    checkValue(name, attribute as MessageAttribute);
  }
}

/** As a request may carry it. */
type Sent = {
  readonly [Member in keyof MessageAttribute]?: MessageAttribute[Member] | undefined;
} & { readonly StringListValues?: unknown; readonly BinaryListValues?: unknown };

const MOST = 10;

/** What a body, or the text of an attribute, may consist of: XML 1.0's characters. */
export function checkBody(body: string): void {
  if (!isValid(body)) throw invalidContents();
}

function isValid(text: string): boolean {
  return /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text);
}

function checkName(name: string): void {
  if (name === "") throw invalidValue("The request must contain non-empty message (user) attribute names.");
  if (Buffer.byteLength(name) > 256) {
    throw invalidValue("Message (user) attribute name must be shorter than 256 bytes.");
  }
  // Letters of other scripts are taken: recorded on AWS. So is the blank at the end of the sentence.
  if (!/^[\p{L}\p{N}_.-]+$/u.test(name)) {
    throw invalidValue(
      "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ",
    );
  }
  if (/^(aws\.|amazon\.|\.)|\.$/i.test(name)) {
    throw invalidValue(
      "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.",
    );
  }
}

function checkType(name: string, { DataType, ...values }: Sent): void {
  const { StringListValues: strings, BinaryListValues: blobs } = values;
  if ([strings, blobs].some((list) => Array.isArray(list) && list.length > 0)) {
    throw invalidValue("Message attribute list values in SendMessage operation are not supported.");
  }
  if (!DataType) {
    throw invalidValue(`The message (user) attribute '${name}' must contain a non-empty message attribute value.`);
  }
  if (DataType.length > 256) throw invalidValue("Message (user) attribute type must be shorter than 256 bytes.");
  if (!/^(String|Number|Binary)(\.|$)/.test(DataType)) {
    throw invalidValue(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
}

function checkValue(name: string, { DataType, StringValue, BinaryValue }: MessageAttribute): void {
  const type = DataType.split(".")[0]!;
  const value = type === "Binary" ? BinaryValue : StringValue;
  if (!value?.length) {
    throw invalidValue(`Message (user) attribute '${name}' must contain a non-empty value of type '${DataType}'.`);
  }
  if (type === "Number" && !/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(StringValue!)) {
    throw invalidValue(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  if (type !== "Binary" && !isValid(StringValue!)) throw invalidValue(INVALID_CHARACTERS);
}
