import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../../kernel/errors.ts";
import type { Call, Output } from "../../kernel/house.ts";
import { checkThawed } from "../archive.ts";
import { type Checksum, checkContentMd5, fullChecksum, md5, shownChecksum, verified } from "../checksums.ts";
import { checkRead, checkWrite } from "../conditions.ts";
import type { BucketRecord } from "../configuration.ts";
import { checkReadable, shownEncryption } from "../encryption.ts";
import { invalidPartNumber, invalidRequest, notFound } from "../errors.ts";
import { shownExpiration } from "../expiration.ts";
import type { StoredObject } from "../object.ts";
import { type ByteRange, rangeOf } from "../range.ts";
import type { S3Service } from "../service.ts";
import { bytesOf, describeObject } from "./drafts.ts";
import { quoted, shownObject, shownVersion, writtenVersion } from "./shown.ts";

/** Bodies are bytes here; the door makes streams of them where clients want streams. */
type GetObjectOutput = Omit<Output<S3.GetObjectCommandOutput>, "Body"> & { Body: Uint8Array };

/** Putting an object and looking at it: what the pipeline does twice for every document. */
export function objectOperations(s3: S3Service) {
  return {
    PutObject(input: S3.PutObjectCommandInput, call: Call): Output<S3.PutObjectCommandOutput> {
      const record = s3.get(input.Bucket);
      const object = putObject(s3, record, input, "ObjectCreated:Put", call);
      return {
        ETag: quoted(object.eTag),
        ...shownChecksum(object.checksum),
        ...shownEncryption(object.encryption),
        ...writtenVersion(record.bucket, object),
        ...shownExpiration(record, object),
      };
    },

    /** A browser's form: what it wants to hear afterwards is the protocol's matter, and goes back as it came. */
    PostObject(input: PostObjectInput, call: Call) {
      const { SuccessActionStatus, SuccessActionRedirect, ...put } = input;
      const record = s3.get(input.Bucket);
      const object = putObject(s3, record, put, "ObjectCreated:Post", call);
      return {
        Bucket: record.bucket.name,
        Key: object.key,
        ETag: quoted(object.eTag),
        Location: locationOf(record.bucket.name, object.key, call),
        ...shownEncryption(object.encryption),
        ...writtenVersion(record.bucket, object),
        ...shownExpiration(record, object),
        SuccessActionStatus,
        SuccessActionRedirect,
      };
    },

    GetObject(input: S3.GetObjectCommandInput, call: Call): GetObjectOutput {
      const wished = overrides(input, call);
      const record = s3.get(input.Bucket);
      const object = s3.object(record, input.Key!, input.VersionId, "GET");
      checkReadable(object.encryption, input);
      checkThawed(object, s3.now());
      checkRead(object, input, s3.now());
      const range = askedRange(object, input);
      s3.recordRead(record, object);
      return {
        Body: range ? object.body.subarray(range.first, range.last + 1) : object.body,
        ...shownObject(object, s3.now()),
        ...shownVersion(record.bucket, object),
        ...(input.VersionId === undefined && shownExpiration(record, object)),
        ...askedPart(object, input, range),
        ...wished,
      };
    },

    HeadObject(input: S3.HeadObjectCommandInput, call: Call): Output<S3.HeadObjectCommandOutput> {
      return withoutBody(() => {
        const record = s3.get(input.Bucket);
        const object = s3.object(record, input.Key!, input.VersionId, "HEAD");
        checkReadable(object.encryption, input);
        checkRead(object, input, s3.now());
        return {
          ...shownObject(object, s3.now()),
          ...shownVersion(record.bucket, object),
          ...(input.VersionId === undefined && shownExpiration(record, object)),
          ...askedPart(object, input, askedRange(object, input)),
          ...overrides(input, call),
        };
      });
    },
  };
}

interface PostObjectInput extends S3.PutObjectCommandInput {
  readonly SuccessActionStatus?: string;
  readonly SuccessActionRedirect?: string;
}

function putObject(
  s3: S3Service,
  record: BucketRecord,
  input: S3.PutObjectCommandInput,
  eventName: string,
  call: Call,
): StoredObject {
  const described = describeObject(s3, record, input);
  const body = bytesOf(input.Body);
  const eTag = md5(body);
  checkContentMd5(input.ContentMD5, eTag);
  const checksum = verified(input, body) ?? fullChecksum("CRC64NVME", body);
  checkWrite(input.Key!, record.bucket.current(input.Key!), input);
  return s3.put(record, input.Key!, { body, eTag, checksum, ...described }, eventName, call);
}

/** Where an object is, by the address that the caller used: with the bucket in the host, or in the path. */
function locationOf(bucket: string, key: string, { endpoint }: Call): string {
  const isHosted = endpoint.replace(/^https?:\/\//, "").startsWith(`${bucket}.`);
  return `${endpoint}/${isHosted ? "" : `${bucket}/`}${encodeURIComponent(key)}`;
}

/** HEAD's answers have no body, so its 404 has no more to say than its status. */
export function withoutBody<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const isAbsence = error instanceof AwsError && error.status === 404;
    throw isAbsence ? notFound(error.headers) : error;
  }
}

type Asked = Pick<S3.GetObjectRequest, "Range" | "PartNumber" | "ChecksumMode">;

function askedRange(object: StoredObject, { Range, PartNumber }: Asked): ByteRange | undefined {
  if (PartNumber === undefined) return rangeOf(Range, object.body.length);
  if (Range !== undefined) throw invalidRequest("Cannot specify both Range header and partNumber query parameter");
  return partRange(object, PartNumber);
}

/** An object that was put in one piece has one part. */
function partRange({ parts, body }: StoredObject, number: number): ByteRange | undefined {
  if (!parts && number === 1) return body.length === 0 ? undefined : { first: 0, last: body.length - 1 };
  const at = parts?.findIndex((part) => part.number === number) ?? -1;
  if (!parts || at < 0) throw invalidPartNumber(number, parts?.length ?? 1);
  const first = parts.slice(0, at).reduce((sum, { size }) => sum + size, 0);
  return { first, last: first + parts[at]!.size - 1 };
}

/** What an answer says of the stretch that was asked for. A checksum of the whole says nothing of a part. */
function askedPart(object: StoredObject, { PartNumber, ChecksumMode }: Asked, range: ByteRange | undefined) {
  const size = object.body.length;
  const length = range ? range.last - range.first + 1 : size;
  const checksum = ChecksumMode === "ENABLED" ? shownSum(object, PartNumber, length === size) : undefined;
  return {
    ...(range && { ContentLength: length, ContentRange: `bytes ${range.first}-${range.last}/${size}` }),
    ...(PartNumber !== undefined && object.parts && { PartsCount: object.parts.length }),
    ...(checksum && shownChecksum(checksum)),
  };
}

function shownSum({ checksum, parts }: StoredObject, number: number | undefined, whole: boolean): Checksum | undefined {
  if (number !== undefined && parts && checksum.type === "COMPOSITE") {
    const part = parts.find((candidate) => candidate.number === number)?.checksum;
    return part && { ...part, type: "COMPOSITE" };
  }
  return whole ? checksum : undefined;
}

const OVERRIDES = (
  ["CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType", "Expires"] as const
).map((name) => [name, `Response${name}`] as const);

type Overridden = (typeof OVERRIDES)[number][0];
type Overrides = Pick<S3.GetObjectRequest, `Response${Overridden}`>;

/** `response-content-type` and its kin: headers that the reader wishes to see instead, if it is somebody. */
function overrides(input: Overrides, { callerId }: Call): Partial<Record<Overridden, never>> {
  const wished: Partial<Record<string, unknown>> = {};
  for (const [name, member] of OVERRIDES) {
    const value = input[member];
    if (value === undefined) continue;
    if (callerId === "anonymous") {
      throw invalidRequest("Request specific response headers cannot be used for anonymous GET requests.");
    }
    wished[name] = value;
  }
  return wished;
}
