import { expect } from "chai";
import { aDeployment, FUNCTION_ARN, LIVE_ARN, QUEUE_ARN, ROLE, send, settled } from "./a-lambda.ts";
import { configure, deployed, FunctionName, fails, since, starts } from "./a-queue.ts";

describe("an asynchronous event that succeeds", () => {
  it("tells its story in the feed", async () => {
    const lambda = await deployed(undefined);
    const before = lambda.facts.length;
    const key = "input/day+1%40x.json";
    const requestId = send(lambda, { Records: [{ eventSource: "aws:s3", s3: { object: { key } } }] });
    await settled(lambda);
    const told = lambda.facts.slice(before);
    expect(told.map(({ kind }) => kind)).to.deep.equal(["EventAccepted", "InvocationStarted", "InvocationEnded"]);
    const keys = ["input/day 1@x.json"];
    expect(told[0]).to.deep.include({ function: "transform", resource: "transform:live", requestId, keys });
    expect(told[0]).to.deep.include({ source: "s3.amazonaws.com" });
    expect(told[1]).to.deep.include({ version: "1", attempt: 1, cold: true, requestId, keys });
    expect(told[2]).to.deep.include({ outcome: "success", attempt: 1, requestId });
    expect(lambda.service.waitingEvents).to.equal(0);
    expect(lambda.deposits).to.deep.equal([]);
  });

  it("starts soon, and knows how old it is", async () => {
    const lambda = await deployed(undefined);
    send(lambda);
    await settled(lambda);
    const [started] = lambda.of("InvocationStarted");
    expect(starts(lambda)[0]).to.be.within(0.1, 1.5);
    expect(started!.age).to.equal(starts(lambda)[0]! * 1000);
  });

  it("is recorded for a destination that asks for successes", async () => {
    const lambda = await deployed(() => ({ done: true }));
    const OnSuccess = { Destination: "arn:aws:sns:us-east-1:111111111111:done" };
    configure(lambda, { DestinationConfig: { OnSuccess } });
    send(lambda, { n: 7 });
    await settled(lambda);
    const [deposit] = lambda.deposits;
    expect([deposit!.target, deposit!.attributes, deposit!.roleArn]).to.deep.equal([OnSuccess.Destination, {}, ROLE]);
    const record = JSON.parse(deposit!.body);
    expect(record.requestContext).to.deep.include({ functionArn: LIVE_ARN, condition: "Success" });
    expect([record.requestPayload, record.responsePayload]).to.deep.equal([{ n: 7 }, { done: true }]);
    expect(lambda.kinds().at(-1)).to.equal("RecordDelivered");
  });
});

describe("an asynchronous event that fails", () => {
  it("waits a fraction of its minutes where time is scaled, and is as old as if it had waited them", async () => {
    const lambda = await deployed(fails, {}, { timeScale: 0.05 });
    send(lambda);
    await settled(lambda);
    const [first, second, third] = starts(lambda) as [number, number, number];
    expect(second - first).to.be.within(3, 3.4);
    expect(third - second).to.be.within(6, 6.7);
    const ages = lambda.of("InvocationStarted").map(({ age }) => age! / 1000);
    expect(ages[1]).to.be.within(60, 90);
    expect(ages[2]).to.be.within(180, 220);
  });

  it("is attempted three times under one request id, a minute and two minutes apart, and then dead-lettered", async () => {
    const lambda = await deployed(fails);
    const requestId = send(lambda, { message: "as it came" });
    await settled(lambda);
    const [first, second, third] = starts(lambda) as [number, number, number];
    expect(first).to.be.below(1.5);
    expect(second - first).to.be.within(60, 66.2);
    expect(third - second).to.be.within(120, 132.2);
    expect(new Set(lambda.of("InvocationStarted").map((fact) => fact.requestId))).to.deep.equal(new Set([requestId]));
    expect(lambda.of("InvocationStarted").map(({ attempt }) => attempt)).to.deep.equal([1, 2, 3]);
    const [deposit] = lambda.deposits;
    expect(deposit).to.deep.include({ target: QUEUE_ARN, body: '{"message":"as it came"}', roleArn: ROLE });
    expect(deposit!.attributes).to.deep.equal({
      RequestID: { DataType: "String", StringValue: requestId },
      ErrorCode: { DataType: "Number", StringValue: "200" },
      ErrorMessage: { DataType: "String", StringValue: "Test exception (this is intentional)" },
    });
    expect(lambda.of("EventDropped")[0]).to.deep.include({ condition: "RetriesExhausted", invocations: 3 });
    expect(lambda.of("EventDeadLettered")[0]).to.deep.include({ target: QUEUE_ARN, condition: "RetriesExhausted" });
  });

  it("is dead-lettered and recorded where both are asked for", async () => {
    const lambda = await deployed(fails, { MaximumRetryAttempts: 0 });
    const OnFailure = { Destination: "arn:aws:sqs:us-east-1:111111111111:records" };
    configure(lambda, { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure } });
    send(lambda, { n: 1 });
    await settled(lambda);
    expect(lambda.deposits.map(({ target }) => target)).to.deep.equal([QUEUE_ARN, OnFailure.Destination]);
    const record = JSON.parse(lambda.deposits[1]!.body);
    expect(record.requestContext).to.deep.include({ condition: "RetriesExhausted", approximateInvokeCount: 1 });
    expect(record.responseContext).to.deep.equal({ statusCode: 200, executedVersion: "1", functionError: "Unhandled" });
    expect(record.responsePayload).to.deep.include({ errorType: "Error" });
  });

  it("is dropped where neither is asked for", async () => {
    const lambda = await aDeployment({ handler: fails });
    send(lambda);
    await settled(lambda);
    expect(lambda.deposits).to.deep.equal([]);
    expect(lambda.kinds().at(-1)).to.equal("EventDropped");
  });

  for (const [retries, attempts] of [
    [0, 1],
    [1, 2],
  ] as const) {
    it(`is attempted ${attempts} times with ${retries} retries`, async () => {
      const lambda = await deployed(fails, { MaximumRetryAttempts: retries });
      send(lambda);
      await settled(lambda);
      expect(lambda.of("InvocationStarted")).to.have.length(attempts);
    });
  }

  it("heeds the settings of the qualifier it was sent to, and no others", async () => {
    const lambda = await deployed(fails, { MaximumRetryAttempts: 0 });
    lambda.do("PutFunctionEventInvokeConfig", { FunctionName, MaximumRetryAttempts: 1 });
    for (const arn of [LIVE_ARN, FUNCTION_ARN, `${FUNCTION_ARN}:1`]) send(lambda, {}, arn);
    await settled(lambda);
    const attempts = (resource: string) =>
      lambda.of("InvocationStarted").filter((run) => run.resource === resource).length;
    expect(["transform:live", "transform", "transform:1"].map(attempts)).to.deep.equal([1, 2, 3]);
  });

  it("with a greatest age of 60 s is given up before the minute is over", async () => {
    const lambda = await deployed(fails, { MaximumEventAgeInSeconds: 60 });
    send(lambda);
    await settled(lambda);
    expect(lambda.of("InvocationStarted")).to.have.length(1);
    expect(lambda.of("EventExpired")[0]).to.deep.include({ invocations: 1 });
    expect((lambda.deposits[0]!.at - since(lambda)) / 1000).to.be.below(2);
  });

  it("with a greatest age of 90 s is given up after one retry", async () => {
    const lambda = await deployed(fails, { MaximumEventAgeInSeconds: 90 });
    send(lambda);
    await settled(lambda);
    expect(lambda.of("InvocationStarted")).to.have.length(2);
    expect(lambda.of("EventExpired")[0]).to.deep.include({ invocations: 2 });
  });

  it("counts a timeout as a failure", async () => {
    const lambda = await deployed((_event, _context, { sleep }) => sleep(60_000), { MaximumRetryAttempts: 0 });
    send(lambda);
    await settled(lambda);
    expect(lambda.of("InvocationEnded")[0]).to.deep.include({ outcome: "timeout", errorType: "Sandbox.Timedout" });
    expect(lambda.deposits[0]!.attributes.ErrorMessage!.StringValue).to.match(
      /Error: Task timed out after 3\.00 seconds$/,
    );
  });

  it("whose dead letter is refused is lost, and the feed says so", async () => {
    const lambda = await deployed(fails, { MaximumRetryAttempts: 0 }, { ports: { deposit: async () => "refused" } });
    send(lambda);
    await settled(lambda);
    expect(lambda.of("DeadLetterFailed")[0]).to.deep.include({ target: QUEUE_ARN });
    expect(lambda.kinds()).not.to.include("EventDeadLettered");
  });

  it("is sent to the dead-letter queue of the version that failed, not of $LATEST", async () => {
    const lambda = await deployed(fails, { MaximumRetryAttempts: 0 });
    lambda.do("UpdateFunctionConfiguration", { FunctionName, DeadLetterConfig: { TargetArn: "" } });
    send(lambda);
    await settled(lambda);
    expect(lambda.deposits.map(({ target }) => target)).to.deep.equal([QUEUE_ARN]);
  });

  it("meets a repaired function on its next attempt", async () => {
    let broken = true;
    const lambda = await deployed(() => (broken ? fails() : 1));
    send(lambda);
    lambda.clock.at(lambda.clock.now() + 30_000, () => {
      broken = false;
    });
    await settled(lambda);
    expect(lambda.of("InvocationEnded").map(({ outcome }) => outcome)).to.deep.equal(["error", "success"]);
    expect(lambda.deposits).to.deep.equal([]);
  });
});
