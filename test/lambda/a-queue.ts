/** `transform` behind `live` with a dead-letter queue, and what the feed tells of the events it is sent. */
import { type ALambda, aDeployment, type LambdaSetting, QUEUE_ARN } from "./a-lambda.ts";

export const FunctionName = "transform";
export const DeadLetterConfig = { TargetArn: QUEUE_ARN };
export const fails = () => {
  throw new Error("Test exception (this is intentional)");
};

export async function deployed(handler: LambdaSetting["handler"], config: object = {}, setting: LambdaSetting = {}) {
  const lambda = await aDeployment({ ...setting, ...(handler && { handler }) }, { DeadLetterConfig });
  if (Object.keys(config).length > 0) configure(lambda, config);
  return lambda;
}

export function configure(lambda: ALambda, config: object): void {
  lambda.do("PutFunctionEventInvokeConfig", { FunctionName, Qualifier: "live", ...config });
}

export const since = (lambda: ALambda) =>
  lambda.of("EventAccepted").map((fact) => (fact as unknown as { at: number }).at)[0]!;
/** Seconds from the acceptance of the event to the start of each of its attempts. */
export const starts = (lambda: ALambda) =>
  lambda.of("InvocationStarted").map((fact) => ((fact as unknown as { at: number }).at - since(lambda)) / 1000);
