import {
  action,
  alarms,
  equals,
  experiment,
  iam,
  lambda,
  metrics,
  minutes,
  moves,
  probe,
  seconds,
} from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "Somebody notices within five minutes that dead letters are lost",
  description: `
    Half of the runs throw, and the function's role may not send to its dead-letter queue. What failed three times
    is gone: no queue grows, nothing is ever red again. One metric tells, DeadLetterErrors, and only if somebody
    listens to it.`,
  tags: ["iam", "detection"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "The alarm on DeadLetterErrors rings within five minutes",
    permits: ["lost", "collateral"],
    probes: [probe("the alarm rang", alarms.raised(etl.deadLetterErrorsAlarm, { within: minutes(5) }), equals(true))],
  },
  method: [
    action(
      "deny the transform its dead-letter queue",
      iam.deny(
        etl.transformRole,
        { actions: ["sqs:SendMessage"], resources: [etl.failuresQueueArn] },
        { kind: "metric", metric: metrics.ofFunction("DeadLetterErrors", etl.transformFunction), atLeast: 1 },
      ),
    ),
    action("let half of the runs throw", lambda.inject(etl.transformFaults, { exception: { probability: 0.5 } }), {
      after: minutes(6) + seconds(30),
    }),
  ],
  rollbacks: [action("let the transform run freely", lambda.heal(etl.transformFaults))],
  expects: [
    moves(metrics.ofFunction("DeadLetterErrors", etl.transformFunction), "up"),
    moves(metrics.ofQueue("NumberOfMessagesSent", etl.failuresQueue), "flat"),
  ],
}));
