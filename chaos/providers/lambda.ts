import {
  DeleteFunctionConcurrencyCommand,
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionEventInvokeConfigCommand,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import type { ActionProvider, Metric } from "../experiment.ts";
import type { Json, Lease, Terms } from "../lease.ts";
import { seconds } from "../units.ts";

/** Actions on a function: faults that its injector strikes with, and its settings in Lambda. */

/** What the injector in a function is told, as its SSM parameter holds it. Probabilities are 0 to 1. */
export interface Faults {
  readonly latency?: { readonly probability: number /** Milliseconds. */; readonly min: number; readonly max: number };
  readonly exception?: { readonly probability: number; readonly message?: string; readonly when?: "before" | "after" };
  readonly timeout?: { readonly probability: number };
  readonly deniedHosts?: { readonly probability: number; readonly hosts: readonly string[] };
}

/** How long an injector may go on with what it read: its cache time. */
const INJECTOR_CACHE = seconds(5);
/** An injector that is told nothing strikes nothing. */
const NOTHING = "{}";

/**
 * Tells the injector to strike; it stops by itself when the lease expires.
 *
 * @param parameter the SSM parameter the injector reads
 * @example lambda.inject(etl.faultsParameter, { latency: { probability: 0.5, min: seconds(3), max: seconds(5) } })
 */
export function inject(parameter: string, faults: Faults): ActionProvider {
  const [kind] = Object.keys(faults) as (keyof Faults)[];
  if (!kind) throw new Error("inject needs at least one fault: latency, exception, timeout or deniedHosts");
  return {
    name: "lambda.inject",
    arguments: { parameter, faults: faults as Json },
    lease: parameterLease(parameter, (terms) => configurationOf(faults, terms)),
    bites: { kind: "draws", fault: kind, probability: faults[kind]!.probability },
    spreads: INJECTOR_CACHE,
  };
}

/** Tells the injector to strike no more. */
export function heal(parameter: string): ActionProvider {
  return {
    name: "lambda.heal",
    arguments: { parameter },
    work: async ({ ssm }) => {
      await ssm.send(new PutParameterCommand({ Name: parameter, Value: NOTHING, Overwrite: true }));
      return null;
    },
    spreads: INJECTOR_CACHE,
  };
}

function configurationOf(faults: Faults, { seed, expiresAt }: Terms): string {
  const { latency, ...others } = faults;
  const configuration = {
    seed,
    expiresAt: new Date(expiresAt).toISOString(),
    ...(latency && {
      latency: { probability: latency.probability, minMilliseconds: latency.min, maxMilliseconds: latency.max },
    }),
    ...others,
  };
  return JSON.stringify(configuration);
}

function parameterLease(parameter: string, changed: (terms: Terms) => string): Lease<string> {
  return {
    resource: `parameter ${parameter}`,
    expiry: "configuration",
    observe: async ({ ssm }) =>
      (await ssm.send(new GetParameterCommand({ Name: parameter }))).Parameter?.Value ?? NOTHING,
    changed: (_before, terms) => changed(terms),
    put: async ({ ssm }, value) => {
      await ssm.send(new PutParameterCommand({ Name: parameter, Value: value, Overwrite: true }));
    },
  };
}

/**
 * Reserves `executions` concurrent executions for a function and so limits it to them; 0 stops it.
 *
 * @param functionName the function's name
 */
export function limitConcurrency(functionName: string, executions: number): ActionProvider {
  // A stopped function refuses events before anything could be throttled, so they arrive in the dead-letter queue at once.
  const metric: Metric = {
    namespace: "AWS/Lambda",
    name: executions === 0 ? "AsyncEventsDropped" : "Throttles",
    dimensions: { FunctionName: functionName },
    statistic: "Sum",
  };
  return {
    name: "lambda.limitConcurrency",
    arguments: { functionName, executions },
    lease: concurrencyLease(functionName, executions),
    bites: { kind: "metric", metric, atLeast: 1 },
  };
}

function concurrencyLease(functionName: string, executions: number): Lease<number | null> {
  return {
    resource: `reserved concurrency of ${functionName}`,
    expiry: "none",
    observe: async ({ lambda }) => {
      const answer = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: functionName }));
      return answer.ReservedConcurrentExecutions ?? null;
    },
    changed: () => executions,
    put: async ({ lambda }, setting) => {
      if (setting === null) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: functionName }));
      else {
        const input = { FunctionName: functionName, ReservedConcurrentExecutions: setting };
        await lambda.send(new PutFunctionConcurrencyCommand(input));
      }
    },
  };
}

/** Sets the maximum age of asynchronous events; AWS takes 60 to 21 600 seconds. */
export function limitEventAge(functionName: string, qualifier: string, maximumAge: number): ActionProvider {
  const target = { FunctionName: functionName, Qualifier: qualifier };
  const lease: Lease<number> = {
    resource: `maximum event age of ${functionName}:${qualifier}`,
    expiry: "none",
    observe: async ({ lambda }) => {
      const { MaximumEventAgeInSeconds } = await lambda.send(new GetFunctionEventInvokeConfigCommand(target));
      return MaximumEventAgeInSeconds ?? 21_600;
    },
    changed: () => maximumAge / 1000,
    put: async ({ lambda }, age) => {
      await lambda.send(new UpdateFunctionEventInvokeConfigCommand({ ...target, MaximumEventAgeInSeconds: age }));
    },
  };
  return { name: "lambda.limitEventAge", arguments: { functionName, qualifier, maximumAge }, lease };
}

/** Sends a share of an alias's traffic to another version. */
export function shiftTraffic(functionName: string, alias: string, version: string, share: number): ActionProvider {
  const target = { FunctionName: functionName, Name: alias };
  const lease: Lease<Record<string, number>> = {
    resource: `routing of ${functionName}:${alias}`,
    expiry: "none",
    observe: async ({ lambda }) => {
      const { RoutingConfig } = await lambda.send(new GetAliasCommand(target));
      return RoutingConfig?.AdditionalVersionWeights ?? {};
    },
    changed: () => ({ [version]: share }),
    put: async ({ lambda }, weights) => {
      await lambda.send(new UpdateAliasCommand({ ...target, RoutingConfig: { AdditionalVersionWeights: weights } }));
    },
  };
  const metric: Metric = {
    namespace: "AWS/Lambda",
    name: "Invocations",
    dimensions: { FunctionName: functionName, Resource: `${functionName}:${alias}`, ExecutedVersion: version },
    statistic: "Sum",
  };
  return {
    name: "lambda.shiftTraffic",
    arguments: { functionName, alias, version, share },
    lease,
    bites: { kind: "metric", metric, atLeast: 1 },
  };
}
