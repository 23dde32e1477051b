import { expect } from "chai";
import { aTopic, QUEUE_ARN, TOPIC_ARN } from "./a-sns.ts";

describe("the SNS house", () => {
  const { house, subscriptionArn, call } = aTopic();
  const needs = (operation: string, input: object) =>
    house.needs(operation, input as never).map(({ action, resource }) => `${action} ${resource}`);

  it("asks for IAM's actions on topics", () => {
    expect(needs("Publish", { TopicArn: TOPIC_ARN })).to.deep.equal([`sns:Publish ${TOPIC_ARN}`]);
    expect(needs("Publish", { TargetArn: TOPIC_ARN })).to.deep.equal([`sns:Publish ${TOPIC_ARN}`]);
    expect(needs("PublishBatch", { TopicArn: TOPIC_ARN })).to.deep.equal([`sns:Publish ${TOPIC_ARN}`]);
    expect(needs("CreateTopic", { Name: "converted" })).to.deep.equal([`sns:CreateTopic ${TOPIC_ARN}`]);
    expect(needs("ListTopics", {})).to.deep.equal(["sns:ListTopics *"]);
  });

  it("asks for tagging as well when a topic is created with tags", () => {
    expect(needs("CreateTopic", { Name: "converted", Tags: [{ Key: "k", Value: "v" }] })).to.deep.equal([
      `sns:CreateTopic ${TOPIC_ARN}`,
      `sns:TagResource ${TOPIC_ARN}`,
    ]);
  });

  it("checks subscriptions against their topic", () => {
    for (const operation of ["Unsubscribe", "GetSubscriptionAttributes", "SetSubscriptionAttributes"]) {
      expect(needs(operation, { SubscriptionArn: subscriptionArn })).to.deep.equal([`sns:${operation} ${TOPIC_ARN}`]);
    }
  });

  it("leaves what is no subscription's ARN to SNS", () => {
    const SubscriptionArn = "arn:aws:sns:us-east-1:222222222222:random";
    expect(needs("Unsubscribe", { SubscriptionArn })).to.deep.equal(["sns:Unsubscribe *"]);
  });

  it("tells policies who subscribes", () => {
    const [need] = house.needs("Subscribe", { TopicArn: TOPIC_ARN, Protocol: "sqs", Endpoint: QUEUE_ARN } as never);
    expect(need!.context).to.deep.equal({ "sns:Protocol": "sqs", "sns:Endpoint": QUEUE_ARN });
  });

  it("knows the policy of a topic, set or not", () => {
    expect(house.policyOf(TOPIC_ARN)).to.contain("__default_policy_ID");
    call("SetTopicAttributes", { TopicArn: TOPIC_ARN, AttributeName: "Policy", AttributeValue: '{"Statement":[]}' });
    expect(house.policyOf(TOPIC_ARN)).to.equal('{"Statement":[]}');
    expect(house.policyOf(`${TOPIC_ARN}x`)).to.equal(undefined);
  });
});
