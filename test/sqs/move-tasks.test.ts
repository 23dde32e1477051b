import { expect } from "chai";
import { aQueueService, refusal } from "./a-queue-service.ts";

const arn = (name: string) => `arn:aws:sqs:us-east-1:111111111111:${name}`;

/** `work` has `dead` for its dead letters, and `count` of its messages lie there; `other` is empty. */
async function aDeadLetterQueue(count = 2) {
  const service = aQueueService();
  const { operate, url, clock } = service;
  for (const QueueName of ["dead", "other"]) await operate("CreateQueue", { QueueName });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn("dead"), maxReceiveCount: 1 });
  await operate("CreateQueue", { QueueName: "work", Attributes: { RedrivePolicy, VisibilityTimeout: "0" } });
  for (let i = 1; i <= count; i++) await operate("SendMessage", { QueueUrl: url("work"), MessageBody: `${i}` });
  const drain = { QueueUrl: url("work"), MaxNumberOfMessages: 10 };
  for (let i = 0; i < 2; i++) await operate("ReceiveMessage", drain);
  const bodies = async (name: string): Promise<string[]> => {
    const { Messages = [] } = await operate("ReceiveMessage", { QueueUrl: url(name), MaxNumberOfMessages: 10 });
    return Messages.map(({ Body }: { Body: string }) => Body);
  };
  const start = async (more: object = {}): Promise<string> =>
    (await operate("StartMessageMoveTask", { SourceArn: arn("dead"), ...more })).TaskHandle;
  const list = async (MaxResults?: number) =>
    (await operate("ListMessageMoveTasks", { SourceArn: arn("dead"), MaxResults })).Results;
  const pass = (milliseconds: number) => clock.run(clock.sleep(milliseconds));
  return { ...service, bodies, start, list, pass };
}

describe("a message move task", () => {
  it("moves dead letters to a queue of choice", async () => {
    const { start, bodies, list, pass, clock } = await aDeadLetterQueue();
    const began = clock.now();
    await start({ DestinationArn: arn("other") });
    await pass(100);
    expect(await bodies("other")).to.deep.equal(["1", "2"]);
    expect(await bodies("dead")).to.deep.equal([]);
    expect(await list()).to.deep.equal([
      {
        Status: "COMPLETED",
        SourceArn: arn("dead"),
        DestinationArn: arn("other"),
        ApproximateNumberOfMessagesMoved: 2,
        ApproximateNumberOfMessagesToMove: 2,
        StartedTimestamp: began,
      },
    ]);
  });

  it("moves them back to where they came from, as new messages", async () => {
    const { start, operate, url, pass, feed } = await aDeadLetterQueue(1);
    await start();
    await pass(100);
    const asked = { QueueUrl: url("work"), AttributeNames: ["All"] };
    const { Messages } = await operate("ReceiveMessage", asked);
    expect(Messages[0].Attributes).to.include({ ApproximateReceiveCount: "1" });
    expect(Messages[0].Attributes).to.not.have.property("DeadLetterQueueSourceArn");
    const moved = feed.facts.find((fact) => fact.kind === "MessageMoved");
    expect(moved).to.include({ queue: "dead", to: "work", as: Messages[0].MessageId });
    expect(moved).to.not.include({ messageId: Messages[0].MessageId });
  });

  it("keeps to its rate, and shows its handle while it runs", async () => {
    const { start, bodies, list, pass } = await aDeadLetterQueue(4);
    const TaskHandle = await start({ DestinationArn: arn("other"), MaxNumberOfMessagesPerSecond: 1 });
    await pass(2500);
    expect((await list())[0]).to.include({
      Status: "RUNNING",
      TaskHandle,
      MaxNumberOfMessagesPerSecond: 1,
      ApproximateNumberOfMessagesMoved: 3,
    });
    expect(await bodies("other")).to.deep.equal(["1", "2", "3"]);
    expect(JSON.parse(Buffer.from(TaskHandle, "base64").toString())).to.include({ sourceArn: arn("dead") });
  });

  it("stops where it is when it is cancelled, and can be cancelled once", async () => {
    const { start, operate, list, pass, bodies } = await aDeadLetterQueue(4);
    const TaskHandle = await start({ MaxNumberOfMessagesPerSecond: 1 });
    await pass(500);
    expect(await operate("CancelMessageMoveTask", { TaskHandle })).to.deep.equal({
      ApproximateNumberOfMessagesMoved: 1,
    });
    await pass(5000);
    expect(await bodies("dead")).to.deep.equal(["2", "3", "4"]);
    expect((await list())[0]).to.include({ Status: "CANCELLED" });
    expect((await refusal(operate("CancelMessageMoveTask", { TaskHandle }))).code).to.equal("InvalidParameterValue");
  });

  it("fails when its destination is deleted under way", async () => {
    const { start, operate, url, list, pass, bodies } = await aDeadLetterQueue(3);
    await start({ DestinationArn: arn("other"), MaxNumberOfMessagesPerSecond: 1 });
    await pass(500);
    await operate("DeleteQueue", { QueueUrl: url("other") });
    await pass(1000);
    expect((await list())[0]).to.include({
      Status: "FAILED",
      FailureReason: "AWS.SimpleQueueService.NonExistentQueue",
      ApproximateNumberOfMessagesMoved: 1,
    });
    expect(await bodies("dead")).to.have.lengthOf(2);
  });

  it("fails on a message that came from no queue", async () => {
    const { start, operate, url, list, pass } = await aDeadLetterQueue(0);
    await operate("SendMessage", { QueueUrl: url("dead"), MessageBody: "stray" });
    await start();
    await pass(100);
    expect((await list())[0]).to.include({ Status: "FAILED", FailureReason: "CouldNotDetermineMessageSource" });
  });

  it("lists the latest first", async () => {
    const { start, list, pass } = await aDeadLetterQueue();
    await start({ DestinationArn: arn("other") });
    await pass(100);
    await start();
    expect((await list(10)).map(({ Status }: { Status: string }) => Status)).to.deep.equal(["RUNNING", "COMPLETED"]);
    expect(await list()).to.have.lengthOf(1);
  });

  const handleOf = (sourceArn: string) => Buffer.from(JSON.stringify({ taskId: "1", sourceArn })).toString("base64");
  for (const [operation, input, code, message] of [
    [
      "StartMessageMoveTask",
      { SourceArn: arn("other") },
      "InvalidParameterValue",
      "Source queue must be configured as a Dead Letter Queue.",
    ],
    [
      "StartMessageMoveTask",
      { SourceArn: arn("gone") },
      "ResourceNotFoundException",
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    ],
    [
      "StartMessageMoveTask",
      { SourceArn: arn("dead"), DestinationArn: arn("gone") },
      "ResourceNotFoundException",
      "The resource that you specified for the DestinationArn parameter doesn't exist.",
    ],
    [
      "StartMessageMoveTask",
      { SourceArn: arn("dead"), MaxNumberOfMessagesPerSecond: 501 },
      "InvalidParameterValue",
      "Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter a number that's between 1 and 500.",
    ],
    [
      "StartMessageMoveTask",
      { SourceArn: "dead" },
      "InvalidParameterValue",
      "You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>",
    ],
    [
      "CancelMessageMoveTask",
      { TaskHandle: "foobared" },
      "InvalidParameterValue",
      "Value for parameter TaskHandle is invalid.",
    ],
    [
      "CancelMessageMoveTask",
      { TaskHandle: handleOf(arn("gone")) },
      "ResourceNotFoundException",
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    ],
    [
      "CancelMessageMoveTask",
      { TaskHandle: handleOf(arn("dead")) },
      "ResourceNotFoundException",
      "Task does not exist.",
    ],
  ] as const) {
    it(`is refused with ${code}: ${message.slice(0, 60)}`, async () => {
      const { operate } = await aDeadLetterQueue();
      expect(await refusal(operate(operation, input))).to.include({ code, message });
    });
  }

  it("has its queue to itself", async () => {
    const { start } = await aDeadLetterQueue();
    await start({ MaxNumberOfMessagesPerSecond: 1 });
    expect((await refusal(start())).message).to.equal(
      "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
    );
  });

  it("is made with its caller's rights on both queues", async () => {
    const { house } = await aDeadLetterQueue();
    const needs = house.needs("StartMessageMoveTask", {
      SourceArn: arn("dead"),
      DestinationArn: arn("other"),
    } as never);
    expect(needs.map(({ action, resource }) => `${action} ${resource.split(":").at(-1)}`)).to.deep.equal([
      "sqs:StartMessageMoveTask dead",
      "sqs:ReceiveMessage dead",
      "sqs:DeleteMessage dead",
      "sqs:GetQueueAttributes dead",
      "sqs:SendMessage other",
    ]);
  });
});
