import { AddPermissionCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { aFunction } from "./a-function.ts";
import { aHearingQueue } from "./a-hearing.ts";
import type { World } from "./doors.ts";

export const Bucket = "documents-lab";
export const ARN = `arn:aws:s3:::${Bucket}`;
export const CREATED = ["s3:ObjectCreated:*" as const];

/** A bucket that can be told whom to notify. */
export async function aNotifyingBucket({ clients: { s3 } }: World) {
  await s3.send(new CreateBucketCommand({ Bucket }));
  const notify = (NotificationConfiguration: NotificationConfiguration) =>
    s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  const put = (Key: string, Body = "{}") => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return { s3, notify, put };
}

/** A function that fails whatever it gets, so that each event arrives word for word in its dead-letter queue. */
export async function aReportingFunction(world: World) {
  const queue = await aHearingQueue(world, "reports");
  const may = { Effect: "Allow", Action: "sqs:SendMessage", Resource: queue.arn };
  const more = { DeadLetterConfig: { TargetArn: queue.arn } };
  const { lambda, FunctionName, made } = await aFunction(world, 'throw new Error("heard");', more, may);
  const permit = () =>
    lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: "s3",
        Action: "lambda:InvokeFunction",
        Principal: "s3.amazonaws.com",
        SourceArn: ARN,
        SourceAccount: world.accountId,
      }),
    );
  const forbid = () => lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: "s3" }));
  return { queue, arn: made.FunctionArn!, permit, forbid };
}
