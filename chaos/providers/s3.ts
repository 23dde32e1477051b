import type { ActionProvider } from "../experiment.ts";
import type { Json } from "../lease.ts";
import { notifications } from "../settings/s3.ts";

/** Actions on buckets. */

/** Takes a bucket's notifications to functions away; those to topics and queues stay. */
export function silenceFunctions(bucket: string): ActionProvider {
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
  };
}
