import { atMost, enumRule, inRange, like, oneOf } from "./constraints.ts";
import { constraint, invalidParameter } from "./errors.ts";
import { isRuntime, RUNTIMES } from "./runtimes.ts";
import type { SettingsInput } from "./settings.ts";

/** What a request may say about settings: first the rules of the service model, then Lambda's own. */
export function checkSettings(input: SettingsInput): void {
  checkShapes(input);
  checkRuntime(input);
  checkLogging(input.LoggingConfig);
  checkVariables(input.Environment?.Variables ?? {});
}

const ROLE = /^arn:aws[a-zA-Z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/;
const ROLE_SAID = "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+";
const ARCHITECTURES = ["x86_64", "arm64"];

function checkShapes(input: SettingsInput): void {
  like("role", input.Role, ROLE, ROLE_SAID);
  like("handler", input.Handler, /^\S+$/, "[^\\s]+");
  atMost("handler", input.Handler, 128);
  atMost("description", input.Description, 256);
  inRange("timeout", input.Timeout, 1, 900);
  inRange("memorySize", input.MemorySize, 128, 10_240);
  inRange("ephemeralStorage.size", input.EphemeralStorage?.Size, 512, 10_240);
  oneOf("packageType", input.PackageType, ["Image", "Zip"]);
  oneOf("tracingConfig.mode", input.TracingConfig?.Mode, ["Active", "PassThrough"]);
  oneOf("snapStart.applyOn", input.SnapStart?.ApplyOn, ["PublishedVersions", "None"]);
  checkArchitectures(input.Architectures);
  checkLayers(input.Layers ?? []);
}

const LAYER =
  "(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)";

function checkLayers(arns: readonly string[]): void {
  const pattern = new RegExp(`^(?:${LAYER})$`);
  if (arns.every((arn) => pattern.test(arn))) return;
  const rule = `Member must satisfy constraint: [Member must have length less than or equal to 140, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ${LAYER}, Member must not be null]`;
  throw constraint(`[${arns.join(", ")}]`, "layers", rule);
}

function checkArchitectures(architectures: readonly string[] | undefined): void {
  atMost("architectures", architectures, 1);
  if (!architectures || architectures.every((one) => ARCHITECTURES.includes(one))) return;
  const rule = `Member must satisfy constraint: [${enumRule(ARCHITECTURES)}, Member must not be null]`;
  throw constraint(`[${architectures.join(", ")}]`, "architectures", rule);
}

/** Runtimes are checked by the service and not by its model: the error has another code, and no count. */
function checkRuntime({ Runtime, SnapStart }: SettingsInput): void {
  if (Runtime === undefined) return;
  if (!isRuntime(Runtime)) {
    throw invalidParameter(
      `Value ${Runtime} at 'runtime' failed to satisfy constraint: ${enumRule(RUNTIMES)} or be a valid ARN`,
    );
  }
  const hasSnapStart = /^(java(11|17|21|25)|python3\.1[2-9]|dotnet([89]|\d\d))/.test(Runtime);
  if (SnapStart?.ApplyOn === "PublishedVersions" && !hasSnapStart) {
    throw invalidParameter(`${Runtime} is not supported for SnapStart enabled functions.`);
  }
}

const LOG_GROUP = /^[.\-_/#A-Za-z0-9]{1,512}$/;

function checkLogging(config: SettingsInput["LoggingConfig"]): void {
  oneOf("loggingConfig.logFormat", config?.LogFormat, ["JSON", "Text"]);
  const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
  oneOf("loggingConfig.applicationLogLevel", config?.ApplicationLogLevel, levels);
  oneOf("loggingConfig.systemLogLevel", config?.SystemLogLevel, ["DEBUG", "INFO", "WARN"]);
  like("loggingConfig.logGroup", config?.LogGroup, LOG_GROUP, "[\\.\\-_/#A-Za-z0-9]+");
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

const NAME = "[a-zA-Z]([a-zA-Z0-9_])+";

function checkVariables(variables: Readonly<Record<string, string>>): void {
  if (!Object.keys(variables).every((name) => /^[a-zA-Z][a-zA-Z0-9_]+$/.test(name) || RESERVED.has(name))) {
    const shown = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    const rule = `Map keys must satisfy constraint: [Member must satisfy regular expression pattern: ${NAME}, Member must not be null]`;
    throw constraint(`{${shown.join(", ")}}`, "environment.variables", rule);
  }
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
