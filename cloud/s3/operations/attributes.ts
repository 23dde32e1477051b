import type * as S3 from "@aws-sdk/client-s3";
import type { Output } from "../../kernel/house.ts";
import { shownChecksum } from "../checksums.ts";
import { checkReadable } from "../encryption.ts";
import type { StoredObject } from "../object.ts";
import type { S3Service } from "../service.ts";
import { shownTime, shownVersion } from "./shown.ts";

/** GetObjectAttributes: an object's facts, those that were asked for. */
export function attributeOperations(s3: S3Service) {
  return {
    GetObjectAttributes(input: S3.GetObjectAttributesCommandInput): Output<S3.GetObjectAttributesCommandOutput> {
      const record = s3.get(input.Bucket);
      const object = s3.object(record, input.Key!, input.VersionId, "GET");
      checkReadable(object.encryption, input);
      const asked = new Set<string>(input.ObjectAttributes);
      return {
        LastModified: shownTime(object.modifiedAt),
        ...shownVersion(record.bucket, object),
        ...(asked.has("ETag") && { ETag: object.eTag }),
        ...(asked.has("Checksum") && { Checksum: wholeChecksum(object) }),
        ...(asked.has("ObjectParts") && object.parts && { ObjectParts: shownParts(object, input) }),
        ...(asked.has("StorageClass") && { StorageClass: object.storageClass as S3.StorageClass }),
        ...(asked.has("ObjectSize") && { ObjectSize: object.body.length }),
      };
    },
  };
}

/** Unlike a read, it does not say of how many parts a checksum is made. */
function wholeChecksum({ checksum }: StoredObject) {
  return shownChecksum({ ...checksum, value: checksum.value.split("-")[0]! });
}

/** Parts are told one by one only where each has a checksum to tell. */
function shownParts({ parts = [], checksum }: StoredObject, input: S3.GetObjectAttributesCommandInput) {
  const marker = Number(input.PartNumberMarker ?? 0);
  const limit = input.MaxParts ?? 1000;
  const rest = parts.filter(({ number }) => number > marker);
  const page = rest.slice(0, limit);
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: limit,
    IsTruncated: rest.length > page.length,
    ...(checksum.type === "COMPOSITE" &&
      page.length > 0 && {
        Parts: page.map((part) => ({
          PartNumber: part.number,
          Size: part.size,
          ...(part.checksum && { [`Checksum${part.checksum.algorithm}`]: part.checksum.value }),
        })),
      }),
  };
}
