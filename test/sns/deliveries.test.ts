import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import type { Outcome } from "../../cloud/sns/ports.ts";
import { retryDelay } from "../../cloud/sns/retries.ts";
import { aCall, aTopic, type Caller, DEAD_LETTERS_ARN, FUNCTION_ARN, factsOf, TOPIC_ARN } from "./a-sns.ts";

const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: DEAD_LETTERS_ARN });
const gone: Outcome = {
  error: "client",
  code: "AWS.SimpleQueueService.NonExistentQueue",
  message: "The specified queue does not exist.",
};
const down: Outcome = { error: "server", code: "ServiceUnavailable", message: "try again" };

describe("the delivery policy", () => {
  it("retries 3 times at once, 2 times after a second, 10 times slower and slower, then every 20 seconds", () => {
    const delays = Array.from({ length: 18 }, (_, i) => retryDelay(i + 1));
    expect(delays.slice(0, 5)).to.deep.equal([0, 0, 0, 1000, 1000]);
    expect(delays[5]).to.equal(1000);
    expect(delays[14]).to.equal(20_000);
    expect(delays.slice(15)).to.deep.equal([20_000, 20_000, 20_000]);
    for (let i = 6; i < 15; i++) expect(delays[i]! / delays[i - 1]!).to.be.closeTo(20 ** (1 / 9), 0.001);
  });

  it("ends after 100,015 retries, over 23 days", () => {
    let days = 0;
    for (let retry = 1; retryDelay(retry) !== undefined; retry++) days += retryDelay(retry)! / 86_400_000;
    expect(retryDelay(100_015)).to.equal(20_000);
    expect(retryDelay(100_016)).to.equal(undefined);
    expect(days).to.be.within(23, 24);
  });
});

describe("a delivery", () => {
  const publish = (call: Caller, more: object = {}) =>
    call("Publish", { TopicArn: TOPIC_ARN, Message: "m", ...more }).MessageId as string;

  it("is given up at once on a client-side error", () => {
    const { call, feed, attempts, redriven, subscriptionArn: subscription } = aTopic({}, () => gone);
    const messageId = publish(call);
    expect(attempts).to.have.length(1);
    expect(redriven).to.deep.equal([]);
    const named = { topic: "converted", subscription, messageId };
    expect(factsOf(feed, "NotificationFailed", "NotificationRedriven")).to.deep.equal([
      { kind: "NotificationFailed", ...named, attempts: 1, code: gone.code, message: gone.message },
    ]);
  });

  it("goes to the dead-letter queue as it was, and counts as failed there too", () => {
    const { call, feed, delivered, redriven, subscriptionArn: subscription } = aTopic({ RedrivePolicy }, () => gone);
    const messageId = publish(call);
    const { body } = delivered[0]!;
    const letter = { queueArn: DEAD_LETTERS_ARN, topicArn: TOPIC_ARN, body, attributes: undefined };
    expect(redriven).to.deep.equal([letter]);
    const named = { topic: "converted", subscription, messageId };
    expect(factsOf(feed, "NotificationFailed", "NotificationRedriven")).to.deep.equal([
      { kind: "NotificationFailed", ...named, attempts: 1, code: gone.code, message: gone.message },
      { kind: "NotificationRedriven", ...named, to: DEAD_LETTERS_ARN },
    ]);
  });

  it("goes there bare, attributes beside it, under raw delivery", () => {
    const { call, redriven } = aTopic({ RedrivePolicy, RawMessageDelivery: "true" }, () => gone);
    const MessageAttributes = { attr1: { DataType: "Number", StringValue: "111" } };
    publish(call, { MessageAttributes });
    const letter = { queueArn: DEAD_LETTERS_ARN, topicArn: TOPIC_ARN, body: "m", attributes: MessageAttributes };
    expect(redriven).to.deep.equal([letter]);
  });

  it("takes the trace of the request along, to the dead-letter queue too", () => {
    const { house, delivered, redriven } = aTopic({ RedrivePolicy }, () => gone);
    const traceHeader = "Root=1-3152b799-8954dae64eda91bc9a23a7e8";
    house.operations.Publish!({ TopicArn: TOPIC_ARN, Message: "m" }, { ...aCall(), traceHeader });
    expect([delivered[0]!.traceHeader, redriven[0]!.traceHeader]).to.deep.equal([traceHeader, traceHeader]);
  });

  it("goes there in a queue's envelope when it was for a function", () => {
    const { call, redriven, subscriptionArn } = aTopic({}, () => gone);
    call("Unsubscribe", { SubscriptionArn: subscriptionArn });
    call("Subscribe", {
      TopicArn: TOPIC_ARN,
      Protocol: "lambda",
      Endpoint: FUNCTION_ARN,
      Attributes: { RedrivePolicy },
    });
    publish(call);
    expect(JSON.parse(redriven[0]!.body)).to.include({ Type: "Notification", Message: "m" });
  });

  it("says when the dead-letter queue would not take it", () => {
    const { call, feed } = aTopic({ RedrivePolicy }, () => gone, "refused");
    publish(call);
    expect(feed.facts.at(-1)!.kind).to.equal("RedriveFailed");
  });

  it("is tried again by the delivery policy after server-side errors", async () => {
    const { call, clock, attempts, feed } = aTopic({}, (attempt) => (attempt < 8 ? down : "delivered"));
    publish(call);
    await clock.run(clock.sleep(60_000));
    expect(attempts.map((at) => at - EPOCH)).to.deep.equal([0, 0, 0, 0, 1000, 2000, 3000, 4395]);
    expect(factsOf(feed, "NotificationDelivered", "NotificationFailed").map(({ kind }) => kind)).to.deep.equal([
      "NotificationDelivered",
    ]);
  });

  it("is given up when the endpoint is deleted between two attempts", async () => {
    const { call, clock, attempts, redriven } = aTopic({ RedrivePolicy }, (attempt) => (attempt < 6 ? down : gone));
    publish(call);
    await clock.run(clock.sleep(60_000));
    expect(attempts).to.have.length(6);
    expect(redriven).to.have.length(1);
  });

  it("is not tried again for who has unsubscribed", async () => {
    const { call, clock, attempts, feed, subscriptionArn } = aTopic({}, () => down);
    publish(call);
    await clock.run(clock.sleep(500));
    call("Unsubscribe", { SubscriptionArn: subscriptionArn });
    await clock.run(clock.sleep(60_000));
    expect(attempts).to.have.length(4);
    expect(factsOf(feed, "NotificationFailed")).to.deep.equal([]);
  });

  it("counts once, though a doubled parcel answers twice", () => {
    const { call, feed, delivered } = aTopic();
    publish(call);
    delivered[0]!.outcome("delivered");
    delivered[0]!.outcome(gone);
    expect(factsOf(feed, "NotificationDelivered", "NotificationFailed")).to.have.length(1);
  });

  it("fails of eleven attributes under raw delivery without leaving", () => {
    const { call, feed, attempts, redriven } = aTopic({ RawMessageDelivery: "true", RedrivePolicy });
    const many = Array.from({ length: 11 }, (_, i) => [`a${i}`, { DataType: "String", StringValue: "x" }]);
    publish(call, { MessageAttributes: Object.fromEntries(many) });
    expect(attempts).to.deep.equal([]);
    expect(redriven).to.have.length(1);
    expect(factsOf(feed, "NotificationFailed")[0]).to.include({
      message: "Number of message attributes [11] exceeds the allowed maximum [10].",
    });
  });
});
