import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { crc32c, crc64nvme } from "../kernel/crc.ts";
import { badChecksum, badContentMd5, invalidDigest, invalidRequest, notImplemented } from "./errors.ts";

/**
 * Checksums of objects: what a client says a body should sum up to, checked, kept and echoed. An object that came
 * without one gets S3's default, CRC64NVME. XXHASH is not served.
 */
export interface Checksum {
  readonly algorithm: Algorithm;
  /** Base64; of composite checksums with the number of parts behind: `...=-2`. */
  readonly value: string;
  /** Of the whole object, or of its parts' checksums. */
  readonly type: "FULL_OBJECT" | "COMPOSITE";
}

export type Algorithm = (typeof ALGORITHMS)[number];

/** In the order of the API's members. */
export const ALGORITHMS = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256", "SHA512", "MD5"] as const;

/** The members that carry checksums, by algorithm: `ChecksumCRC32: "NSRBwg=="`. */
export type SentChecksums = { readonly [Name in `Checksum${Algorithm}`]?: string | undefined } & {
  readonly ChecksumXXHASH64?: string | undefined;
  readonly ChecksumXXHASH3?: string | undefined;
  readonly ChecksumXXHASH128?: string | undefined;
};

const MEMBERS = ALGORITHMS.map((algorithm) => [algorithm, `Checksum${algorithm}`] as const);

const LENGTHS: Record<Algorithm, number> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
  SHA512: 64,
  MD5: 16,
};

export function checksumOf(algorithm: Algorithm, body: Uint8Array): string {
  switch (algorithm) {
    case "CRC32":
      return words(crc32(body));
    case "CRC32C":
      return words(crc32c(body));
    case "CRC64NVME":
      return words(...crc64nvme(body));
    default:
      return hash(algorithm.toLowerCase(), body, "base64");
  }
}

/** Words of 32 bits, the highest first. */
function words(...values: number[]): string {
  const bytes = Buffer.allocUnsafe(values.length * 4);
  for (let i = 0; i < values.length; i++) bytes.writeUInt32BE(values[i]!, i * 4);
  return bytes.toString("base64");
}

export function isChecksum(algorithm: Algorithm, value: string): boolean {
  const bytes = Buffer.from(value, "base64");
  return bytes.length === LENGTHS[algorithm] && bytes.toString("base64") === value;
}

/** The one checksum a request carries, if it carries one. */
export function sentChecksum(input: SentChecksums): { algorithm: Algorithm; value: string } | undefined {
  let sent: { algorithm: Algorithm; value: string } | undefined;
  for (const [algorithm, member] of MEMBERS) {
    const value = input[member];
    if (value === undefined) continue;
    if (sent) {
      throw invalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    sent = { algorithm, value };
  }
  if (sent === undefined && (input.ChecksumXXHASH64 ?? input.ChecksumXXHASH3 ?? input.ChecksumXXHASH128)) {
    throw notImplemented();
  }
  return sent;
}

/** Checks the checksum that was sent; undefined when none was. */
export function verified(input: SentChecksums, body: Uint8Array): Checksum | undefined {
  const sent = sentChecksum(input);
  if (!sent) return undefined;
  const { algorithm, value } = sent;
  if (checksumOf(algorithm, body) !== value) {
    if (!isChecksum(algorithm, value)) throw invalidChecksum(algorithm);
    throw badChecksum(algorithm);
  }
  return { algorithm, value, type: "FULL_OBJECT" };
}

export function invalidChecksum(algorithm: Algorithm) {
  return invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
}

export function fullChecksum(algorithm: Algorithm, body: Uint8Array): Checksum {
  return { algorithm, value: checksumOf(algorithm, body), type: "FULL_OBJECT" };
}

/** Checks the older Content-MD5 header against a body whose MD5 is known. */
export function checkContentMd5(sent: string | undefined, eTag: string): void {
  if (sent === undefined) return;
  const bytes = Buffer.from(sent, "base64");
  if (bytes.length !== 16) throw invalidDigest(sent);
  if (bytes.toString("hex") !== eTag) throw badContentMd5(sent, Buffer.from(eTag, "hex").toString("base64"));
}

export function md5(body: Uint8Array): string {
  return hash("md5", body, "hex");
}

/** The members of an answer that carry a checksum: `{ ChecksumCRC32: ..., ChecksumType: "FULL_OBJECT" }`. */
export function shownChecksum({ algorithm, value, type }: Checksum) {
  return { [`Checksum${algorithm}`]: value, ChecksumType: type } as {
    [Name in `Checksum${Algorithm}`]?: string;
  } & { ChecksumType: Checksum["type"] };
}
