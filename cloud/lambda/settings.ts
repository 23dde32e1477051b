import type * as Lambda from "@aws-sdk/client-lambda";
import { constraint, invalidParameter } from "./errors.ts";

/**
 * What a function is configured to be: everything about it that a version freezes, besides its code. Members have the
 * API's names and are kept as they were sent; AWS's defaults stand where nothing was.
 */
export interface Settings {
  readonly Runtime?: Lambda.Runtime;
  readonly Role: string;
  readonly Handler?: string;
  readonly Description: string;
  /** Seconds. */
  readonly Timeout: number;
  /** Megabytes. */
  readonly MemorySize: number;
  readonly PackageType: Lambda.PackageType;
  readonly Architectures: Lambda.Architecture[];
  readonly EphemeralStorage: Lambda.EphemeralStorage;
  readonly TracingConfig: Lambda.TracingConfigResponse;
  readonly SnapStart: Lambda.SnapStartResponse;
  readonly LoggingConfig: Lambda.LoggingConfig;
  readonly Environment?: Lambda.EnvironmentResponse;
  readonly DeadLetterConfig?: Lambda.DeadLetterConfig;
  readonly VpcConfig?: Lambda.VpcConfigResponse;
  readonly KMSKeyArn?: string;
  readonly Layers?: Lambda.Layer[];
  readonly FileSystemConfigs?: Lambda.FileSystemConfig[];
}

/** What a request may say about settings. */
export type SettingsInput = Partial<
  Omit<Lambda.UpdateFunctionConfigurationRequest, "FunctionName" | "RevisionId"> &
    Pick<Lambda.CreateFunctionRequest, "PackageType" | "Architectures">
>;

/** The settings of a new function. */
export function newSettings(functionName: string, input: SettingsInput): Settings {
  const packageType = input.PackageType ?? "Zip";
  if (packageType === "Zip" && (input.Runtime === undefined || input.Handler === undefined)) {
    throw invalidParameter(
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    );
  }
  return changedSettings(defaults(functionName), { ...input, PackageType: packageType });
}

function defaults(functionName: string): Settings {
  return {
    Role: "",
    Description: "",
    Timeout: 3,
    MemorySize: 128,
    PackageType: "Zip",
    Architectures: ["x86_64"],
    EphemeralStorage: { Size: 512 },
    TracingConfig: { Mode: "PassThrough" },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${functionName}` },
  };
}

/** What is sent replaces what was, member by member; an empty dead-letter target or key removes it. */
export function changedSettings(old: Settings, input: SettingsInput): Settings {
  check(input);
  const { Layers, VpcConfig, SnapStart, LoggingConfig, DeadLetterConfig, KMSKeyArn, Environment, ...plain } = input;
  const sent = {
    ...pick(plain),
    ...(Environment && { Environment: { Variables: Environment.Variables ?? {} } }),
    ...(SnapStart && { SnapStart: { ApplyOn: SnapStart.ApplyOn, OptimizationStatus: "Off" } }),
    ...(LoggingConfig && { LoggingConfig: { ...old.LoggingConfig, ...defined(LoggingConfig) } }),
    ...(Layers && { Layers: Layers.map((Arn) => ({ Arn })) }),
    ...(VpcConfig && { VpcConfig: { SubnetIds: [], SecurityGroupIds: [], VpcId: "", ...defined(VpcConfig) } }),
    ...(DeadLetterConfig && { DeadLetterConfig: DeadLetterConfig.TargetArn ? DeadLetterConfig : undefined }),
    ...(KMSKeyArn !== undefined && { KMSKeyArn: KMSKeyArn || undefined }),
  };
  return defined({ ...old, ...sent }) as Settings;
}

const PLAIN = [
  "Runtime",
  "Role",
  "Handler",
  "Description",
  "Timeout",
  "MemorySize",
  "PackageType",
  "Architectures",
  "EphemeralStorage",
  "TracingConfig",
  "FileSystemConfigs",
] as const;

function pick(input: SettingsInput): SettingsInput {
  return defined(Object.fromEntries(PLAIN.map((name) => [name, input[name]])));
}

function defined<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

/** The ranges of the service model, in the words the service checks them with. */
function check(input: SettingsInput): void {
  inRange("timeout", input.Timeout, 1, 900);
  inRange("memorySize", input.MemorySize, 128, 10_240);
  inRange("ephemeralStorage.size", input.EphemeralStorage?.Size, 512, 10_240);
  checkVariables(input.Environment?.Variables ?? {});
}

export function inRange(member: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined) return;
  if (value < min) throw constraint(value, member, `Member must have value greater than or equal to ${min}`);
  if (value > max) throw constraint(value, member, `Member must have value less than or equal to ${max}`);
}

/** Names that Lambda sets itself (the developer guide's list of reserved variables). */
const RESERVED = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
]);

const REFUSED =
  "Lambda was unable to configure your environment variables because the environment variables you have provided";

function checkVariables(variables: Readonly<Record<string, string>>): void {
  const reserved = Object.keys(variables).filter((name) => RESERVED.has(name));
  if (reserved.length > 0) {
    throw invalidParameter(
      `${REFUSED} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(", ")}`,
    );
  }
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > 4096) {
    throw invalidParameter(`${REFUSED} exceeded the 4KB limit. String measured: ${measured}`);
  }
}
