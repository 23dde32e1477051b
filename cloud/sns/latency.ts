import { Quantiles } from "../kernel/quantiles.ts";

/**
 * How long SNS takes to answer, in milliseconds. AWS publishes no figures for its API; we assume the same order as
 * SQS, which is said to answer in "low tens of milliseconds" (Amazon SQS FAQs), with a tail of our own.
 */
export const LATENCY = new Quantiles({ 0: 4, 50: 12, 90: 25, 99: 80, 100: 250 });
