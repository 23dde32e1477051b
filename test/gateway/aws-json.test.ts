import { expect } from "chai";
import { awsJson } from "../../cloud/gateway/protocols/aws-json.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { aRequest, aService, refusal } from "./a-request.ts";

const sqs = aService("sqs", awsJson("1.0"));
const cloudwatch = aService("cloudwatch", awsJson("1.0"));
const ssm = aService("ssm", awsJson("1.1"));
const logs = aService("logs", awsJson("1.1"));

const post = (target: string, body: unknown) =>
  aRequest("POST /", {
    headers: { "x-amz-target": target },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const send = (body: object) => post("AmazonSQS.SendMessage", { QueueUrl: "q", MessageBody: "b", ...body });

describe("AWS JSON", () => {
  it("finds the operation in X-Amz-Target", () => {
    expect(sqs.routed(post("AmazonSQS.SendMessage", {}))).to.equal("SendMessage");
    expect(cloudwatch.routed(post("GraniteServiceVersion20100801.PutMetricData", {}))).to.equal("PutMetricData");
    expect(sqs.routed(post("AmazonSQS.SendMassage", {}))).to.equal(undefined);
  });

  for (const [what, body, expected] of [
    ["numbers", { DelaySeconds: 5 }, { DelaySeconds: 5 }],
    ["members that are null as absent", { DelaySeconds: null }, {}],
    ["members it does not know as absent", { Unknown: { deep: 1 } }, {}],
    ["names that objects have anyway", JSON.parse('{"__proto__":{"MessageBody":"x"},"constructor":1}'), {}],
    [
      "maps of structures",
      {
        MessageAttributes: {
          a: { DataType: "String", StringValue: "é" },
          "b c": { DataType: "Number", StringValue: "1" },
        },
      },
      {
        MessageAttributes: {
          a: { DataType: "String", StringValue: "é" },
          "b c": { DataType: "Number", StringValue: "1" },
        },
      },
    ],
    [
      "blobs in base64",
      { MessageAttributes: { a: { DataType: "Binary", BinaryValue: "AAH/" } } },
      { MessageAttributes: { a: { DataType: "Binary", BinaryValue: Buffer.from([0, 1, 255]) } } },
    ],
    ["empty maps", { MessageAttributes: {} }, { MessageAttributes: {} }],
  ] as const) {
    it(`reads ${what}`, () => {
      expect(sqs.decoded(send(body))).to.deep.equal({ QueueUrl: "q", MessageBody: "b", ...expected });
    });
  }

  it("reads lists, and passes over their nulls", () => {
    const request = post("AmazonSQS.ReceiveMessage", {
      QueueUrl: "q",
      AttributeNames: ["All", null],
      MessageAttributeNames: [],
    });
    expect(sqs.decoded(request)).to.deep.equal({ QueueUrl: "q", AttributeNames: ["All"], MessageAttributeNames: [] });
  });

  it("reads an empty body as an input without members", () => {
    expect(sqs.decoded(post("AmazonSQS.ListQueues", ""))).to.deep.equal({});
  });

  for (const [what, moment] of [
    ["seconds", 1767225600],
    ["seconds with a fraction", 1767225600.123],
    ["a text in RFC 3339", "2026-01-01T00:00:00Z"],
  ] as const) {
    it(`reads moments given as ${what}`, () => {
      const request = post("GraniteServiceVersion20100801.GetMetricData", { MetricDataQueries: [], StartTime: moment });
      const expected = new Date(moment === 1767225600.123 ? "2026-01-01T00:00:00.123Z" : "2026-01-01T00:00:00Z");
      expect(cloudwatch.decoded(request).StartTime).to.deep.equal(expected);
    });
  }

  it("reads the numbers that JSON has no words for", () => {
    const request = post("GraniteServiceVersion20100801.PutMetricData", {
      Namespace: "n",
      MetricData: [
        { MetricName: "a", Value: "NaN" },
        { MetricName: "b", Value: "-Infinity" },
      ],
    });
    const { MetricData } = cloudwatch.decoded(request) as { MetricData: { Value: number }[] };
    expect(MetricData.map(({ Value }) => Value)).to.deep.equal([Number.NaN, Number.NEGATIVE_INFINITY]);
  });

  for (const [what, body] of [
    ["a body that is no JSON", "{"],
    ["a body that is no structure", "[1]"],
    ["a text for a number", { DelaySeconds: "5" }],
    ["a number for a text", { MessageBody: 5 }],
    ["a list for a map", { MessageAttributes: [] }],
    ["a text for a structure", { MessageAttributes: { a: "b" } }],
  ] as const) {
    it(`refuses ${what}`, () => {
      const request = typeof body === "string" ? post("AmazonSQS.SendMessage", body) : send(body);
      expect(refusal(() => sqs.decoded(request))).to.include({ code: "SerializationException", status: 400 });
    });
  }

  it("refuses a moment that is none, a boolean in quotes, and a list that is not one", () => {
    for (const [service, target, body] of [
      [cloudwatch, "X.GetMetricData", { StartTime: "yesterday" }],
      [ssm, "AmazonSSM.PutParameter", { Overwrite: "true" }],
      [sqs, "AmazonSQS.ReceiveMessage", { AttributeNames: "All" }],
    ] as const) {
      expect(refusal(() => service.decoded(post(target, body))).code).to.equal("SerializationException");
    }
  });

  it("writes what it was given in the model's order, without the rest", () => {
    const { status, headers, text } = sqs.encoded("ReceiveMessage", {
      Messages: [
        {
          Body: "b",
          MessageId: "m",
          MessageAttributes: { a: { BinaryValue: Buffer.from([255]), DataType: "Binary" } },
        },
      ],
      Unknown: 1,
    });
    expect(status).to.equal(200);
    expect(headers).to.deep.equal({ "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": "id-1" });
    expect(text).to.equal(
      '{"Messages":[{"MessageId":"m","Body":"b","MessageAttributes":{"a":{"DataType":"Binary","BinaryValue":"/w=="}}}]}',
    );
  });

  it("keeps every key of a map, whatever its name", () => {
    const attributes = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c","none":null}');
    expect(sqs.encoded("GetQueueAttributes", { Attributes: attributes }).text).to.equal(
      '{"Attributes":{"__proto__":"a","constructor":"b","toString":"c"}}',
    );
    const asked = post("AmazonSQS.SetQueueAttributes", '{"QueueUrl":"q","Attributes":{"__proto__":"a"}}');
    expect(Object.entries(sqs.decoded(asked).Attributes as object)).to.deep.equal([["__proto__", "a"]]);
  });

  it("writes moments as seconds, with their milliseconds", () => {
    const at = new Date("2026-01-01T00:00:00.250Z");
    expect(ssm.encoded("GetParameter", { Parameter: { Name: "p", LastModifiedDate: at } }).text).to.equal(
      '{"Parameter":{"Name":"p","LastModifiedDate":1767225600.25}}',
    );
  });

  it("writes an operation without output as an empty structure", () => {
    expect(logs.encoded("DeleteLogGroup", {}).text).to.equal("{}");
  });

  it("names an error by its shape, and by its query code where clients of that protocol exist", () => {
    const { status, headers, text } = sqs.refused(
      new AwsError("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.", 400),
    );
    expect(status).to.equal(400);
    expect(headers["x-amzn-query-error"]).to.equal("AWS.SimpleQueueService.NonExistentQueue;Sender");
    expect(JSON.parse(text)).to.deep.equal({
      __type: "com.amazonaws.sqs#QueueDoesNotExist",
      message: "The specified queue does not exist.",
    });
  });

  it("puts the fault with the receiver from 500 on", () => {
    const { headers } = cloudwatch.refused(new AwsError("InternalServiceFault", "no", 500));
    expect(headers["x-amzn-query-error"]).to.equal("InternalServiceError;Receiver");
  });

  it("gives no query code where there is no query protocol", () => {
    const { headers, text } = ssm.refused(new AwsError("ParameterNotFound", "", 400));
    expect(headers).to.not.have.property("x-amzn-query-error");
    expect(JSON.parse(text)).to.deep.equal({ __type: "com.amazonaws.ssm#ParameterNotFound", message: "" });
  });

  it("names an error that the model does not know by its code", () => {
    const { text } = sqs.refused(new AwsError("InvalidParameterValue", "no", 400, { Hint: 1 }));
    expect(JSON.parse(text)).to.deep.equal({ __type: "InvalidParameterValue", message: "no", Hint: 1 });
  });
});
