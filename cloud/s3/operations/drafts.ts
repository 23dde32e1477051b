import type * as S3 from "@aws-sdk/client-s3";
import type { BucketRecord } from "../configuration.ts";
import { encryptionOf } from "../encryption.ts";
import { invalidStorageClass, keyTooLong, metadataTooLarge } from "../errors.ts";
import { lockOf } from "../lock.ts";
import { contentHeaders } from "../object.ts";
import type { S3Service } from "../service.ts";
import { tagsOfHeader } from "../tags.ts";
import { aclOfNew } from "./acls.ts";

/** What every request that makes an object has in common: its key, its headers, its tags. */

type Sent = Pick<
  S3.PutObjectRequest,
  | "ACL"
  | "BucketKeyEnabled"
  | "CacheControl"
  | "ContentDisposition"
  | "ContentEncoding"
  | "ContentLanguage"
  | "ContentType"
  | "Expires"
  | "GrantFullControl"
  | "GrantRead"
  | "GrantReadACP"
  | "GrantWriteACP"
  | "Key"
  | "Metadata"
  | "ObjectLockLegalHoldStatus"
  | "ObjectLockMode"
  | "ObjectLockRetainUntilDate"
  | "SSECustomerAlgorithm"
  | "SSECustomerKey"
  | "SSECustomerKeyMD5"
  | "SSEKMSKeyId"
  | "ServerSideEncryption"
  | "StorageClass"
  | "Tagging"
  | "WebsiteRedirectLocation"
>;

/** Everything of a new object but its bytes. Throws what S3 answers to a request it does not take. */
export function describeObject(s3: S3Service, record: BucketRecord, input: Sent) {
  checkKey(input.Key!);
  return {
    headers: contentHeaders(input),
    metadata: checkedMetadata(input.Metadata),
    storageClass: storageClassOf(input.StorageClass),
    encryption: encryptionOf(input, record.configuration.encryption, s3.place),
    tags: tagsOfHeader(input.Tagging),
    lock: lockOf(record.configuration.lock, input, s3.now()),
    acl: aclOfNew(s3, record, input),
  };
}

function checkKey(key: string): void {
  // No character takes more than three bytes per code unit.
  if (key.length * 3 <= 1024) return;
  const size = Buffer.byteLength(key);
  if (size > 1024) throw keyTooLong(size);
}

const NO_METADATA: Readonly<Record<string, string>> = {};

function checkedMetadata(metadata: Record<string, string> | undefined): Readonly<Record<string, string>> {
  if (!metadata) return NO_METADATA;
  let size = 0;
  for (const name in metadata) size += Buffer.byteLength(name) + Buffer.byteLength(metadata[name]!);
  if (size > 2048) throw metadataTooLarge(size);
  return metadata;
}

const SERVED_CLASSES = new Set([
  "STANDARD",
  "STANDARD_IA",
  "ONEZONE_IA",
  "REDUCED_REDUNDANCY",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
]);

function storageClassOf(storageClass: string | undefined): string {
  if (storageClass === undefined || SERVED_CLASSES.has(storageClass)) return storageClass ?? "STANDARD";
  throw invalidStorageClass(storageClass);
}

/** The bytes of a request; an absent body is an empty one. */
export function bytesOf(body: unknown): Uint8Array {
  return (body as Uint8Array | undefined) ?? NOTHING;
}

const NOTHING = new Uint8Array();
