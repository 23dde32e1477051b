import { expect } from "chai";
import { aStackOf, aTarget } from "./a-target.ts";

const ref = (of: string) => `\${${of}}`;
const topic = (name: string, more: object = {}) => ({ name, ...more });

describe("resources are made", () => {
  it("in the order of the file, when nothing speaks against it", async () => {
    const { resources } = await aTarget().deploy(
      aStackOf({ aws_sns_topic: { c: topic("c"), a: topic("a"), b: topic("b") } }),
    );
    expect([...resources.keys()]).to.deep.equal(["aws_sns_topic.c", "aws_sns_topic.a", "aws_sns_topic.b"]);
  });

  it("after those they refer to, however deep the reference stands", async () => {
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: ref("aws_sns_topic.t.arn") }],
    });
    const { resources } = await aTarget().deploy(
      aStackOf({
        aws_sqs_queue: { q: { name: "q", policy: Policy }, p: { name: ref("aws_ssm_parameter.name.name") } },
        aws_sns_topic: { t: topic("t") },
        aws_ssm_parameter: { name: { name: "p", type: "String", value: "v" } },
      }),
    );
    expect([...resources.keys()]).to.deep.equal([
      "aws_sns_topic.t",
      "aws_sqs_queue.q",
      "aws_ssm_parameter.name",
      "aws_sqs_queue.p",
    ]);
  });

  it("after those they depend on without a reference", async () => {
    const { resources } = await aTarget().deploy(
      aStackOf(
        { aws_sns_topic: { a: topic("a", { depends_on: ["aws_sns_topic.b", "data.aws_region.r"] }), b: topic("b") } },
        { data: { aws_region: { r: {} } } },
      ),
    );
    expect([...resources.keys()]).to.deep.equal(["data.aws_region.r", "aws_sns_topic.b", "aws_sns_topic.a"]);
  });

  it("once each, though many refer to them", async () => {
    const { cloud, deploy } = aTarget();
    const value = ref("aws_sns_topic.t.arn");
    const parameter = (name: string) => ({ name, type: "String", value });
    await deploy(
      aStackOf({ aws_ssm_parameter: { a: parameter("a"), b: parameter("b") }, aws_sns_topic: { t: topic("t") } }),
    );
    expect(cloud.feed.facts.filter(({ kind }) => kind === "TopicCreated")).to.have.lengthOf(1);
  });

  it("with the account and the region of their target", async () => {
    const data = { aws_caller_identity: { me: {} }, aws_region: { here: {} } };
    const output = {
      account: { value: ref("data.aws_caller_identity.me.account_id") },
      region: { value: ref("data.aws_region.here.name") },
      both: { value: `${ref("data.aws_region.here.name")}/${ref("data.aws_caller_identity.me.account_id")}` },
    };
    const { outputs } = await aTarget().deploy(aStackOf({}, { data, output }));
    expect(outputs).to.deep.equal({ account: "111122223333", region: "us-east-1", both: "us-east-1/111122223333" });
  });

  it("without CDKTF's notes on them", async () => {
    const notes = { "//": { metadata: { path: "etl/q", uniqueId: "q" } } };
    const { resources } = await aTarget().deploy(aStackOf({ aws_sns_topic: { t: { ...topic("t"), ...notes } } }));
    expect(resources.get("aws_sns_topic.t")).to.deep.include({ name: "t" });
  });

  it("until one is refused by AWS, whose words it keeps", async () => {
    const { refusal } = aTarget();
    const { message, code } = await refusal(aStackOf({ aws_s3_bucket: { b: { bucket: "No Bucket" } } }));
    expect(code).to.equal(undefined);
    expect(message).to.match(/^The specified bucket is not valid/);
  });
});
