/**
 * An experiment that takes half a minute of real time on a stack without retries, where nothing waits for minutes.
 *
 * @param method how many seconds the fault is in force
 */
export const halfOfTheRunsThrow = (method: number) => `
import { action, experiment, lambda, seconds } from "serverless-chaos-lab";
import type { EtlPipeline } from "serverless-chaos-lab/outputs";

export default experiment<EtlPipeline>((etl) => ({
  title: "A transform that fails now and then loses no document",
  description: "Without retries every run that throws is a dead letter.",
  tags: ["test"],
  load: { documents: 150, perSecond: 25, malformed: 0.01 },
  steadyStateHypothesis: { title: "Documents are delivered", collateral: { budget: 0.03 }, probes: [] },
  method: [
    action("let half of the runs throw", lambda.inject(etl.transformFaults, { exception: { probability: 0.5 } }), {
      after: seconds(${method}),
    }),
  ],
  rollbacks: [],
}));
`;

/** Nothing is done to the pipeline; a few hundred documents are judged. */
export const NOTHING_HAPPENS = `
import { experiment } from "serverless-chaos-lab";

export default experiment(() => ({
  title: "Undisturbed, every document is delivered",
  description: "Nothing is done.",
  tags: ["test"],
  load: { documents: 150, perSecond: 25, malformed: 0.01 },
  steadyStateHypothesis: { title: "Documents are delivered", collateral: { budget: 0.03 }, probes: [] },
  method: [],
  rollbacks: [],
}));
`;

/** A fault that AWS has no switch for, and a served cloud has. */
export const HALF_COMES_TWICE = `
import { action, cloud, experiment, seconds } from "serverless-chaos-lab";

export default experiment(() => ({
  title: "What SNS delivers twice is worked for once",
  description: "Half of the notifications come twice.",
  tags: ["test"],
  needs: "local",
  load: { documents: 150, perSecond: 25, malformed: 0.01 },
  steadyStateHypothesis: { title: "Documents are delivered", collateral: { budget: 0.03 }, exactlyOnce: true, probes: [] },
  method: [
    action("repeat half of what SNS sends", cloud.disturb("sns -> sqs", { kind: "duplicate", probability: 0.5 }), {
      after: seconds(6),
    }),
  ],
  rollbacks: [],
}));
`;
