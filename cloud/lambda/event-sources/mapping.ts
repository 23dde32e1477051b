import type * as Lambda from "@aws-sdk/client-lambda";
import type { Reference } from "../reference.ts";
import { Filters } from "./filter.ts";

/**
 * An event source mapping: a queue whose messages a function is given. Its state follows each change after a while.
 *
 *     Creating -> Enabled <- Enabling, Updating ----> Disabled <- Disabling
 *                    '------------- Deleting --------------'
 */
export class EventSourceMapping {
  readonly uuid: string;
  readonly arn: string;
  readonly queueArn: string;
  readonly tags: Record<string, string>;
  #settings: MappingSettings;
  #filters: Filters;
  state: MappingState = "Creating";
  modifiedAt: number;

  constructor(identity: MappingIdentity, settings: MappingSettings, now: number) {
    this.uuid = identity.uuid;
    this.arn = identity.arn;
    this.queueArn = identity.queueArn;
    this.tags = identity.tags;
    this.#settings = settings;
    this.#filters = filtersOf(settings);
    this.modifiedAt = now;
  }

  get settings(): MappingSettings {
    return this.#settings;
  }

  get filters(): Filters {
    return this.#filters;
  }

  /** Whether it may be changed: not while it is changing. */
  get isSettled(): boolean {
    return this.state === "Enabled" || this.state === "Disabled";
  }

  get reportsFailures(): boolean {
    return this.#settings.FunctionResponseTypes.includes("ReportBatchItemFailures");
  }

  change(now: number, settings: MappingSettings): void {
    const wasEnabled = this.#settings.Enabled;
    this.#settings = settings;
    this.#filters = filtersOf(settings);
    this.state = settings.Enabled === wasEnabled ? "Updating" : settings.Enabled ? "Enabling" : "Disabling";
    this.modifiedAt = now;
  }

  settle(now: number): void {
    this.state = this.#settings.Enabled ? "Enabled" : "Disabled";
    this.modifiedAt = now;
  }
}

export type MappingState = "Creating" | "Enabling" | "Enabled" | "Disabling" | "Disabled" | "Updating" | "Deleting";

export interface MappingIdentity {
  readonly uuid: string;
  readonly arn: string;
  readonly queueArn: string;
  readonly tags: Record<string, string>;
}

/** Members have the API's names; AWS's defaults stand where nothing was sent. */
export interface MappingSettings {
  readonly function: Reference;
  readonly functionArn: string;
  readonly Enabled: boolean;
  readonly BatchSize: number;
  /** Seconds. */
  readonly MaximumBatchingWindowInSeconds: number;
  readonly FunctionResponseTypes: readonly Lambda.FunctionResponseType[];
  readonly FilterCriteria?: Lambda.FilterCriteria | undefined;
  readonly ScalingConfig?: Lambda.ScalingConfig | undefined;
  readonly KMSKeyArn?: string | undefined;
  readonly MetricsConfig?: Lambda.EventSourceMappingMetricsConfig | undefined;
}

function filtersOf({ FilterCriteria }: MappingSettings): Filters {
  return new Filters((FilterCriteria?.Filters ?? []).map(({ Pattern }) => Pattern ?? ""));
}
