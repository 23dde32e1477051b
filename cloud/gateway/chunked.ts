import { createHash, type Hash } from "node:crypto";
import { AwsError } from "../kernel/errors.ts";
import { isSame, type Scope, scopeText, sha256, sign } from "./signature.ts";

/**
 * A body in `aws-chunked` encoding, taken apart as it comes (S3 user guide, "Signature calculations ... multiple
 * chunks" and "trailing headers"). Data goes straight to where it will stay; nothing is kept twice.
 *
 *     400;chunk-signature=ad80...\r\n  <1024 bytes>\r\n  0;chunk-signature=...\r\n  x-amz-checksum-crc32:...\r\n  \r\n
 */
export class ChunkedBody {
  readonly #body: Buffer;
  readonly #seal: ChunkSeal | undefined;
  readonly #announced: ReadonlySet<string>;
  readonly #trailers: Record<string, string> = Object.create(null);
  #filled = 0;
  #state: "size" | "data" | "data end" | "trailer" | "done" = "size";
  #line = "";
  #left = 0;
  #wasSmall = false;

  constructor({ length, trailers, seal }: ChunkedForm) {
    this.#body = Buffer.allocUnsafeSlow(length);
    this.#announced = new Set(trailers);
    this.#seal = seal && new ChunkSeal(seal);
  }

  /** Throws S3's error for what is not well-formed, too long or wrongly signed. */
  write(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; )
      at = this.#state === "data" ? this.#takeData(bytes, at) : this.#takeLine(bytes, at);
  }

  /** The whole body and its trailers. Throws when something is missing. */
  end(): { body: Buffer; trailers: Readonly<Record<string, string>> } {
    if (this.#state !== "done" || this.#filled !== this.#body.length) throw incompleteBody();
    for (const name of this.#announced) if (!(name in this.#trailers)) throw malformedTrailer();
    if (this.#announced.size > 0 && this.#seal && !this.#seal.sealedTrailers) throw malformedTrailer();
    return { body: this.#body, trailers: this.#trailers };
  }

  #takeData(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#left);
    this.#seal?.update(bytes.subarray(at, end));
    bytes.copy(this.#body, this.#filled, at, end);
    this.#filled += end - at;
    this.#left -= end - at;
    if (this.#left === 0) this.#state = "data end";
    return end;
  }

  #takeLine(bytes: Buffer, at: number): number {
    const newline = bytes.indexOf(10, at);
    const end = newline < 0 ? bytes.length : newline + 1;
    this.#line += bytes.toString("latin1", at, end);
    if (this.#line.length > LONGEST_LINE) throw incompleteBody();
    if (newline >= 0) {
      const line = this.#line;
      this.#line = "";
      if (!line.endsWith("\r\n")) throw incompleteBody();
      this.#readLine(line.slice(0, -2));
    }
    return end;
  }

  #readLine(line: string): void {
    if (this.#state === "size") this.#beginChunk(line);
    else if (this.#state === "data end" && line === "") this.#endChunk();
    else if (this.#state === "trailer") this.#readTrailer(line);
    else throw incompleteBody();
  }

  #beginChunk(line: string): void {
    const [, digits, signature] = CHUNK.exec(line) ?? [];
    if (digits === undefined || (signature === undefined) !== (this.#seal === undefined)) throw incompleteBody();
    this.#left = Number.parseInt(digits, 16);
    if (this.#left > this.#body.length - this.#filled) throw incompleteBody();
    if (this.#left > 0 && this.#wasSmall) throw chunkTooSmall();
    this.#wasSmall = this.#left < SMALLEST_CHUNK;
    this.#seal?.begin(signature!);
    if (this.#left > 0) this.#state = "data";
    else this.#endChunk("trailer");
  }

  #endChunk(next: "size" | "trailer" = "size"): void {
    this.#seal?.check();
    this.#state = next;
  }

  #readTrailer(line: string): void {
    if (line === "") {
      this.#state = "done";
      return;
    }
    const colon = line.indexOf(":");
    const [name, value] = [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    if (name === "x-amz-trailer-signature" && this.#seal) this.#seal.checkTrailers(this.#trailers, value);
    else if (colon > 0 && this.#announced.has(name)) this.#trailers[name] = value;
    else throw malformedTrailer();
  }
}

export interface ChunkedForm {
  /** Of the data, as `x-amz-decoded-content-length` says. */
  readonly length: number;
  /** The names that `x-amz-trailer` announces. */
  readonly trailers: readonly string[];
  /** Where the chain of signatures begins; absent when chunks are not signed. */
  readonly seal?: Seal | undefined;
}

/** With what chunks are signed, and the signature that the first builds on: the request's own. */
export interface Seal {
  readonly key: Uint8Array;
  readonly scope: Scope;
  readonly time: string;
  readonly signature: string;
}

/** The chain of signatures: each chunk's covers the one before it. */
class ChunkSeal {
  sealedTrailers = false;
  readonly #seal: Seal;
  #previous: string;
  #claimed = "";
  #hash: Hash | undefined;

  constructor(seal: Seal) {
    this.#seal = seal;
    this.#previous = seal.signature;
  }

  begin(claimed: string): void {
    this.#claimed = claimed;
    this.#hash = createHash("sha256");
  }

  update(bytes: Uint8Array): void {
    this.#hash!.update(bytes);
  }

  check(): void {
    this.#compare("AWS4-HMAC-SHA256-PAYLOAD", `${sha256("")}\n${this.#hash!.digest("hex")}`, this.#claimed);
  }

  checkTrailers(trailers: Readonly<Record<string, string>>, claimed: string): void {
    const canonical = Object.entries(trailers).map(([name, value]) => `${name}:${value}\n`);
    this.#compare("AWS4-HMAC-SHA256-TRAILER", sha256(canonical.join("")), claimed);
    this.sealedTrailers = true;
  }

  #compare(algorithm: string, hashes: string, claimed: string): void {
    const { key, scope, time } = this.#seal;
    const signature = sign(key, `${algorithm}\n${time}\n${scopeText(scope)}\n${this.#previous}\n${hashes}`);
    if (!isSame(signature, claimed)) throw wrongChunkSignature();
    this.#previous = signature;
  }
}

const CHUNK = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/;
const LONGEST_LINE = 8192;
/** User guide: every chunk but the last has at least 8 KB. */
const SMALLEST_CHUNK = 8192;

export const incompleteBody = () => new AwsError("IncompleteBody", "The request body terminated unexpectedly", 400);

const malformedTrailer = () =>
  new AwsError(
    "MalformedTrailerError",
    "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    400,
  );

/** As clients with smaller buffers quote it. */
const chunkTooSmall = () =>
  new AwsError("InvalidChunkSizeError", "Only the last chunk is allowed to have a size less than 8192 bytes", 403);

const wrongChunkSignature = () =>
  new AwsError(
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    403,
  );
