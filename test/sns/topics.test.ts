import { expect } from "chai";
import { anSns, aTopic, factsOf, HEALTHY_RETRY, refusal, TOPIC_ARN } from "./a-sns.ts";

describe("a topic", () => {
  it("has the attributes that AWS shows of a new one", () => {
    const { call } = anSns();
    expect(call("CreateTopic", { Name: "converted" })).to.deep.equal({ TopicArn: TOPIC_ARN });
    const { Policy, EffectiveDeliveryPolicy, ...attributes } = call("GetTopicAttributes", {
      TopicArn: TOPIC_ARN,
    }).Attributes;
    expect(attributes).to.deep.equal({
      DisplayName: "",
      Owner: "111111111111",
      SubscriptionsConfirmed: "0",
      SubscriptionsDeleted: "0",
      SubscriptionsPending: "0",
      TopicArn: TOPIC_ARN,
    });
    expect(JSON.parse(Policy)).to.deep.equal({
      Version: "2008-10-17",
      Id: "__default_policy_ID",
      Statement: [
        {
          Sid: "__default_statement_ID",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: [
            "SNS:GetTopicAttributes",
            "SNS:SetTopicAttributes",
            "SNS:AddPermission",
            "SNS:RemovePermission",
            "SNS:DeleteTopic",
            "SNS:Subscribe",
            "SNS:ListSubscriptionsByTopic",
            "SNS:Publish",
          ],
          Resource: TOPIC_ARN,
          Condition: { StringEquals: { "AWS:SourceOwner": "111111111111" } },
        },
      ],
    });
    expect(JSON.parse(EffectiveDeliveryPolicy)).to.deep.equal({
      http: {
        defaultHealthyRetryPolicy: HEALTHY_RETRY,
        disableSubscriptionOverrides: false,
        defaultRequestPolicy: { headerContentType: "text/plain; charset=UTF-8" },
      },
    });
  });

  it("gives back what was set, byte for byte", () => {
    const { call } = aTopic();
    const set = (AttributeName: string, AttributeValue: string) =>
      call("SetTopicAttributes", { TopicArn: TOPIC_ARN, AttributeName, AttributeValue });
    const get = () => call("GetTopicAttributes", { TopicArn: TOPIC_ARN }).Attributes;
    set("Policy", '{ "Version" : "2012-10-17" }');
    set("SQSSuccessFeedbackSampleRate", "0");
    set("DeliveryPolicy", '{"http":{"defaultHealthyRetryPolicy":{"numRetries":1}}}');
    expect(get().Policy).to.equal('{ "Version" : "2012-10-17" }');
    expect(get().SQSSuccessFeedbackSampleRate).to.equal("0");
    expect(JSON.parse(get().EffectiveDeliveryPolicy).http.defaultHealthyRetryPolicy).to.include({
      numRetries: 1,
      minDelayTarget: 20,
    });
    set("Policy", "");
    set("DeliveryPolicy", "");
    expect(get().Policy).to.contain("__default_policy_ID");
    expect(get()).not.to.have.property("DeliveryPolicy");
  });

  it("is created once, however often it is asked for", () => {
    const { call, feed } = anSns();
    const create = (input: object) => call("CreateTopic", { Name: "converted", ...input });
    const Tags = [
      { Key: "a", Value: "1" },
      { Key: "c", Value: "2" },
    ];
    create({ Attributes: { DisplayName: "AlreadySet" }, Tags });
    create({});
    create({ Attributes: { FifoTopic: "false" } });
    create({ Attributes: { DisplayName: "AlreadySet" }, Tags: [{ Key: "a", Value: "1" }] });
    expect(factsOf(feed, "TopicCreated")).to.deep.equal([{ kind: "TopicCreated", topic: "converted" }]);
    expect(refusal(() => create({ Attributes: { DisplayName: "Other" } }))).to.equal(
      "InvalidParameter 400: Invalid parameter: Attributes Reason: Topic already exists with different attributes",
    );
    expect(refusal(() => create({ Tags: [{ Key: "b", Value: "1" }] }))).to.equal(
      "InvalidParameter 400: Invalid parameter: Tags Reason: Topic already exists with different tags",
    );
  });

  it("refuses in AWS's words", () => {
    const { call } = aTopic();
    const table: [string, object, string][] = [
      ["CreateTopic", { Name: "a:b" }, "InvalidParameter 400: Invalid parameter: Topic Name"],
      ["CreateTopic", { Name: "" }, "InvalidParameter 400: Invalid parameter: Topic Name"],
      ["GetTopicAttributes", { TopicArn: `${TOPIC_ARN}x` }, "NotFound 404: Topic does not exist"],
      [
        "GetTopicAttributes",
        { TopicArn: "randomstring" },
        "InvalidParameter 400: Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1",
      ],
      [
        "DeleteTopic",
        { TopicArn: TOPIC_ARN.replace("us-east-1", "us-west-1") },
        "InvalidParameter 400: Invalid parameter: TopicArn",
      ],
      [
        "SetTopicAttributes",
        { TopicArn: TOPIC_ARN, AttributeName: "FifoTopic", AttributeValue: "false" },
        "InvalidParameter 400: Invalid parameter: AttributeName",
      ],
      [
        "SetTopicAttributes",
        { TopicArn: TOPIC_ARN, AttributeName: "Policy", AttributeValue: "{" },
        "InvalidParameter 400: Invalid parameter: Policy Error: null",
      ],
      ["ListTagsForResource", { ResourceArn: `${TOPIC_ARN}x` }, "ResourceNotFound 404: Resource does not exist"],
      [
        "TagResource",
        {
          ResourceArn: TOPIC_ARN,
          Tags: [
            { Key: "k", Value: "1" },
            { Key: "k", Value: "2" },
          ],
        },
        "InvalidParameter 400: Invalid parameter: Duplicated keys are not allowed.",
      ],
    ];
    for (const [operation, input, words] of table) expect(refusal(() => call(operation, input))).to.equal(words);
  });

  it("takes its subscriptions with it, and can be deleted twice", () => {
    const { call, subscriptionArn } = aTopic();
    call("DeleteTopic", { TopicArn: TOPIC_ARN });
    call("DeleteTopic", { TopicArn: TOPIC_ARN });
    expect(call("ListSubscriptions", {})).to.deep.equal({ Subscriptions: [] });
    expect(refusal(() => call("GetSubscriptionAttributes", { SubscriptionArn: subscriptionArn }))).to.equal(
      "NotFound 404: Subscription does not exist",
    );
  });

  it("has tags", () => {
    const { call } = anSns();
    call("CreateTopic", { Name: "converted", Tags: [{ Key: "k1", Value: "v1" }] });
    call("TagResource", { ResourceArn: TOPIC_ARN, Tags: [{ Key: "k2", Value: "v2" }] });
    call("UntagResource", { ResourceArn: TOPIC_ARN, TagKeys: ["k1"] });
    expect(call("ListTagsForResource", { ResourceArn: TOPIC_ARN }).Tags).to.deep.equal([{ Key: "k2", Value: "v2" }]);
  });

  it("is listed a hundred a page", () => {
    const { call } = anSns();
    for (let i = 0; i < 201; i++) call("CreateTopic", { Name: `topic-${i}` });
    const pages: number[] = [];
    let NextToken: string | undefined;
    do {
      const answer = call("ListTopics", { NextToken });
      pages.push(answer.Topics.length);
      NextToken = answer.NextToken;
    } while (NextToken);
    expect(pages).to.deep.equal([100, 100, 1]);
  });
});
