import type * as Lambda from "@aws-sdk/client-lambda";
import { invalidParameter } from "./errors.ts";
import { checkSettings } from "./setting-rules.ts";

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
  checkSettings(input);
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
