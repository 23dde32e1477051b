import { TASK_ROOT } from "./node-error.ts";

/**
 * Rejections that nobody handles. On AWS they end the process of the function, and the run with it; here functions share
 * one process, so somebody must say whose rejection it was:
 *
 *  - an error that a client of an environment raised is that environment's, wherever it surfaces;
 *  - any other error out of a function's code belongs to the environment that went on last. Where several go on within
 *    one turn of the event loop that may be the wrong one: a limit of this runtime.
 *
 * Rejections of anybody else are treated as Node treats them without us.
 */
export interface Culprit {
  /** Ends the environment because of `reason`. */
  crash(reason: unknown): void;
}

const culprits = new WeakMap<object, Culprit>();
let last: Culprit | undefined;

/** Remembers whose error it is. */
export function blame(error: unknown, culprit: Culprit): void {
  if (typeof error === "object" && error !== null) culprits.set(error, culprit);
}

/** Remembers who goes on now. */
export function entered(culprit: Culprit): void {
  last = culprit;
}

/** Begins to watch this process; once is enough. */
export function watchRejections(): void {
  // Asked of the process, not remembered: whoever runs tests may take everybody's listeners away between them.
  if (process.listeners("unhandledRejection").includes(onRejection)) return;
  process.on("unhandledRejection", onRejection);
}

function onRejection(reason: unknown): void {
  const culprit = culpritOf(reason);
  if (culprit) culprit.crash(reason);
  // A listener takes away Node's own way of ending the process; one that is alone gives it back.
  else if (process.listenerCount("unhandledRejection") === 1) throw reason;
}

function culpritOf(reason: unknown): Culprit | undefined {
  if (typeof reason !== "object" || reason === null) return undefined;
  const known = culprits.get(reason);
  if (known) return known;
  const { stack } = reason as { stack?: unknown };
  return typeof stack === "string" && stack.includes(`${TASK_ROOT}/`) ? last : undefined;
}
