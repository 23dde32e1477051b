/**
 * What becomes of asynchronous events of one qualifier. An event heeds the settings of the qualifier it was sent to and
 * no others: those of `$LATEST` say nothing about an alias.
 */
export interface EventSettings {
  /** Attempts after the first one failed; 2 when absent. */
  readonly maximumRetryAttempts?: number;
  /** 21 600 when absent. */
  readonly maximumEventAgeInSeconds?: number;
  /** Target ARNs. */
  readonly onSuccess?: string;
  readonly onFailure?: string;
  readonly modifiedAt: number;
}

/** How long, and how often, Lambda tries an event. */
export interface EventLimits {
  readonly retries: number;
  /** Milliseconds. */
  readonly age: number;
}

export function limitsOf(settings: EventSettings | undefined): EventLimits {
  return {
    retries: settings?.maximumRetryAttempts ?? 2,
    age: (settings?.maximumEventAgeInSeconds ?? 21_600) * 1000,
  };
}
