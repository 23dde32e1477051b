import { expect } from "chai";
import { EPOCH, VirtualClock } from "../../cloud/kernel/clock.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { Feed } from "../../cloud/kernel/feed.ts";
import type { Call } from "../../cloud/kernel/house.ts";
import { Random } from "../../cloud/kernel/random.ts";
import type { S3Fact } from "../../cloud/s3/facts.ts";
import { s3House } from "../../cloud/s3/house.ts";
import type { Destination, Notification } from "../../cloud/s3/ports.ts";
import { S3Service } from "../../cloud/s3/service.ts";

/** S3 with its hands free: operations called directly, notifications caught instead of carried. */
export function anS3({ region = "eu-west-1", seed = 7 } = {}) {
  const clock = new VirtualClock();
  const feed = new Feed<S3Fact>(clock);
  const dispatched: Notification[] = [];
  const refused = new Map<string, "missing" | "denied">();
  const destinations = {
    dispatch: (notification: Notification) => void dispatched.push(notification),
    reasonAgainst: ({ arn }: Destination) => refused.get(arn),
  };
  const place = { accountId: "123456789012", region };
  const s3 = new S3Service({ clock, random: Random.fromSeed(seed), feed, place, destinations });
  const house = s3House(s3);
  /** Calls an operation as somebody whom nobody will refuse. */
  // biome-ignore lint/suspicious/noExplicitAny: each operation has its own output
  const call = (operation: string, input: object, as: Partial<Call> = {}): any =>
    house.operations[operation]!({ Bucket: "documents", ...input }, aCall(as));
  const put = (NotificationConfiguration: object, SkipDestinationValidation = false) =>
    call("PutBucketNotificationConfiguration", { NotificationConfiguration, SkipDestinationValidation });
  return { clock, feed, s3, house, call, put, dispatched, refused };
}

export type TestS3 = ReturnType<typeof anS3>;

/** The same with a bucket `documents`. */
export function aBucket(options: { region?: string; versioning?: "Enabled" | "Suspended" } = {}): TestS3 {
  const s3 = anS3(options);
  const { region = "eu-west-1", versioning } = options;
  const isHome = region === "us-east-1";
  s3.call("CreateBucket", isHome ? {} : { CreateBucketConfiguration: { LocationConstraint: region } });
  if (versioning) s3.call("PutBucketVersioning", { VersioningConfiguration: { Status: versioning } });
  return s3;
}

export function aCall(call: Partial<Call> = {}): Call {
  return {
    requestId: "C3D13FE58DE4C810",
    callerArn: "arn:aws:iam::123456789012:user/tester",
    callerId: "AIDAEXAMPLE",
    sourceIp: "203.0.113.7",
    endpoint: "http://127.0.0.1:4566",
    ...call,
  };
}

export function bytes(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}

export function textOf(output: { Body: Uint8Array }): string {
  return Buffer.from(output.Body).toString("utf8");
}

/** What an operation was refused with, in the form `code: message`, with status and the elements beside them. */
export function refusal(work: () => unknown): { said: string; status: number; extra: Record<string, unknown> } {
  try {
    work();
  } catch (error) {
    expect(error).to.be.instanceOf(AwsError);
    const { code, message, status, extra } = error as AwsError;
    return { said: `${code}: ${message}`, status, extra: { ...extra } };
  }
  throw new Error("nothing was refused");
}

/** Lets time pass with nobody waiting for anything. */
export async function pass(clock: VirtualClock, milliseconds: number): Promise<void> {
  await clock.run(clock.sleep(milliseconds));
}

export const START = EPOCH;
