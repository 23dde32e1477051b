/**
 * The two arrows out of the bucket, and the permission each of them needs.
 *
 *     documents/input/*.json  --documents-notify-transform--> live
 *     documents/output/*.csv  --documents-notify-converted--> converted
 */
import type { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias/index.js";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission/index.js";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification/index.js";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { Construct } from "constructs";
import { INPUT_PREFIX, OUTPUT_PREFIX } from "../names.ts";
import type { Account } from "./account.ts";
import { policy } from "./policy.ts";

export interface DocumentsNotifyProps {
  readonly account: Account;
  readonly documents: S3Bucket;
  readonly live: LambdaAlias;
  readonly converted: SnsTopic;
}

const CREATED = ["s3:ObjectCreated:*"];

export class DocumentsNotify extends Construct {
  constructor(scope: Construct, id: string, { account, documents, live, converted }: DocumentsNotifyProps) {
    super(scope, id);

    // Here is where S3 may invoke the function: for this bucket, and only while this account owns it. A bucket's ARN names no account,
    // and a deleted bucket's name is anybody's.
    const transform = new LambdaPermission(this, "transform", {
      statementId: "documents-notify-transform",
      action: "lambda:InvokeFunction",
      functionName: live.functionName,
      qualifier: live.name,
      principal: "s3.amazonaws.com",
      sourceArn: documents.arn,
      sourceAccount: account.id,
    });

    // Here is where it may publish to the topic, bound in the same way.
    const publish = new SnsTopicPolicy(this, "converted", {
      arn: converted.arn,
      policy: policy({
        Sid: "AllowDocuments",
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sns:Publish",
        Resource: converted.arn,
        Condition: {
          ArnLike: { "aws:SourceArn": documents.arn },
          StringEquals: { "aws:SourceAccount": account.id },
        },
      }),
    });

    // Here is where an object becomes an event. A bucket has one notification configuration, so both arrows are drawn at once; S3 tries
    // both permissions when it accepts them.
    new S3BucketNotification(this, "Default", {
      bucket: documents.id,
      lambdaFunction: [
        {
          id: "documents-notify-transform",
          lambdaFunctionArn: live.arn,
          events: CREATED,
          filterPrefix: INPUT_PREFIX,
          filterSuffix: ".json",
        },
      ],
      topic: [
        {
          id: "documents-notify-converted",
          topicArn: converted.arn,
          events: CREATED,
          filterPrefix: OUTPUT_PREFIX,
          filterSuffix: ".csv",
        },
      ],
      dependsOn: [transform, publish],
    });
  }
}
