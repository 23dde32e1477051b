import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../../kernel/errors.ts";
import type { Output } from "../../kernel/house.ts";
import { invalidRequest, malformedXml, notConfigured } from "../errors.ts";
import type { S3Service } from "../service.ts";

/** Settings of a bucket that are checked, kept and given back; nothing here acts on them. */
export function settingOperations(s3: S3Service) {
  const configured = (input: { Bucket?: string | undefined }, operation: string) => {
    s3.configured(input.Bucket!, operation);
    return {};
  };
  return {
    PutBucketAccelerateConfiguration(
      input: S3.PutBucketAccelerateConfigurationCommandInput,
    ): Output<S3.PutBucketAccelerateConfigurationCommandOutput> {
      const { configuration } = s3.get(input.Bucket);
      if (input.Bucket!.includes(".")) {
        throw invalidRequest("S3 Transfer Acceleration is not supported for buckets with periods (.) in their names");
      }
      configuration.acceleration = oneOf<S3.BucketAccelerateStatus>(input.AccelerateConfiguration?.Status, [
        "Enabled",
        "Suspended",
      ]);
      return configured(input, "PutBucketAccelerateConfiguration");
    },

    GetBucketAccelerateConfiguration({
      Bucket,
    }: S3.GetBucketAccelerateConfigurationCommandInput): Output<S3.GetBucketAccelerateConfigurationCommandOutput> {
      const { acceleration } = s3.get(Bucket).configuration;
      return acceleration === undefined ? {} : { Status: acceleration };
    },

    PutBucketRequestPayment(
      input: S3.PutBucketRequestPaymentCommandInput,
    ): Output<S3.PutBucketRequestPaymentCommandOutput> {
      const { configuration } = s3.get(input.Bucket);
      configuration.payer = oneOf(input.RequestPaymentConfiguration?.Payer, ["BucketOwner", "Requester"]);
      return configured(input, "PutBucketRequestPayment");
    },

    GetBucketRequestPayment({
      Bucket,
    }: S3.GetBucketRequestPaymentCommandInput): Output<S3.GetBucketRequestPaymentCommandOutput> {
      return { Payer: s3.get(Bucket).configuration.payer };
    },

    /** Without `LoggingEnabled` nothing is logged any more. */
    PutBucketLogging(input: S3.PutBucketLoggingCommandInput): Output<S3.PutBucketLoggingCommandOutput> {
      const { configuration } = s3.get(input.Bucket);
      const sent = input.BucketLoggingStatus?.LoggingEnabled;
      if (sent && s3.find(sent.TargetBucket ?? "") === undefined) throw invalidTarget(sent.TargetBucket ?? "");
      if (sent && sent.TargetPrefix === undefined) throw malformedXml();
      configuration.logging = sent;
      return configured(input, "PutBucketLogging");
    },

    GetBucketLogging({ Bucket }: S3.GetBucketLoggingCommandInput): Output<S3.GetBucketLoggingCommandOutput> {
      const { logging } = s3.get(Bucket).configuration;
      return logging ? { LoggingEnabled: logging } : {};
    },

    PutBucketReplication(input: S3.PutBucketReplicationCommandInput): Output<S3.PutBucketReplicationCommandOutput> {
      const { bucket, configuration } = s3.get(input.Bucket);
      if (bucket.versioning !== "Enabled") {
        throw invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
      }
      const { Role, Rules = [] } = input.ReplicationConfiguration ?? {};
      if (Rules.length === 0) throw malformedXml();
      for (const { Destination } of Rules) checkReplica(s3, Destination?.Bucket ?? "");
      configuration.replication = {
        Role,
        Rules: Rules.map((rule) => ({ ...rule, ID: rule.ID ?? s3.newConfigurationId() })),
      };
      return configured(input, "PutBucketReplication");
    },

    GetBucketReplication({
      Bucket,
    }: S3.GetBucketReplicationCommandInput): Output<S3.GetBucketReplicationCommandOutput> {
      const { replication } = s3.get(Bucket).configuration;
      if (replication) return { ReplicationConfiguration: replication };
      const text = "The replication configuration was not found";
      throw notConfigured("ReplicationConfigurationNotFoundError", text, Bucket!);
    },

    DeleteBucketReplication(
      input: S3.DeleteBucketReplicationCommandInput,
    ): Output<S3.DeleteBucketReplicationCommandOutput> {
      s3.get(input.Bucket).configuration.replication = undefined;
      return configured(input, "DeleteBucketReplication");
    },
  };
}

function oneOf<Value extends string>(sent: Value | undefined, known: readonly Value[]): Value {
  if (sent === undefined || !known.includes(sent)) throw malformedXml();
  return sent;
}

function checkReplica(s3: S3Service, arn: string): void {
  const versioning = s3.find(arn.replace(/^arn:aws[\w-]*:s3:::/, ""))?.bucket.versioning;
  if (versioning !== "Enabled") throw invalidRequest("Destination bucket must have versioning enabled.");
}

function invalidTarget(bucket: string): AwsError {
  const text = "The target bucket for logging does not exist";
  return new AwsError("InvalidTargetBucketForLogging", text, 400, { TargetBucket: bucket });
}
