import {
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
} from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { aPolicy, at, DOORS, refusal, refused, type World } from "./doors.ts";

async function aQueue({ clients: { sqs } }: World, Attributes: Record<string, string> = {}, QueueName = "deliveries") {
  const QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl!;
  const send = (MessageBody: string, more = {}) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
  const receive = async (more = {}) =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
  const attributes = async (...names: string[]) =>
    (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: names as never }))).Attributes ?? {};
  return { sqs, QueueUrl, send, receive, attributes };
}

for (const door of DOORS) {
  describe(`SQS through the ${door.name}`, () => {
    it(
      "makes, finds and deletes queues",
      at(door, async (world) => {
        const { sqs, QueueUrl } = await aQueue(world);
        expect(QueueUrl).to.match(new RegExp(`^https?://.*/${world.accountId}/deliveries$`));
        expect((await sqs.send(new GetQueueUrlCommand({ QueueName: "deliveries" }))).QueueUrl).to.equal(QueueUrl);
        expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "del" }))).QueueUrls).to.deep.equal([QueueUrl]);
        expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "x" }))).QueueUrls).to.equal(undefined);
        await sqs.send(new DeleteQueueCommand({ QueueUrl }));
        const gone = await refusal(sqs.send(new GetQueueUrlCommand({ QueueName: "deliveries" })));
        expect(gone).to.include({
          name: "QueueDoesNotExist",
          status: 400,
          message: "The specified queue does not exist.",
        });
        expect(gone.error.Code).to.equal("AWS.SimpleQueueService.NonExistentQueue");
      }),
    );

    it(
      "shows exactly AWS's attributes of a new queue, all as texts",
      at(door, async (world) => {
        const { attributes } = await aQueue(world);
        const { CreatedTimestamp, LastModifiedTimestamp, QueueArn, ...rest } = await attributes("All");
        expect([CreatedTimestamp, LastModifiedTimestamp].every((time) => /^\d+$/.test(time!))).to.equal(true);
        expect(QueueArn).to.equal(`arn:aws:sqs:${world.region}:${world.accountId}:deliveries`);
        expect(rest).to.deep.equal({
          VisibilityTimeout: "30",
          DelaySeconds: "0",
          MaximumMessageSize: "1048576",
          MessageRetentionPeriod: "345600",
          ReceiveMessageWaitTimeSeconds: "0",
          SqsManagedSseEnabled: "true",
          ApproximateNumberOfMessages: "0",
          ApproximateNumberOfMessagesDelayed: "0",
          ApproximateNumberOfMessagesNotVisible: "0",
        });
      }),
    );

    it(
      "carries messages with their attributes, which the client checks by their sums",
      at(door, async (world) => {
        const { send, receive, sqs, QueueUrl } = await aQueue(world);
        const MessageAttributes = {
          text: { DataType: "String", StringValue: "é & <b>" },
          number: { DataType: "Number.int", StringValue: "42" },
          bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) },
        };
        const { MessageId } = await send('{"a":"é\n"}', { MessageAttributes });
        const [message] = await receive({ MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All"] });
        expect(message).to.include({ MessageId, Body: '{"a":"é\n"}' });
        expect(message!.MessageAttributes!.text).to.deep.equal(MessageAttributes.text);
        expect([...message!.MessageAttributes!.bytes!.BinaryValue!]).to.deep.equal([0, 255]);
        const { SenderId, SentTimestamp, ApproximateFirstReceiveTimestamp, ...system } = message!.Attributes!;
        expect(system).to.deep.equal({ ApproximateReceiveCount: "1" });
        expect(SenderId).to.equal(world.accountId);
        expect(Number(SentTimestamp)).to.be.within(world.now() - 60_000, world.now());
        expect(Number(ApproximateFirstReceiveTimestamp)).to.be.at.least(Number(SentTimestamp));
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message!.ReceiptHandle }));
      }),
    );

    it(
      "gives only the attributes that were asked for",
      at(door, async (world) => {
        const { send, receive } = await aQueue(world, { VisibilityTimeout: "0" });
        const attribute = { DataType: "String", StringValue: "1" };
        await send("x", { MessageAttributes: { "a.b": attribute, "a.c": attribute, d: attribute } });
        const names = async (MessageAttributeNames: string[]) =>
          Object.keys((await receive({ MessageAttributeNames }))[0]!.MessageAttributes ?? {});
        expect(await names([])).to.deep.equal([]);
        expect(await names(["d", "nothing"])).to.deep.equal(["d"]);
        expect(await names(["a.*"])).to.deep.equal(["a.b", "a.c"]);
        expect((await receive())[0]!.Attributes).to.equal(undefined);
      }),
    );

    it(
      "hides a message until it is deleted or let go",
      at(door, async (world) => {
        const { send, receive, sqs, QueueUrl, attributes } = await aQueue(world);
        await send("x");
        const [message] = await receive();
        expect(await receive()).to.deep.equal([]);
        expect(await attributes("ApproximateNumberOfMessagesNotVisible")).to.deep.equal({
          ApproximateNumberOfMessagesNotVisible: "1",
        });
        const { ReceiptHandle } = message!;
        await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
        const [again] = await receive();
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again!.ReceiptHandle }));
        expect((await attributes("All")).ApproximateNumberOfMessagesNotVisible).to.equal("0");
      }),
    );

    it(
      "answers a long poll as soon as something arrives, and with nothing when nothing does",
      at(door, async (world) => {
        const { send, receive } = await aQueue(world);
        const began = world.now();
        const waiting = receive({ WaitTimeSeconds: 20 });
        await world.sleep(300);
        await send("x");
        expect((await waiting).map(({ Body }) => Body)).to.deep.equal(["x"]);
        expect(world.now() - began).to.be.within(300, 2_000);
        expect(await receive({ WaitTimeSeconds: 1 })).to.deep.equal([]);
      }),
    );

    it(
      "sends and deletes in batches, each entry for itself",
      at(door, async (world) => {
        const { sqs, QueueUrl, receive } = await aQueue(world, { MaximumMessageSize: "1024" });
        const Entries = [
          { Id: "good", MessageBody: "a" },
          { Id: "long", MessageBody: "b".repeat(1025) },
        ];
        const { Successful, Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
        expect(Successful!.map(({ Id }) => Id)).to.deep.equal(["good"]);
        expect(Failed).to.deep.equal([
          {
            Id: "long",
            SenderFault: true,
            Code: "InvalidParameterValue",
            Message: "One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.",
          },
        ]);
        const [message] = await receive();
        const gone = await sqs.send(
          new DeleteMessageBatchCommand({ QueueUrl, Entries: [{ Id: "1", ReceiptHandle: message!.ReceiptHandle }] }),
        );
        expect(gone.Successful).to.deep.equal([{ Id: "1" }]);
      }),
    );

    it(
      "moves a message to the dead-letter queue when it was received too often",
      at(door, async (world) => {
        const dead = await aQueue(world, {}, "failures");
        const { QueueArn } = await dead.attributes("QueueArn");
        const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: QueueArn, maxReceiveCount: 2 });
        const { send, receive, sqs, QueueUrl } = await aQueue(world, { VisibilityTimeout: "0", RedrivePolicy });
        const { MessageId } = await send("poison");
        for (const count of ["1", "2"]) {
          const [message] = await receive({ MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
          expect(message!.Attributes!.ApproximateReceiveCount).to.equal(count);
        }
        expect(await receive()).to.deep.equal([]);
        const [letter] = await dead.receive({ MessageSystemAttributeNames: ["All"] });
        expect(letter).to.include({ MessageId, Body: "poison" });
        expect(letter!.Attributes).to.include({ ApproximateReceiveCount: "3" });
        expect(letter!.Attributes!.DeadLetterQueueSourceArn).to.match(/:deliveries$/);
        const sources = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead.QueueUrl }));
        expect(sources.queueUrls).to.deep.equal([QueueUrl]);
      }),
    );

    it(
      "keeps tags, and attributes that are set later",
      at(door, async (world) => {
        const { sqs, QueueUrl, attributes } = await aQueue(world);
        await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { stack: "etl-lab" } }));
        expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).to.deep.equal({ stack: "etl-lab" });
        const Policy = aPolicy({ Effect: "Deny", Principal: "*", Action: "sqs:DeleteQueue", Resource: "*" });
        await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "60", Policy } }));
        expect(await attributes("VisibilityTimeout", "Policy")).to.deep.equal({ VisibilityTimeout: "60", Policy });
        await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: "" } }));
        expect(await attributes("Policy")).to.deep.equal({});
      }),
    );

    it(
      "says what is wrong in SQS's words",
      at(door, async (world) => {
        const { sqs, QueueUrl, receive, send } = await aQueue(world);
        const nowhere = QueueUrl.replace("deliveries", "nowhere");
        expect(await refused(sqs.send(new PurgeQueueCommand({ QueueUrl: nowhere })))).to.equal("QueueDoesNotExist 400");
        const policy = sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '{"Statement":1}' } }));
        expect(await refusal(policy)).to.include({
          name: "InvalidAttributeValue",
          message: "Invalid value for the parameter Policy.",
        });
        const eleven = await refusal(receive({ MaxNumberOfMessages: 11 }));
        expect(eleven).to.include({
          name: "InvalidParameterValue",
          status: 400,
          message:
            "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
        });
        expect(await refused(send(""))).to.equal("MissingParameter 400");
        const Entries = [
          { Id: "1", MessageBody: "a" },
          { Id: "1", MessageBody: "b" },
        ];
        const twice = await refusal(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
        expect(twice).to.include({ name: "BatchEntryIdsNotDistinct", message: "Id 1 repeated." });
        expect(twice.error.Code).to.equal("AWS.SimpleQueueService.BatchEntryIdsNotDistinct");
        await sqs.send(new PurgeQueueCommand({ QueueUrl }));
        expect(await refused(sqs.send(new PurgeQueueCommand({ QueueUrl })))).to.equal("PurgeQueueInProgress 403");
        const other = new CreateQueueCommand({ QueueName: "deliveries", Attributes: { DelaySeconds: "5" } });
        expect(await refusal(sqs.send(other))).to.include({
          name: "QueueNameExists",
          message: "A queue already exists with the same name and a different value for attribute DelaySeconds",
        });
      }),
    );

    it(
      "moves dead letters back by a task",
      at(door, async (world) => {
        const dead = await aQueue(world, {}, "failures");
        const { QueueArn: SourceArn } = await dead.attributes("QueueArn");
        const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 });
        const { send, receive, sqs } = await aQueue(world, { VisibilityTimeout: "0", RedrivePolicy });
        await send("poison");
        for (let i = 0; i < 2; i++) await receive();
        const { TaskHandle } = await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
        expect((await receive({ WaitTimeSeconds: 5 })).map(({ Body }) => Body)).to.deep.equal(["poison"]);
        await world.sleep(50);
        const { Results } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn }));
        expect(Results).to.have.lengthOf(1);
        expect(Results![0]).to.include({ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 1 });
        const late = await refusal(sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle })));
        expect(late).to.include({ status: 400, message: "Only active tasks can be cancelled." });
        const gone = new StartMessageMoveTaskCommand({ SourceArn: `${SourceArn}-gone` });
        expect(await refused(sqs.send(gone))).to.equal("ResourceNotFoundException 404");
      }),
    );
  });
}
