import { createHash, type Hash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { AwsError } from "../../kernel/errors.ts";
import { ChunkedBody, incompleteBody } from "../chunked.ts";
import { sha256 } from "../signature.ts";
import { isHash, type Payload, tooLarge } from "./payload.ts";

/** A body that has been read. */
export interface Body {
  readonly body: Buffer | undefined;
  /** Headers that came behind the body. */
  readonly trailers: Readonly<Record<string, string>>;
  /** In hexadecimal, where it was asked for. */
  readonly sha256?: string;
}

/** Of every body that did not come in chunks. */
export const NO_TRAILERS: Body["trailers"] = {};

const NOTHING: Body = { body: undefined, trailers: NO_TRAILERS, sha256: sha256("") };

/**
 * Reads a body as it comes, into the one place where it will stay. Throws when it is too long, ends early, or is not
 * what was declared.
 */
export async function readBody(request: IncomingMessage, payload: Payload, service: string): Promise<Body> {
  const { length, limit, chunked, declared } = payload;
  if (length !== undefined && !chunked && length > limit) throw tooLarge(service, length, limit);
  if (length === 0) {
    if (chunked && chunked.length > 0) throw incompleteBody();
    return checked(NOTHING, declared);
  }
  if (chunked) return await drained(request, new ChunkedBody(chunked));
  const isHashed = declared === undefined || isHash(declared);
  return checked(
    await drained(request, new PlainBody(length, isHashed, (size) => check(size, limit, service))),
    declared,
  );
}

function check(size: number, limit: number, service: string): void {
  if (size > limit) throw tooLarge(service, size, limit);
}

/** Where bytes go while they come in. */
interface Sink {
  write(bytes: Buffer): void;
  end(): Body;
}

/** What comes after a refusal is read and dropped, so that the connection can go on. */
function drained(request: IncomingMessage, sink: Sink): Promise<Body> {
  return new Promise((resolve, reject) => {
    let isRefused = false;
    request.on("data", (bytes: Buffer) => {
      if (isRefused) return;
      try {
        sink.write(bytes);
      } catch (error) {
        isRefused = true;
        reject(error);
      }
    });
    request.on("end", () => {
      try {
        if (!isRefused) resolve(sink.end());
      } catch (error) {
        reject(error);
      }
    });
    request.on("error", () => reject(new CallerGone()));
  });
}

/** The caller hung up before the end of the request: there is nobody to answer. */
export class CallerGone extends Error {}

/** A body as it is. The usual one comes in a single piece and is kept as that piece. */
class PlainBody implements Sink {
  readonly #length: number | undefined;
  readonly #isHashed: boolean;
  readonly #check: (size: number) => void;
  #pieces: Buffer[] = [];
  #size = 0;
  #hash: Hash | undefined;
  #whole: Buffer | undefined;

  constructor(length: number | undefined, isHashed: boolean, check: (size: number) => void) {
    this.#length = length;
    this.#isHashed = isHashed;
    this.#check = check;
  }

  write(bytes: Buffer): void {
    this.#check(this.#size + bytes.length);
    if (this.#isHashed && bytes.length !== this.#length) {
      this.#hash ??= createHash("sha256");
      this.#hash.update(bytes);
    }
    this.#keep(bytes);
    this.#size += bytes.length;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === this.#length || this.#length === undefined) this.#pieces.push(bytes);
    else {
      this.#whole ??= Buffer.allocUnsafeSlow(this.#length);
      bytes.copy(this.#whole, this.#size);
    }
  }

  end(): Body {
    const [first = Buffer.alloc(0)] = this.#pieces;
    const body = this.#whole ?? (this.#pieces.length > 1 ? Buffer.concat(this.#pieces) : first);
    if (!this.#isHashed) return { body, trailers: NO_TRAILERS };
    return { body, trailers: NO_TRAILERS, sha256: this.#hash?.digest("hex") ?? sha256(body) };
  }
}

/** A body must be the one whose hash was signed. */
function checked(body: Body, declared: string | undefined): Body {
  if (declared === undefined || !isHash(declared) || body.sha256 === declared) return body;
  throw new AwsError(
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    400,
    { ClientComputedContentSHA256: declared, S3ComputedContentSHA256: body.sha256 },
  );
}
