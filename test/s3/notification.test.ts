import { expect } from "chai";
import { aBucket, anS3, bytes, refusal } from "./a-s3.ts";

const QUEUE = "arn:aws:sqs:eu-west-1:123456789012:deliveries";
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:converted";
const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:transform:live";
const CREATED = ["s3:ObjectCreated:*"];
const UNABLE = "InvalidArgument: Unable to validate the following destination configurations";

describe("a notification configuration", () => {
  it("comes back as it was sent, with rule names as S3 writes them", () => {
    const s3 = aBucket();
    const rules = (...names: string[]) => names.map((Name, i) => ({ Name, Value: ["input/", ".json"][i] }));
    s3.put({
      LambdaFunctionConfigurations: [aRule({ Id: "input-json", FilterRules: rules("prefix", "SUFFIX") }, FUNCTION)],
      QueueConfigurations: [{ Id: "removed", QueueArn: QUEUE, Events: ["s3:ObjectRemoved:*"] }],
    });
    expect(s3.call("GetBucketNotificationConfiguration", {})).to.deep.equal({
      QueueConfigurations: [{ Id: "removed", QueueArn: QUEUE, Events: ["s3:ObjectRemoved:*"] }],
      LambdaFunctionConfigurations: [
        {
          Id: "input-json",
          LambdaFunctionArn: FUNCTION,
          Events: CREATED,
          Filter: { Key: { FilterRules: rules("Prefix", "Suffix") } },
        },
      ],
    });
  });

  it("gets ids where it has none", () => {
    const s3 = aBucket();
    s3.put({ QueueConfigurations: [{ QueueArn: QUEUE, Events: CREATED }] });
    const [stored] = s3.call("GetBucketNotificationConfiguration", {}).QueueConfigurations;
    expect(stored.Id).to.match(/^[A-Za-z0-9+/]{48}$/);
  });

  it("keeps empty filter values", () => {
    const s3 = aBucket();
    s3.put({ QueueConfigurations: [{ ...aRule({ FilterRules: [{ Name: "Prefix", Value: "" }] }), QueueArn: QUEUE }] });
    const [stored] = s3.call("GetBucketNotificationConfiguration", {}).QueueConfigurations;
    expect(stored.Filter.Key.FilterRules).to.deep.equal([{ Name: "Prefix", Value: "" }]);
  });

  it("is deleted by an empty one", () => {
    const s3 = aBucket();
    s3.put({ QueueConfigurations: [{ QueueArn: QUEUE, Events: CREATED }] });
    s3.put({});
    expect(s3.call("GetBucketNotificationConfiguration", {})).to.deep.equal({});
    s3.call("PutObject", { Key: "a", Body: bytes("x") });
    expect(s3.dispatched.filter(({ key }) => key === "a")).to.deep.equal([]);
  });

  it("keeps the flag for EventBridge", () => {
    const s3 = aBucket();
    s3.put({ EventBridgeConfiguration: {} });
    expect(s3.call("GetBucketNotificationConfiguration", {})).to.deep.equal({ EventBridgeConfiguration: {} });
  });

  it("needs a bucket", () => {
    expect(refusal(() => anS3().call("PutBucketNotificationConfiguration", {})).said).to.equal(
      "NoSuchBucket: The specified bucket does not exist",
    );
  });

  const unparsed: [configuration: object, name: string][] = [
    [{ QueueConfigurations: [{ QueueArn: "invalid-queue", Events: CREATED }] }, "Queue"],
    [{ TopicConfigurations: [{ TopicArn: QUEUE, Events: CREATED }] }, "Topic"],
    [{ LambdaFunctionConfigurations: [{ LambdaFunctionArn: "transform", Events: CREATED }] }, "CloudFunction"],
  ];
  for (const [configuration, ArgumentName] of unparsed) {
    it(`names a ${ArgumentName} by its ARN, checked or not`, () => {
      for (const SkipDestinationValidation of [false, true]) {
        const { said, status, extra } = refusal(() => aBucket().put(configuration, SkipDestinationValidation));
        expect([said, status]).to.deep.equal(["InvalidArgument: The ARN could not be parsed", 400]);
        expect(extra).to.deep.include({ ArgumentName });
      }
    });
  }

  it("is told of a bad ARN before it is told of a missing queue", () => {
    const s3 = aBucket();
    s3.refused.set(QUEUE, "missing");
    const queues = [QUEUE, "invalid_arn_2"].map((QueueArn) => ({ QueueArn, Events: CREATED }));
    expect(refusal(() => s3.put({ QueueConfigurations: queues })).extra).to.deep.equal({
      ArgumentName: "Queue",
      ArgumentValue: "invalid_arn_2",
    });
  });

  it("is told of every destination that will not do", () => {
    const s3 = aBucket();
    const queues = [QUEUE, `${QUEUE}-2`];
    for (const arn of queues) s3.refused.set(arn, "missing");
    const QueueConfigurations = queues.map((QueueArn, i) => ({
      QueueArn,
      Events: [["s3:ObjectCreated:*", "s3:ObjectRemoved:*"][i]!],
    }));
    expect(refusal(() => s3.put({ QueueConfigurations }))).to.deep.equal({
      said: UNABLE,
      status: 400,
      extra: {
        ArgumentName1: QUEUE,
        ArgumentValue1: "The destination queue does not exist",
        ArgumentName2: `${QUEUE}-2`,
        ArgumentValue2: "The destination queue does not exist",
      },
    });
    expect(s3.call("GetBucketNotificationConfiguration", {})).to.deep.equal({});
  });

  const hindered: [reason: "missing" | "denied", configuration: object, name: string, value: string][] = [
    [
      "denied",
      { QueueConfigurations: [{ QueueArn: QUEUE, Events: CREATED }] },
      QUEUE,
      "Permissions on the destination queue do not allow S3 to publish notifications from this bucket",
    ],
    [
      "missing",
      { TopicConfigurations: [{ TopicArn: TOPIC, Events: CREATED }] },
      TOPIC,
      "The destination topic does not exist",
    ],
    [
      "missing",
      { LambdaFunctionConfigurations: [{ LambdaFunctionArn: FUNCTION, Events: CREATED }] },
      `${FUNCTION}, null`,
      `Not authorized to invoke function [${FUNCTION}]`,
    ],
    [
      "denied",
      { LambdaFunctionConfigurations: [{ LambdaFunctionArn: FUNCTION, Events: CREATED }] },
      `${FUNCTION}, null`,
      `Not authorized to invoke function [${FUNCTION}]`,
    ],
  ];
  for (const [reason, configuration, ArgumentName1, ArgumentValue1] of hindered) {
    it(`hears "${ArgumentValue1}" (${reason})`, () => {
      const s3 = aBucket();
      for (const arn of [QUEUE, TOPIC, FUNCTION]) s3.refused.set(arn, reason);
      expect(refusal(() => s3.put(configuration))).to.deep.equal({
        said: UNABLE,
        status: 400,
        extra: { ArgumentName1, ArgumentValue1 },
      });
    });
  }

  it("is stored without a look at its destinations when asked not to look", () => {
    const s3 = aBucket();
    s3.refused.set(QUEUE, "missing");
    s3.put({ QueueConfigurations: [{ Id: "id", QueueArn: QUEUE, Events: CREATED }] }, true);
    expect(s3.call("GetBucketNotificationConfiguration", {}).QueueConfigurations).to.have.length(1);
    expect(s3.dispatched).to.deep.equal([]);
  });

  it("takes no FIFO queue and no queue of another region", () => {
    const s3 = aBucket();
    const put = (QueueArn: string) => refusal(() => s3.put({ QueueConfigurations: [{ QueueArn, Events: CREATED }] }));
    expect(put(`${QUEUE}.fifo`)).to.deep.include({ said: UNABLE });
    expect(put(QUEUE.replace("eu-west-1", "us-east-1")).said).to.equal(
      "InvalidArgument: The notification destination service region is not valid for the bucket location constraint",
    );
  });

  it("filters by prefix and suffix and nothing else", () => {
    const s3 = aBucket();
    const put = (...FilterRules: object[]) =>
      refusal(() => s3.put({ QueueConfigurations: [{ ...aRule({ FilterRules }), QueueArn: QUEUE }] }));
    expect(put({ Name: "INVALID", Value: "no" })).to.deep.include({
      said: "InvalidArgument: filter rule name must be either prefix or suffix",
      extra: { ArgumentName: "FilterRule.Name", ArgumentValue: "INVALID" },
    });
    expect(put({ Name: "prefix", Value: "a" }, { Name: "Prefix", Value: "b" }).said).to.equal(
      "InvalidArgument: Cannot specify more than one prefix rule in a filter.",
    );
  });

  it("asks for events that there are", () => {
    const configuration = { QueueConfigurations: [{ QueueArn: QUEUE, Events: ["s3:ObjectRead:*"] }] };
    expect(refusal(() => aBucket().put(configuration)).said).to.equal(
      "InvalidArgument: The event is not supported for notifications",
    );
  });

  const pairs: [a: Shape, b: Shape, isRefused: boolean][] = [
    [{}, {}, true],
    [{ prefix: "input/" }, { prefix: "output/" }, false],
    [{ prefix: "in" }, { prefix: "input/" }, true],
    [{ suffix: ".json" }, { suffix: ".csv" }, false],
    [{ prefix: "input/", suffix: ".json" }, { suffix: ".csv" }, false],
    [{ prefix: "input/", suffix: ".json" }, { suffix: "n" }, true],
    [{ event: "s3:ObjectCreated:Put" }, { event: "s3:ObjectCreated:Copy" }, false],
    [{ event: "s3:ObjectCreated:Put" }, { event: "s3:ObjectCreated:*" }, true],
    [{ event: "s3:ObjectRemoved:*" }, { event: "s3:ObjectCreated:*" }, false],
  ];
  for (const [a, b, isRefused] of pairs) {
    it(`${isRefused ? "may not" : "may"} have ${JSON.stringify(a)} for one and ${JSON.stringify(b)} for another`, () => {
      const s3 = aBucket();
      const put = () =>
        s3.put({
          LambdaFunctionConfigurations: [aRule(shaped(a), FUNCTION)],
          TopicConfigurations: [{ ...aRule(shaped(b)), TopicArn: TOPIC }],
        });
      if (!isRefused) put();
      else {
        expect(refusal(put).said).to.equal(
          "InvalidArgument: Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.",
        );
      }
    });
  }
});

interface Shape {
  prefix?: string;
  suffix?: string;
  event?: string;
}

function shaped({ prefix, suffix, event }: Shape) {
  const FilterRules = [
    ...(prefix ? [{ Name: "prefix", Value: prefix }] : []),
    ...(suffix ? [{ Name: "suffix", Value: suffix }] : []),
  ];
  return { FilterRules, ...(event && { Events: [event] }) };
}

function aRule(
  { Id, FilterRules = [], Events = CREATED }: { Id?: string; FilterRules?: object[]; Events?: string[] },
  functionArn?: string,
) {
  return {
    ...(Id !== undefined && { Id }),
    Events,
    ...(FilterRules.length > 0 && { Filter: { Key: { FilterRules } } }),
    ...(functionArn && { LambdaFunctionArn: functionArn }),
  };
}
