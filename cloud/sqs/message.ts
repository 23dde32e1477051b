import { createHash, hash } from "node:crypto";

/** One message in a queue, with the state that a queue keeps of it. Times are milliseconds since 1970. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly sentAt: number;
  readonly senderId: string;
  readonly traceHeader?: string;
  /** The queue it was redriven from. */
  readonly deadLetterSourceArn?: string;
  readonly groupId?: string;
  /** Only in FIFO queues. */
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  receiveCount: number;
  firstReceivedAt?: number;
  /** The latest receive. */
  receivedAt?: number;
  /** Hidden until then: by a delay, or by the visibility timeout of a receive. */
  visibleAt: number;
  /** Delayed messages count apart from messages in flight. */
  inFlight: boolean;
  /** The handle of the latest receive. */
  handle?: string | undefined;
}

/** As the API carries it: a type and one value. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
}

export function md5(text: string): string {
  return hash("md5", text, "hex");
}

/**
 * MD5 of message attributes as the SQS developer guide defines it: names sorted, then for each the length-prefixed
 * name, type, a transport byte (1 text, 2 binary) and the length-prefixed value.
 */
export function md5OfAttributes(attributes: Readonly<Record<string, MessageAttribute>>): string {
  const sum = createHash("md5");
  const put = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    sum.update(length).update(bytes);
  };
  for (const name of Object.keys(attributes).sort()) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    put(Buffer.from(name));
    put(Buffer.from(DataType));
    sum.update(Uint8Array.of(BinaryValue ? 2 : 1));
    put(BinaryValue ?? Buffer.from(StringValue ?? ""));
  }
  return sum.digest("hex");
}

/** What counts against the size limit: body, and each attribute's name, type and value. */
export function sizeOf(body: string, attributes: Readonly<Record<string, MessageAttribute>>): number {
  let size = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    size += BinaryValue ? BinaryValue.length : Buffer.byteLength(StringValue ?? "");
  }
  return size;
}
