import { AwsError } from "../../kernel/errors.ts";
import type { ChunkedForm } from "../chunked.ts";
import type { Arrival } from "./arrival.ts";
import type { Attested } from "./authentication.ts";

/**
 * What a request's headers say of its body. S3 signs a declaration of the body (`x-amz-content-sha256`) that may be
 * its hash, or say that it comes unsigned, or in chunks; all others sign the hash of what they send.
 */
export interface Payload {
  /** What stands in the canonical request; absent when it is the hash of the body. */
  readonly declared?: string;
  /** Present when the body comes in `aws-chunked` encoding. */
  readonly chunked?: ChunkedForm;
  /** As far as `Content-Length` says. */
  readonly length: number | undefined;
  readonly limit: number;
}

/**
 * The largest bodies that are taken. Objects live in memory, so they end below AWS's 5 GiB; requests to Lambda end
 * where Lambda ends them (70,167,211 bytes: a zip of 50 MB in base64), and those to other services too.
 */
export const LARGEST_OBJECT = 1024 ** 3;
export const LARGEST_REQUEST = 70_167_211;

export function payloadOf(arrival: Arrival, service: string, attested: Attested): Payload {
  const length = lengthOf(arrival);
  if (service !== "s3") return { length, limit: LARGEST_REQUEST };
  const declared = declarationOf(arrival, attested);
  const isChunked = declared.startsWith("STREAMING-");
  if (arrival.headers["transfer-encoding"] !== undefined && !isChunked) throw notImplemented("Transfer-Encoding");
  return {
    length,
    limit: LARGEST_OBJECT,
    declared,
    ...(isChunked && { chunked: chunkedForm(arrival, declared, attested) }),
  };
}

function lengthOf({ headers }: Arrival): number | undefined {
  if (headers["content-length"] !== undefined) return Number(headers["content-length"]);
  return headers["transfer-encoding"] === undefined ? 0 : undefined;
}

function declarationOf({ headers, query }: Arrival, { form }: Attested): string {
  const inQuery = query["X-Amz-Content-Sha256"];
  const declared = headers["x-amz-content-sha256"] ?? (typeof inQuery === "string" ? inQuery : undefined);
  if (declared === undefined) {
    if (form !== "header") return UNSIGNED;
    throw new AwsError("InvalidRequest", "Missing required header for this request: x-amz-content-sha256", 400);
  }
  if (declared.startsWith("STREAMING-AWS4-ECDSA")) throw notImplemented("x-amz-content-sha256");
  if (declared === UNSIGNED || STREAMING.has(declared) || isHash(declared)) return declared;
  throw new AwsError(
    "InvalidArgument",
    `x-amz-content-sha256 must be ${[UNSIGNED, ...STREAMING].join(", ")} or a valid sha256 value.`,
    400,
    {
      ArgumentName: "x-amz-content-sha256",
      ArgumentValue: declared,
    },
  );
}

const UNSIGNED = "UNSIGNED-PAYLOAD";
const SIGNED_CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
const STREAMING = new Set(["STREAMING-UNSIGNED-PAYLOAD-TRAILER", SIGNED_CHUNKS, `${SIGNED_CHUNKS}-TRAILER`]);

export const isHash = (declared: string) => /^[0-9a-f]{64}$/.test(declared);

function chunkedForm({ headers }: Arrival, declared: string, { seal }: Attested): ChunkedForm {
  const decoded = headers["x-amz-decoded-content-length"];
  if (decoded === undefined || !/^\d{1,15}$/.test(decoded)) {
    throw new AwsError("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);
  }
  const length = Number(decoded);
  if (length > LARGEST_OBJECT) throw tooLarge("s3", length, LARGEST_OBJECT);
  const announced = declared.endsWith("-TRAILER") ? (headers["x-amz-trailer"] ?? "") : "";
  const trailers = announced.split(",").map((name) => name.trim().toLowerCase());
  return {
    length,
    trailers: trailers.filter((name) => name !== ""),
    ...(declared.startsWith(SIGNED_CHUNKS) && { seal }),
  };
}

/** Each service's word for a body that is too long for it. */
export function tooLarge(service: string, size: number, limit: number): AwsError {
  if (service === "s3") {
    const extra = { ProposedSize: String(size), MaxSizeAllowed: String(limit) };
    return new AwsError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400, extra);
  }
  const code = service === "lambda" ? "RequestTooLargeException" : "RequestEntityTooLarge";
  return new AwsError(code, `Request must be smaller than ${limit} bytes`, 413);
}

const notImplemented = (header: string) =>
  new AwsError("NotImplemented", "A header you provided implies functionality that is not implemented", 501, {
    Header: header,
  });
