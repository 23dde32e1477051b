import { expect } from "chai";
import { awsQuery } from "../../cloud/gateway/protocols/query.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { aRequest, aService, refusal } from "./a-request.ts";

const sns = aService("sns", awsQuery);
const iam = aService("iam", awsQuery);
const sts = aService("sts", awsQuery);
const sqs = aService("sqs", awsQuery);
const cloudwatch = aService("cloudwatch", awsQuery);

/** `form("Publish", "TopicArn=t", "Message=a+b")` */
const form = (action: string, ...parameters: string[]) =>
  aRequest("POST /", { body: [`Action=${action}`, "Version=2010-03-31", ...parameters].join("&") });

describe("AWS query", () => {
  it("finds the operation in Action, in the body or in the address", () => {
    expect(sns.routed(form("Publish"))).to.equal("Publish");
    expect(sns.routed(aRequest("GET /?Action=ListTopics&Version=2010-03-31"))).to.equal("ListTopics");
    expect(sns.routed(form("Punish"))).to.equal(undefined);
    expect(sns.routed(aRequest("POST /", { body: "" }))).to.equal(undefined);
  });

  for (const [what, service, request, expected] of [
    ["texts", sns, form("Publish", "Message=a+b%26%3D%C3%A9%2B"), { Message: "a b&=é+" }],
    ["empty texts", sns, form("Publish", "Message="), { Message: "" }],
    [
      "what came in the address",
      sts,
      aRequest("GET /?Action=GetSessionToken&DurationSeconds=900"),
      { DurationSeconds: 900 },
    ],
    ["booleans", sns, form("Subscribe", "ReturnSubscriptionArn=true"), { ReturnSubscriptionArn: true }],
    ["booleans that are not", sns, form("Subscribe", "ReturnSubscriptionArn=false"), { ReturnSubscriptionArn: false }],
    [
      "blobs in base64",
      sns,
      form("Publish", "MessageAttributes.entry.1.Name=a", "MessageAttributes.entry.1.Value.BinaryValue=AAH%2F"),
      { MessageAttributes: { a: { BinaryValue: Buffer.from([0, 1, 255]) } } },
    ],
    [
      "lists of structures",
      iam,
      form("TagRole", "Tags.member.1.Key=a", "Tags.member.1.Value=1", "Tags.member.2.Key=b", "Tags.member.2.Value="),
      {
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "b", Value: "" },
        ],
      },
    ],
    [
      "lists in the order of their numbers, gaps and all",
      iam,
      form("UntagRole", "TagKeys.member.10=c", "TagKeys.member.2=b", "TagKeys.member.1=a"),
      { TagKeys: ["a", "b", "c"] },
    ],
    ["empty lists", iam, form("UntagRole", "TagKeys="), { TagKeys: [] }],
    [
      "maps of texts",
      sns,
      form(
        "CreateTopic",
        "Attributes.entry.1.key=DisplayName",
        "Attributes.entry.1.value=d",
        "Attributes.entry.2.key=__proto__",
        "Attributes.entry.2.value=x",
      ),
      {
        Attributes: Object.fromEntries([
          ["DisplayName", "d"],
          ["__proto__", "x"],
        ]),
      },
    ],
    ["empty maps", sns, form("CreateTopic", "Attributes="), { Attributes: {} }],
    [
      "parameters it does not know as absent",
      sns,
      form("Publish", "Nonsense.entry.1.key=x", "Message=m"),
      { Message: "m" },
    ],
    [
      "moments",
      cloudwatch,
      form(
        "GetMetricStatistics",
        "StartTime=2026-01-01T00%3A00%3A00Z",
        "Dimensions.member.1.Name=a",
        "Dimensions.member.1.Value=b",
      ),
      { StartTime: new Date("2026-01-01T00:00:00Z"), Dimensions: [{ Name: "a", Value: "b" }] },
    ],
    [
      "the deep parameters of CloudWatch",
      cloudwatch,
      form(
        "PutMetricData",
        "Namespace=n",
        "MetricData.member.1.MetricName=m",
        "MetricData.member.1.Values.member.1=1.5",
        "MetricData.member.1.StatisticValues.Sum=2",
      ),
      { Namespace: "n", MetricData: [{ MetricName: "m", Values: [1.5], StatisticValues: { Sum: 2 } }] },
    ],
  ] as const) {
    it(`reads ${what}`, () => {
      expect(service.decoded(request)).to.deep.equal(expected);
    });
  }

  /** What clients send that were made before SQS spoke JSON: lists and maps stand flat, under the name of one element. */
  for (const [what, request, expected] of [
    [
      "AttributeName.1",
      form("GetQueueAttributes", "AttributeName.1=All", "AttributeName.2=Policy"),
      { AttributeNames: ["All", "Policy"] },
    ],
    [
      "Attribute.1.Name",
      form(
        "CreateQueue",
        "QueueName=q",
        "Attribute.1.Name=DelaySeconds",
        "Attribute.1.Value=5",
        "Tag.1.Key=k",
        "Tag.1.Value=v",
      ),
      { QueueName: "q", Attributes: { DelaySeconds: "5" }, tags: { k: "v" } },
    ],
    [
      "MessageAttribute.1.Value.StringValue",
      form(
        "SendMessage",
        "MessageAttribute.1.Name=a",
        "MessageAttribute.1.Value.DataType=String",
        "MessageAttribute.1.Value.StringValue=x",
      ),
      { MessageAttributes: { a: { DataType: "String", StringValue: "x" } } },
    ],
    [
      "SendMessageBatchRequestEntry.1.Id",
      form("SendMessageBatch", "SendMessageBatchRequestEntry.1.Id=1", "SendMessageBatchRequestEntry.1.MessageBody=b"),
      { Entries: [{ Id: "1", MessageBody: "b" }] },
    ],
  ] as const) {
    it(`reads ${what} of older SQS clients`, () => {
      expect(sqs.decoded(request)).to.deep.equal(expected);
    });
  }

  it("refuses numbers and moments that are none", () => {
    expect(refusal(() => sts.decoded(form("AssumeRole", "DurationSeconds=long"))).code).to.equal(
      "SerializationException",
    );
    expect(refusal(() => sts.decoded(form("AssumeRole", "DurationSeconds="))).code).to.equal("SerializationException");
    expect(refusal(() => sts.decoded(form("AssumeRole", "DurationSeconds.x=1"))).code).to.equal(
      "SerializationException",
    );
    expect(refusal(() => cloudwatch.decoded(form("GetMetricStatistics", "StartTime=soon"))).code).to.equal(
      "SerializationException",
    );
  });

  it("writes lists in member elements, texts escaped, moments in RFC 3339", () => {
    const { status, headers, text } = iam.encoded("ListRoleTags", {
      Tags: [{ Key: "<a>", Value: 'b & "c"' }],
      IsTruncated: false,
    });
    expect(status).to.equal(200);
    expect(headers).to.deep.equal({ "content-type": "text/xml", "x-amzn-requestid": "id-1" });
    expect(text).to.equal(
      '<ListRoleTagsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListRoleTagsResult>' +
        "<Tags><member><Key>&lt;a&gt;</Key><Value>b &amp; &quot;c&quot;</Value></member></Tags><IsTruncated>false</IsTruncated>" +
        "</ListRoleTagsResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></ListRoleTagsResponse>",
    );
    const CreateDate = new Date("2026-01-01T00:00:00Z");
    expect(iam.encoded("GetRole", { Role: { CreateDate } }).text).to.include(
      "<CreateDate>2026-01-01T00:00:00.000Z</CreateDate>",
    );
  });

  it("writes maps in entry elements", () => {
    expect(sns.encoded("GetTopicAttributes", { Attributes: { Owner: "1", DisplayName: "" } }).text).to.include(
      "<Attributes><entry><key>Owner</key><value>1</value></entry><entry><key>DisplayName</key><value></value></entry></Attributes>",
    );
  });

  it("writes the flat lists and maps of SQS", () => {
    const Messages = [{ Body: "a", Attributes: { SenderId: "me" } }, { Body: "b" }];
    expect(sqs.encoded("ReceiveMessage", { Messages }).text).to.include(
      "<ReceiveMessageResult><Message><Body>a</Body><Attribute><Name>SenderId</Name><Value>me</Value></Attribute></Message>" +
        "<Message><Body>b</Body></Message></ReceiveMessageResult>",
    );
  });

  for (const [what, service, operation, output, expected] of [
    ["an empty list", iam, "ListRoleTags", { Tags: [] }, "<ListRoleTagsResult><Tags></Tags></ListRoleTagsResult>"],
    ["an empty output", sns, "TagResource", {}, "<TagResourceResult></TagResourceResult>"],
    ["no output at all", iam, "DeleteRole", {}, '/"><ResponseMetadata>'],
  ] as const) {
    it(`writes ${what}`, () => {
      expect(service.encoded(operation, output).text).to.include(expected);
    });
  }

  for (const [error, type, code] of [
    [new AwsError("NotFoundException", "Topic does not exist", 404), "Sender", "NotFound"],
    [new AwsError("NotFound", "Topic does not exist", 404), "Sender", "NotFound"],
    [new AwsError("InternalErrorException", "no", 500), "Receiver", "InternalError"],
    [new AwsError("Unheard", "of", 400), "Sender", "Unheard"],
  ] as const) {
    it(`answers ${error.code} as ${code}, with the fault at the ${type}`, () => {
      const { status, text } = sns.refused(error);
      expect(status).to.equal(error.status);
      expect(text).to.equal(
        '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">' +
          `<Error><Type>${type}</Type><Code>${code}</Code><Message>${error.message}</Message></Error>` +
          "<RequestId>id-1</RequestId></ErrorResponse>",
      );
    });
  }
});
