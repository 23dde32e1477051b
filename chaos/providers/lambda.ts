import { PutParameterCommand } from "@aws-sdk/client-ssm";
import type { ActionProvider, Bite } from "../experiment.ts";
import type { Json, Terms } from "../lease.ts";
import { concurrency, eventInvokeConfig, routing } from "../settings/lambda.ts";
import { parameter as parameterSetting, putCall } from "../settings/ssm.ts";
import { seconds } from "../units.ts";
import type { NewVersion } from "./deployments.ts";
import { ofFunction, ofVersion } from "./metrics.ts";

/** Actions on a function: faults that its injector strikes with, and its settings in Lambda. */

/** What the injector in a function is told, as its SSM parameter holds it. Probabilities are 0 to 1. */
export interface Faults {
  readonly latency?: { readonly probability: number /** Milliseconds. */; readonly min: number; readonly max: number };
  readonly exception?: { readonly probability: number; readonly message?: string; readonly when?: "before" | "after" };
  readonly timeout?: { readonly probability: number };
  readonly deniedHosts?: { readonly probability: number; readonly hosts: readonly string[] };
}

/** In the order in which they strike one run: a run that the first ends, or that it makes outlive its timeout, sees no other. */
const IN_ORDER = ["latency", "timeout", "deniedHosts", "exception"] as const satisfies (keyof Faults)[];

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
  const [first, ...others] = IN_ORDER.filter((kind) => faults[kind] !== undefined);
  if (!first) throw new Error("inject needs at least one fault: latency, exception, timeout or deniedHosts");
  return {
    name: "lambda.inject",
    arguments: { parameter, faults: faults as Json },
    lease: {
      ...parameterSetting.at({ name: parameter }),
      expiry: "configuration",
      changed: (_before, terms) => configurationOf(faults, terms),
    },
    bites: [
      { kind: "draws", fault: first, probability: faults[first]!.probability },
      ...others.map((fault) => ({ kind: "strikes", fault, atLeast: 1 }) as const),
    ],
    spreads: INJECTOR_CACHE,
  };
}

/** Tells the injector to strike no more. */
export function heal(parameter: string): ActionProvider {
  return {
    name: "lambda.heal",
    arguments: { parameter },
    calls: [putCall(parameter)],
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

/**
 * Reserves `executions` concurrent executions for a function and so limits it to them; 0 stops it.
 *
 * @param functionName the function's name
 */
export function limitConcurrency(functionName: string, executions: number): ActionProvider {
  // A stopped function refuses events before anything could be throttled, so they arrive in the dead-letter queue at once.
  const metric = ofFunction(executions === 0 ? "AsyncEventsDropped" : "Throttles", functionName);
  return {
    name: "lambda.limitConcurrency",
    arguments: { functionName, executions },
    lease: { ...concurrency.at({ functionName }), expiry: "none", changed: () => executions },
    bites: { kind: "metric", metric, atLeast: 1 },
  };
}

/** Sets the maximum age of asynchronous events; AWS takes 60 to 21 600 seconds. */
export function limitEventAge(functionName: string, qualifier: string, maximumAge: number): ActionProvider {
  return {
    name: "lambda.limitEventAge",
    arguments: { functionName, qualifier, maximumAge },
    lease: {
      ...eventInvokeConfig.at({ functionName, qualifier }),
      expiry: "none",
      changed: (before) => ({ ...(before as object), MaximumEventAgeInSeconds: maximumAge / 1000 }),
    },
    bites: { kind: "metric", metric: ofFunction("AsyncEventsDropped", functionName), atLeast: 1 },
  };
}

/** Sends a share of an alias's traffic to another version, or to one that an earlier action of the method publishes. */
export function shiftTraffic(
  functionName: string,
  alias: string,
  version: string | NewVersion,
  share: number,
): ActionProvider {
  const number = () => (typeof version === "string" ? version : version.number);
  return {
    name: "lambda.shiftTraffic",
    get arguments() {
      return { functionName, alias, version: number(), share };
    },
    lease: { ...routing.at({ functionName, alias }), expiry: "none", changed: () => ({ [number()]: share }) },
    get bites(): Bite {
      return {
        kind: "metric",
        metric: ofVersion("Invocations", { functionName, alias, version: number() }),
        atLeast: 1,
      };
    },
  };
}
