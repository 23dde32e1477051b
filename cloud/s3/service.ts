import type * as S3 from "@aws-sdk/client-s3";
import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { AnsweredRequest, Call, Place } from "../kernel/house.ts";
import type { Datum } from "../kernel/metric.ts";
import type { Random } from "../kernel/random.ts";
import { Bucket } from "./bucket.ts";
import { type BucketRecord, countingFilters, newConfiguration } from "./configuration.ts";
import {
  bucketNotEmpty,
  emptyVersionId,
  invalidVersionId,
  methodNotAllowed,
  noSuchBucket,
  noSuchKey,
  noSuchVersion,
} from "./errors.ts";
import type { S3Fact } from "./facts.ts";
import { storageOf } from "./metrics.ts";
import { arrange } from "./notification.ts";
import { type Happening, Notifier } from "./notifier.ts";
import type { Draft, StoredObject, Tag, Version } from "./object.ts";
import { type Owner, ownerOf } from "./owner.ts";
import type { Destinations } from "./ports.ts";
import { NULL_VERSION, VersionIds } from "./version-ids.ts";

/**
 * S3: buckets by name. Whatever is written is committed first, then recorded, then told to the bucket's destinations.
 *
 *     put -> bucket -> fact -> notifier -> destinations (a port)
 */
export class S3Service {
  readonly place: Place;
  readonly owner: Owner;
  readonly feed: Feed<S3Fact>;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, BucketRecord>();
  readonly #versionIds: VersionIds;
  readonly #uploadIds: Random;
  readonly #configurationIds: Random;
  readonly #notifier: Notifier;

  constructor(wiring: {
    clock: Clock;
    random: Random;
    feed: Feed<S3Fact>;
    place: Place;
    destinations: Destinations;
  }) {
    const random = wiring.random.fork("s3");
    this.place = wiring.place;
    this.owner = ownerOf(wiring.place.accountId);
    this.feed = wiring.feed;
    this.#clock = wiring.clock;
    this.#versionIds = new VersionIds(random.fork("versions"));
    this.#uploadIds = random.fork("uploads");
    this.#configurationIds = random.fork("configurations");
    const now = () => wiring.clock.now();
    this.#notifier = new Notifier({ ...wiring, now, owner: this.owner });
  }

  create(name: string, ownership: S3.ObjectOwnership | undefined, tags: readonly Tag[]): BucketRecord {
    const record: BucketRecord = {
      bucket: new Bucket(name),
      arn: `arn:aws:s3:::${name}`,
      createdAt: this.#clock.now(),
      configuration: newConfiguration(ownership, tags),
    };
    this.#buckets.set(name, record);
    this.feed.record({ kind: "BucketCreated", bucket: name });
    return record;
  }

  find(name: string): BucketRecord | undefined {
    return this.#buckets.get(name);
  }

  get(name: string | undefined): BucketRecord {
    const record = this.#buckets.get(name ?? "");
    if (!record) throw noSuchBucket(name ?? "");
    return record;
  }

  /** Sorted by name, as ListBuckets lists them. */
  all(): BucketRecord[] {
    return [...this.#buckets.values()].sort((a, b) => (a.bucket.name < b.bucket.name ? -1 : 1));
  }

  remove(name: string): void {
    const { bucket } = this.get(name);
    if (!bucket.isEmpty) throw bucketNotEmpty(name, bucket.versioning !== undefined);
    this.#buckets.delete(name);
    this.feed.record({ kind: "BucketDeleted", bucket: name });
  }

  /** Notes that a bucket was told something. */
  configured(name: string, operation: string): void {
    this.feed.record({ kind: "BucketConfigured", bucket: name, operation });
  }

  setNotification(name: string, sent: S3.NotificationConfiguration, skipValidation: boolean, call: Call): void {
    const record = this.get(name);
    const { stored, rules } = arrange(sent, () => this.newConfigurationId());
    this.#notifier.check(record, rules, skipValidation);
    record.configuration.notification = stored;
    record.configuration.rules = rules;
    this.configured(name, "PutBucketNotificationConfiguration");
    // The test event is how S3 tries a destination out, so whoever skips the trial gets none.
    if (!skipValidation) this.#notifier.greet(record, rules, call);
  }

  put(record: BucketRecord, key: string, draft: Draft, eventName: string, call: Call): StoredObject {
    const { bucket } = record;
    const stored: StoredObject = { isDeleteMarker: false, ...draft, ...this.#newVersion(bucket, key) };
    bucket.put(stored);
    const told = { size: draft.body.length, eTag: draft.eTag, ...versionOf(bucket, stored) };
    this.feed.record({ kind: "ObjectCreated", bucket: bucket.name, key, ...told, eventName });
    this.#notifier.notify(record, { eventName, key, ...told }, call);
    return stored;
  }

  /** The version a request means. `method` is the HTTP method, which the refusal of a delete marker names. */
  object(record: BucketRecord, key: string, versionId: string | undefined, method: string): StoredObject {
    const { bucket } = record;
    const version = versionId === undefined ? bucket.newest(key) : this.version(bucket, key, versionId);
    if (version && !version.isDeleteMarker) return version;
    const marked = version && { "x-amz-delete-marker": "true", "x-amz-version-id": version.versionId };
    if (marked && versionId !== undefined) throw methodNotAllowed(method, { ...marked, allow: "DELETE" });
    throw versionId === undefined ? noSuchKey(key, marked) : noSuchVersion(key, versionId);
  }

  /** A version by its id; throws when the id cannot be one. */
  version(bucket: Bucket, key: string, versionId: string): Version | undefined {
    if (versionId === "") throw emptyVersionId();
    const known = versionId === NULL_VERSION || this.#versionIds.orderOf(versionId) !== undefined;
    if (!known || (bucket.versioning === undefined && versionId !== NULL_VERSION)) throw invalidVersionId(versionId);
    return bucket.version(key, versionId);
  }

  /** Where a version id stands in the order of writes, also when that version is gone. */
  orderOf(versionId: string): number | undefined {
    return this.#versionIds.orderOf(versionId);
  }

  recordRead({ bucket }: BucketRecord, object: StoredObject): void {
    const { key, body } = object;
    this.feed.record({
      kind: "ObjectRead",
      bucket: bucket.name,
      key,
      size: body.length,
      ...versionOf(bucket, object),
    });
  }

  /** Deletes a key: takes it away, or puts a delete marker on top of its versions. */
  delete(record: BucketRecord, key: string, call: Call): Version | undefined {
    const { bucket } = record;
    const marking = () => ({ ...this.#newVersion(bucket, key), isDeleteMarker: true }) as const;
    const { removed, marker } = bucket.delete(key, marking);
    if (marker) this.#deleted(record, marker, "ObjectRemoved:DeleteMarkerCreated", call);
    else if (removed) this.#deleted(record, removed, "ObjectRemoved:Delete", call);
    return marker ?? removed;
  }

  /** Deletes one version for good. */
  deleteVersion(record: BucketRecord, key: string, versionId: string, call: Call): Version | undefined {
    const removed = record.bucket.remove(key, versionId);
    if (removed) this.#deleted(record, removed, "ObjectRemoved:Delete", call);
    return removed;
  }

  tag(record: BucketRecord, object: StoredObject, tags: readonly Tag[], eventName: string, call: Call): void {
    object.tags = tags;
    const { key, eTag } = object;
    this.feed.record({ kind: "ObjectTagged", bucket: record.bucket.name, key, eventName });
    this.tell(record, { eventName, key, eTag, ...versionOf(record.bucket, object) }, call);
  }

  /** Tells the bucket's destinations of something that changed nothing by itself. */
  tell(record: BucketRecord, happening: Happening, call: Call): void {
    this.#notifier.notify(record, happening, call);
  }

  /** Does something when its time has come. */
  later(instant: number, task: () => void): void {
    this.#clock.at(instant, task);
  }

  newUploadId(): string {
    return this.#uploadIds.text(128, UPLOAD_ALPHABET);
  }

  /** For rules that come without an id of their own. */
  newConfigurationId(): string {
    return Buffer.from(this.#configurationIds.uuid()).toString("base64");
  }

  now(): number {
    return this.#clock.now();
  }

  /** Hears of every answered request and records those that a metrics configuration counts. */
  observe({ operation, input, status, latency, bytesIn, bytesOut, requestId }: AnsweredRequest): void {
    const { Bucket: name, Key: key } = input as { Bucket?: string; Key?: string };
    const record = this.#buckets.get(name ?? "");
    if (!record || record.configuration.metrics.size === 0) return;
    const filters = countingFilters(record, key);
    if (filters.length === 0) return;
    const request = { operation, status, latency, bytesIn, bytesOut, requestId, filters };
    this.feed.record({
      kind: "RequestServed",
      bucket: record.bucket.name,
      ...(key !== undefined && { key }),
      ...request,
    });
  }

  /** What CloudWatch reads of every bucket once a day. */
  storage(): Datum[] {
    return this.all().flatMap(({ bucket }) => storageOf(bucket));
  }

  #newVersion(bucket: Bucket, key: string) {
    const order = this.#versionIds.nextOrder();
    const versionId = bucket.versioning === "Enabled" ? this.#versionIds.idOf(order) : NULL_VERSION;
    return { key, versionId, order, modifiedAt: this.#clock.now() };
  }

  #deleted(record: BucketRecord, version: Version, eventName: string, call: Call): void {
    const { key } = version;
    const versioned = versionOf(record.bucket, version);
    this.feed.record({ kind: "ObjectDeleted", bucket: record.bucket.name, key, ...versioned, eventName });
    const marked = eventName === "ObjectRemoved:DeleteMarkerCreated" && { eTag: EMPTY_E_TAG };
    this.#notifier.notify(record, { eventName, key, ...marked, ...versioned }, call);
  }
}

/** The version id where a bucket keeps versions, and nothing where not. */
export function versionOf(bucket: Bucket, { versionId }: Version): { versionId?: string } {
  return bucket.versioning === undefined ? {} : { versionId };
}

/** MD5 of nothing, which is what events say of a delete marker. */
const EMPTY_E_TAG = "d41d8cd98f00b204e9800998ecf8427e";
const UPLOAD_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
