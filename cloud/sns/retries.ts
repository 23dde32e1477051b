/**
 * SNS's delivery policy for endpoints that AWS manages (queues and functions), after the first attempt:
 *
 *     3 retries at once | 2 after a second each | 10 with exponential backoff, 1 to 20 seconds | 100,000 every 20 seconds
 *
 * 100,015 in all, over 23 days (SNS developer guide, "Amazon SNS message delivery retries"). AWS also says that it
 * jitters the delays but not by how much; here they come without.
 */
export function retryDelay(retry: number): number | undefined {
  if (retry <= 3) return 0;
  if (retry <= 5) return 1000;
  if (retry <= 15) return BACKOFF[retry - 6];
  return retry <= 100_015 ? 20_000 : undefined;
}

/** 1000 * 20^(i/9), written out: powers may differ in the last bit between machines. */
const BACKOFF = [1000, 1395, 1946, 2714, 3786, 5282, 7368, 10_278, 14_337, 20_000];
