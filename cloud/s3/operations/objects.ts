import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../../kernel/errors.ts";
import type { Call, Output } from "../../kernel/house.ts";
import { type Checksum, checkContentMd5, fullChecksum, md5, shownChecksum, verified } from "../checksums.ts";
import { checkRead, checkWrite } from "../conditions.ts";
import { invalidPartNumber, invalidRequest, notFound } from "../errors.ts";
import type { StoredObject } from "../object.ts";
import { type ByteRange, rangeOf } from "../range.ts";
import type { S3Service } from "../service.ts";
import { bytesOf, describeObject } from "./drafts.ts";
import { ENCRYPTED, quoted, shownObject, shownVersion, writtenVersion } from "./shown.ts";

/** Bodies are bytes here; the door makes streams of them where clients want streams. */
type GetObjectOutput = Omit<Output<S3.GetObjectCommandOutput>, "Body"> & { Body: Uint8Array };

/** Putting an object and looking at it: what the pipeline does twice for every document. */
export function objectOperations(s3: S3Service) {
  return {
    PutObject(input: S3.PutObjectCommandInput, call: Call): Output<S3.PutObjectCommandOutput> {
      const record = s3.get(input.Bucket);
      const described = describeObject(record, input);
      const body = bytesOf(input.Body);
      const eTag = md5(body);
      checkContentMd5(input.ContentMD5, eTag);
      const checksum = verified(input, body) ?? fullChecksum("CRC64NVME", body);
      checkWrite(input.Key!, record.bucket.current(input.Key!), input);
      const draft = { ...described, body, eTag, checksum };
      const object = s3.put(record, input.Key!, draft, "ObjectCreated:Put", call);
      return {
        ETag: quoted(eTag),
        ...shownChecksum(checksum),
        ...ENCRYPTED,
        ...writtenVersion(record.bucket, object),
      };
    },

    GetObject(input: S3.GetObjectCommandInput): GetObjectOutput {
      const record = s3.get(input.Bucket);
      const object = s3.object(record, input.Key!, input.VersionId, "GET");
      checkRead(object, input, s3.now());
      const range = askedRange(object, input);
      s3.recordRead(record, object);
      return {
        ...shownObject(object),
        ...shownVersion(record.bucket, object),
        ...askedPart(object, input, range),
        ...overrides(input),
        Body: range ? object.body.subarray(range.first, range.last + 1) : object.body,
      };
    },

    HeadObject(input: S3.HeadObjectCommandInput): Output<S3.HeadObjectCommandOutput> {
      return withoutBody(() => {
        const record = s3.get(input.Bucket);
        const object = s3.object(record, input.Key!, input.VersionId, "HEAD");
        checkRead(object, input, s3.now());
        return {
          ...shownObject(object),
          ...shownVersion(record.bucket, object),
          ...askedPart(object, input, askedRange(object, input)),
          ...overrides(input),
        };
      });
    },
  };
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

const OVERRIDES = [
  "CacheControl",
  "ContentDisposition",
  "ContentEncoding",
  "ContentLanguage",
  "ContentType",
  "Expires",
] as const;

type Overrides = Pick<S3.GetObjectRequest, `Response${(typeof OVERRIDES)[number]}`>;

/** `response-content-type` and its kin: headers that the reader wishes to see instead. */
function overrides(input: Overrides): Partial<Record<(typeof OVERRIDES)[number], never>> {
  const wished: Partial<Record<string, unknown>> = {};
  for (const name of OVERRIDES) {
    const value = input[`Response${name}`];
    if (value !== undefined) wished[name] = value;
  }
  return wished;
}
