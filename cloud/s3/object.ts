import type { Grants } from "./acl.ts";
import type { Restoration } from "./archive.ts";
import type { Checksum } from "./checksums.ts";
import type { Encryption } from "./encryption.ts";
import type { Lock } from "./lock.ts";

/** A version of a key: an object, or the marker that says it was deleted. Times are milliseconds since 1970. */
export type Version = StoredObject | DeleteMarker;

interface VersionOfKey {
  readonly key: string;
  /** `null` where versions were not kept. */
  readonly versionId: string;
  /** Its place in the order of writes. */
  readonly order: number;
  readonly modifiedAt: number;
}

export interface DeleteMarker extends VersionOfKey {
  readonly isDeleteMarker: true;
}

export interface StoredObject extends VersionOfKey, Draft {
  readonly isDeleteMarker: false;
  tags: readonly Tag[];
  lock: Lock;
  acl?: Grants | undefined;
  restoration?: Restoration | undefined;
}

/** An object before a bucket has taken it. */
export interface Draft {
  readonly body: Uint8Array;
  /** Without its quotes. */
  readonly eTag: string;
  readonly checksum: Checksum;
  /** Content headers that were sent with it. */
  readonly headers: ContentHeaders;
  /** User metadata: `x-amz-meta-...`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly encryption: Encryption;
  readonly tags: readonly Tag[];
  readonly lock: Lock;
  /** Absent: the owner's alone. */
  readonly acl?: Grants | undefined;
  /** How a multipart upload was put together. */
  readonly parts?: readonly ObjectPart[];
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface ObjectPart {
  readonly number: number;
  readonly size: number;
  readonly checksum?: Checksum | undefined;
}

/** By the API's member names, so that they are stored and given back as they came. */
export interface ContentHeaders {
  CacheControl?: string;
  ContentDisposition?: string;
  ContentEncoding?: string;
  ContentLanguage?: string;
  ContentType?: string;
  Expires?: Date;
  WebsiteRedirectLocation?: string;
}

const TEXT_HEADERS = [
  "CacheControl",
  "ContentDisposition",
  "ContentEncoding",
  "ContentLanguage",
  "ContentType",
  "WebsiteRedirectLocation",
] as const;

type Sent = { [Name in keyof ContentHeaders]?: ContentHeaders[Name] | undefined };

/** The content headers of a request. `aws-chunked` is how a body travelled, not what it is, so S3 drops it. */
export function contentHeaders(sent: Sent): ContentHeaders {
  const headers: ContentHeaders = {};
  for (const name of TEXT_HEADERS) {
    const value = sent[name];
    if (value !== undefined) headers[name] = value;
  }
  if (sent.Expires !== undefined) headers.Expires = sent.Expires;
  if (headers.ContentEncoding?.includes("aws-chunked")) {
    const encodings = headers.ContentEncoding.split(",").filter((encoding) => encoding.trim() !== "aws-chunked");
    if (encodings.length > 0) headers.ContentEncoding = encodings.join(",").trim();
    else delete headers.ContentEncoding;
  }
  return headers;
}
