/** S3's notifications, as they come out of a queue: raw, or wrapped in an SNS envelope. */

export interface CreatedObject {
  bucket: string;
  /** As S3 knows it: notifications encode it like a form field. */
  key: string;
  size: number;
  /** Without quotes. */
  eTag: string;
}

/**
 * The objects that a message says were created: none for S3's test event and for other kinds of event, undefined for a
 * body that is no notification.
 */
export function objectsIn(body: string): CreatedObject[] | undefined {
  const event = unwrapped(body);
  if (event?.Event === "s3:TestEvent") return [];
  const records = event?.Records;
  if (!Array.isArray(records)) return undefined;
  return records.filter(isCreation).map(({ s3 }) => ({
    bucket: s3.bucket.name,
    key: decoded(s3.object.key),
    size: s3.object.size ?? 0,
    eTag: s3.object.eTag ?? "",
  }));
}

/** The S3 event in a body, whatever it came through; undefined when it is not a JSON object. */
export function unwrapped(body: string): Record<string, unknown> | undefined {
  const outer = parsed(body);
  const wrapped = outer?.Type === "Notification" ? outer.Message : undefined;
  return typeof wrapped === "string" ? parsed(wrapped) : outer;
}

interface S3Record {
  eventSource: string;
  eventName: string;
  s3: { bucket: { name: string }; object: { key: string; size?: number; eTag?: string } };
}

function isCreation(record: Partial<S3Record> | null): record is S3Record {
  const { eventSource, eventName, s3 } = record ?? {};
  return eventSource === "aws:s3" && eventName?.startsWith("ObjectCreated:") === true && s3?.object?.key !== undefined;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    return key; // Not encoded as S3 encodes: better a key that is nobody's than a subscriber that stops.
  }
}
