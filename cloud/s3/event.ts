import type { Call, Place } from "../kernel/house.ts";
import { formEncoded } from "./form-encoding.ts";
import { hostIdOf } from "./host-id.ts";
import type { Owner } from "./owner.ts";

/** What happened to an object, as far as its event tells. */
export interface Occurrence {
  /** `ObjectCreated:Put`, `ObjectRemoved:Delete`, `ObjectTagging:Put` */
  readonly eventName: string;
  readonly key: string;
  readonly size?: number;
  readonly eTag?: string;
  /** Only in a bucket that keeps versions. */
  readonly versionId?: string;
  /** Only of what is created or deleted. */
  readonly sequencer?: string;
  /** Only of a restored copy. */
  readonly glacierEventData?: object;
}

/** Where and by whom it happened. */
export interface Circumstances {
  readonly place: Place;
  readonly owner: Owner;
  readonly bucket: { readonly name: string; readonly arn: string };
  readonly configurationId: string;
  readonly call: Pick<Call, "requestId" | "callerId" | "sourceIp">;
  readonly now: number;
}

/** Tagging and ACL events have a version of the record's format of their own. */
const LATER_FORMAT = /^Object(Tagging|Acl):/;

/** The message S3 sends of one occurrence, members in the order S3 writes them: always one record. */
export function eventOf(occurrence: Occurrence, { place, owner, bucket, configurationId, call, now }: Circumstances) {
  const { eventName, key, glacierEventData, ...rest } = occurrence;
  const record = {
    eventVersion: LATER_FORMAT.test(eventName) ? "2.3" : "2.1",
    eventSource: "aws:s3",
    awsRegion: place.region,
    eventTime: new Date(now).toISOString(),
    eventName,
    // What S3 does in the end of its own accord, it does in the name of the bucket's owner.
    userIdentity: { principalId: glacierEventData ? `AmazonCustomer:${owner.principalId}` : `AWS:${call.callerId}` },
    requestParameters: { sourceIPAddress: call.sourceIp },
    responseElements: { "x-amz-request-id": call.requestId, "x-amz-id-2": hostIdOf(call.requestId) },
    s3: {
      s3SchemaVersion: "1.0",
      configurationId,
      bucket: { name: bucket.name, ownerIdentity: { principalId: owner.principalId }, arn: bucket.arn },
      object: { key: formEncoded(key), ...rest },
    },
    ...(glacierEventData && { glacierEventData }),
  };
  return { Records: [record] };
}

/** What S3 sends to a queue or topic when it is made a destination. */
export function testEventOf(bucket: string, requestId: string, now: number) {
  return {
    Service: "Amazon S3",
    Event: "s3:TestEvent",
    Time: new Date(now).toISOString(),
    Bucket: bucket,
    RequestId: requestId,
    HostId: hostIdOf(requestId),
  };
}
