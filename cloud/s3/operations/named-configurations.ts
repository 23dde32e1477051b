import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../../kernel/errors.ts";
import type { Operations } from "../../kernel/house.ts";
import type { Configuration } from "../configuration.ts";
import { malformedXml, noSuchConfiguration } from "../errors.ts";
import type { S3Service } from "../service.ts";

/**
 * What a bucket can have several of, each under an id: request metrics, which are measured by them, and analytics,
 * inventories and tierings, which are kept and given back only.
 */

/** How many a page of a list holds (ListBucketMetricsConfigurations in the API reference, and its neighbours). */
const PAGE = 100;

interface Kind {
  /** `PutBucketMetricsConfiguration`, `MetricsConfiguration` */
  readonly name: string;
  readonly kept: (configuration: Configuration) => Map<string, unknown>;
  /** Throws for what S3 does not take. */
  readonly check: (sent: never) => void;
}

const KINDS: readonly Kind[] = [
  { name: "Metrics", kept: ({ metrics }) => metrics as Map<string, unknown>, check: () => {} },
  { name: "Analytics", kept: ({ analytics }) => analytics, check: checkAnalytics },
  { name: "Inventory", kept: ({ inventories }) => inventories, check: checkInventory },
  { name: "IntelligentTiering", kept: ({ tierings }) => tierings, check: checkTiering },
];

export function namedConfigurationOperations(s3: S3Service): Operations {
  return Object.assign({}, ...KINDS.map((kind) => operationsOf(s3, kind)));
}

type Input = { readonly Bucket: string; readonly Id: string; readonly ContinuationToken?: string };

function operationsOf(s3: S3Service, { name, kept, check }: Kind): Operations {
  const member = `${name}Configuration`;
  const find = ({ Bucket }: Input) => kept(s3.get(Bucket).configuration);
  return {
    [`PutBucket${member}`](input: Input & Record<string, { Id?: string } | undefined>) {
      const configurations = find(input);
      const sent = input[member];
      if (!sent || sent.Id === undefined || !/^[\w.-]{1,64}$/.test(sent.Id)) throw malformedXml();
      if (sent.Id !== input.Id) throw idMismatch();
      check(sent as never);
      configurations.set(sent.Id, sent);
      s3.configured(input.Bucket, `PutBucket${member}`);
      return {};
    },

    [`GetBucket${member}`](input: Input) {
      const found = find(input).get(input.Id);
      if (!found) throw noSuchConfiguration();
      return { [member]: found };
    },

    [`DeleteBucket${member}`](input: Input) {
      if (!find(input).delete(input.Id)) throw noSuchConfiguration();
      s3.configured(input.Bucket, `DeleteBucket${member}`);
      return {};
    },

    [`ListBucket${member}s`]: (input: Input) => pageOf(find(input), `${member}List`, input.ContinuationToken),
  };
}

function pageOf(configurations: Map<string, unknown>, list: string, token: string | undefined) {
  const after = token ? Buffer.from(token, "base64url").toString() : "";
  const rest = [...configurations.keys()].filter((id) => id > after).sort();
  const page = rest.slice(0, PAGE);
  return {
    IsTruncated: rest.length > PAGE,
    ...(token !== undefined && { ContinuationToken: token }),
    ...(rest.length > PAGE && { NextContinuationToken: Buffer.from(page.at(-1)!).toString("base64url") }),
    ...(page.length > 0 && { [list]: page.map((id) => configurations.get(id)) }),
  };
}

function checkAnalytics({ StorageClassAnalysis: analysis }: S3.AnalyticsConfiguration): void {
  if (!analysis) throw malformedXml();
  const { DataExport } = analysis;
  if (DataExport && !DataExport.Destination?.S3BucketDestination?.Bucket) throw malformedXml();
}

function checkTiering({ Status, Tierings = [] }: S3.IntelligentTieringConfiguration): void {
  if ((Status !== "Enabled" && Status !== "Disabled") || Tierings.length === 0) throw malformedXml();
  if (!Tierings.every(({ AccessTier, Days }) => AccessTier && Days !== undefined)) throw malformedXml();
}

/** The values are the model's; S3 checks them where others would keep what they were sent. */
function checkInventory(sent: S3.InventoryConfiguration): void {
  const { Destination, Schedule, IncludedObjectVersions, IsEnabled, OptionalFields = [] } = sent;
  const { Bucket, Format } = Destination?.S3BucketDestination ?? {};
  const isWhole = IsEnabled !== undefined && ["CSV", "ORC", "Parquet"].includes(String(Format));
  if (!isWhole || !["Daily", "Weekly"].includes(String(Schedule?.Frequency))) throw malformedXml();
  if (!["All", "Current"].includes(String(IncludedObjectVersions))) throw malformedXml();
  if (!OptionalFields.every((field) => INVENTORY_FIELDS.has(field))) throw malformedXml();
  if (!/^arn:aws[\w-]*:s3:::/.test(Bucket ?? "")) {
    throw new AwsError("InvalidS3DestinationBucket", "Invalid bucket ARN.", 400);
  }
}

const INVENTORY_FIELDS = new Set<string>(
  [
    "Size LastModifiedDate StorageClass ETag IsMultipartUploaded ReplicationStatus EncryptionStatus",
    "ObjectLockRetainUntilDate ObjectLockMode ObjectLockLegalHoldStatus IntelligentTieringAccessTier BucketKeyStatus",
    "ChecksumAlgorithm ObjectAccessControlList ObjectOwner LifecycleExpirationDate",
  ].flatMap((line) => line.split(" ")),
);

const idMismatch = () => new AwsError("IdMismatch", "Document ID does not match the specified configuration ID.", 400);
