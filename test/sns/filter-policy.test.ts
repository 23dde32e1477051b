import { expect } from "chai";
import { FilterPolicy } from "../../cloud/sns/filter/policy.ts";
import type { MessageAttribute } from "../../cloud/sns/message.ts";

describe("a filter policy over message attributes", () => {
  const judge = (policy: object, attributes: Record<string, MessageAttribute>) =>
    new FilterPolicy(JSON.stringify(policy), "MessageAttributes").judge({ attributes, body: "" });
  const text = (StringValue: string) => ({ DataType: "String", StringValue });
  const number = (StringValue: string) => ({ DataType: "Number", StringValue });
  const list = (...values: unknown[]) => ({ DataType: "String.Array", StringValue: JSON.stringify(values) });

  const table: [string, unknown[], MessageAttribute, boolean][] = [
    ["takes a listed string", ["rugby", "tennis"], text("tennis"), true],
    ["leaves other strings out", ["rugby", "tennis"], text("baseball"), false],
    ["minds upper case", ["rugby"], text("Rugby"), false],
    ["takes an array with one listed element", ["rugby"], list("soccer", "rugby"), true],
    ["leaves an array without one out", ["rugby"], list("soccer"), false],
    ["does not take a string for a number", [100], text("100"), false],
    ["does not take a number for a string", ["100"], number("100"), false],
    ["takes a number however it is written", [100], number("1e2"), true],
    ["takes true in an array", [true], list(true), true],
    ["takes null in an array", [null], list(null), true],
    ["takes a prefix", [{ prefix: "bas" }], text("baseball"), true],
    ["leaves other prefixes out", [{ prefix: "bas" }], text("rugby"), false],
    ["takes a suffix", [{ suffix: "ball" }], text("baseball"), true],
    ["leaves other suffixes out", [{ suffix: "ball" }], text("rugby"), false],
    ["takes any case when told so", [{ "equals-ignore-case": "tennis" }], text("TENNIS"), true],
    ["takes anything but a value", [{ "anything-but": "rugby" }], text("tennis"), true],
    ["leaves out the one value", [{ "anything-but": "rugby" }], text("rugby"), false],
    [
      "takes an array with one element that is not listed",
      [{ "anything-but": ["rugby"] }],
      list("rugby", "golf"),
      true,
    ],
    ["takes anything but numbers", [{ "anything-but": [100, 500] }], number("101"), true],
    ["leaves listed numbers out", [{ "anything-but": [100, 500] }], number("500"), false],
    ["takes anything but a prefix", [{ "anything-but": { prefix: "order-" } }], text("data-entry"), true],
    ["leaves the prefix out", [{ "anything-but": { prefix: "order-" } }], text("order-cancelled"), false],
    ["takes an equal number", [{ numeric: ["=", 301.5] }], number("3.015e2"), true],
    ["takes five digits after the point", [{ numeric: ["=", 0.1] }], number("0.1000001"), true],
    ["takes a number in a range", [{ numeric: [">", 0, "<=", 150] }], number("150"), true],
    ["leaves the open end of a range out", [{ numeric: [">", 0, "<=", 150] }], number("0"), false],
    ["leaves smaller numbers out", [{ numeric: [">=", 100] }], number("99.9"), false],
    ["takes smaller numbers", [{ numeric: ["<", 100] }], number("99.9"), true],
    ["takes an address of a block", [{ cidr: "10.0.0.0/24" }], text("10.0.0.255"), true],
    ["leaves other addresses out", [{ cidr: "10.0.0.0/24" }], text("10.1.1.0"), false],
    ["takes an IPv6 address of a block", [{ cidr: "2001:db8::/33" }], text("2001:db8:7fff::1"), true],
    ["leaves other IPv6 addresses out", [{ cidr: "2001:db8::/33" }], text("2001:db8:8000::1"), false],
    ["takes what exists", [{ exists: true }], text("fans"), true],
    ["leaves out what should not exist", [{ exists: false }], text("fans"), false],
    ["takes one of several conditions", [{ prefix: "x" }, { suffix: "s" }], text("fans"), true],
    ["passes binary attributes over", [{ exists: true }], { DataType: "Binary", BinaryValue: Uint8Array.of(1) }, false],
  ];
  for (const [sentence, conditions, attribute, accepted] of table) {
    it(sentence, () => {
      expect(judge({ key: conditions }, { key: attribute })).to.equal(accepted ? "accepted" : "MessageAttributes");
    });
  }

  it("wants every key", () => {
    const policy = { store: ["fans"], price: [{ numeric: [">", 100] }] };
    expect(judge(policy, { store: text("fans"), price: number("101") })).to.equal("accepted");
    expect(judge(policy, { store: text("fans") })).to.equal("MessageAttributes");
  });

  it("takes a message that lacks a key that should not exist", () => {
    expect(judge({ store: [{ exists: false }] }, { def: number("99") })).to.equal("accepted");
  });

  it("takes no message without attributes, whatever it asks for", () => {
    expect(judge({ store: [{ exists: false }] }, {})).to.equal("NoMessageAttributes");
    expect(judge({ attr1: [null, { "anything-but": "whatever" }] }, {})).to.equal("NoMessageAttributes");
  });

  it("says when an array cannot be read", () => {
    const broken = { DataType: "String.Array", StringValue: "[rugby" };
    expect(judge({ key: ["rugby"] }, { key: broken })).to.equal("InvalidAttributes");
  });
});

describe("a filter policy over the message body", () => {
  const judge = (policy: object, body: unknown) =>
    new FilterPolicy(JSON.stringify(policy), "MessageBody").judge({
      attributes: {},
      body: typeof body === "string" ? body : JSON.stringify(body),
    });

  it("walks into objects", () => {
    const policy = { object: { key: [{ prefix: "auto-" }, "hardcodedvalue"] } };
    expect(judge(policy, { object: { key: "auto-test" } })).to.equal("accepted");
    expect(judge(policy, { object: { key: "hardcodedvalue" } })).to.equal("accepted");
    expect(judge(policy, { object: { key: "test-auto" } })).to.equal("MessageBody");
    expect(judge(policy, { object: "auto-test" })).to.equal("MessageBody");
  });

  it("never matches a body that is no JSON object", () => {
    for (const body of ["plain text", '"auto"', "[1]", "null", "{"]) {
      expect(judge({ key: [{ exists: false }] }, body)).to.equal("InvalidMessageBody");
    }
  });

  it("takes dotted names and nested ones for the same, as recorded", () => {
    const policy = { "object.nested.test": ["string.value"] };
    for (const body of [
      { object: { nested: { test: "string.value" } } },
      { "object.nested.test": "string.value" },
      { "object.nested": { test: "string.value" } },
      { object: { "nested.test": "string.value" } },
    ]) {
      expect(judge(policy, body)).to.equal("accepted");
    }
    expect(judge(policy, { object: { nested: { test: "string.notvalue" } } })).to.equal("MessageBody");
  });

  it("takes one matching element of an array", () => {
    const policy = { headers: { "route-to": ["queue2"] } };
    expect(judge(policy, { headers: { "route-to": ["queue1", "queue2"] } })).to.equal("accepted");
    expect(judge(policy, { headers: { "route-to": ["queue1"] } })).to.equal("MessageBody");
    expect(judge(policy, { headers: { "route-to": [] } })).to.equal("MessageBody");
  });

  it("wants what is in one array to match in one element, through arrays of arrays", () => {
    const policy = {
      Records: { s3: { object: { key: [{ prefix: "auto-" }] } }, eventName: [{ prefix: "ObjectCreated:" }] },
    };
    const record = (key: string, eventName: string) => ({ eventName, s3: { object: [[{ key }]] } });
    const created = record("auto-1.xml", "ObjectCreated:Put");
    const removed = record("home-1.xml", "ObjectRemoved:Delete");
    expect(judge(policy, { Records: [created, removed] })).to.equal("accepted");
    expect(
      judge(policy, { Records: [record("auto-1.xml", "ObjectRemoved:Delete"), record("home", "ObjectCreated:Put")] }),
    ).to.equal("MessageBody");
  });

  it("reads bodies that are as deep as they are long", () => {
    const body = `{"key":${"[".repeat(60_000)}"x"${"]".repeat(60_000)}}`;
    expect(judge({ key: ["x"] }, body)).to.equal("accepted");
    expect(judge({ key: ["y"] }, body)).to.equal("MessageBody");
  });

  it("looks for absence and presence on leaves only", () => {
    expect(judge({ a: { b: [{ exists: false }] } }, { a: { c: 1 } })).to.equal("accepted");
    expect(judge({ a: { b: [{ exists: false }] } }, {})).to.equal("accepted");
    expect(judge({ a: { b: [{ exists: false }] } }, { a: { b: 1 } })).to.equal("MessageBody");
    expect(judge({ a: [{ exists: true }] }, { a: { b: 1 } })).to.equal("MessageBody");
    expect(judge({ a: [{ exists: true }] }, { a: null })).to.equal("MessageBody");
  });

  it("knows alternatives, nested ones too, as recorded", () => {
    const policy = {
      $or: [{ metricName: ["CPUUtilization", "ReadLatency"] }, { namespace: ["AWS/EC2", "AWS/ES"] }],
      detail: {
        scope: ["Service"],
        $or: [{ source: ["aws.cloudwatch"] }, { type: ["CloudWatch Alarm State Change"] }],
      },
    };
    const service = { scope: "Service", source: "aws.cloudwatch" };
    expect(judge(policy, { metricName: "ReadLatency", detail: service })).to.equal("accepted");
    expect(judge(policy, { namespace: "AWS/ES", detail: service })).to.equal("accepted");
    expect(judge(policy, { metricName: "AWS/EC2", detail: service })).to.equal("MessageBody");
    expect(judge(policy, { metricName: "CPUUtilization", detail: { scope: "Service" } })).to.equal("MessageBody");
    expect(judge(policy, { metricName: "CPUUtilization", detail: { source: "aws.cloudwatch" } })).to.equal(
      "MessageBody",
    );
  });

  it("takes $or for a name like any other when it is no choice", () => {
    expect(judge({ $or: [{ prefix: "a" }, { suffix: "z" }] }, { $or: "abc" })).to.equal("accepted");
    expect(judge({ $or: ["x"] }, { $or: "x" })).to.equal("accepted");
  });
});
