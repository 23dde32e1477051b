import { expect } from "chai";
import { ACCOUNT, aCloudWatch, aDatum, EPOCH, MINUTE, refusal } from "./a-cloudwatch.ts";
import { ALARM, anAlarm } from "./an-alarm.ts";

const ALARM_ARN = `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:too-many`;
const DASHBOARD_ARN = `arn:aws:cloudwatch::${ACCOUNT}:dashboard/d`;

describe("CloudWatch's house", () => {
  const alarm = (name: string) => ALARM_ARN.replace("too-many", name);
  const needs: [operation: string, input: object, needs: object[]][] = [
    [
      "PutMetricData",
      { Namespace: "lab" },
      [{ action: "cloudwatch:PutMetricData", resource: "*", context: { "cloudwatch:namespace": "lab" } }],
    ],
    ["GetMetricData", {}, [{ action: "cloudwatch:GetMetricData", resource: "*" }]],
    ["ListMetrics", {}, [{ action: "cloudwatch:ListMetrics", resource: "*" }]],
    [
      "PutMetricAlarm",
      { AlarmName: "too-many", AlarmActions: ["arn"], Tags: [{ Key: "a", Value: "b" }] },
      [
        { action: "cloudwatch:PutMetricAlarm", resource: ALARM_ARN, context: { "cloudwatch:AlarmActions": ["arn"] } },
        { action: "cloudwatch:TagResource", resource: ALARM_ARN },
      ],
    ],
    [
      "DeleteAlarms",
      { AlarmNames: ["a", "b"] },
      ["a", "b"].map((name) => ({ action: "cloudwatch:DeleteAlarms", resource: alarm(name) })),
    ],
    ["DescribeAlarms", {}, [{ action: "cloudwatch:DescribeAlarms", resource: alarm("*") }]],
    ["SetAlarmState", { AlarmName: "too-many" }, [{ action: "cloudwatch:SetAlarmState", resource: ALARM_ARN }]],
    ["PutDashboard", { DashboardName: "d" }, [{ action: "cloudwatch:PutDashboard", resource: DASHBOARD_ARN }]],
    [
      "DeleteDashboards",
      { DashboardNames: ["d"] },
      [{ action: "cloudwatch:DeleteDashboards", resource: DASHBOARD_ARN }],
    ],
    ["ListDashboards", {}, [{ action: "cloudwatch:ListDashboards", resource: "*" }]],
    ["TagResource", { ResourceARN: ALARM_ARN }, [{ action: "cloudwatch:TagResource", resource: ALARM_ARN }]],
  ];
  for (const [operation, input, expected] of needs) {
    it(`lets ${operation} be called by who may ${JSON.stringify(expected[0])}`, () => {
      expect(aCloudWatch().house.needs(operation, input as never)).to.deep.equal(expected);
    });
  }

  it("has a need for every operation, and no resource policy", () => {
    const { house } = aCloudWatch();
    for (const operation of Object.keys(house.operations)) {
      expect(house.needs(operation, {} as never)[0]!.action).to.equal(`cloudwatch:${operation}`);
    }
    expect(house.policyOf(ALARM_ARN)).to.equal(undefined);
  });

  it("tags alarms and dashboards, new ones when they are put", () => {
    const { operate } = anAlarm();
    const Tags = [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ];
    operate("PutDashboard", { DashboardName: "d", DashboardBody: '{"widgets":[]}', Tags });
    operate("PutMetricAlarm", { ...ALARM, Tags });
    const tags = (ResourceARN: string) => operate("ListTagsForResource", { ResourceARN }).Tags;
    expect([tags(DASHBOARD_ARN), tags(ALARM_ARN)]).to.deep.equal([Tags, []]);
    operate("TagResource", { ResourceARN: ALARM_ARN, Tags });
    operate("TagResource", { ResourceARN: ALARM_ARN, Tags: [{ Key: "b", Value: "3" }] });
    operate("UntagResource", { ResourceARN: ALARM_ARN, TagKeys: ["a", "unknown"] });
    expect(tags(ALARM_ARN)).to.deep.equal([{ Key: "b", Value: "3" }]);
  });

  it("knows no tags of what does not exist", () => {
    const { operate } = aCloudWatch();
    for (const operation of ["ListTagsForResource", "TagResource", "UntagResource"]) {
      const { code, status } = refusal(() => operate(operation, { ResourceARN: ALARM_ARN, Tags: [], TagKeys: [] }));
      expect([code, status]).to.deep.equal(["ResourceNotFoundException", 404]);
    }
  });

  it("gives statistics to those in the house, period by period", () => {
    const { cloudwatch } = aCloudWatch();
    cloudwatch.put([1, 3, 8].map((value, i) => aDatum(value, { at: i * 2 * MINUTE, dimensions: { A: "1" } })));
    const range = { namespace: "lab", name: "m", start: EPOCH, end: EPOCH + 5 * MINUTE };
    const query = { ...range, dimensions: { A: "1" }, period: 3 * MINUTE };
    expect(cloudwatch.statistics({ ...query, statistic: "Sum" })).to.deep.equal([
      { at: EPOCH, value: 4 },
      { at: EPOCH + 3 * MINUTE, value: 8 },
    ]);
    expect(cloudwatch.statistics({ ...query, statistic: "p50" })[0]!.value).to.equal(1);
    expect(cloudwatch.statistics({ ...query, statistic: "Sum", unit: "Bytes" })).to.deep.equal([]);
    expect(cloudwatch.statistics({ ...range, period: MINUTE, statistic: "Sum" })).to.deep.equal([]);
    expect(() => cloudwatch.statistics({ ...query, statistic: "Mode" })).to.throw(RangeError);
  });
});
