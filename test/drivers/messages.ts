/** Messages as AWS writes them. */
import { createHash } from "node:crypto";

/** S3's notification of one created object. */
export function anEvent(key: string, csv: string | Uint8Array = "", eventName = "ObjectCreated:Put"): string {
  const eTag = createHash("md5").update(csv).digest("hex");
  const object = { key: encoded(key), size: Buffer.byteLength(csv), eTag, sequencer: "0055AED6DCD90281E5" };
  const bucket = { name: "documents-lab", arn: "arn:aws:s3:::documents-lab" };
  const s3 = { s3SchemaVersion: "1.0", configurationId: "output-csv", bucket, object };
  return JSON.stringify({ Records: [{ eventVersion: "2.1", eventSource: "aws:s3", eventName, s3 }] });
}

/** The same, through a topic without raw delivery. */
export function anEnvelope(message: string): string {
  const envelope = { Type: "Notification", MessageId: "0", Subject: "Amazon S3 Notification", Message: message };
  return JSON.stringify(envelope, null, 2);
}

export const TEST_EVENT = JSON.stringify({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "documents-lab" });

function encoded(key: string): string {
  return encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");
}
