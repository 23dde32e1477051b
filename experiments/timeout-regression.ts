import {
  action,
  alarms,
  between,
  deployments,
  equals,
  experiment,
  lambda,
  metrics,
  milliseconds,
  minutes,
  moves,
  probe,
} from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "Somebody notices within five minutes that a deployment broke the timeout",
  description: `
    A careless deployment points the alias at code whose timeout is one second, while half of the runs take one and
    a half to two seconds, which they may. Every such run is killed. Dead letters follow after three minutes; the
    alarm on the versions' errors should be faster.`,
  tags: ["lambda", "deployment", "detection"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "The alarm on errors of other versions rings within five minutes",
    permits: ["collateral"],
    probes: [probe("the alarm rang", alarms.raised(etl.versionErrorsAlarm, { within: minutes(5) }), equals(true))],
  },
  method: [
    action("set the timeout to a second", deployments.configure(etl.transformFunction, "Timeout", 1)),
    action(
      "slow half of the runs down a little",
      lambda.inject(etl.transformFaults, {
        latency: { probability: 0.5, min: milliseconds(1500), max: milliseconds(2000) },
      }),
    ),
    action(
      "point the alias at the newest code",
      deployments.point(etl.transformFunction, etl.transformAlias, "$LATEST"),
      { after: minutes(6) },
    ),
  ],
  rollbacks: [action("let the transform run freely", lambda.heal(etl.transformFaults))],
  expects: [
    moves(
      metrics.ofVersion(
        "Duration",
        { functionName: etl.transformFunction, alias: etl.transformAlias, version: "$LATEST" },
        "Maximum",
      ),
      between(1000, 1100),
    ),
    moves(metrics.ofFunction("Errors", etl.transformFunction, "Average"), between(0.2, 0.8)),
  ],
}));
