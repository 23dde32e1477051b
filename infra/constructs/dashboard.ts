/**
 * The page to open when something is wrong. The first row answers whether documents are damaged or late, in the terms of a verdict; the
 * strip below it says what rang; then one row a stage, in the order a document meets them, so that the first row that looks odd is where
 * to dig.
 *
 *     published  delivered  dead-lettered  of processed  freshness  missing
 *     alarms
 *     documents in | transform | failures | documents out and converted | deliveries
 */
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js";
import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { Construct } from "constructs";
import type { Metric, PipelineMetrics } from "./metrics.ts";
import { alarmStrip, dashboardBody, figure, graph, type Series, text, type Widget } from "./widgets.ts";

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
    const strip = alarmStrip(
      "What rang",
      props.alarms.map(({ arn }) => arn),
    );
    const rows = [
      verdict(props),
      [strip],
      ...documentsIn(props),
      ...transform(props),
      ...failures(props),
      ...converted(props),
      ...deliveries(props),
    ];
    this.dashboard = new CloudwatchDashboard(this, "Default", {
      dashboardName: props.name,
      dashboardBody: dashboardBody(rows),
    });
  }
}

const line = (label: string, metric: Metric, more: Partial<Series> = {}): Series => ({ label, metric, ...more });
const rightLine = (label: string, metric: Metric): Series => line(label, metric, { right: true });

function verdict({ region, metrics }: DashboardProps): Widget[] {
  const dead = line("dead-lettered", metrics.failures.sent, { id: "dead" });
  const done = line("delivered", metrics.deliveries.deleted, { id: "done" });
  const put = line("put", metrics.inputPuts, { id: "put", hidden: true });
  const received = line("received", metrics.transform.eventsReceived, { id: "received", hidden: true });
  const hidden = [dead, done].map((series) => ({ ...series, hidden: true }));
  return [
    figure(region, "Published", [line("documents", metrics.published)]),
    figure(region, "Delivered", [{ ...done, label: "notifications deleted" }]),
    figure(region, "Dead-lettered", [dead]),
    figure(region, "Dead-lettered of processed", [
      { label: "%", expression: "100 * FILL(dead, 0) / (FILL(dead, 0) + FILL(done, 0))" },
      ...hidden,
    ]),
    figure(region, "Freshness", [line("p99, ms", metrics.freshness("p99"))]),
    figure(region, "Put, but never received", [
      { label: "documents", expression: "put - FILL(received, 0)" },
      put,
      received,
    ]),
  ];
}

function documentsIn({ region, metrics }: DashboardProps): Widget[][] {
  const put = line("put under input/", metrics.inputPuts);
  return [
    [
      text(
        "## 1 documents, in\nPublished, put and received are one line in three colours. A gap between them is a loss nothing else shows.",
      ),
    ],
    [
      graph(region, "Published and put", [line("published", metrics.published), put]),
      graph(region, "Put and received", [put, line("events received", metrics.transform.eventsReceived)]),
      graph(region, "Refused by S3", [line("4xx", metrics.inputClientErrors), line("5xx", metrics.inputServerErrors)], {
        left: "requests a minute",
      }),
    ],
  ];
}

function transform({ region, metrics: { transform }, timeoutSeconds }: DashboardProps): Widget[][] {
  const limit = { label: "timeout", value: timeoutSeconds * 1000 };
  const durations = ["p50", "p99", "Maximum"].map((stat) => line(stat, transform.duration(stat)));
  return [
    [
      text(
        "## 2 transform\nThree errors in a hundred runs are the malformed documents. Durations that lie flat on the timeout are runs it killed.",
      ),
    ],
    [
      graph(
        region,
        "Runs",
        [line("runs", transform.runs), line("errors", transform.errors), line("throttles", transform.throttles)],
        {
          left: "runs a minute",
        },
      ),
      graph(region, "Duration", durations, { left: "ms", limit }),
      graph(
        region,
        "Waiting",
        [line("concurrent runs", transform.concurrency), rightLine("age of events", transform.eventAge)],
        {
          left: "runs",
          right: "ms",
        },
      ),
    ],
  ];
}

function failures({ region, metrics: { transform, failures } }: DashboardProps): Widget[][] {
  return [
    [
      text(
        "## 3 failures\nOne document in a hundred is malformed and belongs here. What was dropped and did not arrive here is lost.",
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
        {
          left: "runs a minute",
        },
      ),
    ],
  ];
}

function converted({ region, metrics }: DashboardProps): Widget[][] {
  const { converted } = metrics;
  return [
    [text("## 4 documents, out, and converted\nEvery CSV is one notification, and every notification one delivery.")],
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
  return [
    [
      text(
        "## 5 deliveries\nReceived more often than deleted: the subscriber is slower than the visibility timeout, or dies.",
      ),
    ],
    [
      graph(region, "Messages", [
        line("sent", deliveries.sent),
        line("received", deliveries.received),
        line("deleted", deliveries.deleted),
      ]),
      graph(
        region,
        "Waiting",
        [
          line("visible", deliveries.visible),
          line("in flight", deliveries.hidden),
          line("parked in undelivered", undelivered.visible),
          rightLine("age of the oldest", deliveries.age),
        ],
        { left: "messages", right: "s" },
      ),
      graph(region, "Freshness", [line("p50", metrics.freshness("p50")), line("p99", metrics.freshness("p99"))], {
        left: "ms",
      }),
    ],
  ];
}
