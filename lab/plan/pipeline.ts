import type { Place } from "../../chaos/call.ts";
import { INPUT_PREFIX, LIVE, METRIC_NAMESPACE, namesFor, OUTPUT_PREFIX } from "../../infra/names.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";

/**
 * The outputs that a stack will have, before it is deployed anywhere: all but the end of the subscription's ARN, which
 * SNS makes up. A test holds them to those of a deployed stack.
 */
export function plannedPipeline(suffix: string, place: Place = SIMULATED): EtlPipeline {
  const names = namesFor(suffix);
  const { region, accountId } = place;
  const { pipeline, transform, documents, failures, converted, deliveries, undelivered } = names;
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  const url = (queue: string) => `https://sqs.${region}.amazonaws.com/${accountId}/${queue}`;
  const functionArn = arn("lambda", `function:${transform}`);
  return {
    ...{ region, accountId, pipeline, suffix },
    ...{ documentsBucket: documents, documentsBucketArn: `arn:aws:s3:::${documents}` },
    ...{ inputPrefix: INPUT_PREFIX, outputPrefix: OUTPUT_PREFIX },
    ...{ inputMetricsFilter: "Input", outputMetricsFilter: "Output" },
    ...{ transformFunction: transform, transformFunctionArn: functionArn, transformVersion: "1" },
    ...{ transformAlias: LIVE, transformAliasArn: `${functionArn}:${LIVE}` },
    ...{ transformRole: transform, transformRoleArn: `arn:aws:iam::${accountId}:role/${transform}` },
    ...{ transformLogGroup: names.log, transformFaults: names.faults },
    transformFaultsArn: arn("ssm", `parameter${names.faults}`),
    ...{ failuresQueue: failures, failuresQueueUrl: url(failures), failuresQueueArn: arn("sqs", failures) },
    ...{ convertedTopic: converted, convertedTopicArn: arn("sns", converted) },
    deliveriesSubscriptionArn: `${arn("sns", converted)}:<id>`,
    ...{ deliveriesQueue: deliveries, deliveriesQueueUrl: url(deliveries), deliveriesQueueArn: arn("sqs", deliveries) },
    undeliveredQueue: undelivered,
    ...{ undeliveredQueueUrl: url(undelivered), undeliveredQueueArn: arn("sqs", undelivered) },
    ...{ dashboard: pipeline, metricNamespace: METRIC_NAMESPACE },
    ...alarmsOf(names),
  };
}

/** Where the simulation's account is: a number out of AWS's documentation, nobody's. */
const SIMULATED: Place = { region: "us-east-1", accountId: "111122223333" };

function alarmsOf({ alarms }: ReturnType<typeof namesFor>) {
  return {
    completenessAlarm: alarms.completeness,
    transformErrorsAlarm: alarms.transformErrors,
    versionErrorsAlarm: alarms.versionErrors,
    deadLetterErrorsAlarm: alarms.deadLetterErrors,
    failuresDepthAlarm: alarms.failuresDepth,
    notificationsFailedAlarm: alarms.notificationsFailed,
    notificationsFilteredOutAlarm: alarms.notificationsFilteredOut,
    deliveriesAgeAlarm: alarms.deliveriesAge,
  };
}
