/**
 * What the injector is told, as it stands in the parameter:
 *
 *     {
 *       "seed": 7,                                            of every chance; default 0
 *       "expiresAt": "2026-01-01T00:07:00Z",                  from then on there are no faults; default never
 *       "latency":     { "probability": 0.5, "minMilliseconds": 3000, "maxMilliseconds": 5000 },
 *       "timeout":     { "probability": 0.1 },
 *       "deniedHosts": { "probability": 1, "hosts": ["s3.*.amazonaws.com"] },
 *       "exception":   { "probability": 0.3, "message": "...", "when": "before" | "after" }
 *     }
 *
 * Every fault may be missing; `{}` is the healthy state. Any other field, and every number out of its range, makes the
 * whole parameter unreadable: a fault that was mistyped must not strike differently from what was meant.
 */

import type { Fields, NumberRule } from "./fields.ts";

export interface Latency {
  readonly probability: number;
  readonly minMilliseconds: number;
  readonly maxMilliseconds: number;
}

export interface Timeout {
  readonly probability: number;
  /** How long before the run's timeout the wait ends and the work begins after all; 0: it never answers. */
  readonly bufferMilliseconds: number;
}

export interface DeniedHosts {
  readonly probability: number;
  readonly hosts: readonly string[];
}

export interface Exception {
  readonly probability: number;
  readonly message: string;
  /** Before any work, or after all of it. */
  readonly when: "before" | "after";
}

export interface Configuration {
  readonly seed: number;
  /** Milliseconds since 1970, or infinity. */
  readonly expiresAt: number;
  readonly latency?: Latency;
  readonly timeout?: Timeout;
  readonly deniedHosts?: DeniedHosts;
  readonly exception?: Exception;
  /** What another tool's configuration asks for and nobody injects here, to be reported. */
  readonly ignored: readonly string[];
}

export const FAULTS = ["latency", "timeout", "deniedHosts", "exception"] as const;
export type FaultName = (typeof FAULTS)[number];

export const HEALTHY: Configuration = { seed: 0, expiresAt: Number.POSITIVE_INFINITY, ignored: [] };

const PROBABILITY: NumberRule = { min: 0, max: 1 };

/** Milliseconds up to Lambda's longest timeout: to wait longer than that can only be a typing error. */
export const WAIT: NumberRule = { min: 0, max: 900_000 };

export const DEFAULT_MESSAGE = "Injected exception";

/** The faults that a configuration names. */
export function faultsOf(configuration: Configuration): FaultName[] {
  return FAULTS.filter((fault) => configuration[fault] !== undefined);
}

/** Our own format. Throws ConfigurationError. */
export function parseOwn(fields: Fields): Configuration {
  fields.only([...LEASE, ...FAULTS]);
  return {
    ...leaseOf(fields),
    ...(fields.has("latency") && { latency: latencyOf(fields.within("latency")) }),
    ...(fields.has("timeout") && { timeout: timeoutOf(fields.within("timeout")) }),
    ...(fields.has("deniedHosts") && { deniedHosts: deniedHostsOf(fields.within("deniedHosts")) }),
    ...(fields.has("exception") && { exception: exceptionOf(fields.within("exception")) }),
    ignored: [],
  };
}

export const LEASE = ["seed", "expiresAt"];

/** Seed and expiry, which every format may carry. */
export function leaseOf(fields: Fields): Pick<Configuration, "seed" | "expiresAt"> {
  const limit = Number.MAX_SAFE_INTEGER;
  return {
    seed: fields.number("seed", { min: -limit, max: limit, whole: true, otherwise: HEALTHY.seed }),
    expiresAt: fields.instant("expiresAt", HEALTHY.expiresAt),
  };
}

function latencyOf(fields: Fields): Latency {
  fields.only(["probability", "minMilliseconds", "maxMilliseconds"]);
  const minMilliseconds = fields.number("minMilliseconds", WAIT);
  return {
    probability: fields.number("probability", PROBABILITY),
    minMilliseconds,
    maxMilliseconds: fields.number("maxMilliseconds", { ...WAIT, min: minMilliseconds }),
  };
}

function timeoutOf(fields: Fields): Timeout {
  fields.only(["probability"]);
  return { probability: fields.number("probability", PROBABILITY), bufferMilliseconds: 0 };
}

function deniedHostsOf(fields: Fields): DeniedHosts {
  fields.only(["probability", "hosts"]);
  return { probability: fields.number("probability", PROBABILITY), hosts: fields.patterns("hosts") };
}

function exceptionOf(fields: Fields): Exception {
  fields.only(["probability", "message", "when"]);
  return {
    probability: fields.number("probability", PROBABILITY),
    message: fields.text("message", DEFAULT_MESSAGE),
    when: fields.choice("when", ["before", "after"], "before"),
  };
}
