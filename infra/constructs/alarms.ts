/**
 * Who notices. One alarm for each way in which the pipeline loses documents, delays them, or breaks with a new version.
 *
 *     documents --> transform --> failures     converted --> deliveries
 *     complete?     errors?       refused?     failed?       too old?
 *                   of which      too many?    filtered
 *                   version?                   out?
 *
 * In a healthy pipeline one document in a hundred is malformed, fails three times and is dead-lettered, and none of these alarms rings.
 */
import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { Construct } from "constructs";
import type { AlarmNames } from "../names.ts";
import type { StackOptions } from "../options.ts";
import { type AlarmProps, alarm } from "./alarm.ts";
import type { PipelineMetrics } from "./metrics.ts";

export interface AlarmsProps {
  readonly names: AlarmNames;
  readonly metrics: PipelineMetrics;
  readonly options: StackOptions;
}

export class Alarms extends Construct {
  readonly all: readonly CloudwatchMetricAlarm[];

  constructor(scope: Construct, id: string, { names, metrics, options }: AlarmsProps) {
    super(scope, id);
    const alarms: Record<string, AlarmProps | false> = {
      completeness: options.completenessAlarm && completeness(names, metrics),
      "transform-errors": transformErrors(names, metrics),
      "version-errors": versionErrors(names, metrics),
      "dead-letter-errors": options.deadLetterErrorsAlarm && deadLetterErrors(names, metrics),
      "failures-depth": failuresDepth(names, metrics),
      "notifications-failed": notificationsFailed(names, metrics),
      "notifications-filtered-out": notificationsFilteredOut(names, metrics),
      "deliveries-age": deliveriesAge(names, metrics),
    };
    this.all = Object.entries(alarms).flatMap(([child, props]) => (props ? [alarm(this, child, props)] : []));
  }
}

/**
 * S3 counts the objects put under input/, Lambda the events it took in. Nothing measures what lies between, so a lost notification shows
 * here or nowhere. Events received, and not runs: a run is counted again for each retry, which would hide a loss, and late while the
 * function is throttled, which would look like one. PutRequests counts refused requests too, hence the subtraction of 5xx. S3 request
 * metrics are best effort and a document may straddle two minutes: five per cent, and two minutes of three.
 */
const completeness = (names: AlarmNames, metrics: PipelineMetrics): AlarmProps => ({
  name: names.completeness,
  description:
    "Objects were put under input/ and no event arrived at the function. Is the bucket notification still there, and may S3 invoke the alias?",
  watch: {
    expressions: { missing: "100 * (put - FILL(refused, 0) - FILL(received, 0)) / put" },
    metrics: {
      put: metrics.inputPuts,
      refused: metrics.inputServerErrors,
      received: metrics.transform.eventsReceived,
    },
  },
  atMost: 5,
  minutes: [2, 3],
});

/** Malformed documents alone make 2.9 % of the runs fail: 3 of every 102. */
const transformErrors = (names: AlarmNames, { transform }: PipelineMetrics): AlarmProps => ({
  name: names.transformErrors,
  description: "More than a tenth of the runs fail. The function's log says how; three failures make a dead letter.",
  watch: {
    expressions: { failed: "100 * errors / runs" },
    metrics: { errors: transform.errors, runs: transform.runs },
  },
  atMost: 10,
  minutes: [2, 3],
});

/**
 * A bad version on a tenth of the traffic drowns in the alarm above. This one leaves the version out that the stack deployed and looks
 * at the runs of every other one, whatever its number: alarms cannot search for versions, but they can subtract.
 */
const versionErrors = (names: AlarmNames, { transform }: PipelineMetrics): AlarmProps => ({
  name: names.versionErrors,
  description:
    "A version other than the deployed one fails in more than a tenth of its runs. Point the alias back at the deployed version.",
  watch: {
    expressions: {
      otherRuns: "runs - FILL(deployedRuns, 0)",
      otherErrors: "errors - FILL(deployedErrors, 0)",
      failed: "IF(otherRuns > 0, 100 * otherErrors / otherRuns, 0)",
    },
    metrics: {
      runs: transform.runs,
      errors: transform.errors,
      deployedRuns: transform.deployedRuns,
      deployedErrors: transform.deployedErrors,
    },
  },
  atMost: 10,
  minutes: [2, 3],
});

/** The one signal of documents that are gone for good: the function gave them up, and the queue did not take them. */
const deadLetterErrors = (names: AlarmNames, { transform }: PipelineMetrics): AlarmProps => ({
  name: names.deadLetterErrors,
  description:
    "Events that failed on every attempt could not be sent to the dead-letter queue and are lost. May the role send to it?",
  watch: transform.deadLetterErrors,
  atMost: 0,
});

/** A hundred are what ten thousand documents leave behind when one in a hundred is malformed. */
const failuresDepth = (names: AlarmNames, { failures }: PipelineMetrics): AlarmProps => ({
  name: names.failuresDepth,
  description: "More than a hundred dead letters wait for a person. Are they malformed, or damage?",
  watch: failures.visible,
  atMost: 100,
});

const notificationsFailed = (names: AlarmNames, { converted }: PipelineMetrics): AlarmProps => ({
  name: names.notificationsFailed,
  description:
    "The topic gave up delivering to the queue. Does the queue's policy still let the topic send? What was refused waits in undelivered.",
  watch: converted.failed,
  atMost: 0,
});

const notificationsFilteredOut = (names: AlarmNames, { converted }: PipelineMetrics): AlarmProps => ({
  name: names.notificationsFilteredOut,
  description: "A filter policy rejects notifications. This subscription is meant to have none.",
  watch: converted.filteredOut,
  atMost: 0,
});

/** Five minutes are more than one visibility timeout: a receipt that one subscriber lost wakes nobody. */
const deliveriesAge = (names: AlarmNames, { deliveries }: PipelineMetrics): AlarmProps => ({
  name: names.deliveriesAge,
  description: "A notification has waited for more than five minutes. Is the subscriber running, and fast enough?",
  watch: deliveries.age,
  atMost: 300,
});
