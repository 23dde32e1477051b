import { Quantiles } from "../kernel/quantiles.ts";

/** How long IAM takes to answer, in milliseconds. AWS publishes no figures; these are our assumption of a control plane. */
export const LATENCY = new Quantiles({ 0: 20, 50: 60, 90: 120, 99: 400, 100: 1000 });
