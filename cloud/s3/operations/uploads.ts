import type * as S3 from "@aws-sdk/client-s3";
import type { Call, Output } from "../../kernel/house.ts";
import { ALGORITHMS, type Algorithm, invalidChecksum, isChecksum, sentChecksum, shownChecksum } from "../checksums.ts";
import { checkCompletion } from "../conditions.ts";
import type { BucketRecord } from "../configuration.ts";
import { shownEncryption } from "../encryption.ts";
import { badChecksum, invalidRequest, noSuchUpload, notImplemented } from "../errors.ts";
import { shownExpiration } from "../expiration.ts";
import type { Draft } from "../object.ts";
import type { S3Service } from "../service.ts";
import { Upload, type UploadPlan } from "../upload.ts";
import { describeObject } from "./drafts.ts";
import { quoted, writtenVersion } from "./shown.ts";

/** The life of a multipart upload but for its parts: begun, completed or aborted. */
export function uploadOperations(s3: S3Service) {
  return {
    CreateMultipartUpload(
      input: S3.CreateMultipartUploadCommandInput,
      call: Call,
    ): Output<S3.CreateMultipartUploadCommandOutput> {
      const record = s3.get(input.Bucket);
      const plan: UploadPlan = {
        ...describeObject(s3, record, input),
        id: s3.newUploadId(),
        key: input.Key!,
        initiatedAt: s3.now(),
        initiator: { ID: call.callerArn, DisplayName: call.callerArn.split("/").at(-1)! },
        keyExisted: record.bucket.current(input.Key!) !== undefined,
        checksum: plannedChecksum(input),
      };
      record.bucket.uploads.set(plan.id, new Upload(plan));
      s3.feed.record({ kind: "UploadInitiated", bucket: input.Bucket!, key: plan.key, uploadId: plan.id });
      return {
        Bucket: input.Bucket,
        Key: plan.key,
        UploadId: plan.id,
        ...shownEncryption(plan.encryption),
        ...shownPlan(plan),
      };
    },

    CompleteMultipartUpload(
      input: S3.CompleteMultipartUploadCommandInput,
      call: Call,
    ): Output<S3.CompleteMultipartUploadCommandOutput> {
      const record = s3.get(input.Bucket);
      const upload = findUpload(record, input);
      checkCompletion(upload.plan, record.bucket.current(input.Key!), input);
      const draft = upload.assemble((input.MultipartUpload?.Parts ?? []).map(namedPart));
      checkWhole(input, draft);
      record.bucket.uploads.delete(upload.plan.id);
      const object = s3.put(record, input.Key!, draft, "ObjectCreated:CompleteMultipartUpload", call);
      return {
        Location: `https://${input.Bucket}.s3.${s3.place.region}.amazonaws.com/${encodeURIComponent(input.Key!)}`,
        Bucket: input.Bucket,
        Key: input.Key,
        ETag: quoted(object.eTag),
        ...shownChecksum(object.checksum),
        ...shownEncryption(object.encryption),
        ...shownExpiration(record, object),
        ...writtenVersion(record.bucket, object),
      };
    },

    AbortMultipartUpload(input: S3.AbortMultipartUploadCommandInput): Output<S3.AbortMultipartUploadCommandOutput> {
      const record = s3.get(input.Bucket);
      const { id, key } = findUpload(record, input).plan;
      record.bucket.uploads.delete(id);
      s3.feed.record({ kind: "UploadAborted", bucket: record.bucket.name, key, uploadId: id });
      return {};
    },
  };
}

/** The upload of that id, if it is that key's. */
export function findUpload(
  { bucket }: BucketRecord,
  { UploadId, Key }: { UploadId?: string | undefined; Key?: string | undefined },
): Upload {
  const upload = bucket.uploads.get(UploadId ?? "");
  if (upload?.plan.key !== Key) throw noSuchUpload(UploadId ?? "");
  return upload!;
}

/** Sums over parts are composite, but CRC64NVME, which is always over the whole; hashes cannot be over the whole. */
function plannedChecksum({ ChecksumAlgorithm, ChecksumType }: S3.CreateMultipartUploadCommandInput) {
  if (ChecksumAlgorithm === undefined) {
    if (ChecksumType === undefined) return undefined;
    throw invalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
  }
  const algorithm = ChecksumAlgorithm as Algorithm;
  if (!ALGORITHMS.includes(algorithm)) throw unsupportedAlgorithm(algorithm);
  const type = ChecksumType ?? (algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE");
  if (type !== "FULL_OBJECT" && type !== "COMPOSITE") {
    throw invalidRequest("Value for x-amz-checksum-type header is invalid.");
  }
  const cannot = type === "FULL_OBJECT" ? !algorithm.startsWith("CRC") : algorithm === "CRC64NVME";
  if (cannot) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type };
}

/** XXHASH is S3's, and not served here; anything else S3 does not know either. */
function unsupportedAlgorithm(algorithm: string) {
  if (algorithm.startsWith("XXHASH")) return notImplemented("x-amz-checksum-algorithm");
  return invalidRequest(
    "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
  );
}

export function shownPlan({ checksum }: UploadPlan) {
  return checksum ? { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type } : {};
}

function namedPart(part: S3.CompletedPart) {
  return { number: part.PartNumber ?? 0, eTag: part.ETag ?? "", checksum: sentChecksum(part) };
}

/** The checksum of the object that should come out; a composite one may carry its number of parts or not. */
function checkWhole(input: S3.CompleteMultipartUploadCommandInput, { checksum }: Draft): void {
  const sent = sentChecksum(input);
  if (!sent) return;
  const [value = "", count] = sent.value.split("-");
  if (!isChecksum(sent.algorithm, value) || (count !== undefined && !/^\d+$/.test(count))) {
    throw invalidChecksum(sent.algorithm);
  }
  const expected = count === undefined ? checksum.value.split("-")[0] : checksum.value;
  const isRight = sent.algorithm === checksum.algorithm && sent.value === expected;
  if (!isRight) throw badChecksum(sent.algorithm.toLowerCase());
}
