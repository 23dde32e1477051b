import { expect } from "chai";
import { awsQuery } from "../../cloud/gateway/protocols/query.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { aRequest, aService, refusal } from "./a-request.ts";

const sqs = aService("sqs", awsQuery);

/** A form as SQS's older clients post it, read. */
const read = (body: string, path = "/") =>
  sqs.decoded(aRequest(`POST ${path}`, { body: body && `Version=2012-11-05&${body}` }));

describe("SQS in forms and XML, as its older clients speak", () => {
  it("reads attributes and tags, which count without a word between", () => {
    const attributes =
      "Attribute.1.Name=DelaySeconds&Attribute.1.Value=5&Attribute.2.Name=Policy&Attribute.2.Value=%7B%7D";
    expect(read(`Action=CreateQueue&QueueName=q&${attributes}&Tag.1.Key=team&Tag.1.Value=etl`)).to.deep.equal({
      QueueName: "q",
      Attributes: { DelaySeconds: "5", Policy: "{}" },
      tags: { team: "etl" },
    });
  });

  it("reads a message with its attributes", () => {
    const attribute = (n: number, name: string, type: string, value: string) =>
      `MessageAttribute.${n}.Name=${name}&MessageAttribute.${n}.Value.DataType=${type}&MessageAttribute.${n}.Value.${value}`;
    const attributes = `${attribute(1, "a", "String", "StringValue=b")}&${attribute(2, "c", "Binary", "BinaryValue=AAE%3D")}`;
    expect(read(`Action=SendMessage&QueueUrl=u&MessageBody=hi&DelaySeconds=3&${attributes}`)).to.deep.equal({
      QueueUrl: "u",
      MessageBody: "hi",
      DelaySeconds: 3,
      MessageAttributes: {
        a: { DataType: "String", StringValue: "b" },
        c: { DataType: "Binary", BinaryValue: Buffer.from([0, 1]) },
      },
    });
  });

  it("reads batches, each under the name of its entries", () => {
    const entry = (n: number) =>
      `SendMessageBatchRequestEntry.${n}.Id=m${n}&SendMessageBatchRequestEntry.${n}.MessageBody=body${n}`;
    const attribute = "SendMessageBatchRequestEntry.2.MessageAttribute.1";
    const text = `${entry(1)}&${entry(2)}&${attribute}.Name=a&${attribute}.Value.DataType=String&${attribute}.Value.StringValue=b`;
    expect(read(`Action=SendMessageBatch&QueueUrl=u&${text}`).Entries).to.deep.equal([
      { Id: "m1", MessageBody: "body1" },
      { Id: "m2", MessageBody: "body2", MessageAttributes: { a: { DataType: "String", StringValue: "b" } } },
    ]);
    const deletion = "DeleteMessageBatchRequestEntry.1.Id=a&DeleteMessageBatchRequestEntry.1.ReceiptHandle=r";
    expect(read(`Action=DeleteMessageBatch&QueueUrl=u&${deletion}`).Entries).to.deep.equal([
      { Id: "a", ReceiptHandle: "r" },
    ]);
  });

  it("reads what is asked for, beyond nine in the order of numbers", () => {
    const names = Array.from({ length: 11 }, (_, i) => `AttributeName.${i + 1}=n${i + 1}`);
    const text = `${names.join("&")}&MessageAttributeName.1=All&MessageSystemAttributeName.1=SenderId`;
    const { AttributeNames, ...rest } = read(`Action=ReceiveMessage&QueueUrl=u&MaxNumberOfMessages=10&${text}`);
    expect(AttributeNames).to.deep.equal(Array.from({ length: 11 }, (_, i) => `n${i + 1}`));
    expect(rest).to.deep.equal({
      QueueUrl: "u",
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["SenderId"],
    });
    expect(read("Action=UntagQueue&QueueUrl=u&TagKey.1=a&TagKey.2=b").TagKeys).to.deep.equal(["a", "b"]);
  });

  it("takes the queue's own path for its URL where nothing else names it", () => {
    expect(read("Action=PurgeQueue", "/111122223333/q")).to.deep.equal({ QueueUrl: "/111122223333/q" });
    expect(read("Action=PurgeQueue&QueueUrl=u", "/111122223333/q")).to.deep.equal({ QueueUrl: "u" });
  });

  const ANSWERS: readonly (readonly [operation: string, output: Record<string, unknown>, xml: string])[] = [
    ["ListQueues", { QueueUrls: ["u1", "u2"] }, "<QueueUrl>u1</QueueUrl><QueueUrl>u2</QueueUrl>"],
    ["ListDeadLetterSourceQueues", { queueUrls: ["u1"] }, "<QueueUrl>u1</QueueUrl>"],
    [
      "GetQueueAttributes",
      { Attributes: { A: "1", B: "<" } },
      "<Attribute><Name>A</Name><Value>1</Value></Attribute><Attribute><Name>B</Name><Value>&lt;</Value></Attribute>",
    ],
    ["ListQueueTags", { Tags: { a: "b" } }, "<Tag><Key>a</Key><Value>b</Value></Tag>"],
    [
      "ReceiveMessage",
      {
        Messages: [
          {
            MessageId: "m",
            Body: "b",
            Attributes: { SenderId: "s" },
            MessageAttributes: { a: { DataType: "String", StringValue: "v" } },
          },
        ],
      },
      "<Message><MessageId>m</MessageId><Body>b</Body><Attribute><Name>SenderId</Name><Value>s</Value></Attribute><MessageAttribute><Name>a</Name><Value><DataType>String</DataType><StringValue>v</StringValue></Value></MessageAttribute></Message>",
    ],
    [
      "SendMessageBatch",
      {
        Successful: [{ Id: "a", MessageId: "m", MD5OfMessageBody: "5" }],
        Failed: [{ Id: "b", SenderFault: true, Code: "C" }],
      },
      "<SendMessageBatchResultEntry><Id>a</Id><MessageId>m</MessageId><MD5OfMessageBody>5</MD5OfMessageBody></SendMessageBatchResultEntry><BatchResultErrorEntry><Id>b</Id><SenderFault>true</SenderFault><Code>C</Code></BatchResultErrorEntry>",
    ],
  ];
  for (const [operation, output, xml] of ANSWERS) {
    it(`writes the answer to ${operation}`, () => {
      const { text } = sqs.encoded(operation, output);
      expect(text).to.contain(`<${operation}Result>${xml}</${operation}Result>`);
      expect(text).to.match(/xmlns="http:\/\/queue\.amazonaws\.com\/doc\/2012-11-05\/"/);
    });
  }

  it("reads what came in the address of a POST without a body", () => {
    expect(read("", "/111111111111/q?Action=SendMessage&MessageBody=hi")).to.deep.equal({
      QueueUrl: "/111111111111/q",
      MessageBody: "hi",
    });
  });

  for (const [path, action] of [
    ["/", "Dance"],
    ["/111111111111/q", "Dance"],
    ["/111111111111/q", "ListQueues"],
    ["/111111111111/q", "CreateQueue"],
  ] as const) {
    it(`refuses ${action} at ${path}`, () => {
      expect(refusal(() => sqs.routed(aRequest(`GET ${path}?Action=${action}`)))).to.deep.equal({
        code: "InvalidAction",
        status: 400,
        message: `The action ${action} is not valid for this endpoint.`,
      });
    });
  }

  it("takes the actions of the account at its own address, and GetQueueUrl anywhere", () => {
    expect(sqs.routed(aRequest("GET /?Action=ListQueues"))).to.equal("ListQueues");
    expect(sqs.routed(aRequest("GET /111111111111/q?Action=GetQueueUrl"))).to.equal("GetQueueUrl");
  });

  it("writes errors by their query codes", () => {
    const { status, text } = sqs.refused(new AwsError("QueueDoesNotExist", "The specified queue does not exist."));
    expect(status).to.equal(400);
    expect(text).to.contain("<Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>");
    expect(text).to.contain("<Message>The specified queue does not exist.</Message><Detail/></Error>");
  });
});
