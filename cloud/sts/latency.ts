import { Quantiles } from "../kernel/quantiles.ts";

/** How long STS takes to answer, in milliseconds. AWS publishes no figures; these are our assumption. */
export const LATENCY = new Quantiles({ 0: 8, 50: 25, 90: 50, 99: 150, 100: 500 });
