import type { Aws } from "./aws.ts";

/** What keeps a run from waiting for an AWS that does not answer. */
export interface Means {
  readonly aws: Aws;
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<void> };
  /** When patience ends, in milliseconds since 1970. Asked again and again: an interruption brings it nearer. */
  until(): number;
}

/** Thrown where patience ended. */
export class TooLate extends Error {
  constructor() {
    super("no answer in time");
  }
}

/** How often it is asked whether patience has ended. */
const TICK = 100;

/**
 * Works with AWS for as long as patience lasts; requests that are open then are given up.
 *
 * @throws TooLate
 */
export async function patiently<T>({ aws, clock, until }: Means, work: (aws: Aws) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let over = false;
  const watch = async (): Promise<never> => {
    while (!over && clock.now() < until()) await clock.sleep(Math.min(TICK, until() - clock.now()));
    controller.abort();
    throw new TooLate();
  };
  try {
    return await Promise.race([work(endingWith(controller.signal, aws)), watch()]);
  } finally {
    over = true;
  }
}

/** The same clients, whose requests end with a signal. */
export function endingWith(signal: AbortSignal, aws: Aws): Aws {
  const send = (name: keyof Aws) => (command: object, options?: object) => {
    const client = aws[name] as { send(command: object, options: object): Promise<unknown> };
    return client.send(command, { ...options, abortSignal: signal });
  };
  const names = Object.keys(aws) as (keyof Aws)[];
  return Object.fromEntries(names.map((name) => [name, { send: send(name) }])) as unknown as Aws;
}

interface SdkError extends Error {
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Whether the same request may go through a moment later: AWS was busy or broken, or nobody answered. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, code, $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) return status >= 500 || PASSING_STATUS.has(status) || BUSY.test(name);
  // Without an answer there is no status. Node names what happened: ECONNRESET, EPIPE, ...
  return $metadata !== undefined || (typeof code === "string" && /^E[A-Z]/.test(code));
}

/** Request timeout, conflict with another change, too many requests. */
const PASSING_STATUS = new Set([408, 409, 429]);
/** Some services say with 400 or 403 that they are busy: `Throttling`, `TooManyUpdates`, `RequestThrottled`, ... */
const BUSY = /Throttl|TooMany|SlowDown|OverLimit|RequestLimit|OperationAborted|ConcurrentModification/;

/** Whether an error says that what the setting belongs to does not exist. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && GONE.has(error.name);
}

const GONE: ReadonlySet<string> = new Set([
  "NoSuchBucket",
  "NoSuchEntityException",
  "NotFoundException",
  "ParameterNotFound",
  "QueueDoesNotExist",
  "ResourceNotFoundException",
]);
