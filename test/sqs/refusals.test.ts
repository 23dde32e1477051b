import { expect } from "chai";
import { aQueueService, refusal } from "./a-queue-service.ts";

const dead = "arn:aws:sqs:us-east-1:111111111111:dead";
const invalid = (name: string) => ["InvalidAttributeValue", `Invalid value for the parameter ${name}.`] as const;
const redrive = (policy: object, reason: string) => {
  const RedrivePolicy = JSON.stringify(policy);
  const message = `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: ${reason}`;
  return [{ RedrivePolicy }, "InvalidParameterValue", message] as const;
};
const cannot = "Amazon SQS can't create the redrive allow policy.";
const allow = (policy: object, reason: string) => {
  const RedriveAllowPolicy = JSON.stringify(policy);
  const message = `Value ${RedriveAllowPolicy} for parameter RedriveAllowPolicy is invalid. Reason: ${cannot} ${reason}`;
  return [{ RedriveAllowPolicy }, "InvalidParameterValue", message] as const;
};

describe("what SQS refuses of a queue", () => {
  for (const [Attributes, code, message] of [
    [{ Colour: "red" }, "InvalidAttributeName", "Unknown Attribute Colour."],
    [{ FifoQueue: "false" }, "InvalidAttributeName", "Unknown Attribute FifoQueue."],
    [{ ContentBasedDeduplication: "true" }, "InvalidAttributeName", "Unknown Attribute ContentBasedDeduplication."],
    [{ VisibilityTimeout: "43201" }, ...invalid("VisibilityTimeout")],
    [{ VisibilityTimeout: "-1" }, ...invalid("VisibilityTimeout")],
    [{ VisibilityTimeout: "" }, ...invalid("VisibilityTimeout")],
    [{ DelaySeconds: "901" }, ...invalid("DelaySeconds")],
    [{ MaximumMessageSize: "1023" }, ...invalid("MaximumMessageSize")],
    [{ MessageRetentionPeriod: "59" }, ...invalid("MessageRetentionPeriod")],
    [{ ReceiveMessageWaitTimeSeconds: "21" }, ...invalid("ReceiveMessageWaitTimeSeconds")],
    [{ SqsManagedSseEnabled: "yes" }, ...invalid("SqsManagedSseEnabled")],
    [
      { KmsMasterKeyId: "key", SqsManagedSseEnabled: "true" },
      "InvalidAttributeName",
      "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
    ],
    [
      { RedrivePolicy: "[]" },
      "InvalidAttributeValue",
      "Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.",
    ],
    redrive({}, "Redrive policy does not contain mandatory attribute: maxReceiveCount."),
    redrive({ maxReceiveCount: 5 }, "Redrive policy does not contain mandatory attribute: deadLetterTargetArn."),
    redrive(
      { deadLetterTargetArn: dead, maxReceiveCount: 1001 },
      "Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.",
    ),
    redrive({ deadLetterTargetArn: "dummy", maxReceiveCount: 42 }, "Invalid value for deadLetterTargetArn."),
    redrive(
      { deadLetterTargetArn: "arn:aws:sns:us-east-1:111111111111:topic", maxReceiveCount: 5 },
      "Only SQS queues are valid resources for deadLetterTargetArn.",
    ),
    redrive({ deadLetterTargetArn: `${dead}er`, maxReceiveCount: 5 }, "Dead letter target does not exist."),
    redrive(
      { deadLetterTargetArn: dead, maxReceiveCount: 5, colour: "red" },
      "Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].",
    ),
    allow(
      { redrivePermission: "byQueue" },
      "When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.",
    ),
    allow(
      { redrivePermission: "denyAll", sourceQueueArns: [dead] },
      "To specify one or more source queue ARNs, you must set redrivePermission to byQueue.",
    ),
  ] as const) {
    it(`${JSON.stringify(Attributes)}: ${message.slice(0, 90)}`, async () => {
      const { operate, url } = aQueueService();
      await operate("CreateQueue", { QueueName: "dead" });
      expect(await refusal(operate("CreateQueue", { QueueName: "q", Attributes }))).to.include({ code, message });
      const set = operate("SetQueueAttributes", { QueueUrl: url("dead"), Attributes });
      expect((await refusal(set)).code).to.equal(code);
    });
  }

  const standard = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
  for (const [QueueName, Attributes, message] of [
    ["a/b", {}, standard],
    ["", {}, standard],
    ["a".repeat(81), {}, standard],
    ["a.fifo", {}, standard],
    ["a", { FifoQueue: "true" }, "The name of a FIFO queue can only include"],
  ] as const) {
    it(`the name ${JSON.stringify(QueueName.slice(0, 9))} with ${JSON.stringify(Attributes)}`, async () => {
      const said = await refusal(aQueueService().operate("CreateQueue", { QueueName, Attributes }));
      expect(said.code).to.equal("InvalidParameterValue");
      expect(said.message).to.include(message);
    });
  }

  it("a dead-letter queue that does not take its letters", async () => {
    const { operate, url } = aQueueService();
    await operate("CreateQueue", { QueueName: "dead" });
    const create = (QueueName: string) => {
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 1 });
      return operate("CreateQueue", { QueueName, Attributes: { RedrivePolicy } });
    };
    const admit = (policy: object) =>
      operate("SetQueueAttributes", {
        QueueUrl: url("dead"),
        Attributes: { RedriveAllowPolicy: JSON.stringify(policy) },
      });
    await admit({ redrivePermission: "denyAll" });
    expect((await refusal(create("a"))).code).to.equal("InvalidParameterValue");
    await admit({ redrivePermission: "byQueue", sourceQueueArns: ["arn:aws:sqs:us-east-1:111111111111:a"] });
    await create("a");
    expect((await refusal(create("b"))).message).to.include("does not allow");
  });

  it("the name of a queue deleted less than a minute ago", async () => {
    const { clock, operate, url } = aQueueService();
    await operate("CreateQueue", { QueueName: "q" });
    await operate("DeleteQueue", { QueueUrl: url("q") });
    await clock.run(clock.sleep(59_999));
    expect(await refusal(operate("CreateQueue", { QueueName: "q" }))).to.include({
      code: "AWS.SimpleQueueService.QueueDeletedRecently",
      message: "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
    });
    await clock.run(clock.sleep(1));
    expect(await operate("CreateQueue", { QueueName: "q" })).to.deep.equal({ QueueUrl: url("q") });
  });
});

describe("encryption settings of a queue", () => {
  it("leave one of the two ways on: the one asked for last", async () => {
    const { operate, url } = aQueueService();
    const QueueUrl = url("q");
    const AttributeNames = ["KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled"];
    const read = async () => (await operate("GetQueueAttributes", { QueueUrl, AttributeNames })).Attributes;
    await operate("CreateQueue", { QueueName: "q", Attributes: { KmsMasterKeyId: "key" } });
    expect(await read()).to.deep.equal({
      KmsMasterKeyId: "key",
      KmsDataKeyReusePeriodSeconds: "300",
      SqsManagedSseEnabled: "false",
    });
    await operate("SetQueueAttributes", { QueueUrl, Attributes: { SqsManagedSseEnabled: "true" } });
    expect(await read()).to.deep.equal({ SqsManagedSseEnabled: "true" });
  });
});
