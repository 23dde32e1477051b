/**
 * The page to open when something is wrong. The first row answers whether documents are damaged or late, in the terms of a verdict; then
 * one row a stage, in the order a document meets them, so that the first row that looks odd is where to dig; at the end what rang.
 *
 *     published  delivered  dead-lettered  of processed  freshness  collateral signals
 *     documents in | transform | failures | documents out and converted | deliveries
 *     alarms
 *
 * A body is deployed once and cannot know of experiments: whoever draws it lays the times of faults over its graphs (docs/dashboard.md).
 */
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js";
import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { Construct } from "constructs";
import type { Metric, PipelineMetrics } from "./metrics.ts";
import { alarmStrip, bars, dashboardBody, dial, figure, graph, type Series, text, type Widget } from "./widgets.ts";

export interface DashboardProps {
  readonly name: string;
  readonly region: string;
  readonly metrics: PipelineMetrics;
  readonly alarms: readonly CloudwatchMetricAlarm[];
  readonly timeoutSeconds: number;
}

export class Dashboard extends Construct {
  readonly dashboard: CloudwatchDashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const rows = [
      verdict(props),
      ...documentsIn(props),
      ...transform(props),
      ...failures(props),
      ...converted(props),
      ...deliveries(props),
      [
        alarmStrip(
          "What rang",
          props.alarms.map(({ arn }) => arn),
        ),
      ],
    ];
    this.dashboard = new CloudwatchDashboard(this, "Default", {
      dashboardName: props.name,
      dashboardBody: dashboardBody(rows),
    });
  }
}

const line = (label: string, metric: Metric, more: Partial<Series> = {}): Series => ({ label, metric, ...more });
const rightLine = (label: string, metric: Metric): Series => line(label, metric, { right: true });

/** What a verdict allows: dead letters among the documents that came to an end, in per cent (docs/verdict.md). */
const OBJECTIVE = 1;

function verdict({ region, metrics }: DashboardProps): Widget[] {
  const dead = line("dead-lettered", metrics.failures.sent, { id: "dead" });
  const done = line("delivered", metrics.deliveries.deleted, { id: "done" });
  const hidden = [dead, done].map((series) => ({ ...series, hidden: true }));
  const share = { label: "% of processed", expression: "100 * FILL(dead, 0) / (FILL(dead, 0) + FILL(done, 0))" };
  return [
    figure(region, "Published", [line("documents", metrics.published)]),
    figure(region, "Delivered", [{ ...done, label: "notifications deleted" }]),
    figure(region, "Dead-lettered", [{ ...dead, label: "dead letters" }]),
    dial(region, "DLQ / processed", [share, ...hidden], {
      max: 5 * OBJECTIVE,
      limit: { label: "objective", value: OBJECTIVE },
    }),
    figure(region, "Freshness", [line("p99, ms", metrics.freshness("p99"))], 4),
    bars(region, "Collateral: good documents harmed", collateral(metrics)),
  ];
}

/** Each of them is a good document that came to harm; in a healthy pipeline none has data, or all are nought. */
function collateral({ inputPuts, transform, converted }: PipelineMetrics): Series[] {
  return [
    { label: "put, but never received", expression: "put - FILL(received, 0)" },
    line("put", inputPuts, { id: "put", hidden: true }),
    line("received", transform.eventsReceived, { id: "received", hidden: true }),
    line("could not be dead-lettered", transform.deadLetterErrors),
    line("notification not delivered", converted.failed),
    line("notification filtered out", converted.filteredOut),
  ];
}

function documentsIn({ region, metrics }: DashboardProps): Widget[][] {
  const { inputFirstByte: firstByte } = metrics;
  return [
    [
      text(
        "**1 documents, in**: published, put and received are one line in three colours; a gap between them is a loss nothing else shows.",
      ),
    ],
    [
      graph(region, "Published, put, received", [
        line("published", metrics.published),
        line("put under input/", metrics.inputPuts),
        line("events received", metrics.transform.eventsReceived),
      ]),
      graph(region, "Refused by S3", [line("4xx", metrics.inputClientErrors), line("5xx", metrics.inputServerErrors)], {
        left: "requests a minute",
      }),
      graph(region, "S3's first byte", [line("p50", firstByte("p50")), line("p99", firstByte("p99"))], { left: "ms" }),
    ],
  ];
}

function transform({ region, metrics: { transform }, timeoutSeconds }: DashboardProps): Widget[][] {
  const limit = { label: "timeout", value: timeoutSeconds * 1000 };
  const durations = ["p50", "p99", "Maximum"].map((stat) => line(stat, transform.duration(stat)));
  const runs = [line("runs", transform.runs), line("errors", transform.errors), line("throttles", transform.throttles)];
  return [
    [
      text(
        "**2 transform**: three errors in a hundred runs are the malformed documents. Durations that lie flat on the timeout are runs it killed.",
      ),
    ],
    [
      graph(region, "Runs", runs, { left: "runs a minute", width: 6 }),
      graph(region, "Duration", durations, { left: "ms", limit, width: 6 }),
      graph(region, "Concurrency", [line("concurrent runs", transform.concurrency)], { left: "runs", width: 6 }),
      graph(region, "Age of events", [line("oldest", transform.eventAge)], { left: "ms", width: 6 }),
    ],
  ];
}

function failures({ region, metrics: { transform, failures } }: DashboardProps): Widget[][] {
  return [
    [
      text(
        "**3 failures**: one document in a hundred is malformed and belongs here. What was dropped and did not arrive here is lost.",
      ),
    ],
    [
      graph(region, "Dead letters", [line("arriving", failures.sent), rightLine("waiting", failures.visible)], {
        right: "messages",
      }),
      graph(region, "Given up", [
        line("events dropped", transform.eventsDropped),
        line("could not be dead-lettered", transform.deadLetterErrors),
      ]),
      graph(
        region,
        "Errors by version",
        [line("all versions", transform.errors), line("the deployed version", transform.deployedErrors)],
        { left: "runs a minute" },
      ),
    ],
  ];
}

function converted({ region, metrics }: DashboardProps): Widget[][] {
  const { converted } = metrics;
  return [
    [text("**4 documents, out, and converted**: every CSV is one notification, and every notification one delivery.")],
    [
      graph(region, "CSVs", [line("put under output/", metrics.outputPuts), line("5xx", metrics.outputServerErrors)]),
      graph(region, "Notifications", [line("published", converted.published), line("delivered", converted.delivered)]),
      graph(region, "Not delivered", [
        line("failed", converted.failed),
        line("filtered out", converted.filteredOut),
        line("parked in undelivered", converted.parked),
      ]),
    ],
  ];
}

function deliveries({ region, metrics }: DashboardProps): Widget[][] {
  const { deliveries, undelivered } = metrics;
  const messages = [
    line("sent", deliveries.sent),
    line("received", deliveries.received),
    line("deleted", deliveries.deleted),
  ];
  const waiting = [
    line("visible", deliveries.visible),
    line("in flight", deliveries.hidden),
    line("parked in undelivered", undelivered.visible),
  ];
  const freshness = ["p50", "p99"].map((stat) => line(stat, metrics.freshness(stat)));
  return [
    [
      text(
        "**5 deliveries**: received more often than deleted, the subscriber is slower than the visibility timeout, or dies.",
      ),
    ],
    [
      graph(region, "Messages", messages, { left: "messages a minute", width: 6 }),
      graph(region, "Waiting", waiting, { left: "messages", width: 6 }),
      graph(region, "Age of the oldest", [line("message", deliveries.age)], { left: "s", width: 6 }),
      graph(region, "Freshness", freshness, { left: "ms", width: 6 }),
    ],
  ];
}
