/** Everything an experiment's author imports, in one place. */
export { action, type Experiment, type ExperimentFile, experiment, type Load, moves, probe } from "./experiment.ts";
export * as alarms from "./providers/alarms.ts";
export * as cloud from "./providers/cloud.ts";
export * as deployments from "./providers/deployments.ts";
export * as documents from "./providers/documents.ts";
export * as events from "./providers/events.ts";
export * as iam from "./providers/iam.ts";
export * as lambda from "./providers/lambda.ts";
export * as metrics from "./providers/metrics.ts";
export * as s3 from "./providers/s3.ts";
export * as sns from "./providers/sns.ts";
export * as sqs from "./providers/sqs.ts";
export { atLeast, atMost, between, equals } from "./tolerance.ts";
export { hours, milliseconds, minutes, seconds } from "./units.ts";
