/** A message as it was published, ready to be told to subscribers. */
export interface Message {
  readonly id: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly text: string;
  /** With MessageStructure `json`: what each protocol gets, and `default` for the rest. */
  readonly texts: Readonly<Record<string, string>> | undefined;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** Milliseconds since 1970. */
  readonly publishedAt: number;
  /** X-Ray's, of the request it was published with. */
  readonly traceHeader?: string | undefined;
  readonly groupId?: string | undefined;
  /** Only in FIFO topics. */
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
}

/** As the API carries it: a type and one value. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
}

/** What a publisher gives. */
export interface Draft {
  readonly text: string;
  readonly subject?: string | undefined;
  readonly texts?: Readonly<Record<string, string>> | undefined;
  readonly attributes?: Readonly<Record<string, MessageAttribute>> | undefined;
  readonly traceHeader?: string | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
}

export function textFor(message: Message, protocol: string): string {
  return message.texts ? (message.texts[protocol] ?? message.texts.default!) : message.text;
}

/** What counts against the size limit: the message as it was sent, and each attribute's name, type and value. */
export function sizeOf({ text, attributes }: Draft): number {
  let size = Buffer.byteLength(text);
  for (const name in attributes) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    size += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    size += BinaryValue ? BinaryValue.length : Buffer.byteLength(StringValue ?? "");
  }
  return size;
}
