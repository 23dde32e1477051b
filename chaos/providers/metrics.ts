import type { Metric } from "../experiment.ts";

/** CloudWatch's metrics of a pipeline's parts, by their names there. They show that a fault bit, and its signature. */

/** Of a function, whichever version ran: `Errors`, `Throttles`, `Duration`, ... The average of `Errors` is their share. */
export function ofFunction(name: string, functionName: string, statistic: Statistic = "Sum"): Metric {
  return { namespace: "AWS/Lambda", name, dimensions: { FunctionName: functionName }, statistic };
}

/** Of what an alias sent to one version. */
export function ofVersion(name: string, executed: ExecutedVersion, statistic: Statistic = "Sum"): Metric {
  const { functionName, alias, version } = executed;
  const dimensions = { FunctionName: functionName, Resource: `${functionName}:${alias}`, ExecutedVersion: version };
  return { namespace: "AWS/Lambda", name, dimensions, statistic };
}

export interface ExecutedVersion {
  readonly functionName: string;
  readonly alias: string;
  /** Its number, or `$LATEST`. */
  readonly version: string;
}

/** Of a queue, by its name. */
export function ofQueue(name: string, queue: string, statistic: Statistic = "Sum"): Metric {
  return { namespace: "AWS/SQS", name, dimensions: { QueueName: queue }, statistic };
}

/** Of a topic, by its name. */
export function ofTopic(name: string, topic: string, statistic: Statistic = "Sum"): Metric {
  return { namespace: "AWS/SNS", name, dimensions: { TopicName: topic }, statistic };
}

/** Of the requests to a bucket that one of its metrics filters counts. */
export function ofBucket(name: string, bucket: string, filter: string, statistic: Statistic = "Sum"): Metric {
  return { namespace: "AWS/S3", name, dimensions: { BucketName: bucket, FilterId: filter }, statistic };
}

/** Of what was written into a log group, by its name: `IncomingLogEvents`. */
export function ofLogGroup(name: string, group: string, statistic: Statistic = "Sum"): Metric {
  return { namespace: "AWS/Logs", name, dimensions: { LogGroupName: group }, statistic };
}

/** Of the drivers: `published` or `freshness`, and `retried` of a publisher whose clock is wrong. */
export function ofDrivers(name: string, drivers: Drivers, statistic: Statistic = "Sum"): Metric {
  return { namespace: drivers.metricNamespace, name, dimensions: { Pipeline: drivers.pipeline }, statistic };
}

/** Where the drivers of a pipeline publish: two of its outputs. */
export interface Drivers {
  readonly metricNamespace: string;
  readonly pipeline: string;
}

type Statistic = Metric["statistic"];
