import { Quantiles } from "../kernel/quantiles.ts";

/**
 * How long Parameter Store takes to answer, in milliseconds. AWS publishes no figures; a read through an SDK in the
 * same region is commonly seen to take some tens of milliseconds, and the tail is our assumption.
 */
export const LATENCY = new Quantiles({ 0: 6, 50: 18, 90: 35, 99: 110, 100: 300 });
