import { InvokeCommand } from "@aws-sdk/client-lambda";
import { type _Object, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { DeleteMessageCommand, GetQueueAttributesCommand, type Message } from "@aws-sdk/client-sqs";
import type { Aws } from "../aws.ts";
import type { Call } from "../call.ts";
import type { ActionProvider } from "../experiment.ts";
import type { Json } from "../lease.ts";
import { functionCall } from "../settings/lambda.ts";
import { callsOn } from "../settings/sqs.ts";
import { take } from "./sqs.ts";

/** Actions that hand events to a function: those it was given before, or some of them once more. */

/** Whom events are sent to. */
export interface Recipient {
  readonly functionName: string;
  readonly qualifier: string;
}

/**
 * Hands the events in a function's dead-letter queue to the function again, asynchronously: as many as were there when
 * it began, so that those which fail once more are not taken for new ones.
 */
export function replay(queueUrl: string, recipient: Recipient): ActionProvider {
  return {
    name: "events.replay",
    arguments: { queueUrl, ...recipient },
    calls: [...callsOn(queueUrl, "GetQueueAttributes", "ReceiveMessage", "DeleteMessage"), invokeCall(recipient)],
    work: async (aws) => {
      let replayed = 0;
      for (const waiting = await depth(aws, queueUrl); replayed < waiting; ) {
        const messages = await take(aws, queueUrl);
        if (messages.length === 0) break;
        await Promise.all(messages.map((message) => handOver(aws, message, queueUrl, recipient)));
        replayed += messages.length;
      }
      return { replayed };
    },
  };
}

async function depth({ sqs }: Aws, queueUrl: string): Promise<number> {
  const AttributeNames = ["ApproximateNumberOfMessages" as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames }));
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

/** Deleted only when Lambda has it: an event may come twice, and never not at all. */
async function handOver(aws: Aws, { Body = "", ReceiptHandle }: Message, queueUrl: string, recipient: Recipient) {
  await send(aws, recipient, Body);
  await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
}

/**
 * Sends the events of some of a bucket's newest objects a second time, as S3 may do by itself: every so manieth of
 * those that were put within ten minutes of the newest.
 *
 * @param objects of which bucket, under which prefix
 * @param share 0.05 is one in twenty
 */
export function repeat(objects: Objects, recipient: Recipient, share: number): ActionProvider {
  return {
    name: "events.repeat",
    arguments: { ...objects, ...recipient, share },
    calls: [
      { operation: "s3:ListObjectsV2", action: "s3:ListBucket", resource: objects.bucket },
      invokeCall(recipient),
    ],
    work: async (aws) => {
      const every = Math.round(1 / share);
      const chosen = newest(await listed(aws, objects)).filter((_, i) => i % every === 0);
      for (let i = 0; i < chosen.length; i += AT_ONCE) {
        const some = chosen.slice(i, i + AT_ONCE);
        await Promise.all(some.map((object) => send(aws, recipient, eventOf(objects.bucket, object))));
      }
      return { repeated: chosen.length };
    },
  };
}

export interface Objects {
  readonly bucket: string;
  readonly prefix: string;
}

const NEW = 600_000;
const AT_ONCE = 10;

async function listed({ s3 }: Aws, { bucket: Bucket, prefix: Prefix }: Objects): Promise<_Object[]> {
  const objects: _Object[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }));
    objects.push(...(page.Contents ?? []));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return objects;
}

function newest(objects: readonly _Object[]): _Object[] {
  const putAt = ({ LastModified }: _Object) => LastModified?.getTime() ?? 0;
  const last = objects.reduce((latest, object) => Math.max(latest, putAt(object)), 0);
  return objects.filter((object) => last - putAt(object) < NEW);
}

/** S3's event of a put, as far as it can be known afterwards. Keys in events are form-url-encoded, but for slashes. */
function eventOf(bucket: string, { Key = "", Size = 0, ETag = "", LastModified }: _Object): string {
  const key = new URLSearchParams({ key: Key }).toString().slice("key=".length).replaceAll("%2F", "/");
  const record: Json = {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    eventTime: LastModified?.toISOString() ?? "",
    eventName: "ObjectCreated:Put",
    s3: {
      s3SchemaVersion: "1.0",
      bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
      object: { key, size: Size, eTag: ETag.replaceAll('"', "") },
    },
  };
  return JSON.stringify({ Records: [record] });
}

function invokeCall({ functionName, qualifier }: Recipient): Call {
  return { ...functionCall("Invoke", functionName, qualifier), action: "lambda:InvokeFunction" };
}

async function send({ lambda }: Aws, { functionName, qualifier }: Recipient, event: string): Promise<void> {
  await lambda.send(
    new InvokeCommand({
      FunctionName: functionName,
      Qualifier: qualifier,
      InvocationType: "Event",
      Payload: Buffer.from(event),
    }),
  );
}
