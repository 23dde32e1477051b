import { expect } from "chai";
import { ROLE } from "./a-lambda.ts";
import { type ASource, aSource, SOURCE, SOURCE_ARN, type SqsEvent } from "./a-source.ts";

const outcomes = ({ lambda }: ASource) => lambda.of("BatchProcessed").map(({ outcome }) => outcome);
const fails = () => {
  throw new Error("no");
};
const tens = (count: number) => Array.from({ length: count }, (_, i) => `m${i}`);

describe("a mapped queue's messages", () => {
  it("are given to the function in SQS's form, and deleted when it has succeeded", async () => {
    const source = await aSource();
    await source.map();
    source.sqs.send(SOURCE, {
      body: "one",
      senderId: "AIDASENDER",
      attributes: {
        kind: { DataType: "String", StringValue: "order" },
        raw: { DataType: "Binary", BinaryValue: Buffer.from([1, 2]) },
      },
    });
    source.send("two");
    await source.pass(5);
    expect(source.left()).to.equal(0);
    const [one, two] = source.batches.flatMap(({ event }) => event.Records);
    expect(one).to.deep.include({
      body: "one",
      messageAttributes: {
        kind: { stringValue: "order", stringListValues: [], binaryListValues: [], dataType: "String" },
        raw: { binaryValue: "AQI=", stringListValues: [], binaryListValues: [], dataType: "Binary" },
      },
      md5OfBody: "f97c5d29941bfb1b2fdab0874906ab82",
      eventSource: "aws:sqs",
      eventSourceARN: SOURCE_ARN,
      awsRegion: "us-east-1",
    });
    expect(one)
      .to.have.property("md5OfMessageAttributes")
      .that.matches(/^[0-9a-f]{32}$/);
    expect(Object.keys(one!.attributes as object).sort()).to.deep.equal([
      "ApproximateFirstReceiveTimestamp",
      "ApproximateReceiveCount",
      "SenderId",
      "SentTimestamp",
    ]);
    expect(two).to.deep.include({ body: "two", messageAttributes: {} }).and.not.have.property("md5OfMessageAttributes");
    expect(outcomes(source).every((outcome) => outcome === "success")).to.equal(true);
  });

  it("come in batches of ten at most, or of what the mapping says", async () => {
    for (const [BatchSize, most] of [
      [10, 10],
      [3, 3],
    ] as const) {
      const source = await aSource();
      source.send(...tens(25));
      await source.map({ BatchSize });
      expect(source.batches.flatMap(({ bodies }) => bodies).sort()).to.deep.equal(tens(25).sort());
      expect(Math.max(...source.batches.map(({ bodies }) => bodies.length))).to.equal(most);
    }
  });

  it("are gathered for as long as the window is open", async () => {
    const source = await aSource({ queue: { VisibilityTimeout: "60" } });
    await source.map({ BatchSize: 100, MaximumBatchingWindowInSeconds: 10, ScalingConfig: { MaximumConcurrency: 2 } });
    for (let i = 0; i < 8; i++) {
      source.send(`m${i}`);
      await source.pass(1);
    }
    expect(source.batches).to.deep.equal([]);
    await source.pass(15);
    expect(source.batches.flatMap(({ bodies }) => bodies).sort()).to.deep.equal(tens(8));
    // Two pollers share them.
    expect(source.batches.length).to.be.at.most(2);
  });

  it("close the window when the batch is full", async () => {
    const source = await aSource({ queue: { VisibilityTimeout: "600" } });
    source.send(...tens(12));
    await source.map({ BatchSize: 12, MaximumBatchingWindowInSeconds: 300, ScalingConfig: { MaximumConcurrency: 2 } });
    await source.pass(301);
    expect(source.batches.flatMap(({ bodies }) => bodies)).to.have.length(12);
    expect(source.left()).to.equal(0);
  });

  it("come back after the visibility timeout when the function fails, and are counted", async () => {
    const source = await aSource({ handler: fails });
    await source.map();
    source.send("poison");
    await source.pass(70);
    const [first, second, third] = source.batches;
    expect([second!.at - first!.at, third!.at - second!.at]).to.deep.equal([30, 30]);
    const counts = source.batches.map(
      ({ event }) => (event.Records[0]!.attributes as Record<string, string>).ApproximateReceiveCount,
    );
    expect(counts.slice(0, 3)).to.deep.equal(["1", "2", "3"]);
    expect(outcomes(source)[0]).to.equal("failure");
  });

  it("go to the queue's dead-letter queue when they have come back too often", async () => {
    const source = await aSource({ handler: fails });
    source.sqs.create("dead", {}, {});
    const redrive = { deadLetterTargetArn: source.sqs.arnOf("dead"), maxReceiveCount: 2 };
    source.sqs.setAttributes(SOURCE, { RedrivePolicy: JSON.stringify(redrive) });
    await source.map();
    source.send("poison");
    await source.pass(100);
    expect(source.batches).to.have.length(2);
    expect(source.left()).to.equal(0);
    expect(source.sqs.get("dead").queue.counts(source.lambda.clock.now()).visible).to.equal(1);
  });

  const ids = ({ Records }: SqsEvent) => Records.map(({ messageId }) => messageId);
  const item = (itemIdentifier: unknown) => ({ itemIdentifier });
  const answers: readonly [what: string, answer: (event: SqsEvent) => unknown, left: number][] = [
    ["nothing", () => undefined, 0],
    ["null", () => null, 0],
    ["{}", () => ({}), 0],
    ["an empty list", () => ({ batchItemFailures: [] }), 0],
    ["a null list", () => ({ batchItemFailures: null }), 0],
    ["one of three", (event) => ({ batchItemFailures: [item(ids(event)[1])] }), 1],
    ["all of them", (event) => ({ batchItemFailures: ids(event).map(item) }), 3],
    ["one that is unknown", (event) => ({ batchItemFailures: [item(ids(event)[0]), item("unknown")] }), 3],
    ["an empty identifier", () => ({ batchItemFailures: [item("")] }), 3],
    ["a null identifier", () => ({ batchItemFailures: [item(null)] }), 3],
    ["another key", () => ({ batchItemFailures: [{ foo: "bar" }] }), 3],
    ["a list that is none", () => ({ batchItemFailures: "m1" }), 3],
    ["a list of nothing", () => ({ batchItemFailures: [null] }), 3],
  ];
  for (const [what, answer, left] of answers) {
    it(`stay in the queue as reported: ${what}`, async () => {
      const source = await aSource({ handler: answer });
      source.send("a", "b", "c");
      await source.map({ FunctionResponseTypes: ["ReportBatchItemFailures"] });
      expect(source.batches[0]!.bodies).to.deep.equal(["a", "b", "c"]);
      expect(source.left()).to.equal(left);
      expect(outcomes(source)[0]).to.equal(left === 0 ? "success" : left === 3 ? "failure" : "partial");
    });
  }

  it("are all done with, whatever is answered, when nobody asked for a report", async () => {
    const source = await aSource({ handler: (event) => ({ batchItemFailures: ids(event).map(item) }) });
    source.send("a", "b");
    await source.map();
    expect(source.left()).to.equal(0);
  });

  it("all stay when the function throws, report or not", async () => {
    const source = await aSource({ handler: fails });
    source.send("a", "b");
    await source.map({ FunctionResponseTypes: ["ReportBatchItemFailures"] });
    expect(source.left()).to.equal(2);
  });

  it("that no filter wants are deleted, and nobody is invoked for them", async () => {
    const source = await aSource();
    source.send('{"kind":"order"}', '{"kind":"ad"}', "no json");
    await source.map({ FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] } });
    source.send('{"kind":"ad","n":2}');
    await source.pass(5);
    expect(source.batches.map(({ bodies }) => bodies)).to.deep.equal([['{"kind":"order"}']]);
    expect(source.left()).to.equal(0);
    expect(source.lambda.of("MessagesFiltered").flatMap(({ messageIds }) => messageIds)).to.have.length(3);
  });

  it("wait while the mapping is disabled, and are taken when it is enabled again", async () => {
    const source = await aSource();
    const UUID = await source.map();
    source.lambda.do("UpdateEventSourceMapping", { UUID, Enabled: false });
    await source.pass(30);
    source.send("later");
    await source.pass(60);
    expect(source.batches).to.deep.equal([]);
    source.lambda.do("UpdateEventSourceMapping", { UUID, Enabled: true });
    await source.pass(20);
    expect(source.batches.map(({ bodies }) => bodies)).to.deep.equal([["later"]]);
  });

  it("are left alone when the mapping has been deleted", async () => {
    const source = await aSource();
    const UUID = await source.map();
    source.lambda.do("DeleteEventSourceMapping", { UUID });
    await source.pass(30);
    source.send("nobody's");
    await source.pass(60);
    expect([source.batches.length, source.left()]).to.deep.equal([0, 1]);
  });
});

describe("the pollers of a mapping", () => {
  const slow: NonNullable<Parameters<typeof aSource>[0]>["handler"] = (_event, { sleep }) => sleep(2000);
  const concurrency = ({ lambda }: ASource) => {
    let [running, most] = [0, 0];
    for (const { kind } of lambda.facts) {
      if (kind === "InvocationStarted") most = Math.max(most, ++running);
      if (kind === "InvocationEnded") running--;
    }
    return most;
  };

  it("run five batches at once to begin with", async () => {
    const source = await aSource({ handler: slow });
    source.send(...tens(100));
    await source.map({ BatchSize: 1 });
    expect(concurrency(source)).to.equal(5);
  });

  it("run no more than the mapping allows", async () => {
    const source = await aSource({ handler: slow });
    source.send(...tens(40));
    await source.map({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    await source.pass(180);
    expect(concurrency(source)).to.equal(2);
    expect(source.left()).to.equal(0);
  });

  it("become more while there is work for all of them, and fewer when there is none", async () => {
    const source = await aSource({ handler: slow });
    source.send(...tens(1000));
    const uuid = await source.map({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 50 } });
    await source.pass(100);
    expect(concurrency(source)).to.equal(50);
    expect(source.left()).to.equal(0);
    await source.pass(180);
    expect(source.lambda.service.eventSources.pollersOf(uuid)).to.equal(5);
  });

  it("back off when runs fail, and come back when they do not", async () => {
    let isBroken = true;
    const source = await aSource({ handler: () => isBroken && fails() });
    source.send(...tens(20));
    const uuid = await source.map({ BatchSize: 1 });
    await source.pass(60);
    expect(source.lambda.service.eventSources.pollersOf(uuid)).to.equal(1);
    isBroken = false;
    await source.pass(300);
    expect(source.left()).to.equal(0);
    expect(source.lambda.service.eventSources.pollersOf(uuid)).to.equal(5);
  });

  it("try a throttled batch again for as long as its messages are hidden", async () => {
    const source = await aSource();
    source.lambda.do("PutFunctionConcurrency", { FunctionName: "transform", ReservedConcurrentExecutions: 0 });
    source.send("one");
    await source.map();
    const throttled = source.lambda.of("InvocationThrottled").length;
    expect(throttled).to.be.within(3, 8);
    expect([source.batches.length, source.left()]).to.deep.equal([0, 1]);
    source.lambda.do("DeleteFunctionConcurrency", { FunctionName: "transform" });
    await source.pass(60);
    expect(source.left()).to.equal(0);
  });

  it("tell when the queue is gone, and find it when it is back", async () => {
    const source = await aSource();
    await source.map();
    source.sqs.remove(SOURCE);
    await source.pass(60);
    expect(source.lambda.of("PollFailed")[0]).to.deep.include({
      code: "AWS.SimpleQueueService.NonExistentQueue",
      source: SOURCE_ARN,
      function: "transform",
    });
    source.sqs.create(SOURCE, {}, {});
    source.send("again");
    await source.pass(60);
    expect(source.batches.map(({ bodies }) => bodies)).to.deep.equal([["again"]]);
  });

  it("act as the function's role", async () => {
    const source = await aSource();
    await source.map();
    source.denied.add("sqs:ReceiveMessage");
    await source.pass(40);
    expect(source.lambda.of("PollFailed")[0]).to.include({ code: "AccessDenied" });
    expect(source.lambda.service.get({ name: "transform" }).latest.settings.Role).to.equal(ROLE);
  });

  it("do the same twice when the seed is the same", async () => {
    const story = async () => {
      const source = await aSource({ handler: slow, seed: 7 });
      source.send(...tens(60));
      await source.map({ BatchSize: 4 });
      await source.pass(120);
      return JSON.stringify(source.lambda.facts);
    };
    expect(await story()).to.equal(await story());
  });
});
