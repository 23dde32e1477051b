/**
 * The physical names of one deployment, all derived from its suffix.
 *
 * Names are literals on purpose: ARNs can then be built from them, which is what breaks the cycle of a queue whose own policy names it,
 * and an alarm can be found by name even where a stack option left it out.
 */

/** The prefixes of the two halves of the bucket. */
export const INPUT_PREFIX = "input/";
export const OUTPUT_PREFIX = "output/";

/** The alias that the notification invokes. */
export const LIVE = "live";

/** Where the drivers publish what they see: `published` (Count) and `freshness` (Milliseconds), by the dimension `Pipeline`. */
export const METRIC_NAMESPACE = "ServerlessChaosLab";

export interface Names {
  readonly suffix: string;
  /** The deployment as a whole: the dimension `Pipeline`, the tag `stack`, the dashboard. */
  readonly pipeline: string;
  readonly documents: string;
  readonly transform: string;
  readonly faults: string;
  readonly log: string;
  readonly failures: string;
  readonly converted: string;
  readonly deliveries: string;
  readonly undelivered: string;
  readonly alarms: AlarmNames;
}

export interface AlarmNames {
  readonly completeness: string;
  readonly transformErrors: string;
  readonly versionErrors: string;
  readonly deadLetterErrors: string;
  readonly failuresDepth: string;
  readonly notificationsFailed: string;
  readonly notificationsFilteredOut: string;
  readonly deliveriesAge: string;
}

export function namesFor(suffix: string): Names {
  const transform = `transform-${suffix}`;
  return {
    suffix,
    pipeline: `etl-${suffix}`,
    documents: `documents-${suffix}`,
    transform,
    faults: `/etl-${suffix}/transform/faults`,
    log: `/aws/lambda/${transform}`, // where Lambda writes unless it is told otherwise
    failures: `failures-${suffix}`,
    converted: `converted-${suffix}`,
    deliveries: `deliveries-${suffix}`,
    undelivered: `undelivered-${suffix}`,
    alarms: alarmNamesFor(suffix),
  };
}

/** Each alarm is named for the noun it watches and what is wrong with it. */
function alarmNamesFor(suffix: string): AlarmNames {
  return {
    completeness: `documents-${suffix}-completeness`,
    transformErrors: `transform-${suffix}-errors`,
    versionErrors: `transform-${suffix}-version-errors`,
    deadLetterErrors: `transform-${suffix}-dead-letter-errors`,
    failuresDepth: `failures-${suffix}-depth`,
    notificationsFailed: `converted-${suffix}-notifications-failed`,
    notificationsFilteredOut: `converted-${suffix}-notifications-filtered-out`,
    deliveriesAge: `deliveries-${suffix}-age`,
  };
}
