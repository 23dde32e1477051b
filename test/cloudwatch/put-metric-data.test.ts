import { expect } from "chai";
import { aCloudWatch, DAY, EPOCH, HOUR, minutes, refusal } from "./a-cloudwatch.ts";

const aPublisher = () => {
  const lab = aCloudWatch();
  const put = (...MetricData: object[]) => lab.operate("PutMetricData", { Namespace: "lab", MetricData });
  const read = (Statistics: string[], more: object = {}) =>
    lab.operate("GetMetricStatistics", {
      Namespace: "lab",
      MetricName: "m",
      Period: 60,
      Statistics,
      ...minutes(5),
      ...more,
    }).Datapoints;
  return { ...lab, put, read };
};

const at = new Date(EPOCH);

describe("PutMetricData", () => {
  it("takes a value, which counts now and has no unit unless it says otherwise", async () => {
    const { put, read, pass } = aPublisher();
    await pass(90_000);
    expect(put({ MetricName: "m", Value: 1.5 })).to.deep.equal({});
    put({ MetricName: "m", Value: 2, Timestamp: at, Unit: "Count" });
    expect(read(["Sum"])).to.have.deep.members([
      { Timestamp: new Date(EPOCH + 60_000), Sum: 1.5, Unit: "None" },
      { Timestamp: at, Sum: 2, Unit: "Count" },
    ]);
  });

  it("takes zero for a value", () => {
    const { put, read } = aPublisher();
    put({ MetricName: "m", Value: 0 });
    expect(read(["SampleCount", "Sum"])).to.deep.equal([{ Timestamp: at, SampleCount: 1, Sum: 0, Unit: "None" }]);
  });

  it("takes values with their counts", () => {
    const { put, read } = aPublisher();
    put(
      { MetricName: "m", Values: [1, 10], Counts: [2, 4], Unit: "Count" },
      { MetricName: "m", Values: [5], Unit: "Count" },
    );
    expect(read(["SampleCount", "Sum", "Maximum"])).to.deep.equal([
      { Timestamp: at, SampleCount: 7, Sum: 47, Maximum: 10, Unit: "Count" },
    ]);
  });

  it("takes sets of statistics", () => {
    const { put, read } = aPublisher();
    const StatisticValues = { SampleCount: 4, Sum: 20, Minimum: 1, Maximum: 9 };
    put({ MetricName: "m", StatisticValues }, { MetricName: "m", Value: 10 });
    expect(read(["Average", "Minimum", "Maximum"])).to.deep.equal([
      { Timestamp: at, Average: 6, Minimum: 1, Maximum: 10, Unit: "None" },
    ]);
  });

  it("has no data of values that were seen no times", () => {
    const { put, read } = aPublisher();
    const StatisticValues = { SampleCount: 0, Sum: 0, Minimum: 0, Maximum: 0 };
    put({ MetricName: "m", Values: [1], Counts: [0] }, { MetricName: "m", StatisticValues });
    expect(read(["Sum", "SampleCount"])).to.deep.equal([]);
  });

  it("keeps data of high resolution by the second", () => {
    const { put, read } = aPublisher();
    for (const second of [0, 4, 5, 31]) {
      const Timestamp = new Date(EPOCH + second * 1000);
      put({ MetricName: "m", Value: 1, Timestamp, StorageResolution: 1 });
    }
    expect(read(["Sum"], { Period: 5 }).map(({ Sum }: { Sum: number }) => Sum)).to.deep.equal([2, 1, 1]);
  });

  it("takes data that come with an entity", () => {
    const { operate, read } = aPublisher();
    const EntityMetricData = [{ MetricData: [{ MetricName: "m", Value: 1 }] }];
    operate("PutMetricData", { Namespace: "lab", EntityMetricData, StrictEntityValidation: false });
    expect(read(["Sum"])).to.have.length(1);
  });

  const wrong: [data: object[], code: string, message: string][] = [
    [
      [{ MetricName: "m", Value: 1, Values: [1] }],
      "InvalidParameterCombination",
      "The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.",
    ],
    [
      [
        { MetricName: "m", Value: 1 },
        { MetricName: "m", Value: 0, StatisticValues: {} },
      ],
      "InvalidParameterCombination",
      "The parameters MetricData.member.2.Value and MetricData.member.2.StatisticValues are mutually exclusive and you have specified both.",
    ],
    [
      [{ MetricName: "m", Values: [1, 2], Counts: [1] }],
      "InvalidParameterValue",
      "The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.",
    ],
    [
      [{ MetricName: "m", Value: Number.NaN }],
      "InvalidParameterValue",
      "The value NaN for parameter MetricData.member.1.Value is invalid.",
    ],
    [
      [{ MetricName: "m", Value: 2 ** 361 }],
      "InvalidParameterValue",
      `The value ${2 ** 361} for parameter MetricData.member.1.Value is invalid.`,
    ],
    [
      [{ MetricName: "m", Values: [1], Counts: [-1] }],
      "InvalidParameterValue",
      "The value -1 for parameter MetricData.member.1.Counts.member.1 is invalid.",
    ],
    [
      [{ MetricName: "m", Value: 1, Unit: "Furlongs" }],
      "InvalidParameterValue",
      "The parameter MetricData.member.1.Unit must be a value in the set [ Megabits, Terabits, Gigabits, Count, Bytes, Gigabytes, Gigabytes/Second, Kilobytes, Kilobits/Second, Terabytes, Terabits/Second, Bytes/Second, Percent, Megabytes, Megabits/Second, Milliseconds, Microseconds, Kilobytes/Second, Gigabits/Second, Megabytes/Second, Bits, Bits/Second, Count/Second, Seconds, Kilobits, Terabytes/Second, None ].",
    ],
    [
      [{ MetricName: "m", StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 2, Maximum: 1 } }],
      "InvalidParameterValue",
      "The parameter MetricData.member.1.StatisticValues.Maximum must be greater than MetricData.member.1.StatisticValues.Minimum.",
    ],
    [
      [{ MetricName: "m", Value: 1, Timestamp: new Date(EPOCH - 15 * DAY) }],
      "InvalidParameterValue",
      "The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.",
    ],
    [
      [{ MetricName: "m", Value: 1, Timestamp: new Date(EPOCH + 3 * HOUR) }],
      "InvalidParameterValue",
      "The parameter MetricData.member.1.Timestamp must specify a time no more than two hours in the future.",
    ],
    [[{ MetricName: "m" }], "MissingParameter", "The parameter MetricData.member.1.Value is required."],
    [[{ Value: 1 }], "MissingParameter", "The parameter MetricData.member.1.MetricName is required."],
    [[], "MissingParameter", "The parameter MetricData is required."],
    [
      [{ MetricName: "m", Value: 1, Dimensions: [{ Name: "A", Value: "" }] }],
      "MissingParameter",
      "The parameter MetricData.member.1.Dimensions.member.1.Value is required.",
    ],
    [
      [{ MetricName: "m", Value: 1, StorageResolution: 5 }],
      "InvalidParameterValue",
      "The parameter MetricData.member.1.StorageResolution must be a value in the set [1, 60].",
    ],
  ];
  for (const [data, code, message] of wrong) {
    it(`refuses with ${code}: ${message.slice(0, 110)}`, () => {
      const { put } = aPublisher();
      expect(refusal(() => put(...data))).to.deep.equal({ code, message, status: 400 });
    });
  }

  it("stores nothing of a request in which something is wrong", () => {
    const { put, cloudwatch } = aPublisher();
    expect(refusal(() => put({ MetricName: "good", Value: 1 }, { MetricName: "bad" })).code).to.equal(
      "MissingParameter",
    );
    expect(cloudwatch.metrics.all()).to.deep.equal([]);
  });

  it("refuses more data, values or dimensions than AWS takes", () => {
    const { put } = aPublisher();
    const many = (count: number) => Array.from({ length: count }, (_, i) => i);
    const sizes = [
      () => put(...many(1001).map(() => ({ MetricName: "m", Value: 1 }))),
      () => put({ MetricName: "m", Values: many(151) }),
      () => put({ MetricName: "m", Value: 1, Dimensions: many(31).map((i) => ({ Name: `n${i}`, Value: "v" })) }),
    ];
    expect(sizes.map((work) => refusal(work).code)).to.deep.equal(Array(3).fill("InvalidParameterValue"));
    put(...many(1000).map(() => ({ MetricName: "m", Value: 1 })));
    put({ MetricName: "m", Values: many(150) });
  });
});
