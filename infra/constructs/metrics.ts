/**
 * Every metric of the pipeline that an alarm or the dashboard looks at, in the order a document meets them.
 *
 * Names, dimensions and units are AWS's; a metric with other dimensions is another metric, and empty. Two metrics are the drivers' own:
 * `published`, one count a document that S3 accepted, and `freshness`, the milliseconds from there to its first delivery.
 */
import { LIVE, METRIC_NAMESPACE, type Names } from "../names.ts";

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Sum, Average, Maximum, or a percentile such as p99. */
  readonly stat: string;
}

export interface MetricSources {
  readonly names: Names;
  /** The version that the alias was deployed with. */
  readonly version: string;
  readonly inputFilter: string;
  readonly outputFilter: string;
}

export type PipelineMetrics = ReturnType<typeof pipelineMetrics>;

export function pipelineMetrics({ names, version, inputFilter, outputFilter }: MetricSources) {
  const drivers = family(METRIC_NAMESPACE, { Pipeline: names.pipeline });
  const input = family("AWS/S3", { BucketName: names.documents, FilterId: inputFilter });
  const output = family("AWS/S3", { BucketName: names.documents, FilterId: outputFilter });
  return {
    published: drivers("published"),
    freshness: (stat: string) => drivers("freshness", stat),
    inputPuts: input("PutRequests"),
    inputClientErrors: input("4xxErrors"),
    inputServerErrors: input("5xxErrors"),
    inputFirstByte: (stat: string) => input("FirstByteLatency", stat),
    outputPuts: output("PutRequests"),
    outputServerErrors: output("5xxErrors"),
    transform: transformMetrics(names.transform, version),
    failures: queueMetrics(names.failures),
    converted: topicMetrics(names.converted),
    deliveries: queueMetrics(names.deliveries),
    undelivered: queueMetrics(names.undelivered),
  };
}

function transformMetrics(name: string, version: string) {
  const all = family("AWS/Lambda", { FunctionName: name });
  const live = family("AWS/Lambda", { FunctionName: name, Resource: `${name}:${LIVE}` });
  // Published for what an alias ran: which version it was.
  const deployed = family("AWS/Lambda", { FunctionName: name, Resource: `${name}:${LIVE}`, ExecutedVersion: version });
  return {
    eventsReceived: all("AsyncEventsReceived"),
    eventsDropped: all("AsyncEventsDropped"),
    eventAge: all("AsyncEventAge", "Maximum"),
    throttles: all("Throttles"),
    concurrency: all("ConcurrentExecutions", "Maximum"),
    deadLetterErrors: all("DeadLetterErrors"),
    runs: live("Invocations"),
    errors: live("Errors"),
    duration: (stat: string) => live("Duration", stat),
    deployedRuns: deployed("Invocations"),
    deployedErrors: deployed("Errors"),
  };
}

function topicMetrics(name: string) {
  const topic = family("AWS/SNS", { TopicName: name });
  return {
    published: topic("NumberOfMessagesPublished"),
    delivered: topic("NumberOfNotificationsDelivered"),
    failed: topic("NumberOfNotificationsFailed"),
    filteredOut: topic("NumberOfNotificationsFilteredOut"),
    parked: topic("NumberOfNotificationsRedrivenToDlq"),
  };
}

function queueMetrics(name: string) {
  const queue = family("AWS/SQS", { QueueName: name });
  return {
    sent: queue("NumberOfMessagesSent"),
    received: queue("NumberOfMessagesReceived"),
    deleted: queue("NumberOfMessagesDeleted"),
    visible: queue("ApproximateNumberOfMessagesVisible", "Maximum"),
    hidden: queue("ApproximateNumberOfMessagesNotVisible", "Maximum"),
    age: queue("ApproximateAgeOfOldestMessage", "Maximum"),
  };
}

/** Metrics that share a namespace and dimensions; most of them are counts, of which the sum is the number. */
function family(namespace: string, dimensions: Readonly<Record<string, string>>) {
  return (name: string, stat = "Sum"): Metric => ({ namespace, name, dimensions, stat });
}
