import { Quantiles } from "../kernel/quantiles.ts";

/** How long CloudWatch Logs takes to answer, in milliseconds. AWS publishes no figures; these are assumptions. */
export const LATENCY = new Quantiles({ 0: 6, 50: 20, 90: 45, 99: 140, 100: 400 });
