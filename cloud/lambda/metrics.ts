import type { Recorded } from "../kernel/feed.ts";
import type { Datum } from "../kernel/metric.ts";
import type { Concurrency, Peak } from "./concurrency.ts";
import type { LambdaFact } from "./facts.ts";

/**
 * What a fact adds to Lambda's metrics. Metrics of a run carry the time it began, not the time it was told. Every
 * retry is another Invocation; a throttled attempt is none; a run that succeeded reports Errors 0.
 *
 * AWS/Lambda has four sets of dimensions: none, the function, the resource (function, or function:qualifier), and for
 * an alias also the version that it led to.
 */
export function metricsOf(fact: Recorded<LambdaFact>): Datum[] {
  switch (fact.kind) {
    case "InvocationStarted":
      if (fact.age === undefined) return [];
      return of(fact, "AsyncEventAge", fact.age, "Milliseconds", fact.at, fact.version);
    case "InvocationEnded":
      return [
        ...of(fact, "Invocations", 1, "Count", fact.startedAt, fact.version),
        ...of(fact, "Errors", fact.outcome === "success" ? 0 : 1, "Count", fact.startedAt, fact.version),
        ...of(fact, "Duration", hundredths(fact.duration), "Milliseconds", fact.startedAt, fact.version),
      ];
    case "EventAccepted":
    case "InvocationThrottled":
    case "EventExpired":
    case "EventDropped":
    case "DeadLetterFailed":
    case "RecordFailed":
      return of(fact, COUNTED[fact.kind], 1, "Count", fact.at);
    default:
      return [];
  }
}

const COUNTED = {
  EventAccepted: "AsyncEventsReceived",
  InvocationThrottled: "Throttles",
  EventExpired: "AsyncEventsDropped",
  EventDropped: "AsyncEventsDropped",
  DeadLetterFailed: "DeadLetterErrors",
  RecordFailed: "DestinationDeliveryFailures",
} as const;

/** The counts that Lambda reports each minute: the highest of that minute, for functions that ran. */
export function gaugesOf(concurrency: Concurrency, now: number): Datum[] {
  const { functions, unreserved, account } = concurrency.peaks(now);
  return [
    ...functions.map((peak) => gauge("ConcurrentExecutions", peak, { FunctionName: peak.name })),
    ...(account ? [gauge("ConcurrentExecutions", account, NONE)] : []),
    ...(unreserved ? [gauge("UnreservedConcurrentExecutions", unreserved, NONE)] : []),
  ];
}

type Dimensions = Datum["dimensions"];

const NONE: Dimensions = {};

function gauge(name: string, { value, at }: Peak, dimensions: Dimensions): Datum {
  return { namespace: "AWS/Lambda", name, dimensions, value, unit: "Count", at };
}

function of(
  whose: { readonly function: string; readonly resource: string },
  name: string,
  value: number,
  unit: string,
  at: number,
  version?: string,
): Datum[] {
  return dimensionsOf(whose.function, whose.resource, version).map((dimensions) => ({
    namespace: "AWS/Lambda",
    name,
    dimensions,
    value,
    unit,
    at,
  }));
}

/** Five metrics a document ask for the same few sets. */
const known = new Map<string, readonly Dimensions[]>();

function dimensionsOf(name: string, resource: string, version: string | undefined): readonly Dimensions[] {
  const key = version === undefined ? resource : `${resource} ${version}`;
  let sets = known.get(key);
  if (!sets) {
    sets = [NONE, { FunctionName: name }, { FunctionName: name, Resource: resource }];
    if (version !== undefined && isAlias(name, resource, version)) {
      sets = [...sets, { FunctionName: name, Resource: resource, ExecutedVersion: version }];
    }
    known.set(key, sets);
  }
  return sets;
}

function isAlias(name: string, resource: string, version: string): boolean {
  return resource !== name && resource !== `${name}:${version}`;
}

function hundredths(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
