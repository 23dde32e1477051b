import { expect } from "chai";
import { aDeployment, aLambda, errorOf, FUNCTION_ARN, LIVE_ARN, send, settled } from "./a-lambda.ts";
import { configure, DeadLetterConfig, deployed, FunctionName, fails, since } from "./a-queue.ts";

describe("an asynchronous event that finds no room", () => {
  it("goes straight to the dead-letter queue when the function is stopped, unattempted", async () => {
    const lambda = await deployed(undefined);
    const OnFailure = { Destination: "arn:aws:sqs:us-east-1:111111111111:records" };
    configure(lambda, { DestinationConfig: { OnFailure } });
    lambda.do("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 0 });
    send(lambda);
    await settled(lambda);
    expect(lambda.kinds()).not.to.include.oneOf(["InvocationStarted", "InvocationThrottled", "EventRetried"]);
    expect((lambda.deposits[0]!.at - since(lambda)) / 1000).to.be.below(1);
    expect(lambda.deposits[0]!.attributes).to.have.all.keys("RequestID", "ErrorMessage");
    expect(JSON.parse(lambda.deposits[1]!.body).requestContext).to.deep.include({
      condition: "ZeroReservedConcurrency",
      approximateInvokeCount: 0,
    });
  });

  it("waits longer and longer for its turn, and counts no attempt meanwhile", async () => {
    const lambda = await deployed((_event, _context, { sleep }) => sleep(2500));
    lambda.do("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 1 });
    send(lambda);
    send(lambda);
    await settled(lambda);
    expect(lambda.of("InvocationThrottled")).to.have.length(2);
    expect(lambda.of("EventRetried").map(({ delay }) => Math.round(delay / 1000))).to.deep.equal([1, 2]);
    expect(lambda.of("InvocationStarted").map(({ attempt }) => attempt)).to.deep.equal([1, 1]);
  });

  it("is given up before it is too old, with status 429", async () => {
    const lambda = await aDeployment(
      { handler: (_event, _context, { sleep }) => sleep(90_000) },
      { DeadLetterConfig, Timeout: 120 },
    );
    configure(lambda, { MaximumEventAgeInSeconds: 60 });
    lambda.do("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 1 });
    void lambda.service.invoke({ name: FunctionName }, "busy", "{}");
    send(lambda);
    await settled(lambda);
    expect(lambda.of("InvocationThrottled")).to.have.length(6);
    expect(lambda.of("EventExpired")).to.have.length(1);
    expect(lambda.deposits[0]!.attributes).to.deep.include({
      ErrorCode: { DataType: "Number", StringValue: "429" },
      ErrorMessage: { DataType: "String", StringValue: "Rate Exceeded." },
    });
    expect((lambda.deposits[0]!.at - since(lambda)) / 1000).to.be.within(29, 60);
  });
});

describe("the asynchronous queue", () => {
  it("takes no event for what does not exist", () => {
    const lambda = aLambda();
    const refused = lambda.service.invokeAsync(LIVE_ARN, "{}", "s3.amazonaws.com") as unknown as { code: string };
    expect(refused.code).to.equal("ResourceNotFoundException");
    expect(lambda.service.waitingEvents).to.equal(0);
  });

  it("takes no event for an alias that does not exist", async () => {
    const lambda = await deployed(undefined);
    const error = await errorOf(() => {
      throw lambda.service.invokeAsync(`${FUNCTION_ARN}:none`, "{}", "s3.amazonaws.com");
    });
    expect(error.message).to.equal(`Function not found: ${FUNCTION_ARN}:none`);
  });

  it("gives an event up when its function has gone, after the attempts it has left", async () => {
    const lambda = await deployed(fails, { MaximumRetryAttempts: 1 });
    send(lambda);
    lambda.clock.at(lambda.clock.now() + 30_000, () => lambda.do("DeleteFunction", { FunctionName }));
    await settled(lambda);
    expect(lambda.of("EventDropped")[0]).to.deep.include({ condition: "RetriesExhausted", invocations: 2 });
    expect(lambda.deposits[0]!.attributes).to.deep.include({
      ErrorCode: { DataType: "Number", StringValue: "404" },
      ErrorMessage: { DataType: "String", StringValue: `Function not found: ${LIVE_ARN}` },
    });
  });

  it("follows an alias to where it points at each attempt", async () => {
    const lambda = await deployed((_event, _context, { spec }) => (spec.version === "1" ? fails() : 1));
    lambda.do("UpdateFunctionConfiguration", { FunctionName, Description: "repaired" });
    lambda.do("PublishVersion", { FunctionName });
    send(lambda);
    const move = () => lambda.do("UpdateAlias", { FunctionName, Name: "live", FunctionVersion: "2" });
    lambda.clock.at(lambda.clock.now() + 30_000, move);
    await settled(lambda);
    expect(lambda.of("InvocationEnded").map(({ version, outcome }) => [version, outcome])).to.deep.equal([
      ["1", "error"],
      ["2", "success"],
    ]);
  });

  it("tells the same story for the same seed, and another one for another", async () => {
    const story = async (seed: number) => {
      const lambda = await deployed(fails, {}, { seed });
      for (let n = 0; n < 20; n++) send(lambda, { n });
      await settled(lambda);
      return JSON.stringify(lambda.facts);
    };
    expect(await story(7)).to.equal(await story(7));
    expect(await story(7)).not.to.equal(await story(8));
  });
});
