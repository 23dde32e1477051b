import type { Place } from "../kernel/house.ts";
import type { Version } from "./version.ts";

/**
 * What a function finds in its environment: its own variables and Lambda's (recorded on AWS for nodejs20.x). Credentials
 * are the runtime's to add, if its functions need any.
 */
export function variablesOf(
  functionName: string,
  { settings, number }: Version,
  place: Place,
  logStream: string,
): Record<string, string> {
  return {
    ...settings.Environment?.Variables,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: number,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.MemorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: settings.LoggingConfig.LogGroup!,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    LAMBDA_TASK_ROOT: "/var/task",
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    LANG: "en_US.UTF-8",
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    TZ: ":UTC",
    _HANDLER: settings.Handler ?? "",
  };
}
