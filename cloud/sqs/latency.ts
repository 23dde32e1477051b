import { Quantiles } from "../kernel/quantiles.ts";

/**
 * How long SQS takes to answer, in milliseconds. AWS publishes no figures beyond "low tens of milliseconds" for send,
 * receive and delete in a region (Amazon SQS FAQs); the tail is our assumption.
 */
export const LATENCY = new Quantiles({ 0: 3, 50: 9, 90: 18, 99: 60, 100: 200 });
