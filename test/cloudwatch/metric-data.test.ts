import { expect } from "chai";
import { aCloudWatch, aDatum, aQuery, DAY, EPOCH, HOUR, MINUTE, minuteOf, minutes, refusal } from "./a-cloudwatch.ts";

/** Sums 1, 2, 4 in minutes 0, 1 and 3. */
const aMeasured = () => {
  const lab = aCloudWatch();
  lab.cloudwatch.put([aDatum(1), aDatum(2, { at: MINUTE }), aDatum(4, { at: 3 * MINUTE })]);
  const ask = (queries: object[], more: object = {}) =>
    lab.operate("GetMetricData", { MetricDataQueries: queries, ...minutes(5), ...more });
  return { ...lab, ask };
};

const expression = (Id: string, Expression: string, more = {}) => ({ Id, Expression, ...more });

// biome-ignore lint/suspicious/noExplicitAny: results of any query
const shown = ({ MetricDataResults }: any) =>
  // biome-ignore lint/suspicious/noExplicitAny: results of any query
  MetricDataResults.map(({ Label, Timestamps, Values }: any) => [Label, Timestamps.map(minuteOf), Values]);

describe("GetMetricData", () => {
  it("answers newest first, with a label, a status and no messages", () => {
    const { ask } = aMeasured();
    expect(ask([aQuery("m1")])).to.deep.equal({
      MetricDataResults: [
        {
          Id: "m1",
          Label: "m",
          Timestamps: [3, 1, 0].map((minute) => new Date(EPOCH + minute * MINUTE)),
          Values: [4, 2, 1],
          StatusCode: "Complete",
        },
      ],
      Messages: [],
    });
  });

  it("answers oldest first when asked to", () => {
    const { ask } = aMeasured();
    expect(shown(ask([aQuery("m1")], { ScanBy: "TimestampAscending" }))).to.deep.equal([["m", [0, 1, 3], [1, 2, 4]]]);
  });

  it("has no values where there are no data", () => {
    const { ask } = aMeasured();
    const queries = [aQuery("m1", { name: "unknown" }), aQuery("m2", { name: "m", unit: "Seconds" })];
    for (const { Values, StatusCode } of ask(queries).MetricDataResults) {
      expect({ Values, StatusCode }).to.deep.equal({ Values: [], StatusCode: "Complete" });
    }
  });

  it("knows a metric only by exactly its dimensions", () => {
    const { cloudwatch, ask } = aMeasured();
    cloudwatch.put([aDatum(7, { dimensions: { A: "1" } })]);
    const by = (Dimensions: object[]) => {
      const query = aQuery("m1");
      return { ...query, MetricStat: { ...query.MetricStat, Metric: { ...query.MetricStat.Metric, Dimensions } } };
    };
    expect(shown(ask([by([{ Name: "A", Value: "1" }])]))).to.deep.equal([["m", [0], [7]]]);
    expect(shown(ask([by([{ Name: "A", Value: "2" }])]))).to.deep.equal([["m", [], []]]);
    expect(shown(ask([by([])]))).to.deep.equal([["m", [3, 1, 0], [4, 2, 1]]]);
  });

  it("gives timestamps that are whole periods, and does not look beyond the end", () => {
    const { ask } = aMeasured();
    const range = { StartTime: new Date(EPOCH + MINUTE + 30_000), EndTime: new Date(EPOCH + 4 * MINUTE) };
    expect(shown(ask([aQuery("m1", { period: 120 })], range))).to.deep.equal([["m", [2, 0], [4, 3]]]);
    const short = { StartTime: new Date(EPOCH), EndTime: new Date(EPOCH + 3 * MINUTE) };
    expect(shown(ask([aQuery("m1", { period: 300 })], short))).to.deep.equal([["m", [0], [3]]]);
  });

  const labels: [queries: object[], labels: string[]][] = [
    [
      [aQuery("a", { name: "m" }), aQuery("b", { name: "n" })],
      ["m", "n"],
    ],
    [
      [aQuery("a"), aQuery("b", { stat: "Minimum" })],
      ["m Sum", "m Minimum"],
    ],
    [
      [aQuery("a"), aQuery("b", { period: 30 })],
      ["m 60", "m 30"],
    ],
    [
      [aQuery("a"), aQuery("b", { stat: "Minimum", period: 30 })],
      ["m Sum 60", "m Minimum 30"],
    ],
    [
      [aQuery("a"), aQuery("b", { stat: "p99", Label: "slow ones" })],
      ["m Sum", "slow ones"],
    ],
    [[aQuery("a", { Label: "" })], [""]],
    [
      [aQuery("a"), expression("e", "a * 2"), expression("f", "a", { Label: "again" })],
      ["m", "e", "again"],
    ],
    [
      [aQuery("a"), aQuery("b", { name: "n" }), expression("e", "METRICS()")],
      ["m", "n", "m", "n"],
    ],
    [
      [aQuery("a"), expression("e", "[a, a]", { Label: "each" })],
      ["m", "each m", "each m"],
    ],
  ];
  for (const [queries, expected] of labels) {
    it(`calls ${queries.length} results ${expected.map((label) => `"${label}"`).join(", ")}`, () => {
      const { ask } = aMeasured();
      // biome-ignore lint/suspicious/noExplicitAny: results of any query
      expect(ask(queries).MetricDataResults.map(({ Label }: any) => Label)).to.deep.equal(expected);
    });
  }

  const units: [data: [value: number, unit: string][], message: string, values: number[]][] = [
    [
      [
        [60_000, "Milliseconds"],
        [60, "Seconds"],
      ],
      "[Milliseconds, Seconds]",
      [60_000],
    ],
    [
      [
        [60, "Seconds"],
        [60_000, "Milliseconds"],
        [60_000, "Milliseconds"],
      ],
      "[Milliseconds, Seconds]",
      [120_000],
    ],
    [
      [
        [60, "Seconds"],
        [60_000, "Milliseconds"],
        [5, "Count"],
      ],
      "[Count, Milliseconds, Seconds]",
      [5],
    ],
  ];
  for (const [data, list, values] of units) {
    it(`answers in the first unit of ${list} and says that there are several`, () => {
      const { cloudwatch, operate } = aCloudWatch();
      cloudwatch.put(data.map(([value, unit]) => aDatum(value, { unit })));
      const answer = operate("GetMetricData", { MetricDataQueries: [aQuery("m1")], ...minutes(1) });
      expect(answer.Messages).to.deep.equal([]);
      const [{ Values, Messages, StatusCode }] = answer.MetricDataResults;
      expect({ Values, StatusCode }).to.deep.equal({ Values: values, StatusCode: "Complete" });
      expect(Messages).to.deep.equal([{ Code: "MultipleUnits", Value: `Multiple units returned: '${list}'` }]);
    });
  }

  it("answers in the unit that is asked for, without a message", () => {
    const { cloudwatch, operate } = aCloudWatch();
    cloudwatch.put([aDatum(1, { unit: "Seconds" }), aDatum(2, { unit: "Bytes" })]);
    const { MetricDataResults } = operate("GetMetricData", {
      MetricDataQueries: [aQuery("m1", { unit: "Seconds" })],
      ...minutes(1),
    });
    expect(MetricDataResults[0].Values).to.deep.equal([1]);
    expect(MetricDataResults[0]).not.to.have.property("Messages");
  });

  it("computes expressions over metrics and over each other, in any order, and hides what is not wanted", () => {
    const { cloudwatch, ask } = aMeasured();
    cloudwatch.put([aDatum(10, { name: "runs" }), aDatum(8, { name: "runs", at: 3 * MINUTE })]);
    const queries = [
      expression("bad", "IF(rate > 20, 1, 0)"),
      expression("rate", "100 * errors / runs", { Label: "%" }),
      expression("most", "MAX(errors)", { ReturnData: false }),
      expression("rest", "most - errors"),
      aQuery("errors", { ReturnData: false }),
      aQuery("runs", { name: "runs", ReturnData: false }),
    ];
    expect(shown(ask(queries))).to.deep.equal([
      ["bad", [3, 0], [1, 0]],
      ["%", [3, 0], [50, 10]],
      ["rest", [3, 1, 0], [0, 2, 3]],
    ]);
  });

  it("fills no minutes that have not begun", () => {
    const { ask } = aMeasured();
    expect(shown(ask([aQuery("m1", { ReturnData: false }), expression("e", "FILL(m1, 0)")]))).to.deep.equal([
      ["e", [3, 1, 0], [4, 2, 1]],
    ]);
  });

  it("fills the minutes up to now, also of a metric that does not exist", async () => {
    const { ask, pass } = aMeasured();
    await pass(2 * MINUTE);
    const queries = [aQuery("m1", { name: "unknown", ReturnData: false }), expression("e", "FILL(m1, 0)")];
    expect(shown(ask(queries))).to.deep.equal([["e", [2, 1, 0], [0, 0, 0]]]);
  });

  it("searches metrics", () => {
    const { cloudwatch, ask } = aMeasured();
    cloudwatch.put([aDatum(5, { dimensions: { Queue: "a" } }), aDatum(6, { dimensions: { Queue: "b" } })]);
    const search = `SEARCH('{lab,Queue} MetricName="m"', 'Sum', 60)`;
    expect(shown(ask([expression("e", search)]))).to.deep.equal([
      ["a", [0], [5]],
      ["b", [0], [6]],
    ]);
    expect(shown(ask([expression("e", `SUM(${search})`)]))).to.deep.equal([["e", [0], [11]]]);
  });

  it("cuts long answers into pages", () => {
    const { ask, cloudwatch } = aMeasured();
    cloudwatch.put([aDatum(9, { name: "n" })]);
    const queries = [aQuery("m1"), aQuery("m2", { name: "n" }), aQuery("m3", { name: "none" })];
    const first = ask(queries, { MaxDatapoints: 2 });
    expect(shown(first)).to.deep.equal([
      ["m", [3, 1], [4, 2]],
      ["none", [], []],
    ]);
    expect(first.MetricDataResults[0].StatusCode).to.equal("PartialData");
    const second = ask(queries, { MaxDatapoints: 2, NextToken: first.NextToken });
    expect(shown(second)).to.deep.equal([
      ["m", [0], [1]],
      ["n", [0], [9]],
    ]);
    expect(second).not.to.have.property("NextToken");
    const { code, status } = refusal(() => ask(queries, { NextToken: "nonsense" }));
    expect([code, status]).to.deep.equal(["InvalidNextToken", 400]);
  });

  it("has fine data for a short time only", async () => {
    const lab = aCloudWatch();
    lab.cloudwatch.put([aDatum(1)]);
    const values = (period: number) => {
      const input = { MetricDataQueries: [aQuery("m1", { period })], ...minutes(5) };
      return lab.operate("GetMetricData", input).MetricDataResults[0].Values;
    };
    const kept = () => [30, 60, 300, 3600].filter((period) => values(period).length > 0);
    expect(kept()).to.deep.equal([30, 60, 300, 3600]);
    await lab.pass(3 * HOUR + MINUTE);
    expect(kept()).to.deep.equal([60, 300, 3600]);
    await lab.pass(15 * DAY);
    expect(kept()).to.deep.equal([300, 3600]);
    await lab.pass(48 * DAY);
    expect(kept()).to.deep.equal([3600]);
  });

  const wrong: [queries: object[], message: string][] = [
    [[aQuery("m1"), aQuery("m1")], "The values for parameter id in MetricDataQueries are not unique."],
    [
      [aQuery("62ba7bc1")],
      "The value 62ba7bc1 for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.",
    ],
    [[{ Id: "m1" }], "The parameter MetricDataQueries.member.1.MetricStat is required."],
    [
      [{ ...aQuery("m1"), Expression: "1" }],
      "The parameters MetricDataQueries.member.1.Expression and MetricDataQueries.member.1.MetricStat are mutually exclusive and you have specified both.",
    ],
    [
      [aQuery("m1", { stat: "Mode" })],
      "The value Mode for parameter MetricDataQueries.member.1.MetricStat.Stat is not supported.",
    ],
    [
      [aQuery("m1", { period: 45 })],
      "The parameter MetricDataQueries.member.1.MetricStat.Period must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60.",
    ],
    [[expression("e1", "MEDIAN(m1)")], "Error in expression 'e1': Function 'MEDIAN' not found"],
    [[expression("e1", "m1 +")], "Error in expression 'e1': Unexpected end of expression"],
    [[expression("e1", "m1 + 1")], "Error in expression 'e1': Variable 'm1' not found"],
    [[expression("e1", "e2"), expression("e2", "e1")], "Error in expression 'e1': Variable 'e1' depends on itself"],
    [
      [aQuery("m1"), expression("e1", "SUM(m1)")],
      "Error in expression 'e1': The final result must be a time series or an array of time series",
    ],
    [[expression("e1", "SEARCH('{lab}', 'Mode', 60)")], "Error in expression 'e1': Unknown statistic 'Mode'"],
  ];
  for (const [queries, message] of wrong) {
    it(`refuses with a ValidationError: ${message}`, () => {
      const { ask } = aMeasured();
      expect(refusal(() => ask(queries))).to.deep.equal({ code: "ValidationError", message, status: 400 });
    });
  }

  it("refuses a range that does not end after its start, too many queries, and none", () => {
    const { ask } = aMeasured();
    const message = "The parameter StartTime must be less than the parameter EndTime.";
    expect(refusal(() => ask([aQuery("m1")], minutes(0)))).to.deep.equal({
      code: "ValidationError",
      message,
      status: 400,
    });
    const many = Array.from({ length: 501 }, (_, i) => aQuery(`m${i}`));
    expect(refusal(() => ask(many)).code).to.equal("ValidationError");
    expect(refusal(() => ask([]))).to.deep.equal({
      code: "MissingParameter",
      message: "The parameter MetricDataQueries is required.",
      status: 400,
    });
  });
});
