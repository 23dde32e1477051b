import { expect } from "chai";
import {
  type Answer,
  aTopic,
  type Caller,
  DEAD_LETTERS_ARN,
  FUNCTION_ARN,
  QUEUE_ARN,
  refusal,
  TOPIC_ARN,
} from "./a-sns.ts";

describe("a subscription", () => {
  const subscribe = (call: Caller, input: object) =>
    call("Subscribe", { TopicArn: TOPIC_ARN, Protocol: "sqs", Endpoint: QUEUE_ARN, ...input });

  it("shows what AWS shows of a queue's", () => {
    const { call, subscriptionArn } = aTopic();
    expect(call("GetSubscriptionAttributes", { SubscriptionArn: subscriptionArn }).Attributes).to.deep.equal({
      ConfirmationWasAuthenticated: "true",
      Endpoint: QUEUE_ARN,
      Owner: "111111111111",
      PendingConfirmation: "false",
      Protocol: "sqs",
      RawMessageDelivery: "false",
      SubscriptionArn: subscriptionArn,
      SubscriptionPrincipal: "arn:aws:iam::111111111111:user/ann",
      TopicArn: TOPIC_ARN,
    });
    expect(call("ListSubscriptionsByTopic", { TopicArn: TOPIC_ARN }).Subscriptions).to.deep.equal([
      {
        Endpoint: QUEUE_ARN,
        Owner: "111111111111",
        Protocol: "sqs",
        SubscriptionArn: subscriptionArn,
        TopicArn: TOPIC_ARN,
      },
    ]);
    expect(subscriptionArn).to.match(/^arn:aws:sns:us-east-1:111111111111:converted:[0-9a-f-]{36}$/);
  });

  it("is the same one when the endpoint is subscribed again, unless an attribute differs", () => {
    const { call, subscriptionArn } = aTopic({ RawMessageDelivery: "true" });
    const again = (Attributes?: object) => subscribe(call, { Attributes }).SubscriptionArn;
    const byDefault = { FilterPolicyScope: "MessageAttributes" };
    const same = [again(), again({}), again({ RawMessageDelivery: "true" }), again(byDefault)];
    expect(same).to.deep.equal(Array(4).fill(subscriptionArn));
    expect(refusal(() => again({ RawMessageDelivery: "false" }))).to.equal(
      "InvalidParameter 400: Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
    );
  });

  it("shows the scope of a filter policy only with the policy", () => {
    const { call, subscriptionArn } = aTopic();
    const set = (AttributeName: string, AttributeValue: string) =>
      call("SetSubscriptionAttributes", { SubscriptionArn: subscriptionArn, AttributeName, AttributeValue });
    const get = () => call("GetSubscriptionAttributes", { SubscriptionArn: subscriptionArn }).Attributes;
    set("FilterPolicyScope", "MessageBody");
    expect(get()).not.to.have.property("FilterPolicyScope");
    set("FilterPolicy", '{"object":{"key":[{"prefix":"auto-"}]}}');
    expect(get()).to.include({
      FilterPolicyScope: "MessageBody",
      FilterPolicy: '{"object":{"key":[{"prefix":"auto-"}]}}',
    });
    expect(refusal(() => set("FilterPolicyScope", "MessageAttributes"))).to.equal(
      "InvalidParameter 400: Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy",
    );
    set("FilterPolicy", "{}");
    expect(get()).not.to.have.property("FilterPolicy");
  });

  it("shows a filter policy's scope though it was never set", () => {
    const { call, subscriptionArn } = aTopic({ FilterPolicy: '{"attr":["match-this"]}' });
    expect(call("GetSubscriptionAttributes", { SubscriptionArn: subscriptionArn }).Attributes).to.include({
      FilterPolicy: '{"attr":["match-this"]}',
      FilterPolicyScope: "MessageAttributes",
    });
  });

  it("keeps its redrive policy byte for byte", () => {
    const RedrivePolicy = `{ "deadLetterTargetArn" : "${DEAD_LETTERS_ARN}" }`;
    const { call, subscriptionArn } = aTopic({ RedrivePolicy });
    expect(call("GetSubscriptionAttributes", { SubscriptionArn: subscriptionArn }).Attributes).to.include({
      RedrivePolicy,
    });
  });

  it("refuses bad attributes in AWS's words", () => {
    const { call, subscriptionArn } = aTopic();
    const set = (AttributeName: string, AttributeValue: string) =>
      refusal(() =>
        call("SetSubscriptionAttributes", { SubscriptionArn: subscriptionArn, AttributeName, AttributeValue }),
      ).replace("InvalidParameter 400: Invalid parameter: ", "");
    const location =
      " at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 2]";
    const syntax =
      "failed to parse JSON. Unexpected character ('i' (code 105)): was expecting double-quote to start field name";
    expect(set("FakeAttribute", "x")).to.equal("AttributeName");
    expect(set("RawMessageDelivery", "test-ValUe")).to.equal(
      "RawMessageDelivery: Invalid value [test-ValUe]. Must be true or false.",
    );
    expect(set("RawMessageDelivery", "")).to.equal("RawMessageDelivery: Invalid value []. Must be true or false.");
    expect(set("FilterPolicyScope", "RandomValue")).to.equal(
      "FilterPolicyScope: Invalid value [RandomValue]. Please use either MessageBody or MessageAttributes",
    );
    expect(set("RedrivePolicy", '{"deadLetterTargetArn": "fake-arn"}')).to.equal(
      "RedrivePolicy: deadLetterTargetArn is an invalid arn",
    );
    expect(set("RedrivePolicy", "{invalidjson}")).to.equal(`RedrivePolicy: ${syntax}\n${location}`);
    expect(set("FilterPolicy", "{invalidjson}")).to.equal(`FilterPolicy: ${syntax}\n${location}`);
  });

  it("refuses at Subscribe with another beginning", () => {
    const { call } = aTopic();
    const words = (Attributes: object) =>
      refusal(() => subscribe(call, { Endpoint: `${QUEUE_ARN}-2`, Attributes })).replace(
        "InvalidParameter 400: Invalid parameter: Attributes Reason: ",
        "",
      );
    expect(words({ RawMessageDelivery: "wrongvalue" })).to.equal(
      "RawMessageDelivery: Invalid value [wrongvalue]. Must be true or false.",
    );
    expect(words({ FilterPolicy: '{"key_a":"value_one"}' })).to.contain(
      'FilterPolicy: "key_a" must be an object or an array\n at [Source: REDACTED',
    );
  });

  it("refuses endpoints in AWS's words", () => {
    const { call } = aTopic();
    const words = (input: object) => refusal(() => subscribe(call, input)).replace("InvalidParameter 400: ", "");
    expect(words({ Protocol: "test-protocol" })).to.equal(
      "Invalid parameter: Amazon SNS does not support this protocol string: test-protocol",
    );
    expect(words({ Endpoint: "http://127.0.0.1/111111111111/deliveries" })).to.equal(
      "Invalid parameter: SQS endpoint ARN",
    );
    expect(words({ Endpoint: `${QUEUE_ARN}.fifo` })).to.equal(
      "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    );
    expect(words({ Protocol: "https", Endpoint: "http://example.com" })).to.equal(
      "Invalid parameter: Endpoint must match the specified protocol",
    );
    expect(words({ Protocol: "lambda", Endpoint: FUNCTION_ARN, Attributes: { RawMessageDelivery: "true" } })).to.equal(
      "Invalid parameter: Attributes Reason: Delivery protocol [lambda] does not support raw message delivery.",
    );
    expect(refusal(() => subscribe(call, { TopicArn: `${TOPIC_ARN}x` }))).to.equal(
      "NotFound 404: Topic does not exist",
    );
  });

  it("stays pending for endpoints that would have to confirm, and gets nothing", () => {
    const { call, delivered } = aTopic();
    const email = { Protocol: "email", Endpoint: "ann@example.com" };
    expect(subscribe(call, email).SubscriptionArn).to.equal("pending confirmation");
    const { SubscriptionArn } = subscribe(call, { ...email, ReturnSubscriptionArn: true });
    expect(SubscriptionArn).to.match(/^arn:/);
    const listed = call("ListSubscriptions", {}).Subscriptions.map((entry: Answer) => entry.SubscriptionArn);
    expect(listed[1]).to.equal("PendingConfirmation");
    expect(call("GetTopicAttributes", { TopicArn: TOPIC_ARN }).Attributes).to.include({
      SubscriptionsConfirmed: "1",
      SubscriptionsPending: "1",
    });
    call("Publish", { TopicArn: TOPIC_ARN, Message: "hello" });
    expect(delivered.map(({ kind }) => kind)).to.deep.equal(["sqs"]);
  });

  it("ends once, however often it is ended", () => {
    const { call, subscriptionArn, delivered } = aTopic();
    call("Unsubscribe", { SubscriptionArn: subscriptionArn });
    call("Unsubscribe", { SubscriptionArn: subscriptionArn });
    call("Publish", { TopicArn: TOPIC_ARN, Message: "hello" });
    expect(delivered).to.deep.equal([]);
    expect(call("GetTopicAttributes", { TopicArn: TOPIC_ARN }).Attributes.SubscriptionsDeleted).to.equal("1");
  });

  it("is confirmed by no token, because none was sent", () => {
    const { call } = aTopic();
    const words = (input: object) =>
      refusal(() => call("ConfirmSubscription", { TopicArn: TOPIC_ARN, Token: "ab".repeat(144), ...input }));
    expect(words({})).to.equal("InvalidParameter 400: Invalid token");
    expect(words({ Token: "random" })).to.equal("InvalidParameter 400: Invalid parameter: Token");
    expect(words({ TopicArn: `${TOPIC_ARN}x` })).to.equal("InvalidParameter 400: Invalid parameter: Token");
    expect(words({ TopicArn: TOPIC_ARN.replace("us-east-1", "eu-west-3") })).to.equal(
      "InvalidParameter 400: Invalid parameter: Topic",
    );
  });

  it("takes a redrive policy with a target and nothing else", () => {
    const { call, subscriptionArn: SubscriptionArn } = aTopic();
    const AttributeValue = JSON.stringify({ deadLetterTargetArn: QUEUE_ARN, maxReceiveCount: 3 });
    const set = { SubscriptionArn, AttributeName: "RedrivePolicy", AttributeValue };
    expect(refusal(() => call("SetSubscriptionAttributes", set))).to.equal(
      "InvalidParameter 400: Invalid parameter: RedrivePolicy: invalid JSON. Attribute maxReceiveCount is unknown.",
    );
  });

  it("refuses ARNs in AWS's words", () => {
    const { call } = aTopic();
    const words = (SubscriptionArn: string) =>
      refusal(() => call("Unsubscribe", { SubscriptionArn })).replace("InvalidParameter 400: Invalid parameter: ", "");
    expect(words("")).to.equal("SubscriptionArn Reason: no value for required parameter");
    expect(words("randomstring")).to.equal("SubscriptionArn Reason: An ARN must have at least 6 elements, not 1");
    expect(words("arn:aws:sns:us-east-1:random")).to.equal(
      "SubscriptionArn Reason: An ARN must have at least 6 elements, not 5",
    );
    expect(words(`${TOPIC_ARN}:nope`)).to.equal("SubscriptionId");
  });
});
