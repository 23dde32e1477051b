import { expect } from "chai";
import { policyOf } from "../../cloud/lambda/house.ts";
import { type ALambda, aDeployment, aLambda, FUNCTION_ARN, LIVE_ARN, ROLE, send, settled } from "./a-lambda.ts";

const FunctionName = "transform";
const needs = (lambda: ALambda, operation: string, input: object) => lambda.house.needs(operation, input as never);

describe("the Lambda house", () => {
  it("needs lambda:InvokeFunction on what is invoked, as it was named", () => {
    const lambda = aLambda();
    const named: [object, string][] = [
      [{ FunctionName }, FUNCTION_ARN],
      [{ FunctionName, Qualifier: "live" }, LIVE_ARN],
      [{ FunctionName: LIVE_ARN }, LIVE_ARN],
      [{ FunctionName: "transform:1" }, `${FUNCTION_ARN}:1`],
    ];
    for (const [input, resource] of named) {
      expect(needs(lambda, "Invoke", input)).to.deep.equal([{ action: "lambda:InvokeFunction", resource }]);
    }
  });

  it("needs the right to pass the role that a function is given", () => {
    expect(needs(aLambda(), "CreateFunction", { FunctionName, Role: ROLE })).to.deep.equal([
      { action: "lambda:CreateFunction", resource: FUNCTION_ARN },
      { action: "iam:PassRole", resource: ROLE, context: { "iam:PassedToService": "lambda.amazonaws.com" } },
    ]);
    expect(needs(aLambda(), "UpdateFunctionConfiguration", { FunctionName, Timeout: 1 })).to.have.length(1);
  });

  it("needs nothing of any resource for what is about the account", () => {
    for (const operation of ["ListFunctions", "GetAccountSettings"]) {
      expect(needs(aLambda(), operation, {})).to.deep.equal([{ action: `lambda:${operation}`, resource: "*" }]);
    }
  });

  it("needs a tag operation's right on the tagged ARN", () => {
    const need = { action: "lambda:ListTags", resource: FUNCTION_ARN };
    expect(needs(aLambda(), "ListTags", { Resource: FUNCTION_ARN })).to.deep.equal([need]);
  });

  it("has no policy for what is not its own", async () => {
    const { service } = await aDeployment();
    const strangers = ["*", "arn:aws:s3:::documents", ROLE, "arn:aws:lambda:eu-west-1:111111111111:function:transform"];
    for (const arn of strangers) expect(policyOf(service, arn), arn).to.equal(undefined);
  });

  it("answers every operation that it knows with a latency", () => {
    const { house } = aLambda();
    for (const operation of Object.keys(house.operations)) expect(house.latencyOf(operation).at(0.5)).to.be.above(0);
  });
});

describe("a function's environments", () => {
  it("are frozen between runs and thawed for the next", async () => {
    const lambda = await aDeployment();
    send(lambda);
    await settled(lambda);
    send(lambda);
    await settled(lambda);
    expect(lambda.environments.map(({ history }) => history)).to.deep.equal([
      ["thaw", "invoke", "freeze", "thaw", "invoke", "freeze"],
    ]);
  });

  it("are reclaimed when nothing happens for some minutes", async () => {
    const lambda = await aDeployment();
    send(lambda);
    await settled(lambda);
    await lambda.clock.run(lambda.clock.sleep(10 * 60_000));
    send(lambda);
    await settled(lambda);
    expect(lambda.of("InvocationStarted").map(({ cold }) => cold)).to.deep.equal([true, true]);
    expect(lambda.environments[0]!.history.at(-1)).to.equal("stop");
  });

  it("are not shared between versions", async () => {
    const lambda = await aDeployment();
    for (const arn of [LIVE_ARN, FUNCTION_ARN]) {
      send(lambda, {}, arn);
      await settled(lambda);
    }
    expect(lambda.environments.map(({ spec }) => spec.version)).to.deep.equal(["1", "$LATEST"]);
  });

  it("of $LATEST are given up when it changes, busy ones after their run", async () => {
    const lambda = await aDeployment({ handler: (_event, _context, { sleep }) => sleep(2000) });
    send(lambda, {}, FUNCTION_ARN);
    await lambda.clock.run(lambda.clock.sleep(2000));
    lambda.do("UpdateFunctionConfiguration", { FunctionName, MemorySize: 256 });
    await settled(lambda);
    expect(lambda.environments[0]!.history).to.deep.equal(["thaw", "invoke", "freeze", "stop"]);
    send(lambda, {}, FUNCTION_ARN);
    await settled(lambda);
    expect(lambda.environments.map(({ spec }) => spec.memorySizeMb)).to.deep.equal([128, 256]);
  });

  it("can all be recycled at once", async () => {
    const lambda = await aDeployment();
    send(lambda);
    await settled(lambda);
    expect(lambda.service.recycle(FunctionName)).to.equal(1);
    expect(lambda.of("EnvironmentsRecycled")).to.have.length(1);
    send(lambda);
    await settled(lambda);
    expect(lambda.of("InvocationStarted").map(({ cold }) => cold)).to.deep.equal([true, true]);
  });

  it("delay a cold run by their init, which is no part of its duration", async () => {
    const lambda = await aDeployment({ handler: (_event, _context, { sleep }) => sleep(50) });
    send(lambda);
    await settled(lambda);
    const [ended] = lambda.of("InvocationEnded");
    expect(ended!.duration).to.equal(50);
    expect(ended!.initDuration).to.be.within(120, 900);
  });
});
