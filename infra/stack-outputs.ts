/**
 * Where each output of the pipeline comes from. The compiler holds the two together: an output without a source, or a source without an
 * output, is no `EtlPipeline`.
 */
import { INPUT_PREFIX, METRIC_NAMESPACE, OUTPUT_PREFIX } from "./names.ts";
import type { EtlPipeline } from "./outputs.ts";
import type { EtlStack } from "./stack.ts";

export function outputsOf(stack: EtlStack): EtlPipeline {
  return { ...place(stack), ...halves(stack), ...transform(stack), ...queues(stack), ...watchers(stack) };
}

const place = ({ account, names }: EtlStack) =>
  ({
    region: account.region,
    accountId: account.id,
    pipeline: names.pipeline,
    suffix: names.suffix,
  }) satisfies Partial<EtlPipeline>;

const halves = ({ documents: { bucket, inputMetrics, outputMetrics } }: EtlStack) =>
  ({
    documentsBucket: bucket.bucket,
    documentsBucketArn: bucket.arn,
    inputPrefix: INPUT_PREFIX,
    outputPrefix: OUTPUT_PREFIX,
    inputMetricsFilter: inputMetrics.name,
    outputMetricsFilter: outputMetrics.name,
  }) satisfies Partial<EtlPipeline>;

const transform = ({ transform }: EtlStack) =>
  ({
    transformFunction: transform.function.functionName,
    transformFunctionArn: transform.function.arn,
    transformAlias: transform.live.name,
    transformAliasArn: transform.live.arn,
    transformVersion: transform.function.version,
    transformRole: transform.role.role.name,
    transformRoleArn: transform.role.role.arn,
    transformLogGroup: transform.log.name,
    transformFaults: transform.faults.name,
    transformFaultsArn: transform.faults.arn,
  }) satisfies Partial<EtlPipeline>;

const queues = ({ failures, converted, subscription, deliveries, undelivered }: EtlStack) =>
  ({
    failuresQueue: failures.queue.name,
    failuresQueueUrl: failures.queue.url,
    failuresQueueArn: failures.queue.arn,
    convertedTopic: converted.topic.name,
    convertedTopicArn: converted.topic.arn,
    deliveriesSubscriptionArn: subscription.arn,
    deliveriesQueue: deliveries.queue.name,
    deliveriesQueueUrl: deliveries.queue.url,
    deliveriesQueueArn: deliveries.queue.arn,
    undeliveredQueue: undelivered.queue.name,
    undeliveredQueueUrl: undelivered.queue.url,
    undeliveredQueueArn: undelivered.queue.arn,
  }) satisfies Partial<EtlPipeline>;

// Alarms by name and not by reference, because one that an option left out has no resource to refer to.
const watchers = ({ dashboard: { dashboard }, names: { alarms } }: EtlStack) =>
  ({
    dashboard: dashboard.dashboardName,
    completenessAlarm: alarms.completeness,
    transformErrorsAlarm: alarms.transformErrors,
    versionErrorsAlarm: alarms.versionErrors,
    deadLetterErrorsAlarm: alarms.deadLetterErrors,
    failuresDepthAlarm: alarms.failuresDepth,
    notificationsFailedAlarm: alarms.notificationsFailed,
    notificationsFilteredOutAlarm: alarms.notificationsFilteredOut,
    deliveriesAgeAlarm: alarms.deliveriesAge,
    metricNamespace: METRIC_NAMESPACE,
  }) satisfies Partial<EtlPipeline>;
