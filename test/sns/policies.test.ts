import { expect } from "chai";
import { anSns, HEALTHY_RETRY, refusal, TOPIC_ARN } from "./a-sns.ts";

function aTopic() {
  const { call } = anSns();
  call("CreateTopic", { Name: "converted" });
  const add = (Label: string, more: object = {}) =>
    call("AddPermission", {
      TopicArn: TOPIC_ARN,
      Label,
      AWSAccountId: ["999999999999"],
      ActionName: ["Publish"],
      ...more,
    });
  const attributes = () => call("GetTopicAttributes", { TopicArn: TOPIC_ARN }).Attributes as Record<string, string>;
  const statements = () => JSON.parse(attributes().Policy!).Statement;
  return { call, add, attributes, statements };
}

const invalid = "InvalidParameter 400: Invalid parameter: ";

describe("permissions on a topic", () => {
  it("are statements beside that of its own account", () => {
    const { call, add, statements } = aTopic();
    add("one");
    add("two", { AWSAccountId: ["888888888888", "999999999999"], ActionName: ["Publish", "Subscribe"] });
    expect(statements().map(({ Sid }: { Sid: string }) => Sid)).to.deep.equal(["__default_statement_ID", "one", "two"]);
    expect(statements().slice(1)).to.deep.equal([
      {
        Sid: "one",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::999999999999:root" },
        Action: "SNS:Publish",
        Resource: TOPIC_ARN,
      },
      {
        Sid: "two",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::888888888888:root", "arn:aws:iam::999999999999:root"] },
        Action: ["SNS:Publish", "SNS:Subscribe"],
        Resource: TOPIC_ARN,
      },
    ]);
    for (let i = 0; i < 2; i++) call("RemovePermission", { TopicArn: TOPIC_ARN, Label: "one" });
    expect(statements().map(({ Sid }: { Sid: string }) => Sid)).to.deep.equal(["__default_statement_ID", "two"]);
  });

  it("are refused twice under one label, for actions that no topic has, and for nobody", () => {
    const { add } = aTopic();
    add("one");
    expect(refusal(() => add("one"))).to.equal(`${invalid}Statement already exists`);
    expect(refusal(() => add("two", { ActionName: ["Dance"] }))).to.equal(
      `${invalid}Policy statement action out of service scope!`,
    );
    expect(refusal(() => add("two", { AWSAccountId: [] }))).to.equal(`${invalid}AWSAccountId`);
  });
});

describe("a data protection policy", () => {
  it("is kept, and given back when there is one", () => {
    const { call } = aTopic();
    const ResourceArn = TOPIC_ARN;
    expect(call("GetDataProtectionPolicy", { ResourceArn })).to.deep.equal({});
    const DataProtectionPolicy = '{"Name":"p"}';
    call("PutDataProtectionPolicy", { ResourceArn, DataProtectionPolicy });
    expect(call("GetDataProtectionPolicy", { ResourceArn })).to.deep.equal({ DataProtectionPolicy });
    const put = () => call("PutDataProtectionPolicy", { ResourceArn, DataProtectionPolicy: "{" });
    expect(refusal(put)).to.equal(`${invalid}DataProtectionPolicy`);
  });
});

describe("a delivery policy", () => {
  it("of a topic says whether subscriptions may have their own, and is completed where it is in force", () => {
    const { call, attributes } = aTopic();
    const set = (policy: string) => {
      const AttributeName = "DeliveryPolicy";
      call("SetTopicAttributes", { TopicArn: TOPIC_ARN, AttributeName, AttributeValue: policy });
      const { DeliveryPolicy, EffectiveDeliveryPolicy } = attributes();
      return [DeliveryPolicy && JSON.parse(DeliveryPolicy).http, JSON.parse(EffectiveDeliveryPolicy!).http];
    };
    const own = { minDelayTarget: 5, maxDelayTarget: 6, numRetries: 1 };
    const [kept, inForce] = set(JSON.stringify({ http: { defaultHealthyRetryPolicy: own } }));
    expect(kept).to.deep.equal({ defaultHealthyRetryPolicy: own, disableSubscriptionOverrides: false });
    expect(inForce.defaultHealthyRetryPolicy).to.deep.equal({ ...HEALTHY_RETRY, ...own });
    const [nulls] = set('{"http":{"defaultHealthyRetryPolicy":null}}');
    expect(nulls).to.deep.equal({ disableSubscriptionOverrides: false });
    for (const none of ["", "{}"]) expect(set(none)[0]).to.equal(undefined);
  });

  it("of an HTTP subscription shows all its parts, and the topic's where it has none", () => {
    const { call } = aTopic();
    const http = { defaultRequestPolicy: { headerContentType: "application/json" } };
    const topics = { AttributeName: "DeliveryPolicy", AttributeValue: JSON.stringify({ http }) };
    call("SetTopicAttributes", { TopicArn: TOPIC_ARN, ...topics });
    const own = { healthyRetryPolicy: { numRetries: 0 }, throttlePolicy: { maxReceivesPerSecond: 1000 } };
    const { SubscriptionArn } = call("Subscribe", {
      TopicArn: TOPIC_ARN,
      Protocol: "http",
      Endpoint: "http://example.com",
      Attributes: { DeliveryPolicy: JSON.stringify(own) },
      ReturnSubscriptionArn: true,
    });
    const { Attributes } = call("GetSubscriptionAttributes", { SubscriptionArn });
    const shown = {
      healthyRetryPolicy: { ...HEALTHY_RETRY, numRetries: 0 },
      sicklyRetryPolicy: null,
      throttlePolicy: { maxReceivesPerSecond: 1000 },
      guaranteed: false,
    };
    expect(JSON.parse(Attributes.DeliveryPolicy)).to.deep.equal({ ...shown, requestPolicy: null });
    expect(JSON.parse(Attributes.EffectiveDeliveryPolicy)).to.deep.equal({
      ...shown,
      requestPolicy: { headerContentType: "application/json" },
    });
  });

  it("is none of a queue's", () => {
    const { call } = aTopic();
    const Endpoint = "arn:aws:sqs:us-east-1:111111111111:deliveries";
    const { SubscriptionArn } = call("Subscribe", { TopicArn: TOPIC_ARN, Protocol: "sqs", Endpoint });
    const { Attributes } = call("GetSubscriptionAttributes", { SubscriptionArn });
    expect(Attributes).to.not.have.any.keys("DeliveryPolicy", "EffectiveDeliveryPolicy");
  });
});
