/**
 * The object keys of an S3 event notification, decoded: what a reader of the feed needs to know which document an
 * event is about. Any other event has none.
 */
export function keysOf(payload: string): string[] | undefined {
  if (!payload.includes('"aws:s3"')) return undefined;
  try {
    const { Records } = JSON.parse(payload) as { Records: { s3: { object: { key: string } } }[] };
    return Records.map(({ s3 }) => decodeURIComponent(s3.object.key.replaceAll("+", " ")));
  } catch {
    return undefined; // it only looks like one
  }
}
