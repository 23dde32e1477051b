import {
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import { type Json, same, settingKind } from "../setting.ts";
import { unordered } from "./unordered.ts";

/** All notifications of a bucket: S3 knows them only as one. */
export const notifications = settingKind<{ bucket: string }, Json>("s3.notifications", ({ bucket }) => ({
  resource: `notification configuration of ${bucket}`,
  calls: {
    observe: [
      { operation: "s3:GetBucketNotificationConfiguration", action: "s3:GetBucketNotification", resource: bucket },
    ],
    put: () => [
      { operation: "s3:PutBucketNotificationConfiguration", action: "s3:PutBucketNotification", resource: bucket },
    ],
  },
  others: `everybody else who waits for events of ${bucket}`,
  observe: async ({ s3 }) => {
    const { $metadata, ...configuration } = await s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
    );
    return plain(configuration);
  },
  put: async ({ s3 }, configuration) => {
    const NotificationConfiguration = configuration as NotificationConfiguration;
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration }));
  },
  same: (a, b) => same(inOneForm(a), inOneForm(b)),
}));

/** Without the members that are there but undefined. */
function plain(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** S3 gives rules and their events back in an order of its own, and writes `Prefix` for `prefix`. */
function inOneForm(configuration: Json): Json {
  return unordered(configuration, (value, name) =>
    name === "Name" && typeof value === "string" ? value.toLowerCase() : value,
  );
}
