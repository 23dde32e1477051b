import { expect } from "chai";
import { aQueueService, refusal } from "./a-queue-service.ts";

async function aQueue() {
  const { operate, url } = aQueueService();
  const QueueUrl = url("q");
  await operate("CreateQueue", { QueueName: "q" });
  const add = (Label: string, more: object = {}) =>
    operate("AddPermission", {
      QueueUrl,
      Label,
      AWSAccountIds: ["111111111111"],
      Actions: ["ReceiveMessage"],
      ...more,
    });
  const remove = (Label: string) => operate("RemovePermission", { QueueUrl, Label });
  const policy = async () => {
    const { Attributes } = await operate("GetQueueAttributes", { QueueUrl, AttributeNames: ["Policy"] });
    return Attributes && JSON.parse(Attributes.Policy);
  };
  return { operate, url, QueueUrl, add, remove, policy };
}

const arn = "arn:aws:sqs:us-east-1:111111111111:q";
const statement = {
  Sid: "first",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111111111111:root" },
  Action: "SQS:ReceiveMessage",
  Resource: arn,
};

describe("permissions on a queue", () => {
  it("are statements of its policy, one a label", async () => {
    const { add, policy } = await aQueue();
    await add("first");
    expect(await policy()).to.deep.equal({
      Version: "2008-10-17",
      Id: `${arn}/SQSDefaultPolicy`,
      Statement: [statement],
    });
    await add("second", { AWSAccountIds: ["111111111111", "222222222222"], Actions: ["SendMessage", "*"] });
    const { Statement } = await policy();
    expect(Statement[1]).to.deep.include({
      Principal: { AWS: ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"] },
      Action: ["SQS:SendMessage", "SQS:*"],
    });
  });

  it("join a policy that is there, and go without it", async () => {
    const { operate, QueueUrl, add, remove, policy } = await aQueue();
    const own = { Effect: "Deny", Principal: "*", Action: "sqs:DeleteQueue", Resource: "*" };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: own });
    await operate("SetQueueAttributes", { QueueUrl, Attributes: { Policy } });
    await add("first");
    expect(await policy()).to.deep.equal({ Version: "2012-10-17", Statement: [own, statement] });
    await remove("first");
    expect((await policy()).Statement).to.deep.equal([own]);
  });

  it("leave no policy when the last is removed", async () => {
    const { add, remove, policy } = await aQueue();
    await add("first");
    await remove("first");
    expect(await policy()).to.equal(undefined);
    expect(await refusal(remove("first"))).to.include({
      code: "InvalidParameterValue",
      message: "Value first for parameter Label is invalid. Reason: can't find label.",
    });
  });

  for (const [what, more, code, message] of [
    [
      "a label that is there",
      {},
      "InvalidParameterValue",
      "Value first for parameter Label is invalid. Reason: Already exists.",
    ],
    [
      "an action that nobody can be given",
      { Actions: ["AddPermission"] },
      "InvalidParameterValue",
      "Value SQS:AddPermission for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions.",
    ],
    ["no action", { Actions: [] }, "MissingParameter", "The request must contain the parameter Actions."],
    [
      "eight actions",
      { Actions: Array(8).fill("SendMessage") },
      "OverLimit",
      "8 Actions were found, maximum allowed is 7.",
    ],
    [
      "what is no account",
      { AWSAccountIds: ["me"] },
      "InvalidParameterValue",
      "Value [me] for parameter PrincipalId is invalid. Reason: Unable to verify.",
    ],
  ] as const) {
    it(`are not given with ${what}`, async () => {
      const { add } = await aQueue();
      await add("first");
      expect(await refusal(add("first", more))).to.include({ code, message });
    });
  }
});

describe("lists of queues", () => {
  it("come in pages when a size is asked for", async () => {
    const { operate } = await aQueue();
    for (const QueueName of ["a1", "a2", "a3"]) await operate("CreateQueue", { QueueName });
    const first = await operate("ListQueues", { QueueNamePrefix: "a", MaxResults: 2 });
    expect(first.QueueUrls).to.have.lengthOf(2);
    const { NextToken } = first;
    const last = await operate("ListQueues", { QueueNamePrefix: "a", MaxResults: 2, NextToken });
    expect(last.QueueUrls.map((url: string) => url.split("/").at(-1))).to.deep.equal(["a3"]);
    expect(last).to.not.have.property("NextToken");
    expect(await operate("ListQueues", { QueueNamePrefix: "a" })).to.not.have.property("NextToken");
  });

  it("are refused with a token that is none, and a size that no page has", async () => {
    const { operate } = await aQueue();
    for (const asked of [{ NextToken: "x" }, { MaxResults: 0 }, { MaxResults: 1001 }]) {
      expect((await refusal(operate("ListQueues", asked))).code).to.equal("InvalidParameterValue");
    }
  });

  it("tell a queue's sources as long as they name it", async () => {
    const { operate, QueueUrl, url } = await aQueue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 });
    await operate("CreateQueue", { QueueName: "source", Attributes: { RedrivePolicy } });
    const read = async () => (await operate("ListDeadLetterSourceQueues", { QueueUrl })).queueUrls;
    expect(await read()).to.deep.equal([url("source")]);
    await operate("SetQueueAttributes", { QueueUrl: url("source"), Attributes: { RedrivePolicy: "" } });
    expect(await read()).to.deep.equal([]);
  });

  it("know a queue of another account as little as AWS does", async () => {
    const { operate } = await aQueue();
    const asked = { QueueName: "q", QueueOwnerAWSAccountId: "222222222222" };
    expect((await refusal(operate("GetQueueUrl", asked))).code).to.equal("AWS.SimpleQueueService.NonExistentQueue");
  });
});
