import { Quantiles } from "../kernel/quantiles.ts";

/**
 * How long S3 takes to answer, in milliseconds. "Best practices design patterns: optimizing Amazon S3 performance"
 * speaks of roughly 100 to 200 ms for small objects, whoever asks from wherever; these are our assumption for small
 * objects within a region, where most answers come sooner and the slowest ones set the tail.
 */
const READ = new Quantiles({ 0: 12, 50: 30, 90: 60, 99: 180, 100: 400 });
const WRITE = new Quantiles({ 0: 25, 50: 60, 90: 110, 99: 260, 100: 500 });
/** HEAD carries no body, and a delete writes only that something is gone. */
const HEAD = new Quantiles({ 0: 8, 50: 20, 90: 40, 99: 140, 100: 350 });
const DELETE = new Quantiles({ 0: 15, 50: 35, 90: 70, 99: 200, 100: 400 });

export function latencyOf(operation: string): Quantiles {
  if (operation.startsWith("Head") || operation === "Preflight") return HEAD;
  if (operation.startsWith("Get") || operation.startsWith("List")) return READ;
  if (operation.startsWith("Delete") || operation.startsWith("Abort")) return DELETE;
  return WRITE;
}
