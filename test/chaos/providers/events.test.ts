import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { zipSync } from "fflate";
import { events, minutes } from "../../../chaos/vocabulary.ts";
import { aCloud } from "../a-cloud.ts";

type Lab = ReturnType<typeof aCloud>;

const RECIPIENT = { functionName: "transform", qualifier: "$LATEST" };

async function aFunction({ aws }: Lab): Promise<void> {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await aws.iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument }));
  const ZipFile = zipSync({ "index.js": Buffer.from("exports.create = () => ({ handler: async () => 1 });") });
  const settings = { FunctionName: "transform", Role: Role!.Arn!, Runtime: "nodejs20.x", Handler: "index.handler" };
  await aws.lambda.send(new CreateFunctionCommand({ ...settings, Runtime: "nodejs20.x", Code: { ZipFile } }));
}

/** The keys of the objects whose events the function took. */
function taken({ cloud }: Lab): string[] {
  return cloud.feed.facts.flatMap((fact) => (fact.kind === "EventAccepted" ? [...(fact.keys ?? ["none"])] : [])).sort();
}

describe("events.replay", () => {
  it("hands each message that waits to the function, and deletes it", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      await aFunction(lab);
      const { QueueUrl } = await lab.aws.sqs.send(new CreateQueueCommand({ QueueName: "failures" }));
      for (let i = 0; i < 12; i++)
        await lab.aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `{"n":${i}}` }));
      await lab.perform(events.replay(QueueUrl!, RECIPIENT));
      expect(lab.script.activities.at(-1)).to.deep.include({ status: "succeeded", output: { replayed: 12 } });
      expect(taken(lab)).to.have.lengthOf(12);
      const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
      expect((await lab.aws.sqs.send(asked)).Attributes).to.include({
        ApproximateNumberOfMessages: "0",
        ApproximateNumberOfMessagesNotVisible: "0",
      });
    });
  });

  it("does nothing with a queue that is empty", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const { QueueUrl } = await lab.aws.sqs.send(new CreateQueueCommand({ QueueName: "failures" }));
      await lab.perform(events.replay(QueueUrl!, RECIPIENT));
      expect(lab.script.activities.at(-1)).to.deep.include({ status: "succeeded", output: { replayed: 0 } });
    });
  });
});

describe("events.repeat", () => {
  it("sends the events of a share of the newest objects under a prefix, with their keys as S3 writes them", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      await aFunction(lab);
      const { s3 } = lab.aws;
      await s3.send(new CreateBucketCommand({ Bucket: "documents" }));
      const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: "documents", Key, Body: "{}" }));
      await put("input/old.json");
      await lab.clock.sleep(minutes(11));
      for (const name of ["a b+c", "b", "c", "d"]) await put(`input/${name}.json`);
      await put("output/a.csv");
      await lab.perform(events.repeat({ bucket: "documents", prefix: "input/" }, RECIPIENT, 0.5));
      expect(lab.script.activities.at(-1)).to.deep.include({ output: { repeated: 2 } });
      expect(taken(lab)).to.deep.equal(["input/a b+c.json", "input/c.json"]);
    });
  });
});
