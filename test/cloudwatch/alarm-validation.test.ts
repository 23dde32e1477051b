import { expect } from "chai";
import { aCloudWatch, aQuery, refusal } from "./a-cloudwatch.ts";
import { ALARM, TOPIC } from "./an-alarm.ts";

const put = (input: object) => refusal(() => aCloudWatch().operate("PutMetricAlarm", { ...ALARM, ...input }));
const accepted = (input: object) => aCloudWatch().operate("PutMetricAlarm", { ...ALARM, ...input });

const nothingElse = {
  MetricName: undefined,
  Namespace: undefined,
  Statistic: undefined,
  Period: undefined,
};

const onMetrics = (Metrics: object[]) => ({ ...nothingElse, Metrics });
const hidden = (id: string, more: object = {}) => aQuery(id, { ReturnData: false, ...more });

const constraint = (value: string, member: string, rule: string) =>
  `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${rule}`;

describe("PutMetricAlarm", () => {
  const wrong: [input: object, message: string][] = [
    [{ Period: 45 }, "Period must be 10, 20, 30 or a multiple of 60"],
    [{ Period: 90 }, "Period must be 10, 20, 30 or a multiple of 60"],
    [{ DatapointsToAlarm: 2 }, "DatapointsToAlarm must be less than or equal to EvaluationPeriods"],
    [{ EvaluationPeriods: 1441 }, "EvaluationPeriods * Period must be <= 86400"],
    [{ Period: 3600, EvaluationPeriods: 169 }, "EvaluationPeriods * Period must be <= 604800"],
    [{ MetricName: undefined }, "MetricName must not be null"],
    [{ Period: undefined }, "Period must not be null"],
    [{ Threshold: undefined }, "PutMetricAlarm request should have valid Threshold parameter"],
    [{ Namespace: "Bücher" }, "Namespace must not contain Non-ASCII characters."],
    [
      { EvaluateLowSampleCountPercentile: "ignore" },
      "Option evaluateLowSampleCountPercentile can not be applied with statistic Sum.",
    ],
    [
      { Statistic: undefined, ExtendedStatistic: "p90", EvaluateLowSampleCountPercentile: "unknown" },
      "Option unknown is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.",
    ],
    [{ AlarmActions: ["arn:aws:sqs:us-east-1:1:q"] }, "Unsupported AWS vendor sqs"],
    [
      { OKActions: [TOPIC.replace("us-east-1", "eu-central-1")] },
      "Invalid region eu-central-1 specified. Only us-east-1 is supported.",
    ],
    [{ AlarmName: undefined }, constraint("null", "alarmName", "Member must not be null")],
    [
      { AlarmName: "x".repeat(256) },
      constraint(`'${"x".repeat(256)}'`, "alarmName", "Member must have length less than or equal to 255"),
    ],
    [{ EvaluationPeriods: undefined }, constraint("null", "evaluationPeriods", "Member must not be null")],
    [
      { EvaluationPeriods: 0 },
      constraint("'0'", "evaluationPeriods", "Member must have value greater than or equal to 1"),
    ],
    [
      { Statistic: "Median" },
      constraint(
        "'Median'",
        "statistic",
        "Member must satisfy enum value set: [Maximum, SampleCount, Sum, Minimum, Average]",
      ),
    ],
    [
      { AlarmActions: Array(6).fill(TOPIC) },
      constraint(
        `'[${Array(6).fill(TOPIC).join(", ")}]'`,
        "alarmActions",
        "Member must have length less than or equal to 5",
      ),
    ],
    [
      { TreatMissingData: "panic" },
      constraint(
        "'panic'",
        "treatMissingData",
        "Member must satisfy enum value set: [breaching, notBreaching, ignore, missing]",
      ),
    ],
    [onMetrics([aQuery("m1"), aQuery("m2")]), "Exactly one element of the metrics list should return data."],
    [onMetrics([hidden("m1")]), "Exactly one element of the metrics list should return data."],
    [
      onMetrics([{ ...aQuery("m1"), Expression: "1" }]),
      "The parameters MetricDataQuery Expression and MetricStat are mutually exclusive and you have specified both.",
    ],
    [
      onMetrics([{ Id: "e1", Expression: "m0" }, ...Array.from({ length: 11 }, (_, i) => hidden(`m${i}`))]),
      "Too many metrics in alarm, maximum is 10",
    ],
    [
      onMetrics([
        aQuery("m1"),
        ...Array.from({ length: 11 }, (_, i) => ({ Id: `e${i}`, Expression: "m1", ReturnData: false })),
      ]),
      "Too many expressions in alarm, maximum is 10",
    ],
    [
      onMetrics([{ Id: "e1", Expression: "SUM(SEARCH('{lab}', 'Sum', 60))", Period: 60 }]),
      "SEARCH is not supported on Metric Alarms.",
    ],
    [onMetrics([{ Id: "e1", Expression: "TIME_SERIES(1)" }]), "Period must not be null"],
    [
      onMetrics([{ Id: "e1", Expression: "ANOMALY_DETECTOR(m1)" }, hidden("m1")]),
      "Error in expression 'e1': Function 'ANOMALY_DETECTOR' not found",
    ],
    [onMetrics([{ Id: "e1", Expression: "m2" }, hidden("m1")]), "Error in expression 'e1': Variable 'm2' not found"],
    [
      onMetrics([{ Id: "e1", Expression: "MAX(m1)" }, hidden("m1")]),
      "Error in expression 'e1': The final result must be a time series or an array of time series",
    ],
    [
      onMetrics([{ Id: "e1", Expression: "METRICS()" }, hidden("m1")]),
      "Metrics expression that return multi time series are only allowed for MetricsInsights expression with an ORDER BY clause",
    ],
    [onMetrics([{ Id: "m1" }]), "Period must not be null"],
    [onMetrics([aQuery("m1", { stat: "Mode" })]), "Invalid metrics list"],
    [onMetrics([aQuery("m1", { period: 45 })]), "Period must be 10, 20, 30 or a multiple of 60"],
    [
      onMetrics([{ Id: "e1", Expression: "m1 + m2" }, hidden("m1"), hidden("m2", { period: 300 })]),
      "All metrics of an alarm must have the same period",
    ],
    [{ Metrics: [aQuery("m1")] }, "MetricName must not be set if list of Metrics is set"],
    [{ ThresholdMetricId: "ad1" }, "The embedded CloudWatch does not serve alarms on anomaly detection."],
    [{ EvaluationCriteria: { PromQLCriteria: {} } }, "The embedded CloudWatch does not serve PromQL alarms."],
  ];
  for (const [input, message] of wrong) {
    it(`refuses with a ValidationError: ${message.slice(0, 150)}`, () => {
      expect(put(input)).to.deep.equal({ code: "ValidationError", message, status: 400 });
    });
  }

  it("refuses a statistic that is none of CloudWatch's", () => {
    for (const ExtendedStatistic of ["90", "p101", "Sum"]) {
      expect(put({ Statistic: undefined, ExtendedStatistic })).to.deep.equal({
        code: "InvalidParameterValue",
        message: `The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`,
        status: 400,
      });
    }
  });

  const right: [what: string, input: object][] = [
    ["a day of minutes", { EvaluationPeriods: 1440 }],
    ["a week of hours", { Period: 3600, EvaluationPeriods: 168 }],
    ["ten, twenty and thirty seconds", { Period: 20 }],
    ["a percentile", { Statistic: undefined, ExtendedStatistic: "p99.9", EvaluateLowSampleCountPercentile: "ignore" }],
    ["a trimmed mean", { Statistic: undefined, ExtendedStatistic: "TM(10%:90%)" }],
    ["a threshold of zero", { Threshold: 0 }],
    ["actions of all kinds", { AlarmActions: [TOPIC, "arn:aws:automate:us-east-1:ec2:stop"] }],
    ["a sliding window", { EvaluationWindow: { SlidingWindow: {} } }],
    ["one query that is a metric", onMetrics([aQuery("m1")])],
    [
      "an expression without metrics that brings a period",
      onMetrics([{ Id: "e1", Expression: "TIME_SERIES(1)", Period: 60 }]),
    ],
    [
      "an expression over a number",
      onMetrics([
        { Id: "e1", Expression: "m1 / e2" },
        { Id: "e2", Expression: "MAX(m1)", ReturnData: false },
        hidden("m1"),
      ]),
    ],
  ];
  for (const [what, input] of right) {
    it(`takes ${what}`, () => {
      expect(accepted(input)).to.deep.equal({});
    });
  }
});
