import { expect } from "chai";
import { regionName } from "../../cloud/cloudwatch/alarms/regions.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { ACCOUNT, aCloudWatch, aDatum, EPOCH, MINUTE } from "./a-cloudwatch.ts";
import { ALARM, anAlarm, TOPIC } from "./an-alarm.ts";

const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:restore`;
const ARN = `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:too-many`;

const DESCRIBED = {
  AlarmDescription: "more than two",
  AlarmActions: [TOPIC],
  Dimensions: [{ Name: "InstanceId", Value: "abc" }],
  Unit: "Seconds",
  TreatMissingData: "breaching",
};

/** The alarm's first notice, after two minutes of one datum. */
const aNotice = async (more: object) => {
  const { acted, cloudwatch, pass } = anAlarm(more);
  cloudwatch.put([aDatum(21.5, { unit: "Seconds", dimensions: { InstanceId: "abc" } }), aDatum(21.5)]);
  await pass(2 * MINUTE);
  return acted[0]!.notice;
};

describe("An alarm's notice to a topic", () => {
  it("has AWS's subject and AWS's message, key for key", async () => {
    const { subject, message, alarmArn, alarmName } = await aNotice({ ...DESCRIBED, TreatMissingData: "notBreaching" });
    expect({ subject, alarmArn, alarmName }).to.deep.equal({
      subject: 'ALARM: "too-many" in US East (N. Virginia)',
      alarmArn: ARN,
      alarmName: "too-many",
    });
    expect(message).to.equal(
      `{"AlarmName":"too-many","AlarmDescription":"more than two","AWSAccountId":"${ACCOUNT}",` +
        '"AlarmConfigurationUpdatedTimestamp":"2026-01-01T00:00:00.000+0000","NewStateValue":"ALARM",' +
        '"NewStateReason":"Threshold Crossed: 1 datapoint [21.5 (01/01/26 00:00:00)] was greater than the threshold (2.0).",' +
        '"StateChangeTime":"2026-01-01T00:01:30.000+0000","Region":"US East (N. Virginia)",' +
        `"AlarmArn":"${ARN}","OldStateValue":"OK","OKActions":[],"AlarmActions":["${TOPIC}"],"InsufficientDataActions":[],` +
        '"Trigger":{"MetricName":"m","Namespace":"lab","StatisticType":"Statistic","Statistic":"SUM","Unit":"Seconds",' +
        '"Dimensions":[{"value":"abc","name":"InstanceId"}],"Period":60,"EvaluationPeriods":1,' +
        '"ComparisonOperator":"GreaterThanThreshold","Threshold":2.0,"TreatMissingData":"notBreaching",' +
        '"EvaluateLowSampleCountPercentile":""}}',
    );
  });

  it("says null for a description and a unit that nobody gave", async () => {
    const { message } = await aNotice({ AlarmActions: [TOPIC], Statistic: "SampleCount", Threshold: 0 });
    const { AlarmDescription, Trigger } = JSON.parse(message);
    expect(AlarmDescription).to.equal(null);
    expect(Trigger).to.include({ Unit: null, Statistic: "SAMPLE_COUNT", TreatMissingData: "missing" });
  });

  it("names a percentile as an extended statistic, and how many datapoints it takes", async () => {
    const percentile = { Statistic: undefined, ExtendedStatistic: "p90", DatapointsToAlarm: 1, AlarmActions: [TOPIC] };
    const { Trigger } = JSON.parse((await aNotice(percentile)).message);
    expect(Trigger).to.include({ StatisticType: "ExtendedStatistic", ExtendedStatistic: "p90", DatapointsToAlarm: 1 });
    expect(Trigger).not.to.have.property("Statistic");
  });

  it("carries the queries of an expression", async () => {
    const { operate, acted, cloudwatch, pass } = aCloudWatch();
    const Metric = { Namespace: "lab", MetricName: "m" };
    const Metrics = [
      { Id: "e1", Expression: "m1 * 2", Label: "twice" },
      { Id: "m1", MetricStat: { Metric, Period: 60, Stat: "Sum" }, ReturnData: false },
    ];
    const { AlarmName, ComparisonOperator, EvaluationPeriods, Threshold } = ALARM;
    operate("PutMetricAlarm", {
      AlarmName,
      ComparisonOperator,
      EvaluationPeriods,
      Threshold,
      Metrics,
      AlarmActions: [TOPIC],
    });
    cloudwatch.put([aDatum(2)]);
    await pass(2 * MINUTE);
    expect(JSON.parse(acted[0]!.notice.message).Trigger).to.deep.equal({
      Period: 60,
      EvaluationPeriods: 1,
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 2,
      TreatMissingData: "missing",
      EvaluateLowSampleCountPercentile: "",
      Metrics: [
        { Expression: "m1 * 2", Id: "e1", Label: "twice", ReturnData: true },
        {
          Id: "m1",
          MetricStat: { Metric: { Dimensions: [], MetricName: "m", Namespace: "lab" }, Period: 60, Stat: "Sum" },
          ReturnData: false,
        },
      ],
    });
  });

  it("has a subject that SNS takes, however long the name", async () => {
    const { operate, acted } = aCloudWatch({ region: "eu-west-1" });
    const topic = TOPIC.replace("us-east-1", "eu-west-1");
    operate("PutMetricAlarm", { ...ALARM, AlarmName: "x".repeat(255), AlarmActions: [topic] });
    operate("SetAlarmState", { AlarmName: "x".repeat(255), StateValue: "ALARM", StateReason: "x" });
    const { subject } = acted[0]!.notice;
    expect(subject).to.match(/^ALARM: "x+\.\.\." in EU \(Ireland\)$/);
    expect(subject).to.have.length(99);
  });

  it("calls a region by its code when it has no name for it", () => {
    expect(["us-west-2", "mars-north-1"].map(regionName)).to.deep.equal(["US West (Oregon)", "mars-north-1"]);
  });
});

describe("An alarm's notice to a function", () => {
  it("is AWS's event", () => {
    const description = { AlarmDescription: "testing lambda alarm action", AlarmActions: [FUNCTION] };
    const { operate, acted, cloudwatch } = anAlarm({ ...description, Dimensions: [{ Name: "Q", Value: "d" }] });
    operate("SetAlarmState", { AlarmName: "too-many", StateValue: "ALARM", StateReason: "testing alarm" });
    const { metricId } = cloudwatch.alarms.metricAlarms()[0]!;
    expect(metricId).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(acted.map(({ action }) => action)).to.deep.equal([FUNCTION]);
    expect(JSON.parse(acted[0]!.notice.event)).to.deep.equal({
      source: "aws.cloudwatch",
      alarmArn: ARN,
      accountId: ACCOUNT,
      time: "2026-01-01T00:00:00.000+0000",
      region: "us-east-1",
      alarmData: {
        alarmName: "too-many",
        state: { value: "ALARM", reason: "testing alarm", timestamp: "2026-01-01T00:00:00.000+0000" },
        previousState: {
          value: "INSUFFICIENT_DATA",
          reason: "Unchecked: Initial alarm creation",
          timestamp: "2026-01-01T00:00:00.000+0000",
        },
        configuration: {
          description: "testing lambda alarm action",
          metrics: [
            {
              id: metricId,
              metricStat: {
                metric: { namespace: "lab", name: "m", dimensions: { Q: "d" } },
                period: 60,
                stat: "Sum",
              },
              returnData: true,
            },
          ],
        },
      },
    });
  });

  it("carries the reason's data as a text", async () => {
    const { event } = await aNotice({ AlarmActions: [FUNCTION] });
    const { state } = JSON.parse(event).alarmData;
    expect(JSON.parse(state.reasonData)).to.include({ version: "1.0", threshold: 2 });
  });
});

describe("An alarm's history", () => {
  const aStory = async () => {
    const denied = "is not authorized to perform: SNS:Publish";
    const refuse = (action: string) => {
      if (action === FUNCTION) throw new AwsError("AuthorizationError", denied, 403);
    };
    const lab = anAlarm({ AlarmActions: [TOPIC, FUNCTION] }, { refuse });
    lab.measure([5]);
    await lab.pass(2 * MINUTE);
    lab.operate("PutMetricAlarm", { ...ALARM, Threshold: 9 });
    lab.operate("DeleteAlarms", { AlarmNames: ["too-many"] });
    // biome-ignore lint/suspicious/noExplicitAny: a history item
    const history = (input: object = {}): any[] => lab.operate("DescribeAlarmHistory", input).AlarmHistoryItems;
    return { ...lab, denied, history };
  };

  it("tells the newest first what happened, and outlives the alarm", async () => {
    const { history, denied } = await aStory();
    const story = history().map(({ HistoryItemType, HistorySummary }) => `${HistoryItemType}: ${HistorySummary}`);
    expect(story).to.deep.equal([
      'ConfigurationUpdate: Alarm "too-many" deleted',
      'ConfigurationUpdate: Alarm "too-many" updated',
      `Action: Failed to execute action ${FUNCTION}. Received error: "${denied}"`,
      `Action: Successfully executed action ${TOPIC}`,
      "StateUpdate: Alarm updated from INSUFFICIENT_DATA to ALARM",
      'ConfigurationUpdate: Alarm "too-many" created',
    ]);
  });

  it("holds both states of an update, with the reason's data", async () => {
    const { history } = await aStory();
    const [item] = history({ HistoryItemType: "StateUpdate" });
    expect(item).to.include({ AlarmName: "too-many", AlarmType: "MetricAlarm" });
    expect(item.Timestamp).to.deep.equal(new Date(EPOCH + 1.5 * MINUTE));
    expect(item.HistoryData).to.contain('"recentDatapoints":[5.0],"threshold":2.0');
    const { version, oldState, newState } = JSON.parse(item.HistoryData);
    expect([version, oldState]).to.deep.equal([
      "1.0",
      { stateValue: "INSUFFICIENT_DATA", stateReason: "Unchecked: Initial alarm creation" },
    ]);
    expect(newState).to.include({ stateValue: "ALARM" });
    expect(newState.stateReasonData.evaluatedDatapoints).to.have.length(1);
  });

  it("is read by alarm, kind and time, in either order, in pages", async () => {
    const { history, operate } = await aStory();
    expect(history({ AlarmName: "unknown" })).to.deep.equal([]);
    expect(history({ AlarmTypes: ["CompositeAlarm"] })).to.deep.equal([]);
    expect(history({ HistoryItemType: "Action" })).to.have.length(2);
    expect(history({ StartDate: new Date(EPOCH + MINUTE), EndDate: new Date(EPOCH + 1.5 * MINUTE) })).to.have.length(3);
    const first = operate("DescribeAlarmHistory", { ScanBy: "TimestampAscending", MaxRecords: 5 });
    expect(first.AlarmHistoryItems[0].HistorySummary).to.equal('Alarm "too-many" created');
    expect(history({ MaxRecords: 5, NextToken: first.NextToken })).to.have.length(1);
  });

  it("is told to the feed as facts", async () => {
    const { feed } = await aStory();
    const alarm = "too-many";
    const reason = "Threshold Crossed: 1 datapoint [5.0 (01/01/26 00:00:00)] was greater than the threshold (2.0).";
    expect(feed.facts.map(({ at, ...fact }) => fact)).to.deep.equal([
      { kind: "AlarmPut", alarm },
      { kind: "AlarmStateChanged", alarm, from: "INSUFFICIENT_DATA", to: "ALARM", reason },
      { kind: "AlarmActionTaken", alarm, action: TOPIC, succeeded: true },
      { kind: "AlarmActionTaken", alarm, action: FUNCTION, succeeded: false },
      { kind: "AlarmPut", alarm },
      { kind: "AlarmDeleted", alarm },
    ]);
  });
});
