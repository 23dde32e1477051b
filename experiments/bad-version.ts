import {
  action,
  alarms,
  between,
  deployments,
  equals,
  experiment,
  lambda,
  metrics,
  minutes,
  moves,
  probe,
} from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => {
  const bad = deployments.newVersion(etl.transformFunction);
  return {
    title: "Somebody notices within five minutes that a tenth of the traffic runs bad code",
    description: `
    A version whose handler does not exist gets a tenth of the alias's traffic. Each of its runs fails, and hardly
    any document suffers, because its next attempt is likely to meet the good version. In the errors of all versions
    a tenth may drown; in the errors of the new one it is everything.`,
    tags: ["lambda", "deployment", "detection"],
    load: { documents: 3100, perSecond: 20, malformed: 0.01 },
    steadyStateHypothesis: {
      title: "The alarm on errors of other versions rings within five minutes",
      permits: ["collateral"],
      freshness: { percentile: 99, within: minutes(4) },
      probes: [probe("the alarm rang", alarms.raised(etl.versionErrorsAlarm, { within: minutes(5) }), equals(true))],
    },
    method: [
      action("break the newest code", deployments.configure(etl.transformFunction, "Handler", "index.absent")),
      action("publish it", deployments.publish(bad)),
      action("send it a tenth", lambda.shiftTraffic(etl.transformFunction, etl.transformAlias, bad, 0.1), {
        after: minutes(6),
      }),
    ],
    rollbacks: [action("delete the bad version", deployments.retire(bad))],
    expects: [moves(metrics.ofFunction("Errors", etl.transformFunction, "Average"), between(0.02, 0.6))],
  };
});
