import { createHash, hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { crc32c, crc64nvme } from "../../kernel/crc.ts";
import { AwsError } from "../../kernel/errors.ts";
import { bytesOf, type WireRequest } from "../message.ts";

/** The sums that S3's clients send with their documents (policies, lists of keys to delete): in base64, by header. */
type Sum = (body: Uint8Array) => string;

const SUMS: Readonly<Record<string, Sum>> = {
  CRC32: (body) => words(crc32(body)),
  CRC32C: (body) => words(crc32c(body)),
  CRC64NVME: (body) => words(...crc64nvme(body)),
  SHA1: (body) => hash("sha1", body, "base64"),
  SHA256: (body) => hash("sha256", body, "base64"),
};

const NAMES = Object.keys(SUMS).map((name) => [name, `x-amz-checksum-${name.toLowerCase()}`] as const);

/** Throws BadDigest when a document is not the one that was summed up. */
export function checkSums({ headers, body }: WireRequest): void {
  const md5 = headers["content-md5"];
  if (md5 !== undefined) checkMd5(md5, bytesOf(body));
  for (const [name, header] of NAMES) {
    const sent = headers[header];
    if (sent !== undefined && SUMS[name]!(bytesOf(body)) !== sent) throw badDigest(name);
  }
}

function checkMd5(sent: string, body: Uint8Array): void {
  if (Buffer.from(sent, "base64").length !== 16) {
    throw new AwsError("InvalidDigest", "The Content-MD5 you specified was invalid.", 400, { "Content-MD5": sent });
  }
  const calculated = createHash("md5").update(body).digest("base64");
  if (calculated === sent) return;
  throw new AwsError("BadDigest", "The Content-MD5 you specified did not match what we received.", 400, {
    ExpectedDigest: sent,
    CalculatedDigest: calculated,
  });
}

const badDigest = (name: string) =>
  new AwsError("BadDigest", `The ${name} you specified did not match the calculated checksum.`, 400);

/** Words of 32 bits, the highest first. */
function words(...values: number[]): string {
  const bytes = Buffer.allocUnsafe(values.length * 4);
  for (let i = 0; i < values.length; i++) bytes.writeUInt32BE(values[i]!, i * 4);
  return bytes.toString("base64");
}
