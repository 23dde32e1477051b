import { AwsError } from "../kernel/errors.ts";

/**
 * S3's errors in S3's words, recorded on AWS unless a comment says where else they are from. `extra` are the elements
 * that S3 puts beside code and message.
 */

export const noSuchBucket = (bucket: string) =>
  new AwsError("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName: bucket });

export const bucketNotEmpty = (bucket: string, versioned: boolean) =>
  new AwsError(
    "BucketNotEmpty",
    `The bucket you tried to delete is not empty${versioned ? ". You must delete all versions in the bucket." : ""}`,
    409,
    { BucketName: bucket },
  );

export const bucketAlreadyOwnedByYou = (bucket: string) =>
  new AwsError(
    "BucketAlreadyOwnedByYou",
    "Your previous request to create the named bucket succeeded and you already own it.",
    409,
    { BucketName: bucket },
  );

export const invalidBucketName = (bucket: string) =>
  new AwsError("InvalidBucketName", "The specified bucket is not valid.", 400, { BucketName: bucket });

export const illegalLocation = (constraint: string | undefined) =>
  new AwsError(
    "IllegalLocationConstraintException",
    `The ${constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    400,
  );

export const invalidLocation = (constraint: string) =>
  new AwsError("InvalidLocationConstraint", "The specified location-constraint is not valid", 400, {
    LocationConstraint: constraint,
  });

/** What a bucket does not have: `NoSuchTagSet`, `NoSuchBucketPolicy`, ... */
export const notConfigured = (code: string, message: string, bucket: string) =>
  new AwsError(code, message, 404, { BucketName: bucket });

export const noSuchConfiguration = () =>
  new AwsError("NoSuchConfiguration", "The specified configuration does not exist.", 404);

export const noSuchKey = (key: string, headers?: Headers) =>
  new AwsError("NoSuchKey", "The specified key does not exist.", 404, { Key: key }, headers);

type Headers = Readonly<Record<string, string>>;

export const noSuchVersion = (key: string, versionId: string) =>
  new AwsError("NoSuchVersion", "The specified version does not exist.", 404, { Key: key, VersionId: versionId });

/** What HEAD answers instead: it has no body to say more in. */
export const notFound = (headers?: Headers) => new AwsError("NotFound", "Not Found", 404, {}, headers);

export const methodNotAllowed = (method: string, headers?: Headers) =>
  new AwsError(
    "MethodNotAllowed",
    "The specified method is not allowed against this resource.",
    405,
    { Method: method, ResourceType: "DeleteMarker" },
    headers,
  );

export const invalidArgument = (message: string, name: string, value?: string) =>
  new AwsError("InvalidArgument", message, 400, {
    ArgumentName: name,
    ...(value !== undefined && { ArgumentValue: value }),
  });

export const invalidVersionId = (versionId: string) =>
  invalidArgument("Invalid version id specified", "versionId", versionId);

export const emptyVersionId = () => invalidArgument("Version id cannot be the empty string", "versionId", "");

export const invalidRequest = (message: string) => new AwsError("InvalidRequest", message, 400);

export const malformedXml = () =>
  new AwsError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
    400,
  );

export const preconditionFailed = (condition: string) =>
  new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412, {
    Condition: condition,
  });

export const conditionalConflict = (condition: string, key: string) =>
  new AwsError(
    "ConditionalRequestConflict",
    "The conditional request cannot succeed due to a conflicting operation against this resource.",
    409,
    { Condition: condition, Key: key },
  );

export const notModified = (headers: Headers) => new AwsError("NotModified", "Not Modified", 304, {}, headers);

export const invalidRange = (range: string, size: number) =>
  new AwsError("InvalidRange", "The requested range is not satisfiable", 416, {
    ActualObjectSize: String(size),
    RangeRequested: range,
  });

export const invalidPartNumber = (requested: number, count: number) =>
  new AwsError("InvalidPartNumber", "The requested partnumber is not satisfiable", 416, {
    PartNumberRequested: String(requested),
    ActualPartCount: String(count),
  });

export const notImplemented = (header?: string, additionalMessage?: string) =>
  new AwsError("NotImplemented", "A header you provided implies functionality that is not implemented", 501, {
    ...(header !== undefined && { Header: header }),
    ...(additionalMessage !== undefined && { additionalMessage }),
  });

export const invalidDigest = (digest: string) =>
  new AwsError("InvalidDigest", "The Content-MD5 you specified was invalid.", 400, { "Content-MD5": digest });

export const badContentMd5 = (expected: string, calculated: string) =>
  new AwsError("BadDigest", "The Content-MD5 you specified did not match what we received.", 400, {
    ExpectedDigest: expected,
    CalculatedDigest: calculated,
  });

export const badChecksum = (algorithm: string) =>
  new AwsError("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`, 400);

/** The user guide's limit: 1,024 bytes of UTF-8. */
export const keyTooLong = (size: number) =>
  new AwsError("KeyTooLongError", "Your key is too long", 400, { Size: String(size), MaxSizeAllowed: "1024" });

export const metadataTooLarge = (size: number) =>
  new AwsError("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", 400, {
    Size: String(size),
    MaxSizeAllowed: "2048",
  });

export const invalidStorageClass = (storageClass: string) =>
  new AwsError("InvalidStorageClass", "The storage class you specified is not valid", 400, {
    StorageClassRequested: storageClass,
  });

export const aclNotSupported = () =>
  new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs", 400);

export const accessDenied = () => new AwsError("AccessDenied", "Access Denied", 403);

export const protectedByLock = () =>
  new AwsError("AccessDenied", "Access Denied because object protected by object lock.", 403);

export const invalidBucketState = (message: string) => new AwsError("InvalidBucketState", message, 409);

export const noSuchLock = () =>
  new AwsError("NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration", 404);

export const noSuchUpload = (uploadId: string) =>
  new AwsError(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    404,
    { UploadId: uploadId },
  );

export const invalidPart = (uploadId: string, partNumber: number, eTag: string) =>
  new AwsError(
    "InvalidPart",
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { UploadId: uploadId, PartNumber: String(partNumber), ETag: eTag },
  );

export const invalidPartOrder = (uploadId: string) =>
  new AwsError(
    "InvalidPartOrder",
    "The list of parts was not in ascending order. Parts must be ordered by part number.",
    400,
    { UploadId: uploadId },
  );

export const entityTooSmall = (part: { number: number; size: number; eTag: string }) =>
  new AwsError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400, {
    ProposedSize: String(part.size),
    MinSizeAllowed: "5242880",
    PartNumber: String(part.number),
    ETag: part.eTag,
  });

export const invalidTag = (message: string, tagKey: string, tagValue?: string) =>
  new AwsError("InvalidTag", message, 400, {
    TagKey: tagKey,
    ...(tagValue !== undefined && { TagValue: tagValue }),
  });

export const malformedPolicy = (message: string) => new AwsError("MalformedPolicy", message, 400);

/** `ArgumentName1`, `ArgumentValue1`, `ArgumentName2`, ...: one pair per destination that will not do. */
export const invalidDestinations = (reasons: readonly (readonly [name: string, value: string])[]) =>
  new AwsError("InvalidArgument", "Unable to validate the following destination configurations", 400, {
    ...Object.fromEntries(
      reasons.flatMap(([name, value], i) => [
        [`ArgumentName${i + 1}`, name],
        [`ArgumentValue${i + 1}`, value],
      ]),
    ),
  });
