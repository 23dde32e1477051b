/**
 * The bucket that documents pass through twice, once as JSON and once as CSV.
 *
 *     publisher --> input/*.json --.                 .--> output/*.csv --> who listens
 *                                  '--> transform ---'
 */
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketMetric } from "@cdktf/provider-aws/lib/s3-bucket-metric/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { Construct } from "constructs";
import { INPUT_PREFIX, OUTPUT_PREFIX } from "../names.ts";
import { policy } from "./policy.ts";

export interface DocumentsBucketProps {
  readonly name: string;
}

export class DocumentsBucket extends Construct {
  readonly bucket: S3Bucket;
  readonly inputMetrics: S3BucketMetric;
  readonly outputMetrics: S3BucketMetric;

  constructor(scope: Construct, id: string, { name }: DocumentsBucketProps) {
    super(scope, id);

    // Here is where documents are kept. What they hold is generated, so a destroyed stack may take them with it.
    this.bucket = new S3Bucket(this, "Default", { bucket: name, forceDestroy: true });

    // Here is where nobody else gets in, and nobody listens on the way.
    this.encrypt();
    this.keepPrivate();

    // Here is where requests are counted. S3 publishes request metrics only for a configured filter, and its counts do not tell an
    // input from an output, hence one filter a prefix.
    this.inputMetrics = this.count("Input", INPUT_PREFIX);
    this.outputMetrics = this.count("Output", OUTPUT_PREFIX);
  }

  private encrypt(): void {
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: this.bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
  }

  private keepPrivate(): void {
    const block = new S3BucketPublicAccessBlock(this, "public-access-block", {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, "tls-only", {
      bucket: this.bucket.id,
      policy: policy({
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [this.bucket.arn, `${this.bucket.arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
      dependsOn: [block], // S3 refuses two changes of a bucket's access at once (OperationAborted)
    });
  }

  private count(name: string, prefix: string): S3BucketMetric {
    return new S3BucketMetric(this, `${name.toLowerCase()}-metrics`, {
      bucket: this.bucket.id,
      name,
      filter: { prefix },
    });
  }
}
