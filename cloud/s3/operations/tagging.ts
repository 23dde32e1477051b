import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../../kernel/errors.ts";
import type { Call, Output } from "../../kernel/house.ts";
import { malformedXml, methodNotAllowed, noSuchKey, notConfigured } from "../errors.ts";
import type { S3Service } from "../service.ts";
import { checkTags, tagsOf } from "../tags.ts";
import { shownVersion } from "./shown.ts";

/** Tags of buckets and of objects. */
export function taggingOperations(s3: S3Service) {
  return {
    PutBucketTagging(input: S3.PutBucketTaggingCommandInput): Output<S3.PutBucketTaggingCommandOutput> {
      const { configuration } = s3.get(input.Bucket);
      if (!input.Tagging?.TagSet) throw malformedXml();
      const tags = tagsOf(input.Tagging.TagSet);
      checkTags(tags, "bucket");
      configuration.tags = tags;
      s3.configured(input.Bucket!, "PutBucketTagging");
      return {};
    },

    GetBucketTagging(input: S3.GetBucketTaggingCommandInput): Output<S3.GetBucketTaggingCommandOutput> {
      const { tags } = s3.get(input.Bucket).configuration;
      if (tags.length === 0) throw notConfigured("NoSuchTagSet", "The TagSet does not exist", input.Bucket!);
      return { TagSet: [...tags] };
    },

    DeleteBucketTagging(input: S3.DeleteBucketTaggingCommandInput): Output<S3.DeleteBucketTaggingCommandOutput> {
      s3.get(input.Bucket).configuration.tags = [];
      s3.configured(input.Bucket!, "DeleteBucketTagging");
      return {};
    },

    PutObjectTagging(input: S3.PutObjectTaggingCommandInput, call: Call): Output<S3.PutObjectTaggingCommandOutput> {
      const { record, object } = taggable(s3, input, "PUT");
      if (!input.Tagging?.TagSet) throw malformedXml();
      const tags = tagsOf(input.Tagging.TagSet);
      checkTags(tags, "object");
      s3.tag(record, object, tags, "ObjectTagging:Put", call);
      return shownVersion(record.bucket, object);
    },

    GetObjectTagging(input: S3.GetObjectTaggingCommandInput): Output<S3.GetObjectTaggingCommandOutput> {
      const { record, object } = namingBucket(input, () => taggable(s3, input, "GET"));
      return { TagSet: [...object.tags], ...shownVersion(record.bucket, object) };
    },

    DeleteObjectTagging(
      input: S3.DeleteObjectTaggingCommandInput,
      call: Call,
    ): Output<S3.DeleteObjectTaggingCommandOutput> {
      const { record, object } = taggable(s3, input, "DELETE");
      s3.tag(record, object, [], "ObjectTagging:Delete", call);
      return shownVersion(record.bucket, object);
    },
  };
}

/** Of all that name a missing key this operation alone names its bucket, too. */
function namingBucket<T>({ Bucket, Key }: S3.GetObjectTaggingCommandInput, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof AwsError && error.code === "NoSuchKey"
      ? noSuchKey(`${Bucket}/${Key}`, error.headers)
      : error;
  }
}

/** Unlike a read, tagging and locking refuse a delete marker also where it is merely the newest version. */
export function taggable(
  s3: S3Service,
  { Bucket, Key, VersionId }: { Bucket?: string | undefined; Key?: string | undefined; VersionId?: string | undefined },
  method: string,
) {
  const record = s3.get(Bucket);
  if (VersionId === undefined && record.bucket.newest(Key!)?.isDeleteMarker) throw methodNotAllowed(method);
  return { record, object: s3.object(record, Key!, VersionId, method) };
}
