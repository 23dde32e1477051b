import { expect } from "chai";
import type { SnsFact } from "../../cloud/sns/facts.ts";
import { metricsOf } from "../../cloud/sns/metrics.ts";

describe("SNS's metrics", () => {
  const named = { topic: "converted", subscription: "arn", messageId: "id" };
  const names = (fact: SnsFact) => metricsOf(fact).map(({ name, value, unit }) => `${name} ${value} ${unit}`);

  it("count messages and their bytes", () => {
    expect(names({ kind: "Published", topic: "converted", messageId: "id", size: 12 })).to.deep.equal([
      "NumberOfMessagesPublished 1 Count",
      "PublishSize 12 Bytes",
    ]);
  });

  it("count what became of notifications", () => {
    expect(names({ kind: "NotificationDelivered", ...named })).to.deep.equal([
      "NumberOfNotificationsDelivered 1 Count",
    ]);
    expect(names({ kind: "NotificationFailed", ...named, attempts: 9, code: "c", message: "m" })).to.deep.equal([
      "NumberOfNotificationsFailed 1 Count",
    ]);
    expect(names({ kind: "NotificationRedriven", ...named, to: "arn" })).to.deep.equal([
      "NumberOfNotificationsRedrivenToDlq 1 Count",
    ]);
    expect(names({ kind: "RedriveFailed", ...named, to: "arn" })).to.deep.equal([
      "NumberOfNotificationsFailedToRedriveToDlq 1 Count",
    ]);
  });

  it("count what was filtered out, in total, by scope and by reason", () => {
    expect(names({ kind: "NotificationFilteredOut", ...named, reason: "MessageBody" })).to.deep.equal([
      "NumberOfNotificationsFilteredOut 1 Count",
      "NumberOfNotificationsFilteredOut-MessageBody 1 Count",
    ]);
    expect(names({ kind: "NotificationFilteredOut", ...named, reason: "NoMessageAttributes" })).to.deep.equal([
      "NumberOfNotificationsFilteredOut 1 Count",
      "NumberOfNotificationsFilteredOut-MessageAttributes 1 Count",
      "NumberOfNotificationsFilteredOut-NoMessageAttributes 1 Count",
    ]);
  });

  it("have the topic's name for a dimension, and say nothing of topics being made", () => {
    expect(metricsOf({ kind: "NotificationDelivered", ...named })[0]).to.include({ namespace: "AWS/SNS" });
    expect(metricsOf({ kind: "NotificationDelivered", ...named })[0]!.dimensions).to.deep.equal({
      TopicName: "converted",
    });
    expect(metricsOf({ kind: "TopicCreated", topic: "converted" })).to.deep.equal([]);
  });
});
