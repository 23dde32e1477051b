import { createHash } from "node:crypto";
import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../kernel/errors.ts";
import type { Place } from "../kernel/house.ts";
import { invalidArgument, invalidRequest } from "./errors.ts";

/**
 * Encryption at rest, as far as a caller sees it: bytes never leave the process, so none are encrypted. An object is
 * kept under S3's own keys, under the account's managed key of KMS, or under a key that the caller must bring again.
 */
export interface Encryption {
  readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse" | "customer";
  /** The key's ARN, for KMS. */
  readonly keyArn?: string | undefined;
  readonly bucketKey?: boolean | undefined;
  /** Of the caller's key, in base64: the key itself is not kept, by AWS neither. */
  readonly customerKeyMd5?: string | undefined;
}

export type SentEncryption = Pick<
  S3.PutObjectRequest,
  "ServerSideEncryption" | "SSEKMSKeyId" | "BucketKeyEnabled" | keyof SentKey
>;

/** A key of the caller's own. */
export type SentKey = Pick<S3.GetObjectRequest, "SSECustomerAlgorithm" | "SSECustomerKey" | "SSECustomerKeyMD5">;

const OWN: Encryption = { algorithm: "AES256" };

/** How a new object is kept: as its headers say, else as the bucket's default. */
export function encryptionOf(sent: SentEncryption, fallback: S3.ServerSideEncryptionRule, place: Place): Encryption {
  const { ServerSideEncryption: asked, SSEKMSKeyId, BucketKeyEnabled } = sent;
  const customerKeyMd5 = customerKey(sent, asked);
  if (customerKeyMd5 !== undefined) return { algorithm: "customer", customerKeyMd5 };
  const { SSEAlgorithm, KMSMasterKeyID } = fallback.ApplyServerSideEncryptionByDefault ?? {};
  const algorithm = asked ?? SSEAlgorithm;
  if (algorithm === undefined || algorithm === "AES256") return OWN;
  if (algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse") throw unknownMethod(algorithm);
  const keyId = SSEKMSKeyId ?? (asked === undefined ? KMSMasterKeyID : undefined);
  const bucketKey = BucketKeyEnabled ?? (fallback.BucketKeyEnabled || undefined);
  return { algorithm, keyArn: keyArnOf(keyId, place), bucketKey };
}

/** What answers say of an object's encryption. */
export function shownEncryption({ algorithm, keyArn, bucketKey, customerKeyMd5 }: Encryption) {
  if (algorithm === "customer") return { SSECustomerAlgorithm: "AES256", SSECustomerKeyMD5: customerKeyMd5 };
  return {
    ServerSideEncryption: algorithm,
    ...(keyArn !== undefined && { SSEKMSKeyId: keyArn }),
    ...(bucketKey && { BucketKeyEnabled: true }),
  };
}

/** Who reads what was kept under a key of the caller's must bring that key, and only who reads such. */
export function checkReadable({ customerKeyMd5 }: Encryption, sent: SentKey): void {
  const brought = customerKey(sent, undefined);
  if (brought === customerKeyMd5) return;
  if (customerKeyMd5 === undefined) {
    throw invalidRequest("The encryption parameters are not applicable to this object.");
  }
  if (brought === undefined) {
    throw invalidRequest(
      "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.",
    );
  }
  throw new AwsError(
    "AccessDenied",
    "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.",
    403,
  );
}

/** Every part of an upload must bring the key that the upload was begun with. */
export function checkPartKey({ customerKeyMd5 }: Encryption, sent: SentKey): void {
  const brought = customerKey(sent, undefined);
  if (brought === customerKeyMd5) return;
  if (customerKeyMd5 === undefined) {
    throw invalidRequest(
      "The multipart upload initiate did not request encryption. Please resend the request without sending encryption parameters.",
    );
  }
  throw invalidRequest(
    brought === undefined
      ? "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters."
      : "The provided encryption parameters did not match the ones used originally.",
  );
}

/** The MD5 of the key that was sent; undefined when none was. */
function customerKey(sent: SentKey, method: string | undefined): string | undefined {
  const { SSECustomerAlgorithm: algorithm, SSECustomerKey: key, SSECustomerKeyMD5: md5 } = sent;
  if (algorithm === undefined && key === undefined) return undefined;
  const refuse = (text: string, value = "null") => invalidArgument(text, "x-amz-server-side-encryption", value);
  const must = "Requests specifying Server Side Encryption with Customer provided keys must provide";
  if (algorithm === undefined) throw refuse(`${must} a valid encryption algorithm.`);
  if (key === undefined) throw refuse(`${must} an appropriate secret key.`);
  if (method !== undefined) {
    const text =
      "Server Side Encryption with Customer provided key is incompatible with the encryption method specified";
    throw refuse(text, method);
  }
  if (algorithm !== "AES256") throw unknownAlgorithm(algorithm);
  const bytes = Buffer.from(key, "base64");
  if (bytes.length !== 32) throw refuse("The secret key was invalid for the specified algorithm.");
  const calculated = createHash("md5").update(bytes).digest("base64");
  if (md5 !== calculated) {
    throw refuse("The calculated MD5 hash of the key did not match the hash that was provided.");
  }
  return calculated;
}

/** There is no key service: of KMS's keys only the one that every account has is there, `aws/s3`. */
function keyArnOf(keyId: string | undefined, { accountId, region }: Place): string {
  const keys = `arn:aws:kms:${region}:${accountId}:`;
  const managed = `${keys}key/${uuidOf(`aws/s3 ${accountId} ${region}`)}`;
  if (keyId === undefined || [managed, managed.split("/")[1], "alias/aws/s3", `${keys}alias/aws/s3`].includes(keyId)) {
    return managed;
  }
  if (UUID.test(keyId)) throw noSuchKey(`Key '${keys}key/${keyId}' does not exist`);
  if (keyId.startsWith("alias/")) throw noSuchKey(`Alias ${keys}${keyId} is not found.`);
  if (!keyId.startsWith("arn:")) throw noSuchKey(`Invalid keyId '${keyId}'`);
  const theirs = keyId.split(":")[3] ?? "";
  throw noSuchKey(theirs === region ? `Key '${keyId}' does not exist` : `Invalid arn ${theirs}`);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function uuidOf(name: string): string {
  const digits = createHash("sha256").update(name).digest("hex");
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join("-");
}

const noSuchKey = (message: string) => new AwsError("KMS.NotFoundException", message, 400);

const unknownMethod = (method: string) =>
  invalidArgument("The encryption method specified is not supported", "x-amz-server-side-encryption", method);

const unknownAlgorithm = (algorithm: string) =>
  new AwsError(
    "InvalidEncryptionAlgorithmError",
    "The Encryption request you specified is not valid. Supported value: AES256.",
    400,
    { ArgumentName: "x-amz-server-side-encryption", ArgumentValue: algorithm },
  );
