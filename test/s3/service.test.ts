import { expect } from "chai";
import { Random } from "../../cloud/kernel/random.ts";
import { VersionIds } from "../../cloud/s3/version-ids.ts";
import { aBucket, anS3, bytes } from "./a-s3.ts";

describe("S3", () => {
  it("tells the same story of the same seed", () => {
    expect(aStory(1)).to.deep.equal(aStory(1));
    expect(aStory(1)).not.to.deep.equal(aStory(2));
  });

  it("tells it in plain JSON", () => {
    const { facts } = aStory(1);
    expect(JSON.parse(JSON.stringify(facts))).to.deep.equal(facts);
  });

  it("answers reads sooner than writes, and everything within a second", () => {
    const { house } = aBucket();
    const at = (operation: string, share: number) => house.latencyOf(operation).at(share);
    expect([at("GetObject", 0.5), at("PutObject", 0.5)]).to.deep.equal([30, 60]);
    for (const operation of Object.keys(house.operations)) {
      expect(at(operation, 0)).to.be.greaterThan(0);
      expect(at(operation, 1)).to.be.at.most(500);
    }
  });
});

describe("a version id", () => {
  it("sorts as it was given out, and says so", () => {
    const ids = new VersionIds(Random.fromSeed(1));
    const given = Array.from({ length: 200 }, () => ids.idOf(ids.nextOrder()));
    expect([...given].sort()).to.deep.equal(given);
    expect(given.map((id) => ids.orderOf(id))).to.deep.equal(given.map((_, i) => i + 1));
  });

  it("that was never given out is none", () => {
    const ids = new VersionIds(Random.fromSeed(1));
    const id = ids.idOf(ids.nextOrder());
    const strange = ["null", "", id.slice(1), `${id}x`, `${id.slice(0, -1)}!`, id.replace(/^....../, "zzzzzz")];
    for (const text of strange) expect(ids.orderOf(text), text).to.equal(undefined);
  });
});

/** A few versions, an upload and a rule without an id: everything that takes a chance. */
function aStory(seed: number) {
  const { call, put, feed, dispatched } = anS3({ seed });
  call("CreateBucket", { CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } });
  call("PutBucketVersioning", { VersioningConfiguration: { Status: "Enabled" } });
  const QueueArn = "arn:aws:sqs:eu-west-1:123456789012:deliveries";
  put({ QueueConfigurations: [{ QueueArn, Events: ["s3:ObjectCreated:*"] }] });
  call("PutObject", { Key: "a", Body: bytes("x") });
  call("CreateMultipartUpload", { Key: "b" });
  return { facts: feed.facts, dispatched };
}
