import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import type { FaultDesk } from "../../chaos/aws.ts";
import { ServedFaults } from "./fault-desk.ts";

/** Everything a live run speaks AWS with. */
export type LiveClients = ReturnType<typeof liveClients>;

export interface Reach {
  /** AWS's own if there is none; AWS_ENDPOINT_URL if nothing is said. */
  readonly endpoint?: string | undefined;
  /** Found by the SDK's default chain if nothing is said. */
  readonly credentials?: Keys | undefined;
}

/** An access key, or with a token the credentials of a session. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * AWS's own clients with everybody's settings. Another endpoint than AWS's has no name for each bucket, so buckets go
 * into the path there.
 */
export function liveClients(region: string, reach: Reach = {}) {
  const config = configOf(region, reach);
  const { endpoint } = config;
  return {
    s3: s3Client(region, reach),
    sqs: new SQSClient(config),
    sns: new SNSClient(config),
    lambda: new LambdaClient(config),
    cloudwatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    ssm: new SSMClient(config),
    iam: new IAMClient(config),
    sts: new STSClient(config),
    ...(endpoint && { faults: new ServedFaults(endpoint) as FaultDesk }),
  };
}

/** A client of S3 alone. */
export function s3Client(region: string, reach: Reach = {}): S3Client {
  const { endpoint = process.env.AWS_ENDPOINT_URL } = reach;
  return new S3Client({ ...configOf(region, reach), forcePathStyle: endpoint !== undefined });
}

function configOf(region: string, { endpoint = process.env.AWS_ENDPOINT_URL, credentials }: Reach) {
  return { region, ...(endpoint && { endpoint }), ...(credentials && { credentials }) };
}

/** Closes the connections that clients keep open. */
export function hangUp(clients: LiveClients): void {
  for (const client of Object.values(clients)) if ("destroy" in client) client.destroy();
}
