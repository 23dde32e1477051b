import { Quantiles } from "../kernel/quantiles.ts";

/**
 * How long Lambda takes, in milliseconds. AWS publishes none of these figures; each is our assumption, and says what
 * it leans on.
 */

/** To answer a control-plane call, or to take an event: tens of milliseconds, as seen from within a region. */
export const ANSWER = new Quantiles({ 0: 8, 50: 20, 90: 45, 99: 120, 100: 400 });

/** To hand a synchronous invocation to a run and its answer back. */
export const INVOKE = new Quantiles({ 0: 4, 50: 10, 90: 20, 99: 60, 100: 200 });

/** From taking an asynchronous event to its first attempt, when nobody stands before it in the queue. */
export const DISPATCH = new Quantiles({ 0: 4, 50: 15, 90: 40, 99: 150, 100: 500 });

/** From a queue's answer to a poller to the invocation that it leads to. */
export const POLL = new Quantiles({ 0: 3, 50: 8, 90: 20, 99: 60, 100: 200 });

/** Until an event source mapping has taken on what it was told: its state says Creating, Updating, ... for seconds. */
export const MAPPING_CHANGE = new Quantiles({ 0: 1000, 50: 2000, 90: 4000, 99: 8000, 100: 15_000 });

/**
 * Init of a cold environment of a Node function that loads an SDK client. Public measurements of small zip functions
 * lie between 150 and 500 ms and hardly depend on memory; REPORT lines name it Init Duration. It delays the answer and
 * is no part of the metric Duration. (Since August 2025 it is billed for managed runtimes as well.)
 */
export const INIT = new Quantiles({ 0: 120, 50: 180, 90: 260, 99: 450, 100: 900 });
