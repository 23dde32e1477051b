import { expect } from "chai";
import { parseRule } from "../../cloud/cloudwatch/alarms/rule.ts";
import { ACCOUNT, aCloudWatch, EPOCH, MINUTE, refusal } from "./a-cloudwatch.ts";
import { ALARM, TOPIC } from "./an-alarm.ts";

const arnOf = (name: string) => `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:${name}`;

/** Two metric alarms, `a` and `b`, and a composite alarm `both` over them that tells a topic of everything. */
function aComposite(AlarmRule = 'ALARM("a") OR ALARM(b)', more: object = {}) {
  const lab = aCloudWatch();
  for (const AlarmName of ["a", "b"]) lab.operate("PutMetricAlarm", { ...ALARM, AlarmName });
  const actions = { AlarmActions: [TOPIC], OKActions: [TOPIC] };
  const put = (change: object = {}) =>
    lab.operate("PutCompositeAlarm", { AlarmName: "both", AlarmRule, ...actions, ...more, ...change });
  put();
  const set = (AlarmName: string, StateValue: string) =>
    lab.operate("SetAlarmState", { AlarmName, StateValue, StateReason: "by hand" });
  const described = (name = "both") =>
    lab.operate("DescribeAlarms", { AlarmNames: [name], AlarmTypes: ["CompositeAlarm"] }).CompositeAlarms[0];
  return { ...lab, put, set, described };
}

describe("A composite alarm", () => {
  it("is shown as it was put, and was evaluated when it was created", () => {
    const { described } = aComposite("ALARM(a) OR ALARM(b)", { AlarmDescription: "either" });
    expect(described()).to.deep.equal({
      AlarmName: "both",
      AlarmRule: "ALARM(a) OR ALARM(b)",
      AlarmDescription: "either",
      ActionsEnabled: true,
      AlarmActions: [TOPIC],
      OKActions: [TOPIC],
      InsufficientDataActions: [],
      AlarmArn: arnOf("both"),
      AlarmConfigurationUpdatedTimestamp: new Date(EPOCH),
      StateValue: "OK",
      StateReason: `${arnOf("both")} was created and its alarm rule evaluates to OK`,
      StateReasonData: '{"triggeringAlarms":[]}',
      StateUpdatedTimestamp: new Date(EPOCH),
      StateTransitionedTimestamp: new Date(EPOCH),
    });
  });

  it("follows its children, and says which of them moved it", async () => {
    const { described, set, pass } = aComposite();
    await pass(MINUTE);
    set("b", "ALARM");
    expect(described()).to.include({
      StateValue: "ALARM",
      StateReason: `${arnOf("b")} transitioned to ALARM at Thursday 01 January, 2026 00:01:00 UTC`,
    });
    const { triggeringAlarms } = JSON.parse(described().StateReasonData);
    expect(triggeringAlarms).to.deep.equal([
      { arn: arnOf("b"), state: { value: "ALARM", timestamp: "2026-01-01T00:01:00.000+0000" } },
    ]);
    const { StateReason } = described();
    set("a", "ALARM");
    expect(described().StateReason, "the state is the same").to.equal(StateReason);
    set("a", "OK");
    expect(described().StateValue).to.equal("ALARM");
    set("b", "OK");
    expect(described().StateValue).to.equal("OK");
  });

  it("tells its topic what AWS's notifications tell, and its history", () => {
    const { acted, set, operate } = aComposite();
    set("a", "ALARM");
    const { action, notice } = acted.at(-1)!;
    expect(action).to.equal(TOPIC);
    expect(notice.subject).to.equal('ALARM: "both" in US East (N. Virginia)');
    const message = JSON.parse(notice.message);
    expect(Object.keys(message)).to.deep.equal([
      "AlarmName",
      "AlarmDescription",
      "AWSAccountId",
      "NewStateValue",
      "NewStateReason",
      "StateChangeTime",
      "Region",
      "AlarmArn",
      "OKActions",
      "AlarmActions",
      "InsufficientDataActions",
      "OldStateValue",
      "AlarmRule",
      "TriggeringChildren",
    ]);
    expect(message.TriggeringChildren).to.deep.equal([
      { Arn: arnOf("a"), State: { Value: "ALARM", Timestamp: "2026-01-01T00:00:00.000+0000" } },
    ]);
    expect(JSON.parse(notice.event).alarmData.configuration).to.deep.equal({ alarmRule: 'ALARM("a") OR ALARM(b)' });
    const history = operate("DescribeAlarmHistory", { AlarmName: "both", AlarmTypes: ["CompositeAlarm"] });
    const summaries = history.AlarmHistoryItems.map(({ HistorySummary }: { HistorySummary: string }) => HistorySummary);
    expect(summaries).to.deep.equal([
      `Successfully executed action ${TOPIC}`,
      "Alarm updated from OK to ALARM",
      `Successfully executed action ${TOPIC}`,
      "Alarm updated from INSUFFICIENT_DATA to OK",
      'Alarm "both" created',
    ]);
    expect(operate("DescribeAlarmHistory", { AlarmName: "both" }).AlarmHistoryItems, "metric alarms only").to.be.empty;
  });

  it("moves those above it, in a circle too", () => {
    const { operate, set, described, put } = aComposite();
    operate("PutCompositeAlarm", { AlarmName: "top", AlarmRule: `ALARM("${arnOf("both")}") AND TRUE` });
    set("a", "ALARM");
    expect(described("top").StateValue).to.equal("ALARM");
    put({ AlarmRule: "NOT ALARM(top)" });
    expect([described().StateValue, described("top").StateValue], "each once").to.deep.equal(["OK", "OK"]);
  });

  it("can be silenced, and set by hand until a child moves", () => {
    const { operate, acted, set, described } = aComposite();
    operate("DisableAlarmActions", { AlarmNames: ["both"] });
    const before = acted.length;
    set("both", "ALARM");
    expect([described().StateValue, described().ActionsEnabled, acted.length]).to.deep.equal(["ALARM", false, before]);
    set("a", "OK");
    expect(described().StateValue).to.equal("OK");
  });

  it("is listed for who asks for composite alarms, with its relations", () => {
    const { operate } = aComposite();
    const names = (input: object) => {
      const { MetricAlarms, CompositeAlarms } = operate("DescribeAlarms", input);
      return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }: { AlarmName: string }) => AlarmName);
    };
    expect(names({})).to.deep.equal(["a", "b"]);
    expect(names({ AlarmTypes: ["CompositeAlarm"] })).to.deep.equal(["both"]);
    expect(names({ AlarmTypes: ["CompositeAlarm", "MetricAlarm"], AlarmNamePrefix: "b" })).to.deep.equal(["b", "both"]);
    expect(operate("DescribeAlarms", { ParentsOfAlarmName: "a" }).CompositeAlarms).to.deep.equal([
      { AlarmName: "both", AlarmArn: arnOf("both") },
    ]);
    expect(operate("DescribeAlarms", { ChildrenOfAlarmName: "both" }).MetricAlarms[0]).to.deep.equal({
      AlarmName: "a",
      AlarmArn: arnOf("a"),
      StateValue: "INSUFFICIENT_DATA",
      StateUpdatedTimestamp: new Date(EPOCH),
    });
    expect(refusal(() => names({ ChildrenOfAlarmName: "both", StateValue: "OK" })).code).to.equal("ValidationError");
  });

  it("needs its children to exist, and keeps them from being deleted", () => {
    const { operate, put } = aComposite();
    expect(refusal(() => put({ AlarmRule: "ALARM(a) OR OK(x) OR OK(y)" })).message).to.equal(
      "Could not save the composite alarm as alarms [x, y] in the alarm rule do not exist",
    );
    const removal = (...AlarmNames: string[]) => operate("DeleteAlarms", { AlarmNames });
    expect(refusal(() => removal("a"))).to.include({
      code: "ValidationError",
      message: "Cannot delete a as there are composite alarm(s) depending on it.",
    });
    removal("both", "a");
    expect(operate("DescribeAlarms", { AlarmTypes: ["CompositeAlarm", "MetricAlarm"] })).to.deep.include({
      CompositeAlarms: [],
    });
    expect(refusal(() => operate("PutCompositeAlarm", { AlarmName: "b", AlarmRule: "TRUE" })).code).to.equal(
      "ValidationError",
    );
  });
});

describe("An alarm rule", () => {
  const states: Record<string, "OK" | "ALARM" | "INSUFFICIENT_DATA"> = {
    a: "ALARM",
    b: "OK",
    "with (brackets)": "INSUFFICIENT_DATA",
  };
  const rules: [rule: string, holds: boolean][] = [
    ["TRUE", true],
    ["FALSE", false],
    ["ALARM(a)", true],
    ["NOT ALARM(a)", false],
    ["OK(a) OR OK(b)", true],
    ["OK(a) AND OK(b)", false],
    ["TRUE OR TRUE AND FALSE", true],
    ["(TRUE OR TRUE) AND FALSE", false],
    ["NOT FALSE AND FALSE", false],
    ["NOT (FALSE AND FALSE)", true],
    ['INSUFFICIENT_DATA("with (brackets)")', true],
    ["ALARM(nobody)", false],
  ];
  for (const [rule, holds] of rules) {
    it(`${rule} ${holds ? "holds" : "does not hold"}`, () => {
      expect(parseRule(rule).holds((child) => states[child])).to.equal(holds);
    });
  }

  for (const rule of ["ALARM", "ALARM()", "ALARM(a", "a", "TRUE FALSE", "AND", "NOT", "(TRUE", "ALARM(a) XOR OK(b)"]) {
    it(`${rule} is refused`, () => {
      expect(refusal(() => parseRule(rule)).code).to.equal("ValidationError");
    });
  }
});
