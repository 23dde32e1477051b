import { PutBucketEncryptionCommand } from "@aws-sdk/client-s3";
import { each, given, only, type ResourceType } from "../resource.ts";

export const bucketEncryption: ResourceType = {
  arguments: {
    bucket: true,
    rule: {
      bucket_key_enabled: true,
      apply_server_side_encryption_by_default: { sse_algorithm: true, kms_master_key_id: true },
    },
  },
  async create({ bucket, rule }, { clients }) {
    const Rules = each(rule).map(({ bucket_key_enabled, apply_server_side_encryption_by_default }) => {
      const { sse_algorithm, kms_master_key_id } = only(apply_server_side_encryption_by_default);
      const ApplyServerSideEncryptionByDefault = given({
        SSEAlgorithm: sse_algorithm,
        KMSMasterKeyID: kms_master_key_id,
      });
      return given({ BucketKeyEnabled: bucket_key_enabled, ApplyServerSideEncryptionByDefault });
    });
    const ServerSideEncryptionConfiguration = { Rules };
    await clients.s3.send(new PutBucketEncryptionCommand({ Bucket: bucket, ServerSideEncryptionConfiguration }));
    return { id: bucket };
  },
};
