import type * as S3 from "@aws-sdk/client-s3";
import type { BucketRecord } from "../configuration.ts";
import {
  aclNotSupported,
  invalidRequest,
  invalidStorageClass,
  keyTooLong,
  metadataTooLarge,
  notImplemented,
} from "../errors.ts";
import { contentHeaders } from "../object.ts";
import { tagsOfHeader } from "../tags.ts";

/** What every request that makes an object has in common: its key, its headers, its tags, and what is not served. */

type Sent = Pick<
  S3.PutObjectRequest,
  | "ACL"
  | "CacheControl"
  | "ContentDisposition"
  | "ContentEncoding"
  | "ContentLanguage"
  | "ContentType"
  | "Expires"
  | "Key"
  | "Metadata"
  | "ObjectLockMode"
  | "SSECustomerAlgorithm"
  | "ServerSideEncryption"
  | "StorageClass"
  | "Tagging"
  | "WebsiteRedirectLocation"
>;

/** Everything of a new object but its bytes. Throws what S3 answers to a request it does not take. */
export function describeObject(record: BucketRecord, input: Sent) {
  checkKey(input.Key!);
  checkServed(record, input);
  return {
    headers: contentHeaders(input),
    metadata: checkedMetadata(input.Metadata),
    storageClass: storageClassOf(input.StorageClass),
    tags: tagsOfHeader(input.Tagging),
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

/** Archive classes would need restoring before they can be read, which nobody does here. */
const SERVED_CLASSES = new Set([
  "STANDARD",
  "STANDARD_IA",
  "ONEZONE_IA",
  "REDUCED_REDUNDANCY",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
]);
const OTHER_CLASSES = new Set(["GLACIER", "DEEP_ARCHIVE", "OUTPOSTS", "SNOW", "EXPRESS_ONEZONE"]);

function storageClassOf(storageClass: string | undefined): string {
  if (storageClass === undefined || SERVED_CLASSES.has(storageClass)) return storageClass ?? "STANDARD";
  throw OTHER_CLASSES.has(storageClass) ? notImplemented("x-amz-storage-class") : invalidStorageClass(storageClass);
}

/** There is no key service to encrypt with, no lock, and no ACL but the one that says nothing. */
function checkServed({ configuration }: BucketRecord, input: Sent): void {
  if (input.ServerSideEncryption !== undefined && input.ServerSideEncryption !== "AES256") {
    throw notImplemented("x-amz-server-side-encryption");
  }
  if (input.SSECustomerAlgorithm !== undefined) throw notImplemented("x-amz-server-side-encryption-customer-algorithm");
  if (input.ObjectLockMode !== undefined) throw invalidRequest("Bucket is missing Object Lock Configuration");
  if (input.ACL === undefined || input.ACL === "bucket-owner-full-control") return;
  if (configuration.ownership === "BucketOwnerEnforced") throw aclNotSupported();
  if (input.ACL !== "private") throw notImplemented("x-amz-acl");
}

/** The bytes of a request; an absent body is an empty one. */
export function bytesOf(body: unknown): Uint8Array {
  return (body as Uint8Array | undefined) ?? NOTHING;
}

const NOTHING = new Uint8Array();
