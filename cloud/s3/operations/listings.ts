import type * as S3 from "@aws-sdk/client-s3";
import type { Output } from "../../kernel/house.ts";
import type { BucketRecord } from "../configuration.ts";
import { invalidArgument } from "../errors.ts";
import { formEncoded } from "../form-encoding.ts";
import { type Page, pageOf, type Query } from "../listing.ts";
import type { StoredObject, Version } from "../object.ts";
import type { S3Service } from "../service.ts";
import { listed, shownOwner, shownTime } from "./shown.ts";

/** Listing a bucket: its current objects in two ways, and all their versions. */
export function listingOperations(s3: S3Service) {
  return {
    ListObjectsV2(input: S3.ListObjectsV2CommandInput): Output<S3.ListObjectsV2CommandOutput> {
      const record = s3.get(input.Bucket);
      const token = input.ContinuationToken;
      const after = token !== undefined ? decodedToken(token) : input.StartAfter;
      const { page, encoded, common } = listCurrent(s3, record, input, after);
      return {
        ...common,
        ...contents(page.items, encoded, input.FetchOwner ? shownOwner(s3) : undefined),
        KeyCount: page.items.length + page.prefixes.length,
        ...(token !== undefined && { ContinuationToken: token }),
        ...(page.truncated && { NextContinuationToken: encodedToken(page.last!) }),
        ...(input.StartAfter !== undefined && { StartAfter: encoded(input.StartAfter) }),
      };
    },

    ListObjects(input: S3.ListObjectsCommandInput): Output<S3.ListObjectsCommandOutput> {
      const record = s3.get(input.Bucket);
      const { page, encoded, common } = listCurrent(s3, record, input, input.Marker);
      return {
        ...common,
        ...contents(page.items, encoded, shownOwner(s3)),
        Marker: encoded(input.Marker ?? ""),
        // Without a delimiter the last key is the marker, and S3 leaves it to the client to know.
        ...(page.truncated && input.Delimiter && { NextMarker: encoded(page.last!) }),
      };
    },

    ListObjectVersions(input: S3.ListObjectVersionsCommandInput): Output<S3.ListObjectVersionsCommandOutput> {
      const { bucket } = s3.get(input.Bucket);
      const { KeyMarker: keyMarker = "", VersionIdMarker: versionMarker = "" } = input;
      checkMarkers(input);
      const query = { ...queryOf(input), ...(versionMarker ? { at: keyMarker } : { after: keyMarker || undefined }) };
      const rest = remaining(s3, keyMarker, versionMarker);
      const page = pageOf(bucket.keys, query, (key) => rest(key, bucket.versionsOf(key)));
      const encoded = encoder(input.EncodingType);
      const isLatest = (version: Version) => bucket.newest(version.key) === version;
      return {
        ...commonMembers(input, page, query, encoded),
        ...versions(page.items, isLatest, encoded, shownOwner(s3)),
        KeyMarker: encoded(keyMarker),
        VersionIdMarker: versionMarker,
        ...(page.truncated && nextMarkers(page, encoded)),
      };
    },
  };
}

type Listing = Pick<S3.ListObjectsV2CommandInput, "Bucket" | "Prefix" | "Delimiter" | "MaxKeys" | "EncodingType">;

function listCurrent(s3: S3Service, { bucket }: BucketRecord, input: Listing, after: string | undefined) {
  const query = { ...queryOf(input), after: after || undefined };
  const page = pageOf(bucket.keys, query, (key): StoredObject[] => {
    const current = bucket.current(key);
    return current ? [current] : NONE;
  });
  const count = page.items.length + page.prefixes.length;
  s3.feed.record({ kind: "ObjectsListed", bucket: bucket.name, prefix: query.prefix, count });
  const encoded = encoder(input.EncodingType);
  return { page, encoded, common: commonMembers(input, page, query, encoded) };
}

const NONE: StoredObject[] = [];

/** S3 answers at most a thousand entries, and says so, whatever was asked for. */
function queryOf({ Prefix = "", Delimiter = "", MaxKeys = 1000 }: Listing): Query {
  if (!Number.isInteger(MaxKeys) || MaxKeys < 0 || MaxKeys > 2_147_483_647) {
    throw invalidArgument("Argument maxKeys must be an integer between 0 and 2147483647", "maxKeys", String(MaxKeys));
  }
  return { prefix: Prefix, delimiter: Delimiter, limit: Math.min(MaxKeys, 1000) };
}

type Encoder = (text: string) => string;

export function encoder(encodingType: string | undefined): Encoder {
  if (encodingType === undefined) return (text) => text;
  if (encodingType === "url") return formEncoded;
  throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encodingType);
}

function commonMembers<Item>(input: Listing, page: Page<Item>, query: Query, encoded: Encoder) {
  return {
    Name: input.Bucket,
    Prefix: encoded(query.prefix),
    MaxKeys: query.limit,
    IsTruncated: page.truncated,
    ...(query.delimiter !== "" && { Delimiter: encoded(query.delimiter) }),
    ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
    ...prefixesOf(page, encoded),
  };
}

export function prefixesOf<Item>({ prefixes }: Page<Item>, encoded: Encoder) {
  return prefixes.length === 0 ? {} : { CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encoded(prefix) })) };
}

function contents(objects: readonly StoredObject[], encoded: Encoder, owner: S3.Owner | undefined) {
  if (objects.length === 0) return {};
  const shown = (object: StoredObject) => ({
    ...listed(object),
    Key: encoded(object.key),
    ...(owner && { Owner: owner }),
  });
  return { Contents: objects.map(shown) };
}

/** Opaque to clients: the key or common prefix that the last page ended with. */
function encodedToken(last: string): string {
  return Buffer.from(last, "utf8").toString("base64url");
}

function decodedToken(token: string): string {
  const bytes = Buffer.from(token, "base64url");
  if (token === "" || bytes.toString("base64url") !== token) {
    throw invalidArgument("The continuation token provided is incorrect", "continuation-token");
  }
  return bytes.toString("utf8");
}

function checkMarkers({ KeyMarker, VersionIdMarker }: S3.ListObjectVersionsCommandInput): void {
  if (VersionIdMarker === undefined || (VersionIdMarker !== "" && KeyMarker)) return;
  if (VersionIdMarker === "" && KeyMarker !== undefined) {
    throw invalidArgument("A version-id marker cannot be empty.", "version-id-marker", "");
  }
  throw invalidArgument(
    "A version-id marker cannot be specified without a key marker.",
    "version-id-marker",
    VersionIdMarker,
  );
}

/** Of the marked key, the versions older than the marked one - which may have been deleted since. */
function remaining(s3: S3Service, keyMarker: string, versionMarker: string) {
  return (key: string, versions: readonly Version[]): readonly Version[] => {
    if (versionMarker === "" || key !== keyMarker) return versions;
    const marked = versions.find(({ versionId }) => versionId === versionMarker);
    const order = marked?.order ?? s3.orderOf(versionMarker) ?? Number.POSITIVE_INFINITY;
    return versions.filter((version) => version.order < order);
  };
}

function versions(items: readonly Version[], isLatest: (v: Version) => boolean, encoded: Encoder, owner: S3.Owner) {
  const Versions: S3.ObjectVersion[] = [];
  const DeleteMarkers: S3.DeleteMarkerEntry[] = [];
  for (const item of items) {
    const shared = { Key: encoded(item.key), VersionId: item.versionId, IsLatest: isLatest(item), Owner: owner };
    if (item.isDeleteMarker) DeleteMarkers.push({ ...shared, LastModified: shownTime(item.modifiedAt) });
    else Versions.push({ ...listed(item), ...shared, StorageClass: item.storageClass as S3.ObjectVersionStorageClass });
  }
  return {
    ...(Versions.length > 0 && { Versions }),
    ...(DeleteMarkers.length > 0 && { DeleteMarkers }),
  };
}

/** After a common prefix there is no version to name. */
function nextMarkers({ items, last }: Page<Version>, encoded: Encoder) {
  const version = items.at(-1);
  return {
    NextKeyMarker: encoded(last!),
    ...(version?.key === last && { NextVersionIdMarker: version!.versionId }),
  };
}
