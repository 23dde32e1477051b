import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { aStream, type Caller, GROUP, GROUP_ARN, refusal, STREAM } from "./a-logs.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:111111111111:function:reader";

const put = (call: Caller, more: object = {}) =>
  call("PutSubscriptionFilter", {
    logGroupName: GROUP,
    filterName: "all",
    filterPattern: "",
    destinationArn: FUNCTION,
    ...more,
  });

function write(call: Caller, ...messages: string[]) {
  const logEvents = messages.map((message) => ({ timestamp: EPOCH, message }));
  call("PutLogEvents", { logGroupName: GROUP, logStreamName: STREAM, logEvents });
}

const unpacked = (event: string) =>
  JSON.parse(gunzipSync(Buffer.from(JSON.parse(event).awslogs.data, "base64")).toString());

describe("a subscription filter", () => {
  it("hands events to its function, zipped as Lambda gets them", () => {
    const { call, invoked } = aStream();
    put(call);
    write(call, "one", "two");
    expect(invoked.map(({ functionArn, sourceArn }) => [functionArn, sourceArn])).to.deep.equal([
      [FUNCTION, `${GROUP_ARN}:*`],
    ]);
    const { logEvents, ...data } = unpacked(invoked[0]!.event);
    expect(data).to.deep.equal({
      messageType: "DATA_MESSAGE",
      owner: "111111111111",
      logGroup: GROUP,
      logStream: STREAM,
      subscriptionFilters: ["all"],
    });
    expect(logEvents.map(({ id, ...event }: { id: string }) => [id.length, event])).to.deep.equal([
      [56, { timestamp: EPOCH, message: "one" }],
      [56, { timestamp: EPOCH, message: "two" }],
    ]);
  });

  it("hands on only what matches, with the fields that it extracts", () => {
    const { call, invoked } = aStream();
    put(call, { filterPattern: "[level=ERROR, text]" });
    write(call, "INFO fine");
    expect(invoked).to.deep.equal([]);
    write(call, "INFO fine", "ERROR it broke");
    const { logEvents } = unpacked(invoked[0]!.event);
    expect(logEvents).to.have.length(1);
    expect(logEvents[0].extractedFields).to.deep.equal({ level: "ERROR", text: "it broke" });
  });

  it("is shown as AWS shows it, and replaced by one of its name", async () => {
    const { call, pass } = aStream();
    put(call);
    await pass(1000);
    put(call, { filterPattern: "[]" });
    expect(call("DescribeSubscriptionFilters", { logGroupName: GROUP }).subscriptionFilters).to.deep.equal([
      {
        filterName: "all",
        logGroupName: GROUP,
        filterPattern: "[]",
        destinationArn: FUNCTION,
        distribution: "ByLogStream",
        creationTime: EPOCH,
        applyOnTransformedLogs: false,
      },
    ]);
  });

  it("is one of two at most", () => {
    const { call } = aStream();
    for (const filterName of ["a", "b"]) put(call, { filterName });
    expect(refusal(() => put(call, { filterName: "c" }))).to.equal("LimitExceededException: Resource limit exceeded.");
  });

  it("is refused in AWS's words", () => {
    const { call } = aStream({ mayInvoke: () => false });
    expect(refusal(() => put(call))).to.equal(
      "InvalidParameterException: Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.",
    );
    const foreign = { logGroupName: "nowhere", destinationArn: FUNCTION.replace("111111111111", "222222222222") };
    expect(refusal(() => put(call, foreign))).to.match(/^AccessDeniedException: Cross-account lambda invocation/);
    const stream = { destinationArn: "arn:aws:kinesis:us-east-1:111111111111:stream/s" };
    expect(refusal(() => put(call, stream))).to.equal(
      "InvalidParameterException: destinationArn for vendor kinesis cannot be used without roleArn",
    );
    expect(refusal(() => put(call, { logGroupName: "nowhere" }))).to.contain("The specified log group does not exist.");
    expect(refusal(() => call("DeleteSubscriptionFilter", { logGroupName: GROUP, filterName: "all" }))).to.equal(
      "ResourceNotFoundException: The specified subscription filter does not exist.",
    );
  });

  it("rests once it is deleted", () => {
    const { call, invoked } = aStream();
    put(call);
    call("DeleteSubscriptionFilter", { logGroupName: GROUP, filterName: "all" });
    write(call, "one");
    expect(invoked).to.deep.equal([]);
  });
});

describe("the account's resource policies for logs", () => {
  const policyDocument = '{"Version":"2012-10-17","Statement":[]}';

  it("are kept and given back", () => {
    const { call } = aStream();
    const shown = { policyName: "dns", policyDocument, lastUpdatedTime: EPOCH, policyScope: "ACCOUNT" };
    expect(call("PutResourcePolicy", { policyName: "dns", policyDocument })).to.deep.equal({ resourcePolicy: shown });
    expect(call("DescribeResourcePolicies", {}).resourcePolicies).to.deep.equal([shown]);
    call("DeleteResourcePolicy", { policyName: "dns" });
    expect(call("DescribeResourcePolicies", {}).resourcePolicies).to.deep.equal([]);
    expect(refusal(() => call("DeleteResourcePolicy", { policyName: "dns" }))).to.equal(
      "ResourceNotFoundException: Policy with name [dns] does not exist.",
    );
  });

  it("are ten at most", () => {
    const { call } = aStream();
    for (let i = 0; i < 10; i++) call("PutResourcePolicy", { policyName: `p${i}`, policyDocument });
    expect(refusal(() => call("PutResourcePolicy", { policyName: "p10", policyDocument }))).to.equal(
      "LimitExceededException: Resource limit exceeded.",
    );
    call("PutResourcePolicy", { policyName: "p9", policyDocument });
  });
});
