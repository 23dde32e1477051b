import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { LocalFault } from "./world.ts";

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
  /** What an embedded cloud has besides: faults on its links and at its doors. Absent on AWS. */
  readonly faults?: FaultDesk;
}

/** Where faults of an embedded cloud are read, put and taken away. It sends as the SDK's clients do. */
export interface FaultDesk {
  send(order: FaultOrder, options?: { abortSignal?: AbortSignal }): Promise<FaultRecord | undefined>;
}

/** Put replaces what has the same id; taking away what is not there does nothing. */
export type FaultOrder =
  | { readonly read: string }
  | { readonly put: string; readonly fault: TimedFault }
  | { readonly remove: string };

/** A fault, and the moment at which it ends by itself (ISO 8601). */
export type TimedFault = LocalFault & { readonly expiresAt?: string };

/** What the cloud knows of a fault; of one that has ended, as long as it remembers it. */
export type FaultRecord = TimedFault & {
  readonly id: string;
  /** From when until when it was in force: ISO 8601. */
  readonly since: string;
  readonly until?: string;
  /** How often it struck. */
  readonly strikes: number;
};
