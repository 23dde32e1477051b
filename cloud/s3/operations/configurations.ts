import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../../kernel/errors.ts";
import type { Call, Output } from "../../kernel/house.ts";
import { isPrivate } from "../acl.ts";
import { DEFAULT_ENCRYPTION } from "../configuration.ts";
import {
  accessDenied,
  invalidArgument,
  invalidBucketState,
  malformedXml,
  notConfigured,
  notImplemented,
} from "../errors.ts";
import { checkPolicy, isPublic } from "../policy.ts";
import type { S3Service } from "../service.ts";
import { aclsWithOwnership } from "./buckets.ts";

/** What a bucket can be configured to be: each a document that is put, got and deleted as one. */
export function configurationOperations(s3: S3Service) {
  const configured = (input: { Bucket?: string | undefined }, operation: string) => {
    s3.configured(input.Bucket!, operation);
    return {};
  };
  return {
    PutBucketVersioning(input: S3.PutBucketVersioningCommandInput): Output<S3.PutBucketVersioningCommandOutput> {
      const { bucket, configuration } = s3.get(input.Bucket);
      const { Status, MFADelete } = input.VersioningConfiguration ?? {};
      if (MFADelete === "Enabled") throw notImplemented("x-amz-mfa");
      if (Status === undefined) throw illegalVersioning();
      if (Status !== "Enabled" && Status !== "Suspended") throw malformedXml();
      if (configuration.lock && Status === "Suspended") throw versioningLocked();
      bucket.versioning = Status;
      return configured(input, "PutBucketVersioning");
    },

    GetBucketVersioning(input: S3.GetBucketVersioningCommandInput): Output<S3.GetBucketVersioningCommandOutput> {
      const { versioning } = s3.get(input.Bucket).bucket;
      return versioning === undefined ? {} : { Status: versioning };
    },

    PutBucketEncryption(input: S3.PutBucketEncryptionCommandInput): Output<S3.PutBucketEncryptionCommandOutput> {
      const { configuration } = s3.get(input.Bucket);
      configuration.encryption = checkedEncryption(input.ServerSideEncryptionConfiguration);
      return configured(input, "PutBucketEncryption");
    },

    GetBucketEncryption(input: S3.GetBucketEncryptionCommandInput): Output<S3.GetBucketEncryptionCommandOutput> {
      const { encryption } = s3.get(input.Bucket).configuration;
      return { ServerSideEncryptionConfiguration: { Rules: [encryption] } };
    },

    /** Encryption cannot be switched off: deleting it sets the default again. */
    DeleteBucketEncryption(
      input: S3.DeleteBucketEncryptionCommandInput,
    ): Output<S3.DeleteBucketEncryptionCommandOutput> {
      s3.get(input.Bucket).configuration.encryption = DEFAULT_ENCRYPTION;
      return configured(input, "DeleteBucketEncryption");
    },

    PutBucketOwnershipControls(
      input: S3.PutBucketOwnershipControlsCommandInput,
    ): Output<S3.PutBucketOwnershipControlsCommandOutput> {
      const { configuration } = s3.get(input.Bucket);
      const rules = input.OwnershipControls?.Rules ?? [];
      const ownership = rules[0]?.ObjectOwnership;
      if (rules.length !== 1 || !OWNERSHIPS.has(String(ownership))) throw malformedXml();
      if (ownership === "BucketOwnerEnforced" && configuration.acl && !isPrivate(configuration.acl)) {
        throw aclsWithOwnership();
      }
      configuration.ownership = ownership;
      return configured(input, "PutBucketOwnershipControls");
    },

    GetBucketOwnershipControls(
      input: S3.GetBucketOwnershipControlsCommandInput,
    ): Output<S3.GetBucketOwnershipControlsCommandOutput> {
      const { ownership } = s3.get(input.Bucket).configuration;
      if (ownership) return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } };
      const text = "The bucket ownership controls were not found";
      throw notConfigured("OwnershipControlsNotFoundError", text, input.Bucket!);
    },

    DeleteBucketOwnershipControls(
      input: S3.DeleteBucketOwnershipControlsCommandInput,
    ): Output<S3.DeleteBucketOwnershipControlsCommandOutput> {
      s3.get(input.Bucket).configuration.ownership = undefined;
      return configured(input, "DeleteBucketOwnershipControls");
    },

    PutPublicAccessBlock(input: S3.PutPublicAccessBlockCommandInput): Output<S3.PutPublicAccessBlockCommandOutput> {
      const { configuration } = s3.get(input.Bucket);
      const sent = input.PublicAccessBlockConfiguration ?? {};
      configuration.publicAccessBlock = {
        BlockPublicAcls: sent.BlockPublicAcls ?? false,
        IgnorePublicAcls: sent.IgnorePublicAcls ?? false,
        BlockPublicPolicy: sent.BlockPublicPolicy ?? false,
        RestrictPublicBuckets: sent.RestrictPublicBuckets ?? false,
      };
      return configured(input, "PutPublicAccessBlock");
    },

    GetPublicAccessBlock(input: S3.GetPublicAccessBlockCommandInput): Output<S3.GetPublicAccessBlockCommandOutput> {
      const { publicAccessBlock } = s3.get(input.Bucket).configuration;
      if (publicAccessBlock) return { PublicAccessBlockConfiguration: publicAccessBlock };
      const text = "The public access block configuration was not found";
      throw notConfigured("NoSuchPublicAccessBlockConfiguration", text, input.Bucket!);
    },

    DeletePublicAccessBlock(
      input: S3.DeletePublicAccessBlockCommandInput,
    ): Output<S3.DeletePublicAccessBlockCommandOutput> {
      s3.get(input.Bucket).configuration.publicAccessBlock = undefined;
      return configured(input, "DeletePublicAccessBlock");
    },

    PutBucketPolicy(input: S3.PutBucketPolicyCommandInput): Output<S3.PutBucketPolicyCommandOutput> {
      const { arn, configuration } = s3.get(input.Bucket);
      const policy = input.Policy ?? "";
      checkPolicy(policy, arn);
      if (configuration.publicAccessBlock?.BlockPublicPolicy && isPublic(policy)) throw accessDenied();
      configuration.policy = policy;
      return configured(input, "PutBucketPolicy");
    },

    GetBucketPolicy(input: S3.GetBucketPolicyCommandInput): Output<S3.GetBucketPolicyCommandOutput> {
      return { Policy: policyOf(s3, input) };
    },

    GetBucketPolicyStatus(input: S3.GetBucketPolicyStatusCommandInput): Output<S3.GetBucketPolicyStatusCommandOutput> {
      return { PolicyStatus: { IsPublic: isPublic(policyOf(s3, input)) } };
    },

    DeleteBucketPolicy(input: S3.DeleteBucketPolicyCommandInput): Output<S3.DeleteBucketPolicyCommandOutput> {
      s3.get(input.Bucket).configuration.policy = undefined;
      return configured(input, "DeleteBucketPolicy");
    },

    PutBucketNotificationConfiguration(
      input: S3.PutBucketNotificationConfigurationCommandInput,
      call: Call,
    ): Output<S3.PutBucketNotificationConfigurationCommandOutput> {
      const skips = input.SkipDestinationValidation === true;
      s3.setNotification(input.Bucket!, input.NotificationConfiguration ?? {}, skips, call);
      return {};
    },

    GetBucketNotificationConfiguration(
      input: S3.GetBucketNotificationConfigurationCommandInput,
    ): Output<S3.GetBucketNotificationConfigurationCommandOutput> {
      return { ...s3.get(input.Bucket).configuration.notification };
    },
  };
}

const OWNERSHIPS = new Set(["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"]);

function policyOf(s3: S3Service, { Bucket }: { Bucket?: string | undefined }): string {
  const { policy } = s3.get(Bucket).configuration;
  if (policy === undefined) throw notConfigured("NoSuchBucketPolicy", "The bucket policy does not exist", Bucket!);
  return policy;
}

function versioningLocked() {
  return invalidBucketState(
    "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
  );
}

function illegalVersioning() {
  return new AwsError("IllegalVersioningConfigurationException", "The Versioning element must be specified", 400);
}

/** One rule. A key is not looked for before an object needs it. */
function checkedEncryption(sent: S3.ServerSideEncryptionConfiguration | undefined): S3.ServerSideEncryptionRule {
  const rule = sent?.Rules?.[0];
  const algorithm = rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
  if (sent?.Rules?.length !== 1 || !rule || algorithm === undefined) throw malformedXml();
  if (!["AES256", "aws:kms", "aws:kms:dsse"].includes(algorithm)) throw malformedXml();
  if (algorithm === "AES256" && rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID !== undefined) {
    throw invalidArgument(
      "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
      "ApplyServerSideEncryptionByDefault",
    );
  }
  return { ...rule, BucketKeyEnabled: rule.BucketKeyEnabled ?? false };
}
