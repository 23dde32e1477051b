import { createHmac, hash } from "node:crypto";
import { invalidUri } from "./protocols/malformed.ts";

/**
 * AWS Signature Version 4, the arithmetic of it (IAM user guide, "Create a signed AWS API request"):
 *
 *     request -> canonical request -> string to sign -.
 *     secret -> day -> region -> service -> key ------'-> signature
 */
export interface Signable {
  readonly method: string;
  /** As it came, percent-encoded. */
  readonly path: string;
  readonly queryPairs: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
}

/** Where and when a signature is good: `20260101/us-east-1/s3/aws4_request`. */
export interface Scope {
  /** `20260101` */
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

export const ALGORITHM = "AWS4-HMAC-SHA256";
export const TERMINATOR = "aws4_request";

export function sha256(data: string | Uint8Array): string {
  return hash("sha256", data, "hex");
}

export function scopeText({ day, region, service }: Scope): string {
  return `${day}/${region}/${service}/${TERMINATOR}`;
}

export function canonicalRequest(
  request: Signable,
  { service }: Scope,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const path = service === "s3" ? onceEncoded(request.path) : twiceEncoded(request.path);
  let headers = "";
  for (const name of signedHeaders) headers += `${name}:${squeezed(request.headers[name] ?? "")}\n`;
  const query = canonicalQuery(request.queryPairs);
  return `${request.method}\n${path}\n${query}\n${headers}\n${signedHeaders.join(";")}\n${payloadHash}`;
}

export function stringToSign(time: string, scope: Scope, canonical: string): string {
  return `${ALGORITHM}\n${time}\n${scopeText(scope)}\n${sha256(canonical)}`;
}

/** HMAC by its definition (RFC 2104), of two hashes in one shot each: an object that hashes piece by piece costs more. */
export function sign(key: Uint8Array, text: string): string {
  if (key.length > BLOCK) return createHmac("sha256", key).update(text).digest("hex");
  const inner = Buffer.allocUnsafe(BLOCK + Buffer.byteLength(text));
  const outer = Buffer.allocUnsafe(BLOCK + DIGEST);
  for (let i = 0; i < BLOCK; i++) {
    const byte = key[i] ?? 0;
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  inner.write(text, BLOCK);
  outer.write(hash("sha256", inner, "hex"), BLOCK, "hex");
  return hash("sha256", outer, "hex");
}

/** Of SHA-256, in bytes. */
const BLOCK = 64;
const DIGEST = 32;

/** In a time that does not tell how much of it was right. */
export function isSame(ours: string, theirs: string): boolean {
  let difference = ours.length ^ theirs.length;
  for (let i = 0; i < ours.length; i++) difference |= ours.charCodeAt(i) ^ theirs.charCodeAt(i);
  return difference === 0;
}

/** Keys of one day, region and service, kept because every request needs one and four HMACs make it. */
export class SigningKeys {
  readonly #keys = new Map<string, Buffer>();

  of(secret: string, scope: Scope): Buffer {
    const name = `${scopeText(scope)} ${secret}`;
    let key = this.#keys.get(name);
    if (!key) {
      if (this.#keys.size >= MOST_KEYS) this.#keys.clear();
      key = derive(secret, scope);
      this.#keys.set(name, key);
    }
    return key;
  }
}

const MOST_KEYS = 1000;

function derive(secret: string, { day, region, service }: Scope): Buffer {
  const step = (key: Uint8Array | string, text: string) => createHmac("sha256", key).update(text).digest();
  return step(step(step(step(`AWS4${secret}`, day), region), service), TERMINATOR);
}

/** S3 signs a path as it is sent, and takes it as it comes: nothing is made shorter. */
function onceEncoded(path: string): string {
  if (PLAIN.test(path)) return path;
  try {
    return decodeURIComponent(path).split("/").map(encoded).join("/");
  } catch {
    throw invalidUri();
  }
}

/** The other services sign what is sent encoded once more, without dots and double slashes (RFC 3986, 5.2.4). */
function twiceEncoded(path: string): string {
  if (PLAIN.test(path) && !/\/[./]/.test(path)) return path;
  const kept: string[] = [];
  const segments = path.split("/");
  for (const segment of segments) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(encoded(segment));
  }
  const slash = kept.length > 0 && /^\.{0,2}$/.test(segments.at(-1)!) ? "/" : "";
  return `/${kept.join("/")}${slash}`;
}

const PLAIN = /^[A-Za-z0-9\-._~/]*$/;

/** Sorted by encoded name, then by encoded value, by code units. */
function canonicalQuery(pairs: Signable["queryPairs"]): string {
  if (pairs.length === 0) return "";
  const names = pairs.map(([name, value]) => [encoded(name), encoded(value)] as const);
  names.sort(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)));
  return names.map(([name, value]) => `${name}=${value}`).join("&");
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** AWS's URI encoding: only letters, digits and `-._~` stay. */
function encoded(text: string): string {
  if (PLAIN.test(text) && !text.includes("/")) return text;
  return encodeURIComponent(text).replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);
}

function squeezed(value: string): string {
  return value.includes("  ") || value !== value.trim() ? value.trim().replace(/ +/g, " ") : value;
}
