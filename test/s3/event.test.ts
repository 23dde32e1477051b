import { expect } from "chai";
import { hostIdOf } from "../../cloud/s3/host-id.ts";
import { Sequencer } from "../../cloud/s3/sequencer.ts";
import { aBucket, bytes, pass, START, type TestS3 } from "./a-s3.ts";

const QUEUE = "arn:aws:sqs:eu-west-1:123456789012:deliveries";
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:converted";
const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:transform:live";

describe("an S3 event", () => {
  it("says what AWS's says, in AWS's order", async () => {
    const s3 = aNotified();
    await pass(s3.clock, 10_123);
    s3.call("PutObject", { Key: "input/day+1.json", Body: bytes("something") });
    const { body, ...envelope } = s3.dispatched[0]!;
    expect(envelope).to.deep.equal({
      kind: "queue",
      destinationArn: QUEUE,
      bucketArn: "arn:aws:s3:::documents",
      bucket: "documents",
      key: "input/day+1.json",
    });
    const { sequencer } = JSON.parse(body).Records[0].s3.object;
    expect(sequencer).to.match(/^006955B90A/);
    const record = {
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "eu-west-1",
      eventTime: "2026-01-01T00:00:10.123Z",
      eventName: "ObjectCreated:Put",
      userIdentity: { principalId: "AWS:AIDAEXAMPLE" },
      requestParameters: { sourceIPAddress: "203.0.113.7" },
      responseElements: { "x-amz-request-id": "C3D13FE58DE4C810", "x-amz-id-2": hostIdOf("C3D13FE58DE4C810") },
      s3: {
        s3SchemaVersion: "1.0",
        configurationId: "everything",
        bucket: {
          name: "documents",
          ownerIdentity: { principalId: s3.s3.owner.principalId },
          arn: "arn:aws:s3:::documents",
        },
        object: {
          key: "input/day%2B1.json",
          size: 9,
          eTag: "437b930db84b8079c2dd804a71936b5f",
          sequencer,
        },
      },
    };
    expect(body).to.equal(JSON.stringify({ Records: [record] }));
  });

  it("encodes its key as a form would", () => {
    const s3 = aNotified();
    for (const Key of ["a b", "a@b", "a+b", "ä/ö.json", "(1)*~'!"]) s3.call("PutObject", { Key, Body: bytes("x") });
    expect(objects(s3).map(({ key }) => key)).to.deep.equal([
      "a+b",
      "a%40b",
      "a%2Bb",
      "%C3%A4/%C3%B6.json",
      "%281%29*%7E%27%21",
    ]);
  });

  it("tells each way of creating and deleting apart", () => {
    const s3 = aNotified();
    s3.call("PutObject", { Key: "a", Body: bytes("x") });
    s3.call("CopyObject", { Key: "b", CopySource: "documents/a" });
    const { UploadId } = s3.call("CreateMultipartUpload", { Key: "c" });
    const { ETag } = s3.call("UploadPart", { Key: "c", UploadId, PartNumber: 1, Body: bytes("x") });
    s3.call("CompleteMultipartUpload", {
      Key: "c",
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    });
    s3.call("DeleteObject", { Key: "a" });
    s3.call("DeleteObject", { Key: "a" });
    s3.call("DeleteObjects", { Delete: { Objects: [{ Key: "b" }, { Key: "never" }] } });
    expect(events(s3)).to.deep.equal([
      "ObjectCreated:Put a",
      "ObjectCreated:Copy b",
      "ObjectCreated:CompleteMultipartUpload c",
      "ObjectRemoved:Delete a",
      "ObjectRemoved:Delete b",
      "ObjectRemoved:Delete never",
    ]);
    expect(objects(s3)[2]!.eTag).to.match(/^[0-9a-f]{32}-1$/);
    expect(Object.keys(objects(s3)[3]!)).to.deep.equal(["key", "sequencer"]);
  });

  it("names the version where versions are kept", () => {
    const s3 = aNotified("Enabled");
    const { VersionId } = s3.call("PutObject", { Key: "a", Body: bytes("x") });
    const marker = s3.call("DeleteObject", { Key: "a" }).VersionId;
    s3.call("DeleteObject", { Key: "a", VersionId });
    expect(events(s3)).to.deep.equal([
      "ObjectCreated:Put a",
      "ObjectRemoved:DeleteMarkerCreated a",
      "ObjectRemoved:Delete a",
    ]);
    const [put, marked, removed] = objects(s3);
    expect(Object.keys(put!)).to.deep.equal(["key", "size", "eTag", "versionId", "sequencer"]);
    expect(put!.versionId).to.equal(VersionId);
    expect(marked).to.deep.include({ eTag: "d41d8cd98f00b204e9800998ecf8427e", versionId: marker });
    expect(marked).not.to.have.property("size");
    expect(Object.keys(removed!)).to.deep.equal(["key", "versionId", "sequencer"]);
  });

  it("of tagging is of a later format, and out of sequence", () => {
    const s3 = aNotified();
    s3.call("PutObject", { Key: "a", Body: bytes("x") });
    s3.call("PutObjectTagging", { Key: "a", Tagging: { TagSet: [] } });
    s3.call("DeleteObjectTagging", { Key: "a" });
    const tagged = records(s3).slice(1);
    expect(tagged.map(({ eventName, eventVersion }) => [eventName, eventVersion])).to.deep.equal([
      ["ObjectTagging:Put", "2.3"],
      ["ObjectTagging:Delete", "2.3"],
    ]);
    expect(objects(s3)[1]).to.deep.equal({ key: "a", eTag: "9dd4e461268c8034f5c8564e155c67a6" });
  });

  it("goes to whoever asks for its name, its prefix and its suffix", () => {
    const s3 = aBucket();
    s3.put({
      LambdaFunctionConfigurations: [
        {
          LambdaFunctionArn: FUNCTION,
          Events: ["s3:ObjectCreated:*"],
          Filter: {
            Key: {
              FilterRules: [
                { Name: "prefix", Value: "input/" },
                { Name: "suffix", Value: ".json" },
              ],
            },
          },
        },
      ],
      TopicConfigurations: [
        {
          TopicArn: TOPIC,
          Events: ["s3:ObjectCreated:Put"],
          Filter: { Key: { FilterRules: [{ Name: "prefix", Value: "output/" }] } },
        },
      ],
    });
    s3.dispatched.length = 0;
    for (const Key of ["input/a.json", "input/a.txt", "output/a.csv", "a.json"]) {
      s3.call("PutObject", { Key, Body: bytes("x") });
    }
    s3.call("CopyObject", { Key: "output/b.csv", CopySource: "documents/output/a.csv" });
    expect(s3.dispatched.map(({ kind, destinationArn, key }) => [kind, destinationArn, key])).to.deep.equal([
      ["lambda", FUNCTION, "input/a.json"],
      ["topic", TOPIC, "output/a.csv"],
    ]);
    expect(s3.feed.facts.filter(({ kind }) => kind === "NotificationDispatched").slice(1)).to.deep.equal([
      {
        at: START,
        kind: "NotificationDispatched",
        bucket: "documents",
        key: "input/a.json",
        destination: FUNCTION,
        eventName: "ObjectCreated:Put",
      },
      {
        at: START,
        kind: "NotificationDispatched",
        bucket: "documents",
        key: "output/a.csv",
        destination: TOPIC,
        eventName: "ObjectCreated:Put",
      },
    ]);
  });

  it("follows the commit: whoever hears of an object can read it", () => {
    const s3 = aNotified();
    const seen: string[] = [];
    s3.dispatched.push = ({ key }) => seen.push(s3.call("HeadObject", { Key: key }).ETag);
    s3.call("PutObject", { Key: "a", Body: bytes("x") });
    expect(seen).to.deep.equal(['"9dd4e461268c8034f5c8564e155c67a6"']);
  });
});

describe("a test event", () => {
  it("greets queues and topics, and no function", () => {
    const s3 = aBucket();
    s3.put({
      QueueConfigurations: [{ QueueArn: QUEUE, Events: ["s3:ObjectCreated:*"] }],
      TopicConfigurations: [{ TopicArn: TOPIC, Events: ["s3:ObjectRemoved:*"] }],
      LambdaFunctionConfigurations: [{ LambdaFunctionArn: FUNCTION, Events: ["s3:ObjectTagging:*"] }],
    });
    expect(s3.dispatched.map(({ kind }) => kind).sort()).to.deep.equal(["queue", "topic"]);
    expect(s3.dispatched[0]!.body).to.equal(
      JSON.stringify({
        Service: "Amazon S3",
        Event: "s3:TestEvent",
        Time: "2026-01-01T00:00:00.000Z",
        Bucket: "documents",
        RequestId: "C3D13FE58DE4C810",
        HostId: hostIdOf("C3D13FE58DE4C810"),
      }),
    );
    expect(s3.feed.facts.at(-1)).to.deep.include({
      kind: "NotificationDispatched",
      eventName: "s3:TestEvent",
      key: "",
    });
  });
});

describe("a sequencer", () => {
  it("only grows, within a millisecond, through time, and when a clock goes back", () => {
    const sequencer = new Sequencer();
    const taken = [START, START, START + 1, START + 999, START + 1000, START, START + 86_400_000].map((now) =>
      sequencer.next(now),
    );
    expect([...taken].sort()).to.deep.equal(taken);
    expect(new Set(taken).size).to.equal(taken.length);
    for (const text of taken) expect(text).to.match(/^00[0-9A-F]{16}$/);
  });
});

function aNotified(versioning?: "Enabled"): TestS3 {
  const s3 = aBucket(versioning ? { versioning } : {});
  const Events = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectTagging:*"];
  s3.put({ QueueConfigurations: [{ Id: "everything", QueueArn: QUEUE, Events }] });
  s3.dispatched.length = 0;
  return s3;
}

interface EventRecord {
  eventName: string;
  eventVersion: string;
  s3: { object: Record<string, string> };
}

function records({ dispatched }: TestS3): EventRecord[] {
  return dispatched.map(({ body }) => JSON.parse(body).Records[0]);
}

function objects(s3: TestS3): Record<string, string>[] {
  return records(s3).map((record) => record.s3.object);
}

function events(s3: TestS3): string[] {
  return records(s3).map((record) => `${record.eventName} ${record.s3.object.key}`);
}
