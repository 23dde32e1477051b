import { expect } from "chai";
import { aCloudWatch, aDatum, EPOCH, MINUTE, minutes, refusal } from "./a-cloudwatch.ts";

const aMeasured = (...data: ReturnType<typeof aDatum>[]) => {
  const lab = aCloudWatch();
  lab.cloudwatch.put(data);
  const input = { Namespace: "lab", MetricName: "m", Period: 60, Statistics: ["Sum"], ...minutes(5) };
  return { ...lab, ask: (more: object = {}) => lab.operate("GetMetricStatistics", { ...input, ...more }) };
};

describe("GetMetricStatistics", () => {
  it("gives the statistics that were asked for and no others", () => {
    const { ask } = aMeasured(...[0, 2, 7, 3].map((value) => aDatum(value)));
    expect(ask({ Statistics: ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] })).to.deep.equal({
      Label: "m",
      Datapoints: [
        { Timestamp: new Date(EPOCH), SampleCount: 4, Average: 3, Sum: 12, Minimum: 0, Maximum: 7, Unit: "Count" },
      ],
    });
    expect(ask({ Statistics: ["Maximum"] }).Datapoints).to.deep.equal([
      { Timestamp: new Date(EPOCH), Maximum: 7, Unit: "Count" },
    ]);
    expect(ask({ Statistics: [], ExtendedStatistics: ["p50", "tm99"] }).Datapoints).to.deep.equal([
      { Timestamp: new Date(EPOCH), Unit: "Count", ExtendedStatistics: { p50: 2, tm99: 3 } },
    ]);
  });

  it("gives a datapoint for each unit", () => {
    const data = [10, 5, 1].map((value, i) => aDatum(value, { unit: ["None", "Count", "Seconds"][i]! }));
    const { ask } = aMeasured(...data);
    expect(ask({ Statistics: ["Average"] }).Datapoints).to.have.deep.members([
      { Timestamp: new Date(EPOCH), Average: 10, Unit: "None" },
      { Timestamp: new Date(EPOCH), Average: 5, Unit: "Count" },
      { Timestamp: new Date(EPOCH), Average: 1, Unit: "Seconds" },
    ]);
    expect(ask({ Unit: "Count" }).Datapoints).to.deep.equal([{ Timestamp: new Date(EPOCH), Sum: 5, Unit: "Count" }]);
    expect(ask({ Unit: "Bytes" }).Datapoints).to.deep.equal([]);
  });

  it("counts periods from the start it was given, rounded to the minute", () => {
    const { ask } = aMeasured(...[0, 1, 2, 3, 4].map((minute) => aDatum(1, { at: minute * MINUTE })));
    const StartTime = new Date(EPOCH + MINUTE + 5000);
    const { Datapoints } = ask({ StartTime, Period: 180 });
    expect(Datapoints).to.deep.equal([
      { Timestamp: new Date(EPOCH + MINUTE), Sum: 3, Unit: "Count" },
      { Timestamp: new Date(EPOCH + 4 * MINUTE), Sum: 1, Unit: "Count" },
    ]);
  });

  it("has nothing to tell of a metric without data, nor percentiles of negative values", () => {
    const { ask } = aMeasured(aDatum(-1));
    expect(ask({ MetricName: "unknown" })).to.deep.equal({ Label: "unknown", Datapoints: [] });
    expect(ask({ Statistics: [], ExtendedStatistics: ["p50"] }).Datapoints).to.deep.equal([]);
  });

  const wrong: [more: object, code: string, message: string][] = [
    [
      { Period: 1, EndTime: new Date(EPOCH + 86_400_000) },
      "InvalidParameterCombination",
      "You have requested up to 86400 datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.",
    ],
    [minutes(0), "InvalidParameterValue", "The parameter StartTime must be less than the parameter EndTime."],
    [{ Statistics: [] }, "InvalidParameterCombination", "Must specify either Statistics or ExtendedStatistics"],
    [
      { ExtendedStatistics: ["p50"] },
      "InvalidParameterCombination",
      "The parameters Statistics and ExtendedStatistics are mutually exclusive and you have specified both.",
    ],
    [{ Statistics: ["p50"] }, "InvalidParameterValue", "The value p50 for parameter Statistics is not supported."],
    [
      { Statistics: [], ExtendedStatistics: ["Sum"] },
      "InvalidParameterValue",
      "The value Sum for parameter ExtendedStatistics is not supported.",
    ],
    [
      { Period: 90 },
      "InvalidParameterValue",
      "The parameter Period must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60.",
    ],
  ];
  for (const [more, code, message] of wrong) {
    it(`refuses with ${code}: ${message}`, () => {
      const { ask } = aMeasured();
      expect(refusal(() => ask(more))).to.deep.equal({ code, message, status: 400 });
    });
  }

  it("allows exactly 1440 datapoints", () => {
    const { ask } = aMeasured(aDatum(1));
    expect(ask({ EndTime: new Date(EPOCH + 1440 * MINUTE) }).Datapoints).to.have.length(1);
    expect(refusal(() => ask({ EndTime: new Date(EPOCH + 1441 * MINUTE) })).code).to.equal(
      "InvalidParameterCombination",
    );
  });
});
