import { expect } from "chai";
import { ACCOUNT, aCloudWatch, aDatum, EPOCH, MINUTE, refusal, SECOND } from "./a-cloudwatch.ts";
import { ALARM, anAlarm, TOPIC } from "./an-alarm.ts";

describe("An alarm", () => {
  it("is shown as it was put, with AWS's defaults and a state that nobody has checked", () => {
    const { described } = anAlarm();
    expect(described()).to.deep.equal({
      ...ALARM,
      Dimensions: [],
      ActionsEnabled: true,
      OKActions: [],
      AlarmActions: [],
      InsufficientDataActions: [],
      AlarmArn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:too-many`,
      AlarmConfigurationUpdatedTimestamp: new Date(EPOCH),
      StateValue: "INSUFFICIENT_DATA",
      StateReason: "Unchecked: Initial alarm creation",
      StateUpdatedTimestamp: new Date(EPOCH),
      StateTransitionedTimestamp: new Date(EPOCH),
    });
  });

  it("is evaluated on the half minute, half a minute after its newest period has ended", async () => {
    const { states, measure, pass, described } = anAlarm();
    measure([1, 5, 3, 0]);
    await pass(5 * MINUTE);
    expect(states()).to.deep.equal([
      [90, "OK"],
      [150, "ALARM"],
      [270, "OK"],
    ]);
    const reason = "Threshold Crossed: 1 datapoint [0.0 (01/01/26 00:03:00)] was not greater than the threshold (2.0).";
    const { StateReason, StateReasonData, StateTransitionedTimestamp } = described();
    expect(StateReason).to.equal(reason);
    expect(StateTransitionedTimestamp).to.deep.equal(new Date(EPOCH + 270 * SECOND));
    expect(JSON.parse(StateReasonData)).to.deep.equal({
      version: "1.0",
      queryDate: "2026-01-01T00:04:30.000+0000",
      startDate: "2026-01-01T00:03:00.000+0000",
      statistic: "Sum",
      period: 60,
      recentDatapoints: [0],
      threshold: 2,
      evaluatedDatapoints: [{ timestamp: "2026-01-01T00:03:00.000+0000", sampleCount: 1, value: 0 }],
    });
  });

  it("still sees the last data for two periods after the metric has fallen silent", async () => {
    const { states, measure, pass } = anAlarm({ TreatMissingData: "notBreaching" });
    measure([5]);
    await pass(6 * MINUTE);
    expect(states()).to.deep.equal([
      [30, "OK"],
      [90, "ALARM"],
      [270, "OK"],
    ]);
  });

  const silent: [treatment: string, states: unknown[]][] = [
    ["missing", []],
    ["ignore", []],
    ["breaching", [[30, "ALARM"]]],
    ["notBreaching", [[30, "OK"]]],
  ];
  for (const [TreatMissingData, expected] of silent) {
    it(`without any data and with missing data ${TreatMissingData} is ${JSON.stringify(expected)}`, async () => {
      const { states, pass } = anAlarm({ TreatMissingData, EvaluationPeriods: 3 });
      await pass(4 * MINUTE);
      expect(states()).to.deep.equal(expected);
    });
  }

  it("loses what it knew when its data are missing, and goes back to INSUFFICIENT_DATA", async () => {
    const { states, measure, pass } = anAlarm();
    measure([5]);
    await pass(6 * MINUTE);
    expect(states()).to.deep.equal([
      [90, "ALARM"],
      [270, "INSUFFICIENT_DATA"],
    ]);
  });

  it("rings when two of three minutes breach, and stops when two of three do not", async () => {
    const { states, measure, pass } = anAlarm({ EvaluationPeriods: 3, DatapointsToAlarm: 2 });
    measure([0, 0, 5, 0, 5, 0, 0]);
    await pass(8 * MINUTE);
    expect(states()).to.deep.equal([
      [90, "OK"],
      [330, "ALARM"],
      [390, "OK"],
    ]);
  });

  it("on five minutes is evaluated each minute, over the five minutes before", async () => {
    const { states, measure, pass, described } = anAlarm({ Period: 300, Threshold: 9 });
    measure([1, 1, 1, 1, 1, 1, 6, 1, 1, 1, 1]);
    await pass(7 * MINUTE + 31 * SECOND);
    expect(states().at(-1)).to.deep.equal([7 * 60 + 30, "ALARM"]);
    expect(described().StateReason).to.equal(
      "Threshold Crossed: 1 datapoint [10.0 (01/01/26 00:02:00)] was greater than the threshold (9.0).",
    );
  });

  it("on ten seconds is evaluated every ten seconds", async () => {
    const { states, operate, pass } = anAlarm({ Period: 10, TreatMissingData: "notBreaching" });
    const put = (second: number, Value: number) =>
      operate("PutMetricData", {
        Namespace: "lab",
        MetricData: [{ MetricName: "m", Value, Timestamp: new Date(EPOCH + second * SECOND), StorageResolution: 1 }],
      });
    for (const [second, value] of [
      [12, 2],
      [14, 2],
      [21, 1],
      [31, 1],
    ] as const)
      put(second, value);
    await pass(MINUTE);
    expect(states()).to.deep.equal([
      [5, "OK"],
      [25, "ALARM"],
      [35, "OK"],
    ]);
  });

  it("on a percentile waits for enough samples when told to ignore too few", async () => {
    const percentile = { Statistic: undefined, ExtendedStatistic: "p90", EvaluateLowSampleCountPercentile: "ignore" };
    const { states, cloudwatch, pass } = anAlarm(percentile);
    const minute = (at: number, count: number) =>
      cloudwatch.put(Array.from({ length: count }, () => aDatum(5, { at: at * MINUTE })));
    minute(0, 99);
    minute(1, 100);
    await pass(3 * MINUTE);
    expect(states()).to.deep.equal([[150, "ALARM"]]);
  });

  it("on an expression watches the one that returns data", async () => {
    const query = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: { Metric: { Namespace: "lab", MetricName }, Period: 60, Stat: "Sum" },
      ReturnData: false,
    });
    const Metrics = [
      { Id: "e1", Expression: "100 * (put - FILL(received, 0)) / put", Label: "missing" },
      query("put", "put"),
      query("received", "received"),
    ];
    const { AlarmName, ComparisonOperator } = ALARM;
    const { operate, cloudwatch, pass, feed } = aCloudWatch();
    const alarm = { AlarmName, ComparisonOperator, Threshold: 5, EvaluationPeriods: 3, DatapointsToAlarm: 2, Metrics };
    operate("PutMetricAlarm", { ...alarm, TreatMissingData: "notBreaching" });
    const count = (name: string, counts: number[]) =>
      cloudwatch.put(counts.map((value, minute) => aDatum(value, { name, at: minute * MINUTE })));
    count("put", [100, 100, 100, 100, 100]);
    count("received", [100, 97, 90]);
    await pass(6 * MINUTE);
    const reasons = feed.facts.flatMap((fact) => (fact.kind === "AlarmStateChanged" ? [fact.reason] : []));
    expect(reasons.at(-1)).to.equal(
      "Threshold Crossed: 2 out of the last 3 datapoints [100.0 (01/01/26 00:03:00), 10.0 (01/01/26 00:02:00)] were greater than the threshold (5.0) (minimum 2 datapoints for OK -> ALARM transition).",
    );
    const [described] = operate("DescribeAlarms", {}).MetricAlarms;
    expect(described.Metrics).to.deep.equal(Metrics);
    expect(described).not.to.have.property("MetricName");
  });

  it("keeps its state when it is put again, and forgets what it had been told before", async () => {
    const { operate, described, measure, pass } = anAlarm({ AlarmDescription: "old", Unit: "Count" });
    measure([5]);
    await pass(2 * MINUTE);
    operate("PutMetricAlarm", { ...ALARM, Threshold: 50 });
    const { StateValue, Threshold, AlarmDescription, Unit, AlarmConfigurationUpdatedTimestamp } = described();
    expect({ StateValue, Threshold, AlarmDescription, Unit }).to.deep.equal({
      StateValue: "ALARM",
      Threshold: 50,
      AlarmDescription: undefined,
      Unit: undefined,
    });
    expect(AlarmConfigurationUpdatedTimestamp).to.deep.equal(new Date(EPOCH + 2 * MINUTE));
  });

  it("set by hand acts at once, and goes back to its own state with the next evaluation", async () => {
    const { operate, described, states, acted, measure, pass } = anAlarm({ AlarmActions: [TOPIC] });
    measure([0, 0, 0, 0]);
    await pass(100 * SECOND);
    const StateReasonData = '{"why":"a drill"}';
    operate("SetAlarmState", { AlarmName: "too-many", StateValue: "ALARM", StateReason: "testing", StateReasonData });
    expect(described()).to.include({ StateValue: "ALARM", StateReason: "testing", StateReasonData });
    expect(acted.map(({ action }) => action)).to.deep.equal([TOPIC]);
    await pass(MINUTE);
    expect(states()).to.deep.equal([
      [90, "OK"],
      [100, "ALARM"],
      [150, "OK"],
    ]);
  });

  it("set by hand to the state it has keeps quiet, and the next evaluation puts its own words back", async () => {
    const { operate, described, states, acted, measure, pass } = anAlarm({ OKActions: [TOPIC] });
    measure([0, 0, 0, 0]);
    await pass(100 * SECOND);
    operate("SetAlarmState", { AlarmName: "too-many", StateValue: "OK", StateReason: "silence" });
    expect(described()).to.include({ StateValue: "OK", StateReason: "silence" });
    expect(described()).not.to.have.property("StateReasonData");
    await pass(MINUTE);
    expect(described().StateReason).to.match(/^Threshold Crossed/);
    expect(described().StateTransitionedTimestamp).to.deep.equal(new Date(EPOCH + 90 * SECOND));
    expect(states()).to.have.length(1);
    expect(acted).to.have.length(1);
  });

  it("does nothing while its actions are disabled", async () => {
    const { operate, described, acted, states, measure, pass } = anAlarm({ AlarmActions: [TOPIC], OKActions: [TOPIC] });
    operate("DisableAlarmActions", { AlarmNames: ["too-many"] });
    expect(described().ActionsEnabled).to.equal(false);
    measure([5, 5, 0]);
    await pass(3 * MINUTE);
    operate("EnableAlarmActions", { AlarmNames: ["too-many", "unknown"] });
    await pass(MINUTE);
    expect(states().map(([, state]) => state)).to.deep.equal(["ALARM", "OK"]);
    expect(acted.map(({ notice }) => notice.subject)).to.deep.equal(['OK: "too-many" in US East (N. Virginia)']);
  });

  it("is evaluated no more when it is gone", async () => {
    const { operate, states, measure, pass } = anAlarm();
    measure([5, 5, 5]);
    expect(operate("DeleteAlarms", { AlarmNames: ["unknown", "too-many"] })).to.deep.equal({});
    await pass(3 * MINUTE);
    expect(states()).to.deep.equal([]);
    expect(operate("DescribeAlarms", {}).MetricAlarms).to.deep.equal([]);
  });

  it("is evaluated no more when CloudWatch is stopped", async () => {
    const { cloudwatch, states, measure, pass } = anAlarm();
    measure([5, 5, 5]);
    cloudwatch.stop();
    await pass(3 * MINUTE);
    expect(states()).to.deep.equal([]);
  });

  it("cannot be set when it does not exist, or to a state that does not", () => {
    const { operate } = anAlarm();
    const set = (more: object) => () =>
      operate("SetAlarmState", { AlarmName: "too-many", StateValue: "OK", StateReason: "x", ...more });
    expect(refusal(set({ AlarmName: "unknown" }))).to.deep.equal({
      code: "ResourceNotFound",
      message: "",
      status: 404,
    });
    expect(refusal(set({ StateValue: "INVALID" }))).to.deep.equal({
      code: "ValidationError",
      message:
        "1 validation error detected: Value 'INVALID' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]",
      status: 400,
    });
    expect(refusal(set({ StateReasonData: "{" })).code).to.equal("InvalidFormat");
  });
});

describe("DescribeAlarms", () => {
  const aBook = () => {
    const { operate, ...lab } = aCloudWatch();
    for (const name of ["b-one", "a-two", "a-one"]) {
      operate("PutMetricAlarm", { ...ALARM, AlarmName: name, ...(name === "a-two" && { OKActions: [TOPIC] }) });
    }
    operate("SetAlarmState", { AlarmName: "b-one", StateValue: "ALARM", StateReason: "x" });
    const names = (input: object): string[] =>
      operate("DescribeAlarms", input).MetricAlarms.map(({ AlarmName }: { AlarmName: string }) => AlarmName);
    return { ...lab, operate, names };
  };

  const table: [input: object, names: string[]][] = [
    [{}, ["a-one", "a-two", "b-one"]],
    [{ AlarmNames: ["b-one", "unknown"] }, ["b-one"]],
    [{ AlarmNamePrefix: "a-" }, ["a-one", "a-two"]],
    [{ StateValue: "ALARM" }, ["b-one"]],
    [{ ActionPrefix: "arn:aws:sns:" }, ["a-two"]],
    [{ AlarmTypes: ["MetricAlarm"] }, ["a-one", "a-two", "b-one"]],
    [{ AlarmTypes: ["CompositeAlarm"] }, []],
  ];
  for (const [input, names] of table) {
    it(`finds ${names.join(", ") || "nothing"} by ${JSON.stringify(input)}`, () => {
      expect(aBook().names(input)).to.deep.equal(names);
    });
  }

  it("answers in pages", () => {
    const { operate, names } = aBook();
    const { NextToken } = operate("DescribeAlarms", { MaxRecords: 2 });
    expect(names({ MaxRecords: 2, NextToken })).to.deep.equal(["b-one"]);
    expect(refusal(() => names({ NextToken: "?" })).code).to.equal("InvalidNextToken");
  });

  it("finds the alarms of a metric, whatever the order of its dimensions", () => {
    const { operate } = aBook();
    const Dimensions = [
      { Name: "A", Value: "1" },
      { Name: "B", Value: "2" },
    ];
    operate("PutMetricAlarm", { ...ALARM, AlarmName: "with-dimensions", Dimensions });
    const of = (more: object) =>
      operate("DescribeAlarmsForMetric", { Namespace: "lab", MetricName: "m", ...more }).MetricAlarms.map(
        ({ AlarmName }: { AlarmName: string }) => AlarmName,
      );
    expect(of({})).to.deep.equal(["a-one", "a-two", "b-one"]);
    expect(of({ Dimensions: Dimensions.toReversed() })).to.deep.equal(["with-dimensions"]);
    expect(of({ Statistic: "Average" })).to.deep.equal([]);
    expect(of({ Statistic: "Sum", Period: 60 })).to.have.length(3);
    expect(of({ MetricName: "n" })).to.deep.equal([]);
  });
});
