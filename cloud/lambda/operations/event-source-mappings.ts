import type * as Lambda from "@aws-sdk/client-lambda";
import { AwsError } from "../../kernel/errors.ts";
import type { Output } from "../../kernel/house.ts";
import { inRange } from "../constraints.ts";
import {
  constraint,
  invalidParameter,
  pollingNotPermitted,
  queueNotReceivable,
  visibilityTooShort,
} from "../errors.ts";
import { Filters } from "../event-sources/filter.ts";
import type { EventSourceMapping, MappingSettings } from "../event-sources/mapping.ts";
import type { LambdaService } from "../service.ts";
import { page } from "./shapes.ts";

/** The operations on event source mappings. Of Lambda's event sources the lab has one: standard SQS queues. */
export function eventSourceMappingOperations(lambda: LambdaService) {
  const sources = lambda.eventSources;
  return {
    CreateEventSourceMapping(
      input: Lambda.CreateEventSourceMappingCommandInput,
    ): Output<Lambda.CreateEventSourceMappingCommandOutput> {
      const queueArn = input.EventSourceArn ?? "";
      if (queueArn.split(":")[2] !== "sqs") throw invalidParameter("Unrecognized event source.");
      const settings = checked(lambda, queueArn, { ...DEFAULTS, ...functionOf(lambda, input.FunctionName!) }, input);
      return shapeOf(sources.create(queueArn, settings, { ...input.Tags }));
    },

    UpdateEventSourceMapping(
      input: Lambda.UpdateEventSourceMappingCommandInput,
    ): Output<Lambda.UpdateEventSourceMappingCommandOutput> {
      const mapping = sources.get(input.UUID);
      const other = input.FunctionName === undefined ? {} : functionOf(lambda, input.FunctionName);
      sources.update(mapping, checked(lambda, mapping.queueArn, { ...mapping.settings, ...other }, input));
      return shapeOf(mapping);
    },

    GetEventSourceMapping(
      input: Lambda.GetEventSourceMappingCommandInput,
    ): Output<Lambda.GetEventSourceMappingCommandOutput> {
      return shapeOf(sources.get(input.UUID));
    },

    DeleteEventSourceMapping(
      input: Lambda.DeleteEventSourceMappingCommandInput,
    ): Output<Lambda.DeleteEventSourceMappingCommandOutput> {
      const mapping = sources.get(input.UUID);
      sources.remove(mapping);
      return shapeOf(mapping);
    },

    ListEventSourceMappings(
      input: Lambda.ListEventSourceMappingsCommandInput,
    ): Output<Lambda.ListEventSourceMappingsCommandOutput> {
      const functionArn = input.FunctionName && lambda.qualifiedArn(lambda.reference(input.FunctionName));
      const listed = sources.all().filter(({ queueArn, settings }) => {
        const isOfQueue = input.EventSourceArn === undefined || input.EventSourceArn === queueArn;
        return isOfQueue && (functionArn === undefined || functionArn === settings.functionArn);
      });
      const { items, next } = page(listed, input, 100);
      return { EventSourceMappings: items.map(shapeOf), ...next };
    },
  };
}

/** AWS's defaults for SQS, recorded there. */
const DEFAULTS = {
  Enabled: true,
  BatchSize: 10,
  MaximumBatchingWindowInSeconds: 0,
  FunctionResponseTypes: [],
};

type SettingsInput = Partial<Lambda.CreateEventSourceMappingRequest & Lambda.UpdateEventSourceMappingRequest>;

/** The function by the qualifier it was named with. */
function functionOf(lambda: LambdaService, name: string): Pick<MappingSettings, "function" | "functionArn"> {
  const reference = lambda.reference(name);
  if (!lambda.find(reference.name)?.has(reference.qualifier)) throw invalidParameter("Function does not exist");
  return { function: reference, functionArn: lambda.qualifiedArn(reference) };
}

/** What a request says, over what was, if Lambda would take it. */
function checked(lambda: LambdaService, queueArn: string, old: MappingSettings, input: SettingsInput): MappingSettings {
  checkKind(input);
  checkRanges(input);
  const { ScalingConfig: scaling, FilterCriteria: criteria } = input;
  const settings: MappingSettings = {
    ...old,
    Enabled: input.Enabled ?? old.Enabled,
    BatchSize: input.BatchSize ?? old.BatchSize,
    MaximumBatchingWindowInSeconds: input.MaximumBatchingWindowInSeconds ?? old.MaximumBatchingWindowInSeconds,
    FunctionResponseTypes: input.FunctionResponseTypes ?? old.FunctionResponseTypes,
    // An empty configuration takes away what was.
    ...(criteria && { FilterCriteria: criteria.Filters?.length ? criteria : undefined }),
    ...(scaling && { ScalingConfig: scaling.MaximumConcurrency === undefined ? undefined : scaling }),
    ...(input.KMSKeyArn !== undefined && { KMSKeyArn: input.KMSKeyArn || undefined }),
    ...(input.MetricsConfig && { MetricsConfig: input.MetricsConfig }),
  };
  if (settings.BatchSize > 10 && settings.MaximumBatchingWindowInSeconds === 0) throw windowNeeded();
  checkFilters(settings.FilterCriteria?.Filters ?? []);
  checkQueue(lambda, queueArn, settings);
  return settings;
}

const windowNeeded = () =>
  invalidParameter("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10");

/** Settings of streams. The text for StartingPosition was recorded on AWS, that for DestinationConfig too. */
function checkKind(input: SettingsInput): void {
  if (input.StartingPosition !== undefined || input.StartingPositionTimestamp !== undefined) {
    throw invalidParameter("StartingPosition is not valid for SQS event sources.");
  }
  const foreign = STREAMS.find((name) => input[name] !== undefined);
  if (foreign) throw invalidParameter(`Unsupported ${foreign} parameter for given event source mapping type.`);
}

const STREAMS = [
  "DestinationConfig",
  "BisectBatchOnFunctionError",
  "MaximumRecordAgeInSeconds",
  "MaximumRetryAttempts",
  "ParallelizationFactor",
  "TumblingWindowInSeconds",
] as const;

/** The ranges of the service model, for standard queues. */
function checkRanges(input: SettingsInput): void {
  inRange("batchSize", input.BatchSize, 1, 10_000);
  inRange("maximumBatchingWindowInSeconds", input.MaximumBatchingWindowInSeconds, 0, 300);
  inRange("scalingConfig.maximumConcurrency", input.ScalingConfig?.MaximumConcurrency, 2, 1000);
  const types = input.FunctionResponseTypes ?? [];
  if (types.some((type) => type !== "ReportBatchItemFailures")) {
    const rule = "Member must satisfy constraint: [Member must satisfy enum value set: [ReportBatchItemFailures]]";
    throw constraint(`[${types.join(", ")}]`, "functionResponseTypes", rule);
  }
}

function checkFilters(filters: readonly Lambda.Filter[]): void {
  try {
    new Filters(filters.map(({ Pattern }) => Pattern ?? ""));
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidParameter("Invalid filter pattern definition.");
    throw error;
  }
}

/** Lambda tries the queue as the function's role, and compares its visibility timeout with the function's own. */
function checkQueue(lambda: LambdaService, queueArn: string, settings: MappingSettings): void {
  const { Role, Timeout } = lambda.get(settings.function).version(settings.function.qualifier).settings;
  for (const call of ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"]) {
    if (!lambda.ports.mayRole(Role, `sqs:${call}`, queueArn)) throw pollingNotPermitted(call);
  }
  const seconds = visibilityOf(lambda, queueArn, Role) / 1000;
  if (seconds < Timeout) throw visibilityTooShort(seconds, Timeout);
}

function visibilityOf({ ports }: LambdaService, queueArn: string, role: string): number {
  try {
    return ports.queues.find(queueArn, role).visibilityTimeout;
  } catch (error) {
    if (error instanceof AwsError) throw queueNotReceivable(error.code, error.message);
    throw error;
  }
}

function shapeOf(mapping: EventSourceMapping): Lambda.EventSourceMappingConfiguration {
  const { FilterCriteria, ScalingConfig, KMSKeyArn, MetricsConfig, ...settings } = mapping.settings;
  return {
    UUID: mapping.uuid,
    EventSourceMappingArn: mapping.arn,
    EventSourceArn: mapping.queueArn,
    FunctionArn: settings.functionArn,
    BatchSize: settings.BatchSize,
    MaximumBatchingWindowInSeconds: settings.MaximumBatchingWindowInSeconds,
    FunctionResponseTypes: [...settings.FunctionResponseTypes],
    ...(FilterCriteria && { FilterCriteria }),
    ...(ScalingConfig && { ScalingConfig }),
    ...(KMSKeyArn && { KMSKeyArn }),
    ...(MetricsConfig && { MetricsConfig }),
    State: mapping.state,
    StateTransitionReason: "USER_INITIATED",
    LastModified: new Date(mapping.modifiedAt),
  };
}
