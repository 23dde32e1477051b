import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { aDeployment, aFunction, aPort, errorOf, FUNCTION_ARN, QUEUE_ARN, ROLE } from "./a-lambda.ts";

const FunctionName = "transform";
const put = "PutFunctionEventInvokeConfig";
const update = "UpdateFunctionEventInvokeConfig";
const NOTHING = { OnSuccess: {}, OnFailure: {} };

describe("the settings of asynchronous invocation", () => {
  it("are answered as they were put, with empty destinations", async () => {
    const lambda = await aDeployment();
    const answer = lambda.do(put, { FunctionName, Qualifier: "live", MaximumRetryAttempts: 1 });
    expect(answer).to.deep.equal({
      FunctionArn: `${FUNCTION_ARN}:live`,
      LastModified: new Date(EPOCH),
      MaximumRetryAttempts: 1,
      DestinationConfig: NOTHING,
    });
    expect(lambda.do("GetFunctionEventInvokeConfig", { FunctionName: "transform:live" })).to.deep.equal(answer);
  });

  it("belong to $LATEST where no qualifier is named", async () => {
    const lambda = await aDeployment();
    const answer = lambda.do(put, { FunctionName, MaximumEventAgeInSeconds: 60 });
    expect(answer.FunctionArn).to.equal(`${FUNCTION_ARN}:$LATEST`);
    expect(lambda.do("GetFunctionEventInvokeConfig", { FunctionName, Qualifier: "$LATEST" })).to.deep.equal(answer);
  });

  it("are overwritten by a put and merged by an update", async () => {
    const lambda = await aDeployment();
    const OnFailure = { Destination: QUEUE_ARN };
    lambda.do(put, { FunctionName, MaximumEventAgeInSeconds: 60, DestinationConfig: { OnFailure } });
    expect(lambda.do(update, { FunctionName, MaximumRetryAttempts: 0 })).to.deep.include({
      MaximumEventAgeInSeconds: 60,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnSuccess: {}, OnFailure },
    });
    expect(lambda.do(put, { FunctionName, MaximumRetryAttempts: 2 })).to.deep.equal({
      FunctionArn: `${FUNCTION_ARN}:$LATEST`,
      LastModified: new Date(EPOCH),
      MaximumRetryAttempts: 2,
      DestinationConfig: NOTHING,
    });
  });

  it("are listed for all qualifiers and deleted for one", async () => {
    const lambda = await aDeployment();
    for (const Qualifier of ["$LATEST", "1", "live"])
      lambda.do(put, { FunctionName, Qualifier, MaximumRetryAttempts: 1 });
    lambda.do("DeleteFunctionEventInvokeConfig", { FunctionName, Qualifier: "1" });
    const { FunctionEventInvokeConfigs } = lambda.do<{ FunctionEventInvokeConfigs: { FunctionArn: string }[] }>(
      "ListFunctionEventInvokeConfigs",
      { FunctionName },
    );
    expect(FunctionEventInvokeConfigs.map(({ FunctionArn }) => FunctionArn)).to.deep.equal([
      `${FUNCTION_ARN}:$LATEST`,
      `${FUNCTION_ARN}:live`,
    ]);
  });

  const missing = (qualifier: string, name = "transform") =>
    `The function ${FUNCTION_ARN.replace("transform", name)}:${qualifier} doesn't have an EventInvokeConfig`;
  const notFound: [string, string, object, string][] = [
    ["read, never put", "GetFunctionEventInvokeConfig", {}, missing("$LATEST")],
    ["read, of an alias", "GetFunctionEventInvokeConfig", { Qualifier: "live" }, missing("live")],
    ["read, of no function", "GetFunctionEventInvokeConfig", { FunctionName: "none" }, missing("$LATEST", "none")],
    ["deleted, never put", "DeleteFunctionEventInvokeConfig", {}, missing("$LATEST")],
    ["updated, never put", update, { MaximumRetryAttempts: 1 }, missing("$LATEST")],
    ["updated, of no function", update, { FunctionName: "none" }, "The function doesn't exist."],
    ["put, of no function", put, { FunctionName: "none" }, "The function doesn't exist."],
    ["put, of no alias", put, { Qualifier: "none", MaximumRetryAttempts: 1 }, "The function doesn't exist."],
    [
      "listed, of no function",
      "ListFunctionEventInvokeConfigs",
      { FunctionName: "none" },
      "The function doesn't exist.",
    ],
  ];
  for (const [what, operation, input, message] of notFound) {
    it(`are not found: ${what}`, async () => {
      const lambda = await aDeployment();
      const error = await errorOf(() => lambda.do(operation, { FunctionName, ...input }));
      expect([error.code, error.status, error.message]).to.deep.equal(["ResourceNotFoundException", 404, message]);
    });
  }

  const to = (arn: string) => ({ DestinationConfig: { OnSuccess: { Destination: arn } } });
  const refusals: [string, object, string, string][] = [
    [
      "nothing",
      {},
      "InvalidParameterValueException",
      "You must specify at least one of error handling or destination setting.",
    ],
    [
      "the function itself",
      to(FUNCTION_ARN),
      "InvalidParameterValueException",
      "You can't specify the function as a destination for itself.",
    ],
    [
      "a function that does not exist",
      to(`${FUNCTION_ARN}-none`),
      "InvalidParameterValueException",
      `The destination ARN ${FUNCTION_ARN}-none is invalid.`,
    ],
    [
      "a service that is no destination",
      to("arn:aws:iam:us-east-1:111111111111:function:x"),
      "InvalidParameterValueException",
      "The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:iam:us-east-1:111111111111:function:x), onFailure=null) is invalid.",
    ],
    [
      "three retries",
      { MaximumRetryAttempts: 3 },
      "ValidationException",
      "1 validation error detected: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
    ],
    [
      "an age below a minute",
      { MaximumEventAgeInSeconds: 59 },
      "ValidationException",
      "1 validation error detected: Value '59' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60",
    ],
    [
      "what is no ARN",
      to("queue"),
      "ValidationException",
      "1 validation error detected: Value 'queue' at 'destinationConfig.onSuccess.destination' failed to satisfy constraint: Member must satisfy regular expression pattern: ^$|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)",
    ],
  ];
  for (const [what, input, code, message] of refusals) {
    it(`cannot be ${what}`, async () => {
      const lambda = await aDeployment();
      const error = await errorOf(() => lambda.do(put, { FunctionName, ...input }));
      expect([error.code, error.message]).to.deep.equal([code, message]);
    });
  }

  it("may name another function", async () => {
    const lambda = await aDeployment();
    await lambda.do("CreateFunction", aFunction({ FunctionName: "other" }));
    const other = FUNCTION_ARN.replace("transform", "other");
    expect(lambda.do(put, { FunctionName, ...to(other) }).DestinationConfig).to.deep.equal({
      OnSuccess: { Destination: other },
      OnFailure: {},
    });
  });

  it("cannot name a destination that the function's role may not reach", async () => {
    const { asked, port: mayRole } = aPort<string[], boolean>(false);
    const lambda = await aDeployment({ ports: { mayRole } });
    const error = await errorOf(() => lambda.do(put, { FunctionName, ...to(QUEUE_ARN) }));
    expect(asked).to.deep.equal([[ROLE, "sqs:SendMessage", QUEUE_ARN]]);
    expect(error.message).to.equal(
      `The function's execution role does not have permissions to call SendMessage on ${QUEUE_ARN}`,
    );
  });
});
