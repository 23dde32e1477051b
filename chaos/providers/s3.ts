import type { ActionProvider, Bite } from "../experiment.ts";
import type { Json } from "../lease.ts";
import { notifications } from "../settings/s3.ts";

/** Actions on buckets. */

/**
 * Takes a bucket's notifications to functions away; those to topics and queues stay.
 *
 * @param bites how a run can tell that somebody missed them
 */
export function silenceFunctions(bucket: string, bites: Bite): ActionProvider {
  return {
    name: "s3.silenceFunctions",
    arguments: { bucket },
    lease: {
      ...notifications.at({ bucket }),
      expiry: "none",
      changed: (before) => {
        const { LambdaFunctionConfigurations, ...others } = before as Record<string, Json>;
        return others;
      },
    },
    bites,
  };
}
