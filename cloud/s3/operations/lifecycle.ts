import type * as S3 from "@aws-sdk/client-s3";
import type { Output } from "../../kernel/house.ts";
import { notConfigured } from "../errors.ts";
import { checkLifecycle } from "../lifecycle-rules.ts";
import type { S3Service } from "../service.ts";

/** Lifecycle configurations: kept and given back as sent. Nothing expires and nothing moves by them here. */
export function lifecycleOperations(s3: S3Service) {
  return {
    PutBucketLifecycleConfiguration(
      input: S3.PutBucketLifecycleConfigurationCommandInput,
    ): Output<S3.PutBucketLifecycleConfigurationCommandOutput> {
      const { configuration } = s3.get(input.Bucket);
      const sent = input.LifecycleConfiguration?.Rules ?? [];
      checkLifecycle(sent);
      const rules = sent.map((rule) => ({ ...rule, ID: rule.ID ?? s3.newConfigurationId() }));
      const minimumObjectSize = input.TransitionDefaultMinimumObjectSize ?? "all_storage_classes_128K";
      configuration.lifecycle = { rules, minimumObjectSize };
      s3.configured(input.Bucket!, "PutBucketLifecycleConfiguration");
      return { TransitionDefaultMinimumObjectSize: minimumObjectSize };
    },

    GetBucketLifecycleConfiguration(
      input: S3.GetBucketLifecycleConfigurationCommandInput,
    ): Output<S3.GetBucketLifecycleConfigurationCommandOutput> {
      const { lifecycle } = s3.get(input.Bucket).configuration;
      if (!lifecycle) {
        const text = "The lifecycle configuration does not exist";
        throw notConfigured("NoSuchLifecycleConfiguration", text, input.Bucket!);
      }
      return { Rules: [...lifecycle.rules], TransitionDefaultMinimumObjectSize: lifecycle.minimumObjectSize };
    },

    DeleteBucketLifecycle(input: S3.DeleteBucketLifecycleCommandInput): Output<S3.DeleteBucketLifecycleCommandOutput> {
      s3.get(input.Bucket).configuration.lifecycle = undefined;
      s3.configured(input.Bucket!, "DeleteBucketLifecycle");
      return {};
    },
  };
}
