import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";

/** Everything a live run speaks AWS with. */
export type LiveClients = ReturnType<typeof liveClients>;

/**
 * AWS's own clients with everybody's settings: credentials by the default chain, the endpoint from AWS_ENDPOINT_URL if
 * it is set. Another endpoint than AWS's has no name for each bucket, so buckets go into the path there.
 */
export function liveClients(region: string, endpoint = process.env.AWS_ENDPOINT_URL) {
  const config = { region, ...(endpoint && { endpoint }) };
  return {
    s3: new S3Client({ ...config, forcePathStyle: endpoint !== undefined }),
    sqs: new SQSClient(config),
    sns: new SNSClient(config),
    lambda: new LambdaClient(config),
    cloudwatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    ssm: new SSMClient(config),
    iam: new IAMClient(config),
    sts: new STSClient(config),
  };
}
