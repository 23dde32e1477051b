import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SSMClient } from "@aws-sdk/client-ssm";

/** The SDK clients an experiment is handed. It never makes its own, so it cannot know which AWS it speaks to. */
export interface Aws {
  readonly s3: Pick<S3Client, "send">;
  readonly sqs: Pick<SQSClient, "send">;
  readonly sns: Pick<SNSClient, "send">;
  readonly lambda: Pick<LambdaClient, "send">;
  readonly cloudwatch: Pick<CloudWatchClient, "send">;
  readonly logs: Pick<CloudWatchLogsClient, "send">;
  readonly ssm: Pick<SSMClient, "send">;
  readonly iam: Pick<IAMClient, "send">;
}
