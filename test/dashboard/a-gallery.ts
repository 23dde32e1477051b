import {
  type CloudWatchClient,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";

/** A dashboard with a widget of every kind, over metrics that have been measured before, with a gap in them. */
export const GALLERY = "gallery";

const MINUTE = 60_000;
const SPACE = "Gallery";

/** Twenty minutes of it: `steady` each minute, `gappy` not from the eighth to the twelfth, `slow` every fifth. */
export async function hangGallery(cloudwatch: CloudWatchClient, now: number): Promise<void> {
  const start = Math.floor(now / MINUTE) * MINUTE - 20 * MINUTE;
  const at = (minute: number) => new Date(start + minute * MINUTE);
  const data = Array.from({ length: 20 }, (_, i) => [
    { MetricName: "steady", Value: 10 + (i % 4), Timestamp: at(i) },
    ...(i < 8 || i > 12 ? [{ MetricName: "gappy", Value: 3 + i, Timestamp: at(i) }] : []),
    ...(i % 5 === 0 ? [{ MetricName: "slow", Value: 2000 + 100 * i, Timestamp: at(i) }] : []),
  ]).flat();
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: SPACE, MetricData: data }));
  for (const [AlarmName, Threshold] of [
    ["rings", 5],
    ["rests", 500],
  ] as const) {
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        AlarmDescription: "More than there should be.",
        Namespace: SPACE,
        // Without data, and content with that: they stay in the state that somebody sets.
        MetricName: "never",
        TreatMissingData: "ignore",
        Statistic: "Maximum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold,
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
  }
  const DashboardBody = JSON.stringify({ start: "-PT30M", periodOverride: "inherit", widgets: widgets(at(15)) });
  await cloudwatch.send(new PutDashboardCommand({ DashboardName: GALLERY, DashboardBody }));
}

const steady = [SPACE, "steady", { id: "steady", stat: "Sum", label: "steady" }];
const gappy = [SPACE, "gappy", { id: "gappy", stat: "Sum", label: "gappy" }];
const slow = [SPACE, "slow", { id: "slow", stat: "Maximum", period: 300, label: "slow", yAxis: "right" }];
const sum = [{ expression: "steady + FILL(gappy, 0)", label: "both", id: "both", color: "#9467bd" }];
const hidden = (row: readonly unknown[]) => [...row.slice(0, -1), { ...(row.at(-1) as object), visible: false }];

const metric = (title: string, properties: object, size: object = {}) => ({
  type: "metric",
  ...{ width: 8, height: 5, ...size },
  properties: { title, region: "us-east-1", period: 60, ...properties },
});

function widgets(moment: Date): object[] {
  const alarms = ["rings", "rests"].map((name) => `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${name}`);
  const figure = { width: 6, height: 4 };
  return [
    metric("Lines", {
      metrics: [steady, gappy, slow],
      yAxis: { left: { label: "a minute", min: 0 }, right: { label: "ms" } },
      annotations: {
        horizontal: [{ label: "limit", value: 18 }],
        vertical: [{ label: "deployed", value: moment.toISOString(), color: "#1f77b4" }],
      },
    }),
    metric("Stack", { metrics: [steady, gappy, sum], stacked: true }),
    metric("Alarmed", { metrics: [steady], annotations: { alarms: [alarms[0]] }, legend: { position: "right" } }),
    metric("Latest", { view: "singleValue", metrics: [steady, hidden(gappy), sum] }, figure),
    metric(
      "In all",
      { view: "singleValue", setPeriodToTimeRange: true, sparkline: true, metrics: [steady, gappy] },
      figure,
    ),
    metric(
      "Gauge",
      {
        view: "gauge",
        metrics: [steady],
        yAxis: { left: { min: 0, max: 20 } },
        annotations: { horizontal: [{ label: "limit", value: 15 }] },
      },
      figure,
    ),
    metric("Empty", { view: "singleValue", metrics: [[SPACE, "never", { label: "never" }]] }, figure),
    metric("Bars", { view: "bar", setPeriodToTimeRange: true, metrics: [steady, gappy] }),
    metric("Pie", { view: "pie", setPeriodToTimeRange: true, metrics: [steady, gappy] }),
    metric("Table", {
      view: "table",
      metrics: [steady, gappy],
      table: { summaryColumns: ["MIN", "MAX", "SUM", "AVG"] },
    }),
    { type: "text", width: 8, height: 5, properties: { markdown: TEXT } },
    { type: "alarm", width: 8, height: 5, properties: { title: "Alarms", alarms } },
    {
      type: "log",
      width: 8,
      height: 5,
      properties: { title: "Log", region: "us-east-1", query: "SOURCE 'none' | fields @message" },
    },
    { type: "explorer", width: 8, height: 4, properties: { title: "Explorer", metrics: [], labels: [] } },
    metric("Refused", { metrics: [[{ expression: "nobody * 2", id: "e1" }]] }, { height: 4 }),
  ];
}

const TEXT = `# Runbook
When **dead letters** arrive, look *here* first: [the guide](https://example.com/guide).

| sign | means |
| --- | --- |
| \`errors\` | runs failed |

- one
- two

<img src=x onerror="document.title='owned'"><script>document.title='owned'</script> [bad](javascript:alert(1))
`;
