import type * as S3 from "@aws-sdk/client-s3";
import type { Call, Output } from "../../kernel/house.ts";
import { restored } from "../archive.ts";
import { notImplemented } from "../errors.ts";
import { type S3Service, versionOf } from "../service.ts";

/** Restoring what is archived. 202 while it takes, 200 when the copy was there and only stays longer. */
export function restorationOperations(s3: S3Service) {
  return {
    RestoreObject(input: S3.RestoreObjectCommandInput, call: Call): Output<S3.RestoreObjectCommandOutput> {
      const record = s3.get(input.Bucket);
      const object = s3.object(record, input.Key!, input.VersionId, "POST");
      if (input.RestoreRequest?.Type === "SELECT") throw notImplemented();
      const now = s3.now();
      const restoration = restored(object, input.RestoreRequest, now);
      object.restoration = restoration;
      if (restoration.readyAt <= now) return {};
      const { key, eTag, body } = object;
      const told = { key, size: body.length, eTag, ...versionOf(record.bucket, object) };
      s3.tell(record, { eventName: "ObjectRestore:Post", ...told }, call);
      s3.later(restoration.readyAt, () => {
        const restoreEventData = {
          lifecycleRestorationExpiryTime: new Date(restoration.expiresAt).toISOString(),
          lifecycleRestoreStorageClass: object.storageClass,
        };
        s3.tell(
          record,
          { eventName: "ObjectRestore:Completed", ...told, glacierEventData: { restoreEventData } },
          call,
        );
      });
      return { accepted: true } as Output<S3.RestoreObjectCommandOutput>;
    },
  };
}
