import { resolve } from "node:path";
import { GetFunctionConfigurationCommand, GetFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import type { Call } from "../../chaos/call.ts";
import { functionCall } from "../../chaos/settings/lambda.ts";
import { LabError } from "../../cloud/kernel/errors.ts";
import { outputsIn } from "../../drivers/main/outputs.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { LiveClients } from "./clients.ts";

/**
 * Where a deployment - by Terraform or by `chaoslab up` - leaves what it says about itself. Who serves two clouds at
 * once says with CHAOSLAB_OUTPUTS which file is whose.
 */
export const OUTPUTS = resolve(
  process.env.CHAOSLAB_OUTPUTS || resolve(import.meta.dirname, "../../build/outputs.json"),
);

/** @throws LabError LAB_NOT_DEPLOYED */
export function deployedPipeline(path = OUTPUTS): EtlPipeline {
  const outputs = outputsIn(path);
  if (!outputs.transformFunction) {
    throw new LabError(
      "LAB_NOT_DEPLOYED",
      `No deployment is described in ${path}.`,
      "Deploy first: npx chaoslab up, or npm run deploy.",
    );
  }
  return outputs as unknown as EtlPipeline;
}

/** What a pipeline's settings mean for the time a run takes. Milliseconds. */
export interface PipelineTimes {
  readonly timeout: number;
  readonly retries: { readonly retries: number; readonly maximumEventAge: number };
}

/** The calls of `timesOf`. */
export const timesCalls = ({ transformFunction, transformAlias }: EtlPipeline): Call[] =>
  ["GetFunctionConfiguration", "GetFunctionEventInvokeConfig"].map((name) =>
    functionCall(name, transformFunction, transformAlias),
  );

/** As the function is deployed now. */
export async function timesOf({ lambda }: LiveClients, pipeline: EtlPipeline): Promise<PipelineTimes> {
  const target = { FunctionName: pipeline.transformFunction, Qualifier: pipeline.transformAlias };
  const { Timeout = 3 } = await lambda.send(new GetFunctionConfigurationCommand(target));
  const asynchronous = await lambda.send(new GetFunctionEventInvokeConfigCommand(target));
  const { MaximumRetryAttempts = 2, MaximumEventAgeInSeconds = 21_600 } = asynchronous;
  return {
    timeout: Timeout * 1000,
    retries: { retries: MaximumRetryAttempts, maximumEventAge: MaximumEventAgeInSeconds * 1000 },
  };
}
