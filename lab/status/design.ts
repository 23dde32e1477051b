import type { EtlPipeline } from "../../infra/outputs.ts";
import { type Check, check, type Section } from "./checklist.ts";
import type { Observation } from "./observation.ts";
import { denialsIn } from "./statements.ts";
import { queueAdmits } from "./wiring.ts";

/**
 * Whether the pipeline is made to bear what happens. Each line is a flaw that some experiment makes visible, and names
 * the stack option that mends it.
 */
export function design(seen: Observation, pipeline: EtlPipeline, now: number): Section {
  return {
    title: "design",
    checks: [
      ...attempts(seen),
      ...deadLetters(seen, pipeline, now),
      ...parking(seen, pipeline, now),
      ...watch(seen, pipeline),
    ],
  };
}

/** Seconds: a handful of calls, each of which may be slow by some seconds and be tried again. */
const TIMEOUT = 30;
/** Seconds: an outage of an hour is no reason to lose a document. */
const EVENT_AGE = 3600;

function attempts({ configuration, asynchronous }: Observation): Check[] {
  const { Timeout = 0 } = configuration ?? {};
  const { MaximumRetryAttempts = 2, MaximumEventAgeInSeconds = 21_600 } = asynchronous ?? {};
  return [
    check(
      `a run may take ${Timeout} s, and slowness needs ${TIMEOUT} s`,
      Timeout >= TIMEOUT,
      "a slow run is killed and tried again, and three make a dead letter (slow-transform; timeoutSeconds=120)",
    ),
    check(
      `a failed run is tried again ${MaximumRetryAttempts} times, and a fault of a minute needs 2`,
      MaximumRetryAttempts >= 2,
      "documents are given up before a short fault is over (retries=2)",
    ),
    check(
      `an event may wait for ${MaximumEventAgeInSeconds} s, and an outage of an hour needs ${EVENT_AGE} s`,
      MaximumEventAgeInSeconds >= EVENT_AGE,
      "documents are given up while the function is throttled (eventAgeSeconds=21600)",
    ),
  ];
}

function deadLetters(seen: Observation, pipeline: EtlPipeline, now: number): Check[] {
  const targets = [
    seen.configuration?.DeadLetterConfig?.TargetArn,
    seen.asynchronous?.DestinationConfig?.OnFailure?.Destination,
  ];
  const denials = denialsIn(seen.failures?.Attributes?.Policy, now).map(({ Sid = "without a name" }) => Sid);
  return [
    check(
      `events that were given up go to ${pipeline.failuresQueue}`,
      targets.includes(pipeline.failuresQueueArn),
      "they vanish (poison-burst; deadLetterQueue=true)",
    ),
    check(
      `${pipeline.failuresQueue} takes them`,
      denials.length === 0,
      `its policy denies: statement ${denials.join(", ")} (poison-burst; deadLetterQueuePermitted=true)`,
    ),
    check(
      `${pipeline.failuresQueue} keeps them for a long weekend`,
      Number(seen.failures?.Attributes?.MessageRetentionPeriod ?? 0) >= LONG_WEEKEND,
      "they are gone before anybody has looked",
    ),
  ];
}

/** Seconds of four days, SQS's own default. */
const LONG_WEEKEND = 345_600;
/** Seconds: what a subscriber may take for ten messages, and SQS's own default. */
const VISIBILITY = 30;

function parking(seen: Observation, pipeline: EtlPipeline, now: number): Check[] {
  const redrive = JSON.parse(seen.subscription?.Attributes?.RedrivePolicy ?? "{}").deadLetterTargetArn;
  const visibility = Number(seen.deliveries?.Attributes?.VisibilityTimeout ?? 0);
  return [
    check(
      `notifications that ${pipeline.deliveriesQueue} refuses are parked in ${pipeline.undeliveredQueue}`,
      redrive === pipeline.undeliveredQueueArn,
      "they vanish (subscriber-queue-denied; subscriptionRedrive=true)",
    ),
    queueAdmits(pipeline.undeliveredQueue, seen.undelivered?.Attributes?.Policy, pipeline, now),
    check(
      `a received message stays hidden for ${visibility} s, and a subscriber needs ${VISIBILITY} s`,
      visibility >= VISIBILITY,
      "messages come again while they are worked on (visibility-too-short; visibilityTimeoutSeconds=180)",
    ),
  ];
}

function watch({ alarms, dashboard }: Observation, pipeline: EtlPipeline): Check[] {
  const known = new Map((alarms?.MetricAlarms ?? []).map((alarm) => [alarm.AlarmName, alarm]));
  const expected = Object.entries(pipeline).flatMap(([name, value]) =>
    name.endsWith("Alarm") ? [value as string] : [],
  );
  return [
    ...expected.map((name) =>
      check(`alarm ${name} is there`, known.has(name), "nobody notices (see the stack options that end in Alarm)"),
    ),
    check(`dashboard ${pipeline.dashboard} is there`, dashboard !== undefined, "nobody sees it happen"),
  ];
}
