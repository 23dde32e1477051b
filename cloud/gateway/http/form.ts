import { AwsError } from "../../kernel/errors.ts";
import type { WireRequest } from "../message.ts";
import type { Arrival } from "./arrival.ts";
import { bucketOf } from "./host.ts";

/**
 * An upload by a browser's form (API reference, "POST Object"): the bucket is posted to, and the fields say what the
 * headers of a PUT would say. Fields behind the file do not count.
 *
 *     multipart/form-data -> fields by name in lower case, file
 */
export interface Form {
  readonly bucket: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly file: Buffer;
}

/** Undefined when the request posts to no bucket; throws when it does, and in no form. */
export function formOf(arrival: Arrival, body: Buffer = Buffer.alloc(0)): Form | undefined {
  const bucket = postedBucket(arrival);
  if (bucket === undefined) return undefined;
  const boundary = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(
    arrival.headers["content-type"] ?? "",
  );
  if (!boundary) throw notAForm();
  const parts = partsOf(body, boundary[1] ?? boundary[2]!);
  const at = parts.findIndex(({ name }) => name === "file");
  if (at < 0) throw noFile();
  const { content, filename } = parts[at]!;
  const fields: Record<string, string> = Object.create(null);
  for (const part of parts.slice(0, at)) fields[part.name] = withFilename(part.content.toString("utf8"), filename);
  return { bucket, fields, file: content };
}

/** The request that a form makes: its key in the path, what it says of the object in the headers. */
export function wireOfForm(arrival: Arrival, { bucket, fields, file }: Form): WireRequest {
  const { key } = fields;
  if (!key) throw missingField("key");
  const headers: Record<string, string> = Object.assign(Object.create(null), fields);
  if (fields.acl !== undefined) headers["x-amz-acl"] = fields.acl;
  headers["content-length"] = String(file.length);
  const path = `/${bucket}/${encodeURIComponent(key)}`;
  return { method: arrival.method, path, query: {}, headers, body: file, isForm: true };
}

/** S3's words for a field that must be there, in front of the file. */
export function missingField(name: string): AwsError {
  const text = `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`;
  return new AwsError("InvalidArgument", text, 400, { ArgumentName: name, ArgumentValue: "" });
}

/** Every other POST to a bucket names in its query what it wants. */
function postedBucket({ method, path, search, headers }: Arrival): string | undefined {
  if (method !== "POST" || search !== "") return undefined;
  const hosted = bucketOf(headers.host);
  const [, bucket = "", rest = ""] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  if (hosted !== undefined) return bucket === "" ? hosted : undefined;
  return bucket === "" || rest !== "" ? undefined : decodeURIComponent(bucket);
}

interface Part {
  readonly name: string;
  readonly filename: string | undefined;
  readonly content: Buffer;
}

/** RFC 7578: what stands between boundaries is a head, an empty line, and the content. */
function partsOf(body: Buffer, boundary: string): Part[] {
  const parts: Part[] = [];
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first boundary may stand at the very beginning.
  let at = body.subarray(0, delimiter.length - 2).equals(delimiter.subarray(2)) ? -2 : body.indexOf(delimiter);
  while (at !== -1) {
    const begin = at + delimiter.length;
    if (body.subarray(begin, begin + 2).toString("latin1") === "--") return parts;
    const end = body.indexOf(delimiter, begin);
    const headEnd = body.indexOf("\r\n\r\n", begin);
    if (end < 0 || headEnd < 0 || headEnd > end) break;
    const head = body.subarray(begin, headEnd).toString("utf8");
    const name = /\bname="([^"]*)"/i.exec(head)?.[1] ?? "";
    const filename = /\bfilename="([^"]*)"/i.exec(head)?.[1];
    parts.push({ name: name.toLowerCase(), filename, content: body.subarray(headEnd + 4, end) });
    at = end;
  }
  throw new AwsError(
    "MalformedPOSTRequest",
    "The body of your POST request is not well-formed multipart/form-data.",
    400,
  );
}

/** Any field may name the file as its owner's disk does; of a path only the last part counts. */
function withFilename(text: string, filename: string | undefined): string {
  if (filename === undefined) return text;
  const name = filename.replace(/^.*[/\\]/s, "");
  return text.replace(/\$\{filename\}/g, () => name);
}

function notAForm(): AwsError {
  return new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412, {
    Condition: "Bucket POST must be of the enclosure-type multipart/form-data",
  });
}

/** The text is as callers quote it. */
function noFile(): AwsError {
  return new AwsError("InvalidArgument", "POST requires exactly one file upload per request.", 400, {
    ArgumentName: "file",
    ArgumentValue: "0",
  });
}
