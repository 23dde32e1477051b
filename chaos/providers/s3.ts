import {
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import type { ActionProvider } from "../experiment.ts";
import type { Json, Lease } from "../lease.ts";

/** Actions on buckets. */

/** Takes a bucket's notifications to functions away; those to topics and queues stay. */
export function silenceFunctions(bucket: string): ActionProvider {
  const lease: Lease<Json> = {
    resource: `notification configuration of ${bucket}`,
    expiry: "none",
    observe: async ({ s3 }) => {
      const { $metadata, ...configuration } = await s3.send(
        new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
      );
      return plain(configuration);
    },
    changed: (before) => {
      const { LambdaFunctionConfigurations, ...others } = before as Record<string, Json>;
      return others;
    },
    put: async ({ s3 }, configuration) => {
      const NotificationConfiguration = configuration as NotificationConfiguration;
      await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration }));
    },
  };
  return { name: "s3.silenceFunctions", arguments: { bucket }, lease };
}

/** Without the members that are there but undefined. */
function plain(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
