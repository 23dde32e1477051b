/**
 * An HTTP message without its socket: what both doors hand to the gateway and get back. Header names are in lower
 * case; the path is as it came, percent-encoded.
 */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** Decoded. A name without a value is "". */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | undefined;
  /** A browser's form, taken apart: what its fields say stands in path and headers. */
  readonly isForm?: true;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | string;
}

export function textOf(body: Uint8Array | string | undefined): string {
  return body === undefined
    ? ""
    : typeof body === "string"
      ? body
      : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
}

export function bytesOf(body: Uint8Array | string | undefined): Uint8Array {
  return body === undefined ? new Uint8Array() : typeof body === "string" ? Buffer.from(body, "utf8") : body;
}

export function sizeOf(body: Uint8Array | string | undefined): number {
  return body === undefined ? 0 : typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
}
