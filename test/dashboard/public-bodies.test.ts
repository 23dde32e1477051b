import { expect } from "chai";
import { parseBody } from "../../dashboard/body/body.ts";
import { takeSnapshot } from "../../dashboard/data/snapshot.ts";
import { drawDashboard } from "../../dashboard/picture/dashboard.ts";
import { toHtml } from "../../dashboard/picture/part.ts";
import { aCloudWatch } from "../cloudwatch/a-cloudwatch.ts";
import { ASource } from "./a-source.ts";

const REGION = "us-east-1";
const ALARM = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:CPU: high";
const metric = (properties: object) => ({ type: "metric", properties: { region: REGION, ...properties } });
const CPU = ["AWS/EC2", "CPUUtilization", "InstanceId", "i-1"];

/** The forms that AWS's documentation shows, and that dashboards kept in public have. */
const FORMS: Readonly<Record<string, object>> = {
  "a graph and a text": metric({ metrics: [CPU], period: 300, stat: "Average", title: "CPU" }),
  "two rows that repeat all but one field": metric({
    metrics: [CPU, ["...", "i-2", { stat: "p99", label: "worst", color: "#2ca02c" }], [".", "NetworkIn", ".", "i-1"]],
  }),
  "both axes, with bounds and labels": metric({
    metrics: [CPU, [".", "NetworkIn", ".", ".", { yAxis: "right", period: 60 }]],
    yAxis: { left: { min: 0, max: 100, label: "%", showUnits: false }, right: { min: 0 } },
    ...{ view: "timeSeries", stacked: true, legend: { position: "right" }, liveData: true },
  }),
  "lines and bands across": metric({
    metrics: [CPU],
    annotations: {
      horizontal: [
        { label: "high", value: 80, color: "#d62728", fill: "above", visible: true },
        [{ value: 20, label: "usual", yAxis: "left" }, { value: 60 }],
      ],
      vertical: [
        { value: "2026-01-01T00:10:00Z", label: "released", fill: "after" },
        [{ value: "2026-01-01T00:01:00.000Z" }, { value: "2026-01-01T00:02:00.000Z", label: "deploy" }],
      ],
    },
  }),
  "an alarm with its metric": metric({ annotations: { alarms: [ALARM] }, title: "CPU", view: "timeSeries" }),
  "a number with a sparkline": metric({
    metrics: [
      [{ expression: "100 * errors / MAX([errors, runs])", label: "Error rate (%)", id: "rate" }],
      ["N", "Errors", { id: "errors", visible: false, stat: "Sum" }],
      [".", "Runs", { id: "runs", visible: false }],
    ],
    ...{ view: "singleValue", sparkline: true, setPeriodToTimeRange: true, singleValueFullPrecision: false },
  }),
  "a gauge": metric({ metrics: [CPU], view: "gauge", yAxis: { left: { min: 0, max: 100 } } }),
  "a pie of a search": metric({
    metrics: [[{ expression: `SEARCH('{AWS/Lambda,FunctionName} MetricName="Errors"', 'Sum', 300)`, id: "e1" }]],
    ...{ view: "pie", labels: { visible: false }, stat: "Sum" },
  }),
  "a table with summaries": metric({
    metrics: [[...CPU, { region: REGION, accountId: "111122223333" }]],
    ...{ view: "table", table: { layout: "vertical", stickySummary: true, summaryColumns: ["MIN", "MAX", "AVG"] } },
  }),
  "bars of seconds": metric({ metrics: [CPU], view: "bar", period: 30, stat: "TM(10%:90%)", timezone: "+0130" }),
  "a time range of its own": metric({ metrics: [CPU], start: "-PT6H", end: "P0D", period: 3600 }),
  "Markdown with a button": {
    type: "text",
    properties: {
      markdown: "# Service\n[button:primary:Runbook](https://example.com)\n\n| a | b |\n|---|---|\n| 1 | 2 |",
      background: "transparent",
    },
  },
  "states of alarms": {
    type: "alarm",
    properties: { alarms: [ALARM], sortBy: "stateUpdatedTimestamp", states: ["ALARM", "OK"], title: "Alarms" },
  },
  "a query of logs": {
    type: "log",
    properties: {
      query: "SOURCE '/aws/lambda/f' | fields @timestamp, @message\n| sort @timestamp desc\n| limit 20",
      ...{ region: REGION, title: "Log", view: "table", stacked: false },
    },
  },
};

describe("a body as it stands in AWS's documentation or in public", () => {
  const now = Date.parse("2026-01-01T00:20:00Z");
  const frame = { now, range: { from: now - 1_200_000, to: now }, periodOverride: "auto" as const };

  for (const [form, widget] of Object.entries(FORMS)) {
    it(`is taken by CloudWatch without a remark, and drawn: ${form}`, async () => {
      const hello = { type: "text", x: 0, y: 7, width: 3, height: 3, properties: { markdown: "Hello world" } };
      const place = { x: 12, y: 0, width: 12, height: 6 };
      const text = JSON.stringify({
        start: "-PT6H",
        periodOverride: "inherit",
        widgets: [{ ...widget, ...place }, hello],
      });
      const { operate } = aCloudWatch();
      expect(operate("PutDashboard", { DashboardName: "public", DashboardBody: text })).to.deep.equal({
        DashboardValidationMessages: [],
      });
      const body = parseBody(operate("GetDashboard", { DashboardName: "public" }).DashboardBody);
      const snapshot = await takeSnapshot(body, new ASource({}), frame);
      expect(snapshot.widgets.map(({ kind }) => kind)).not.to.include("refused");
      const html = toHtml(drawDashboard(body, snapshot, []));
      expect(html)
        .to.contain("Hello world")
        .and.not.match(/class="note"|No data|class="warning"/);
    });
  }

  it("says so in its place, where it is of a kind that is not drawn", () => {
    const explorer = {
      type: "explorer",
      properties: {
        metrics: [{ metricName: "CPUUtilization", resourceType: "AWS::EC2::Instance", stat: "Average" }],
        labels: [{ key: "Environment", value: "test" }],
        ...{ aggregateBy: { key: "*", func: "" }, period: 300, splitBy: "", title: "By tag" },
      },
    };
    const custom = { type: "custom", properties: { endpoint: "arn:aws:lambda:us-east-1:1:function:f", title: "Own" } };
    const text = JSON.stringify({ widgets: [explorer, custom, { type: "chart", properties: {} }] });
    const { operate } = aCloudWatch();
    operate("PutDashboard", { DashboardName: "public", DashboardBody: text });
    const html = toHtml(drawDashboard(parseBody(text), undefined, []));
    expect(html.match(/This widget is not drawn here\./g)).to.have.length(3);
  });
});
