/**
 * Whatever an alarm or the dashboard looks at must be a metric that somebody publishes under exactly these dimensions: CloudWatch takes a
 * misspelt one without a word, and shows an empty graph or an alarm that never rings.
 */
import { expect } from "chai";
import type { TerraformJson } from "../../infra/synthesis.ts";
import { aStack, resource } from "./a-stack.ts";

interface Published {
  readonly metrics: readonly string[];
  readonly dimensions: readonly (readonly string[])[];
}

// The services' own documentation, "Metrics and dimensions", for AWS/*; the drivers' documentation for the last.
const catalogue: Readonly<Record<string, Published>> = {
  "AWS/S3": {
    metrics: [
      "AllRequests",
      "GetRequests",
      "PutRequests",
      "DeleteRequests",
      "HeadRequests",
      "4xxErrors",
      "5xxErrors",
      "FirstByteLatency",
    ],
    dimensions: [["BucketName", "FilterId"]],
  },
  "AWS/Lambda": {
    metrics: [
      ...["Invocations", "Errors", "Throttles", "DeadLetterErrors", "DestinationDeliveryFailures", "Duration"],
      ...["AsyncEventsReceived", "AsyncEventsDropped", "AsyncEventAge", "ConcurrentExecutions"],
    ],
    dimensions: [["FunctionName"], ["FunctionName", "Resource"], ["FunctionName", "Resource", "ExecutedVersion"]],
  },
  "AWS/SNS": {
    metrics: [
      ...["NumberOfMessagesPublished", "NumberOfNotificationsDelivered", "NumberOfNotificationsFailed"],
      ...["NumberOfNotificationsFilteredOut", "NumberOfNotificationsRedrivenToDlq", "PublishSize"],
    ],
    dimensions: [["TopicName"]],
  },
  "AWS/SQS": {
    metrics: [
      ...["NumberOfMessagesSent", "NumberOfMessagesReceived", "NumberOfMessagesDeleted", "NumberOfEmptyReceives"],
      ...[
        "ApproximateNumberOfMessagesVisible",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateAgeOfOldestMessage",
      ],
    ],
    dimensions: [["QueueName"]],
  },
  ServerlessChaosLab: { metrics: ["published", "freshness"], dimensions: [["Pipeline"]] },
};

interface Watched {
  readonly by: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
}

describe("the metrics that are watched", () => {
  const { json } = aStack();
  const watched = [...byAlarms(json), ...byDashboard(json)];

  it("are many, and of every stage", () => {
    expect(new Set(watched.map(({ namespace }) => namespace))).to.have.all.keys(Object.keys(catalogue));
    expect(watched.length).to.be.above(40);
  });

  for (const { by, namespace, name, dimensions, stat } of watched) {
    it(`exist: ${namespace} ${name}, ${Object.keys(dimensions).join(" + ")} (${by})`, () => {
      expect(catalogue[namespace]!.metrics).to.include(name);
      expect(catalogue[namespace]!.dimensions).to.deep.include(Object.keys(dimensions).sort(byKind));
      expect(stat).to.match(/^(Sum|Maximum|p\d\d)$/);
    });
  }

  it("belong to this deployment", () => {
    const owners = watched
      .flatMap(({ dimensions }) => Object.entries(dimensions))
      .filter(([name]) => /Name$|^Pipeline$/.test(name));
    for (const [, value] of owners) expect(value).to.match(/-lab$/);
  });
});

interface AlarmBody {
  readonly namespace?: string;
  readonly metric_name?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic?: string;
  readonly metric_query?: readonly { readonly metric?: MetricBody }[];
}

interface MetricBody {
  readonly namespace: string;
  readonly metric_name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
}

function byAlarms(json: TerraformJson): Watched[] {
  return Object.entries(json.resource.aws_cloudwatch_metric_alarm!).flatMap(([by, body]) => {
    const { namespace, metric_name, dimensions, statistic, metric_query } = body as AlarmBody;
    if (metric_name)
      return [{ by, namespace: namespace!, name: metric_name, dimensions: dimensions!, stat: statistic! }];
    return metric_query!.flatMap(({ metric }) => (metric ? [{ ...metric, by, name: metric.metric_name }] : []));
  });
}

function byDashboard(json: TerraformJson): Watched[] {
  const { widgets } = JSON.parse(resource(json, "aws_cloudwatch_dashboard", "dashboard").dashboard_body as string);
  return widgets.flatMap(
    ({ properties: { title: by, metrics = [] } }: { properties: { title: string; metrics?: unknown[][] } }) =>
      metrics.filter(([first]) => typeof first === "string").map((entry) => ({ by, ...watchedBy(entry) })),
  );
}

/** From the general to the special, as the catalogue lists them; the synthesised JSON sorts its keys. */
const KINDS = [
  "FunctionName",
  "Resource",
  "ExecutedVersion",
  "BucketName",
  "FilterId",
  "TopicName",
  "QueueName",
  "Pipeline",
];
const byKind = (a: string, b: string) => KINDS.indexOf(a) - KINDS.indexOf(b);

/** `[namespace, name, dimension, value, ..., options]` */
function watchedBy(entry: readonly unknown[]): Omit<Watched, "by"> {
  const [namespace, name, ...rest] = entry as string[];
  const { stat } = rest.pop() as unknown as { stat: string };
  const pairs = rest.flatMap((text, i) => (i % 2 === 0 ? [[text, rest[i + 1]!]] : []));
  return { namespace: namespace!, name: name!, dimensions: Object.fromEntries(pairs), stat };
}
