import type * as S3 from "@aws-sdk/client-s3";
import type { Output } from "../../kernel/house.ts";
import type { BucketRecord } from "../configuration.ts";
import { invalidBucketState, invalidRequest, noSuchLock, notConfigured } from "../errors.ts";
import { checkedConfiguration, checkedHold, replacedRetention } from "../lock.ts";
import type { StoredObject } from "../object.ts";
import type { S3Service } from "../service.ts";
import { taggable } from "./tagging.ts";

/** Object lock: of a bucket, and the retention and the legal hold of a version. */
export function lockOperations(s3: S3Service) {
  return {
    PutObjectLockConfiguration(
      input: S3.PutObjectLockConfigurationCommandInput,
    ): Output<S3.PutObjectLockConfigurationCommandOutput> {
      const { bucket, configuration } = s3.get(input.Bucket);
      const sent = checkedConfiguration(input.ObjectLockConfiguration);
      if (bucket.versioning !== "Enabled") {
        throw invalidBucketState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
      }
      configuration.lock = sent;
      s3.configured(input.Bucket!, "PutObjectLockConfiguration");
      return {};
    },

    GetObjectLockConfiguration(
      input: S3.GetObjectLockConfigurationCommandInput,
    ): Output<S3.GetObjectLockConfigurationCommandOutput> {
      const { lock } = s3.get(input.Bucket).configuration;
      if (lock) return { ObjectLockConfiguration: lock };
      const text = "Object Lock configuration does not exist for this bucket";
      throw notConfigured("ObjectLockConfigurationNotFoundError", text, input.Bucket!);
    },

    PutObjectRetention(input: S3.PutObjectRetentionCommandInput): Output<S3.PutObjectRetentionCommandOutput> {
      const object = lockable(taggable(s3, input, "PUT"));
      const bypasses = input.BypassGovernanceRetention === true;
      const retention = replacedRetention(object.lock.retention, input.Retention ?? {}, bypasses, s3.now());
      object.lock = { ...object.lock, retention };
      return {};
    },

    GetObjectRetention(input: S3.GetObjectRetentionCommandInput): Output<S3.GetObjectRetentionCommandOutput> {
      const { retention } = lockable(taggable(s3, input, "GET")).lock;
      if (!retention) throw noSuchLock();
      return { Retention: { Mode: retention.mode, RetainUntilDate: new Date(retention.until) } };
    },

    PutObjectLegalHold(input: S3.PutObjectLegalHoldCommandInput): Output<S3.PutObjectLegalHoldCommandOutput> {
      const object = lockable(taggable(s3, input, "PUT"));
      object.lock = { ...object.lock, legalHold: checkedHold(input.LegalHold?.Status) };
      return {};
    },

    GetObjectLegalHold(input: S3.GetObjectLegalHoldCommandInput): Output<S3.GetObjectLegalHoldCommandOutput> {
      const { legalHold } = lockable(taggable(s3, input, "GET")).lock;
      if (legalHold === undefined) throw noSuchLock();
      return { LegalHold: { Status: legalHold } };
    },
  };
}

function lockable({ record, object }: { record: BucketRecord; object: StoredObject }): StoredObject {
  if (!record.configuration.lock) throw invalidRequest("Bucket is missing Object Lock Configuration");
  return object;
}
