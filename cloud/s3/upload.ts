import { createHash } from "node:crypto";
import type { Grants } from "./acl.ts";
import { type Algorithm, type Checksum, checksumOf, fullChecksum, isChecksum } from "./checksums.ts";
import { unquoted } from "./conditions.ts";
import type { Encryption } from "./encryption.ts";
import { entityTooSmall, invalidArgument, invalidPart, invalidPartOrder, invalidRequest } from "./errors.ts";
import type { Lock } from "./lock.ts";
import type { ContentHeaders, Draft, Tag } from "./object.ts";

/** Multipart uploads: parts that wait to become an object. */

/** S3 takes smaller parts, but only as the last one. Bytes. */
const MINIMUM_PART_SIZE = 5_242_880;

/** One part that was uploaded. */
export interface UploadedPart {
  readonly number: number;
  readonly body: Uint8Array;
  readonly eTag: string;
  readonly uploadedAt: number;
  /** By the upload's algorithm, or by whatever the part came with when the upload has none. */
  readonly checksum?: Checksum | undefined;
}

/** What a completing client says of a part. */
export interface NamedPart {
  readonly number: number;
  readonly eTag: string;
  readonly checksum?: { readonly algorithm: Algorithm; readonly value: string } | undefined;
}

/** What a multipart upload is begun with. */
export interface UploadPlan {
  readonly id: string;
  readonly key: string;
  readonly initiatedAt: number;
  readonly initiator: { readonly ID: string; readonly DisplayName: string };
  /** Whether there was an object then; If-None-Match must know. */
  readonly keyExisted: boolean;
  readonly headers: ContentHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly encryption: Encryption;
  readonly tags: readonly Tag[];
  readonly lock: Lock;
  readonly acl?: Grants | undefined;
  /** Absent: S3 sums the whole object up with CRC64NVME. */
  readonly checksum?: { readonly algorithm: Algorithm; readonly type: Checksum["type"] } | undefined;
}

/** A multipart upload: parts come in any order and again and again, until they are put together or forgotten. */
export class Upload {
  readonly plan: UploadPlan;
  readonly #parts = new Map<number, UploadedPart>();

  constructor(plan: UploadPlan) {
    this.plan = plan;
  }

  put(part: UploadedPart): void {
    this.#parts.set(part.number, part);
  }

  /** By number. */
  get parts(): UploadedPart[] {
    return [...this.#parts.values()].sort((a, b) => a.number - b.number);
  }

  /** The object that the named parts make; throws S3's errors for parts that are not as named. */
  assemble(named: readonly NamedPart[]): Draft {
    if (named.length === 0) throw invalidRequest("You must specify at least one part");
    this.#checkOrder(named);
    const parts = named.map((part) => this.#find(part));
    const short = parts.slice(0, -1).find(({ body }) => body.length < MINIMUM_PART_SIZE);
    if (short) throw entityTooSmall({ number: short.number, size: short.body.length, eTag: short.eTag });
    const body = parts.length === 1 ? parts[0]!.body : Buffer.concat(parts.map((part) => part.body));
    const { headers, metadata, storageClass, encryption, tags, lock, acl } = this.plan;
    return {
      ...{ headers, metadata, storageClass, encryption, tags, lock, acl, body },
      eTag: compositeETag(parts),
      checksum: this.#checksum(parts, body),
      parts: parts.map(({ number, body, checksum }) => ({ number, size: body.length, checksum })),
    };
  }

  #checkOrder(named: readonly NamedPart[]): void {
    for (let i = 1; i < named.length; i++) {
      if (named[i]!.number <= named[i - 1]!.number) throw invalidPartOrder(this.plan.id);
    }
  }

  #find({ number, eTag, checksum }: NamedPart): UploadedPart {
    if (checksum && !isChecksum(checksum.algorithm, checksum.value)) {
      throw invalidArgument(
        "Invalid Base64 or multiple checksums present in request",
        "Checksum",
        `${checksum.algorithm}:${checksum.value};`,
      );
    }
    const part = this.#parts.get(number);
    if (part?.eTag !== unquoted(eTag)) throw invalidPart(this.plan.id, number, unquoted(eTag));
    if (!checksum && this.plan.checksum?.type === "COMPOSITE") throw missingChecksum(this.plan.checksum, number);
    if (checksum && part.checksum?.value !== checksum.value) throw invalidPart(this.plan.id, number, part.eTag);
    return part;
  }

  #checksum(parts: readonly UploadedPart[], body: Uint8Array): Checksum {
    const { algorithm, type } = this.plan.checksum ?? { algorithm: "CRC64NVME", type: "FULL_OBJECT" };
    if (type === "FULL_OBJECT") return fullChecksum(algorithm, body);
    const sums = Buffer.concat(parts.map(({ checksum }) => Buffer.from(checksum!.value, "base64")));
    return { algorithm, value: `${checksumOf(algorithm, sums)}-${parts.length}`, type };
  }
}

/** MD5 of the parts' MD5s, and how many they were. */
function compositeETag(parts: readonly UploadedPart[]): string {
  const hash = createHash("md5");
  for (const { eTag } of parts) hash.update(eTag, "hex");
  return `${hash.digest("hex")}-${parts.length}`;
}

function missingChecksum({ algorithm }: { algorithm: Algorithm }, number: number) {
  return invalidRequest(
    `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
  );
}
