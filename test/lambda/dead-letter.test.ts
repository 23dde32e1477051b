import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { deadLetterAttributes, type Fate, invocationRecord } from "../../cloud/lambda/dead-letter.ts";

const aFate = (fate: Partial<Fate> = {}): Fate => ({
  requestId: "abc",
  payload: '{ "message" : "as it came" }',
  functionArn: "arn:aws:lambda:us-east-1:111111111111:function:F:$LATEST",
  condition: "RetriesExhausted",
  invocations: 3,
  last: {
    statusCode: 200,
    executedVersion: "$LATEST",
    functionError: "Unhandled",
    payload: '{"errorMessage":"intentional failure","errorType":"Exception"}',
    errorMessage: "intentional failure",
  },
  ...fate,
});

const throttled = { statusCode: 429, errorMessage: "Rate Exceeded." };

describe("a dead letter", () => {
  it("carries request id, status and message", () => {
    expect(deadLetterAttributes(aFate())).to.deep.equal({
      RequestID: { DataType: "String", StringValue: "abc" },
      ErrorCode: { DataType: "Number", StringValue: "200" },
      ErrorMessage: { DataType: "String", StringValue: "intentional failure" },
    });
  });

  it("of a throttled event carries 429", () => {
    const attributes = deadLetterAttributes(aFate({ condition: "EventAgeExceeded", invocations: 0, last: throttled }));
    expect(attributes.ErrorCode).to.deep.equal({ DataType: "Number", StringValue: "429" });
    expect(attributes.ErrorMessage).to.deep.equal({ DataType: "String", StringValue: "Rate Exceeded." });
  });

  it("of a stopped function carries no status, because there was no attempt", () => {
    const attributes = deadLetterAttributes(aFate({ condition: "ZeroReservedConcurrency", last: undefined }));
    expect(attributes).to.deep.equal({
      RequestID: { DataType: "String", StringValue: "abc" },
      ErrorMessage: {
        DataType: "String",
        StringValue: "Function not invoked. Function isconfigured with zero reserved concurrent executions",
      },
    });
  });

  it("carries the first kilobyte of the message, and no half character", () => {
    const errorMessage = `${"x".repeat(1023)}é and more`;
    const { ErrorMessage } = deadLetterAttributes(aFate({ last: { statusCode: 200, errorMessage } }));
    expect(ErrorMessage!.StringValue).to.equal("x".repeat(1023));
  });

  it("has no message rather than an empty one, which SQS would refuse", () => {
    const attributes = deadLetterAttributes(aFate({ last: { statusCode: 200, errorMessage: "" } }));
    expect(attributes).to.have.all.keys("RequestID", "ErrorCode");
  });
});

describe("an invocation record", () => {
  it("of a failure has the form recorded on AWS, member by member", () => {
    expect(invocationRecord(EPOCH, aFate())).to.equal(
      '{"version":"1.0","timestamp":"2026-01-01T00:00:00.000Z",' +
        '"requestContext":{"requestId":"abc","functionArn":"arn:aws:lambda:us-east-1:111111111111:function:F:$LATEST",' +
        '"condition":"RetriesExhausted","approximateInvokeCount":3},' +
        '"requestPayload":{ "message" : "as it came" },' +
        '"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},' +
        '"responsePayload":{"errorMessage":"intentional failure","errorType":"Exception"}}',
    );
  });

  it("of a success has no functionError, and counts one", () => {
    const last = { statusCode: 200, executedVersion: "1", payload: "null" };
    const record = JSON.parse(invocationRecord(EPOCH, aFate({ condition: "Success", last })));
    expect(record.responseContext).to.deep.equal({ statusCode: 200, executedVersion: "1" });
    expect(record.responsePayload).to.equal(null);
    expect(record.requestContext.approximateInvokeCount).to.equal(1);
  });

  it("of a stopped function has neither response", () => {
    const fate = aFate({ condition: "ZeroReservedConcurrency", invocations: 0, last: undefined });
    const record = JSON.parse(invocationRecord(EPOCH, fate));
    expect(record).to.have.all.keys("version", "timestamp", "requestContext", "requestPayload");
    expect(record.requestContext).to.deep.include({ condition: "ZeroReservedConcurrency", approximateInvokeCount: 0 });
  });

  it("of a throttled event says the status alone", () => {
    const fate = aFate({ condition: "EventAgeExceeded", invocations: 0, last: throttled });
    const record = JSON.parse(invocationRecord(EPOCH, fate));
    expect(record.responseContext).to.deep.equal({ statusCode: 429 });
    expect(record).not.to.have.property("responsePayload");
  });
});
