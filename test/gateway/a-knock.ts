import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { queryPairs } from "../../cloud/gateway/http/arrival.ts";
import { canonicalRequest, SigningKeys, scopeText, sha256, sign, stringToSign } from "../../cloud/gateway/signature.ts";
import { basicTime } from "../../cloud/gateway/signature-time.ts";
import { ROOT_KEY } from "../../lab/local/root-key.ts";

/** A request over HTTP as a careful client writes it, signed by hand, so that every part can be made wrong. */
export interface Letter {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly service?: string;
  readonly region?: string;
  readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  /** When it was signed: milliseconds since 1970. */
  readonly at?: number;
  /** What stands for the body in the signature. */
  readonly payload?: string;
}

export const keys = new SigningKeys();

/** The headers of a signed request. */
export function signedHeaders(port: number, letter: Letter): Record<string, string> {
  const { method = "GET", path = "/", service = "s3", region = "us-east-1", body = "", at = Date.now() } = letter;
  const { accessKeyId, secretAccessKey, sessionToken } = { sessionToken: undefined, ...(letter.keys ?? ROOT_KEY) };
  const time = basicTime(at);
  const payload = letter.payload ?? sha256(body);
  const headers: Record<string, string> = {
    host: `127.0.0.1:${port}`,
    "x-amz-date": time,
    ...(service === "s3" && { "x-amz-content-sha256": payload }),
    ...(sessionToken !== undefined && { "x-amz-security-token": sessionToken }),
    ...letter.headers,
  };
  const scope = { day: time.slice(0, 8), region, service };
  const [bare, search = ""] = path.split("?") as [string, string?];
  const names = Object.keys(headers).sort();
  const signable = { method, path: bare, queryPairs: queryPairs(search), headers };
  const text = stringToSign(time, scope, canonicalRequest(signable, scope, names, payload));
  const signature = sign(keys.of(secretAccessKey, scope), text);
  const parts = `Credential=${accessKeyId}/${scopeText(scope)}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { ...headers, authorization: `AWS4-HMAC-SHA256 ${parts}` };
}

/** A presigned path of S3. */
export function presigned(port: number, letter: Letter & { readonly expires?: string } = {}): string {
  const { method = "GET", path = "/", service = "s3", region = "us-east-1", at = Date.now(), expires = "60" } = letter;
  const { accessKeyId, secretAccessKey, sessionToken } = { sessionToken: undefined, ...(letter.keys ?? ROOT_KEY) };
  const time = basicTime(at);
  const scope = { day: time.slice(0, 8), region, service };
  const query = {
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${accessKeyId}/${scopeText(scope)}`,
    "X-Amz-Date": time,
    "X-Amz-Expires": expires,
    "X-Amz-SignedHeaders": "host",
    ...(sessionToken !== undefined && { "X-Amz-Security-Token": sessionToken }),
  };
  const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const whole = `${path}${path.includes("?") ? "&" : "?"}${search.join("&")}`;
  const [bare, rest] = whole.split("?") as [string, string];
  const headers = { host: `127.0.0.1:${port}` };
  const signable = { method, path: bare, queryPairs: queryPairs(rest), headers };
  const canonical = canonicalRequest(signable, scope, ["host"], letter.payload ?? "UNSIGNED-PAYLOAD");
  return `${whole}&X-Amz-Signature=${sign(keys.of(secretAccessKey, scope), stringToSign(time, scope, canonical))}`;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `<Code>` of an XML answer, `__type` or the error header of a JSON one. */
  readonly code: string | undefined;
}

/** Sends a request as it is. */
export function send(port: number, { method = "GET", path = "/", headers = {}, body = "" }: Letter): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("end", () => {
        const text = Buffer.concat(pieces).toString();
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          body: text,
          code: codeOf(text, response.headers),
        });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** Signs and sends. */
export function knock(port: number, letter: Letter): Promise<Reply> {
  return send(port, { ...letter, headers: signedHeaders(port, letter) });
}

function codeOf(body: string, headers: IncomingHttpHeaders): string | undefined {
  return (
    /<Code>([^<]*)</.exec(body)?.[1] ??
    /"__type":"(?:[\w.]+#)?([^"]*)"/.exec(body)?.[1] ??
    (headers["x-amzn-errortype"] as string)
  );
}

/** Writes bytes to the port and hears what comes back until the other side hangs up, or `until` has come. */
export function talk(port: number, text: string, until?: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (piece) => {
      heard += piece.toString("latin1");
      if (until?.test(heard)) socket.destroy();
    });
    socket.on("close", () => resolve(heard));
    socket.on("error", reject);
  });
}

/** A request's head as text: `GET /path HTTP/1.1` and its headers. */
export function head(line: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${[`${line} HTTP/1.1`, ...lines].join("\r\n")}\r\n\r\n`;
}
