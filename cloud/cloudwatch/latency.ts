import { Quantiles } from "../kernel/quantiles.ts";

/**
 * How long CloudWatch takes to answer, in milliseconds. AWS publishes no figures; these are our assumption: tens of
 * milliseconds, with the tail of a service that nobody waits for.
 */
export const LATENCY = new Quantiles({ 0: 8, 50: 25, 90: 60, 99: 180, 100: 500 });
