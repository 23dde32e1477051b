import type * as S3 from "@aws-sdk/client-s3";
import type { Call, Output } from "../../kernel/house.ts";
import type { Bucket } from "../bucket.ts";
import { type Checksum, checkContentMd5, fullChecksum, md5, verified } from "../checksums.ts";
import { checkPartKey, shownEncryption } from "../encryption.ts";
import { invalidArgument, invalidRequest } from "../errors.ts";
import { KeyIndex } from "../key-index.ts";
import { type Page, pageOf, type Query } from "../listing.ts";
import { copyRangeOf } from "../range.ts";
import type { S3Service } from "../service.ts";
import type { Upload, UploadedPart } from "../upload.ts";
import { sourceOf, sourceVersion } from "./copies.ts";
import { bytesOf } from "./drafts.ts";
import { encoder, prefixesOf } from "./listings.ts";
import { quoted, shownOwner, shownTime } from "./shown.ts";
import { findUpload, shownPlan } from "./uploads.ts";

/** The parts of multipart uploads, and the lists of both. */
export function partOperations(s3: S3Service) {
  return {
    UploadPart(input: S3.UploadPartCommandInput): Output<S3.UploadPartCommandOutput> {
      const upload = findUpload(s3.get(input.Bucket), input);
      checkNumber(input.PartNumber);
      checkPartKey(upload.plan.encryption, input);
      const body = bytesOf(input.Body);
      const eTag = md5(body);
      checkContentMd5(input.ContentMD5, eTag);
      const checksum = partChecksum(upload, verified(input, body), body);
      upload.put({ number: input.PartNumber!, body, eTag, checksum, uploadedAt: s3.now() });
      return { ETag: quoted(eTag), ...shownSum(checksum), ...shownEncryption(upload.plan.encryption) };
    },

    UploadPartCopy(input: S3.UploadPartCopyCommandInput, _call: Call): Output<S3.UploadPartCopyCommandOutput> {
      const record = s3.get(input.Bucket);
      const source = sourceOf(s3, input);
      const upload = findUpload(record, input);
      checkNumber(input.PartNumber);
      const range = copyRangeOf(input.CopySourceRange, source.object.body.length);
      const body = range ? source.object.body.subarray(range.first, range.last + 1) : source.object.body;
      const { plan } = upload;
      const checksum = plan.checksum && fullChecksum(plan.checksum.algorithm, body);
      const part = { number: input.PartNumber!, body, eTag: md5(body), checksum, uploadedAt: s3.now() };
      upload.put(part);
      return {
        CopyPartResult: {
          ETag: quoted(part.eTag),
          LastModified: shownTime(part.uploadedAt),
          ...shownSum(checksum),
        },
        ...sourceVersion(source),
        ...shownEncryption(plan.encryption),
      };
    },

    ListParts(input: S3.ListPartsCommandInput): Output<S3.ListPartsCommandOutput> {
      const upload = findUpload(s3.get(input.Bucket), input);
      const marker = Number(input.PartNumberMarker ?? 0);
      const limit = Math.min(input.MaxParts ?? 1000, 1000);
      const rest = upload.parts.filter(({ number }) => number > marker);
      const page = rest.slice(0, limit);
      return {
        ...{ Bucket: input.Bucket, Key: input.Key, UploadId: input.UploadId },
        ...shownUpload(s3, upload),
        PartNumberMarker: String(marker),
        NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
        MaxParts: limit,
        IsTruncated: rest.length > page.length,
        ...(page.length > 0 && { Parts: page.map(shownPart) }),
      };
    },

    ListMultipartUploads(input: S3.ListMultipartUploadsCommandInput): Output<S3.ListMultipartUploadsCommandOutput> {
      const { Prefix: prefix = "", Delimiter: delimiter = "", EncodingType } = input;
      const encoded = encoder(EncodingType);
      const limit = Math.min(input.MaxUploads ?? 1000, 1000);
      const page = uploadsPage(s3.get(input.Bucket).bucket, input, { prefix, delimiter, limit });
      return {
        Bucket: input.Bucket,
        ...shownMarkers(input, page.items.at(-1), encoded),
        ...(prefix && { Prefix: encoded(prefix) }),
        ...(delimiter && { Delimiter: encoded(delimiter) }),
        ...(EncodingType !== undefined && { EncodingType }),
        ...{ MaxUploads: limit, IsTruncated: page.truncated },
        ...(page.items.length > 0 && { Uploads: page.items.map((upload) => listedUpload(s3, upload, encoded)) }),
        ...prefixesOf(page, encoded),
      };
    },
  };
}

function checkNumber(number: number | undefined): void {
  if (number !== undefined && Number.isInteger(number) && number >= 1 && number <= 10_000) return;
  throw invalidArgument(
    "Part number must be an integer between 1 and 10000, inclusive",
    "partNumber",
    String(number ?? ""),
  );
}

/** A part must be summed up as its upload was begun; where the whole is summed up in the end, it may leave it to S3. */
function partChecksum({ plan }: Upload, sent: Checksum | undefined, body: Uint8Array): Checksum | undefined {
  const planned = plan.checksum;
  if (!planned || sent?.algorithm === planned.algorithm) return sent;
  if (!sent && planned.type === "FULL_OBJECT") return fullChecksum(planned.algorithm, body);
  const actual = sent?.algorithm.toLowerCase() ?? "null";
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${planned.algorithm.toLowerCase()}, actual checksum Type: ${actual}`,
  );
}

/** Parts have sums, but no word on their type. */
function shownSum(checksum: Checksum | undefined) {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value } : {};
}

function shownPart({ number, uploadedAt, eTag, body, checksum }: UploadedPart): S3.Part {
  return {
    PartNumber: number,
    LastModified: shownTime(uploadedAt),
    ETag: quoted(eTag),
    Size: body.length,
    ...shownSum(checksum),
  };
}

function shownUpload(s3: S3Service, { plan }: Upload) {
  return {
    Initiator: plan.initiator,
    Owner: shownOwner(s3),
    StorageClass: plan.storageClass as S3.StorageClass,
    ...shownPlan(plan),
  };
}

function listedUpload(s3: S3Service, upload: Upload, encoded: (key: string) => string): S3.MultipartUpload {
  const { id, key, initiatedAt } = upload.plan;
  return { UploadId: id, Key: encoded(key), Initiated: shownTime(initiatedAt), ...shownUpload(s3, upload) };
}

/** Unfinished uploads are few and seldom listed, so they are sorted when they are. Of one key, oldest first. */
function byKey(uploads: readonly Upload[]) {
  const keys = new KeyIndex();
  const grouped = new Map<string, Upload[]>();
  for (const upload of uploads) {
    const { key } = upload.plan;
    keys.add(key);
    grouped.set(key, [...(grouped.get(key) ?? []), upload]);
  }
  return { keys, uploadsOf: (key: string) => grouped.get(key) ?? [] };
}

type Markers = Pick<S3.ListMultipartUploadsCommandInput, "KeyMarker" | "UploadIdMarker">;

function uploadsPage({ uploads }: Bucket, markers: Markers, query: Query): Page<Upload> {
  const { keys, uploadsOf } = byKey([...uploads.values()]);
  const key = markers.KeyMarker ?? "";
  const id = idMarker(markers);
  const marked = uploads.get(id);
  if (id === "") return pageOf(keys, { ...query, after: key || undefined }, uploadsOf);
  if (marked?.plan.key !== key) throw invalidArgument("Invalid uploadId marker", "upload-id-marker", id);
  return pageOf(keys, { ...query, at: key }, (found) => {
    const uploads = uploadsOf(found);
    return found === key ? uploads.slice(uploads.indexOf(marked!) + 1) : uploads;
  });
}

/** Without a key marker S3 ignores the upload's. */
function idMarker({ KeyMarker, UploadIdMarker }: Markers): string {
  return KeyMarker ? (UploadIdMarker ?? "") : "";
}

function shownMarkers(markers: Markers, last: Upload | undefined, encoded: (key: string) => string) {
  return {
    KeyMarker: encoded(markers.KeyMarker ?? ""),
    UploadIdMarker: idMarker(markers),
    NextKeyMarker: encoded(last?.plan.key ?? ""),
    NextUploadIdMarker: last?.plan.id ?? "",
  };
}
