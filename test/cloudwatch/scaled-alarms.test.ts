import { expect } from "chai";
import { CloudWatchService } from "../../cloud/cloudwatch/service.ts";
import { WallClock } from "../../cloud/kernel/clock.ts";
import { Feed } from "../../cloud/kernel/feed.ts";
import { Random } from "../../cloud/kernel/random.ts";
import { ScaledClock } from "../../cloud/kernel/scaled-clock.ts";
import { ACCOUNT, EPOCH, MINUTE, SECOND } from "./a-cloudwatch.ts";
import { ALARM, anAlarm, TOPIC } from "./an-alarm.ts";

const SCALED = { scale: 0.05 };

describe("An alarm in a time twenty times as fast", () => {
  const put = (lab: ReturnType<typeof anAlarm>, Value: number) =>
    lab.operate("PutMetricData", { Namespace: "lab", MetricData: [{ MetricName: "m", Value }] });

  it("on a minute is evaluated every three seconds, over the data of three seconds", async () => {
    const lab = anAlarm({ TreatMissingData: "notBreaching" }, SCALED);
    await lab.pass(SECOND);
    put(lab, 2);
    put(lab, 1);
    await lab.pass(3 * SECOND);
    put(lab, 2);
    await lab.pass(9 * SECOND);
    expect(lab.states()).to.deep.equal([
      [1.5, "OK"],
      [4.5, "ALARM"],
      [7.5, "OK"],
    ]);
  });

  it("tells real instants, and the period it was put with", async () => {
    const lab = anAlarm({ AlarmActions: [TOPIC] }, SCALED);
    await lab.pass(4 * SECOND);
    put(lab, 5);
    await lab.pass(4 * SECOND);
    const described = lab.described();
    expect(described.Period).to.equal(60);
    expect(described.StateUpdatedTimestamp).to.deep.equal(new Date(EPOCH + 7500));
    expect(described.StateReason).to.contain("1 datapoint [5.0 (01/01/26 00:00:03)] was greater");
    expect(JSON.parse(described.StateReasonData)).to.include({
      queryDate: "2026-01-01T00:00:07.500+0000",
      startDate: "2026-01-01T00:00:03.000+0000",
      period: 60,
    });
    const [{ Timestamp }] = lab.operate("DescribeAlarmHistory", { HistoryItemType: "StateUpdate" }).AlarmHistoryItems;
    expect(Timestamp).to.deep.equal(new Date(EPOCH + 7500));
    expect(JSON.parse(lab.acted[0]!.notice.message).StateChangeTime).to.equal("2026-01-01T00:00:07.500+0000");
  });

  it("watches what services measure, and expressions over it", async () => {
    const metric = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: { Metric: { Namespace: "lab", MetricName }, Period: 60, Stat: "Sum" },
    });
    const lab = anAlarm({}, SCALED);
    lab.operate("PutMetricAlarm", {
      AlarmName: "ratio",
      EvaluationPeriods: 1,
      Threshold: 10,
      ComparisonOperator: "GreaterThanThreshold",
      Metrics: [{ Id: "e1", Expression: "100 * bad / all" }, metric("bad", "bad"), metric("all", "all")],
    });
    await lab.pass(10 * SECOND);
    const datum = (name: string, value: number) => ({ namespace: "lab", name, dimensions: {}, value, unit: "Count" });
    lab.cloudwatch.put([datum("bad", 1), datum("all", 5)]);
    await lab.pass(4 * SECOND);
    const [ratio] = lab.operate("DescribeAlarms", { AlarmNames: ["ratio"] }).MetricAlarms;
    expect(ratio.StateReason).to.contain(
      "1 datapoint [20.0 (01/01/26 00:00:09)] was greater than the threshold (10.0)",
    );
  });

  it("leaves the periods of those who ask for data as they are", async () => {
    const lab = anAlarm({}, SCALED);
    for (let i = 0; i < 6; i++) {
      put(lab, 1);
      await lab.pass(10 * SECOND);
    }
    const range = { StartTime: new Date(EPOCH), EndTime: new Date(EPOCH + MINUTE) };
    const asked = { Namespace: "lab", MetricName: "m", Period: 60, Statistics: ["Sum"], ...range };
    expect(lab.operate("GetMetricStatistics", asked).Datapoints).to.deep.equal([
      { Timestamp: new Date(EPOCH), Sum: 6, Unit: "None" },
    ]);
  });

  it("rings and recovers within seconds of the machine's own time", async () => {
    const clock = new WallClock();
    const feed = new Feed<{ kind: "AlarmStateChanged" }>(clock);
    const cloudwatch = new CloudWatchService({
      clock,
      alarmClock: new ScaledClock(clock, 0.005),
      random: Random.fromSeed(1),
      feed: feed as never,
      place: { accountId: ACCOUNT, region: "us-east-1" },
      actions: { act: () => {} },
    });
    const { alarms } = cloudwatch;
    const stateIs = async (value: string) => {
      const start = clock.now();
      while (alarms.get(ALARM.AlarmName).state.value !== value) {
        expect(clock.now() - start, `until ${value}`).to.be.below(15_000);
        await clock.sleep(10);
      }
      return alarms.get(ALARM.AlarmName).state.updatedAt;
    };
    try {
      alarms.put({ ...ALARM, TreatMissingData: "notBreaching" } as never);
      await stateIs("OK");
      const measured = clock.now();
      cloudwatch.put([{ namespace: "lab", name: "m", dimensions: {}, value: 3, unit: "Count" }]);
      expect(await stateIs("ALARM")).to.be.within(measured, clock.now());
      expect(await stateIs("OK")).to.be.within(measured, clock.now());
    } finally {
      cloudwatch.stop();
    }
  });
});
