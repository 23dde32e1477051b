import { expect } from "chai";
import { Random } from "../../cloud/kernel/random.ts";
import { aServedCloud } from "../wire/http-door.ts";
import { send, signedHeaders, talk } from "./a-knock.ts";

const PIECES = [
  "AWS4-HMAC-SHA256",
  "Credential=",
  "SignedHeaders=",
  "Signature=",
  "host;x-amz-date",
  "constructor;__proto__",
  "AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/s3/aws4_request",
  "/",
  ",",
  " ",
  "=",
  "%zz",
  "%00",
  "é",
  "0".repeat(64),
  "-1",
  "99999999999999999999",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "aws-chunked",
];
const HEADERS = [
  "authorization",
  "x-amz-date",
  "x-amz-content-sha256",
  "x-amz-decoded-content-length",
  "x-amz-trailer",
  "x-amz-target",
  "x-amz-security-token",
  "content-encoding",
  "content-md5",
  "content-type",
  "range",
  "smithy-protocol",
  "if-modified-since",
  "x-amz-copy-source",
  "__proto__",
  "constructor",
];
const PATHS = [
  "/",
  "/b",
  "/b/k",
  "//",
  "/b/../k",
  "/service/GraniteServiceVersion20100801/operation/PutMetricData",
  "/2015-03-31/functions/%2e",
];
const NAMES = [
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Signature",
  "X-Amz-Expires",
  "Action",
  "AWSAccessKeyId",
  "Signature",
  "Expires",
  "uploads",
  "constructor",
  "__proto__",
];

describe("what nobody meant to send", () => {
  it("is refused, and harms nothing", async () => {
    const { port, close, bugs } = await aServedCloud();
    const random = Random.fromSeed("garbage");
    const text = () => Array.from({ length: random.integer(0, 5) }, () => random.pick(PIECES)).join("");
    for (let draw = 0; draw < 400; draw++) {
      const pairs = Array.from(
        { length: random.integer(0, 4) },
        () => `${random.pick(NAMES)}=${encodeURIComponent(text())}`,
      );
      const path = `${random.pick(PATHS)}?${pairs.join("&")}`;
      const method = random.pick(["GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS"]);
      const body = method === "PUT" || method === "POST" ? text() : "";
      const headers: Record<string, string> = random.chance(0.5)
        ? signedHeaders(port, { path, method, body })
        : { host: "localhost" };
      for (let i = random.integer(0, 4); i > 0; i--)
        headers[random.pick(HEADERS)] = Buffer.from(text()).toString("latin1");
      const { status } = await send(port, { method, path, headers, body });
      expect(status, `${method} ${path} ${JSON.stringify(headers)}`)
        .to.be.within(200, 501)
        .and.not.equal(500);
    }
    for (let draw = 0; draw < 50; draw++) await talk(port, `${text()}\r\n${text()}\r\n\r\n`, /HTTP/).catch(() => {});
    expect((await send(port, { path: "/", headers: signedHeaders(port, { path: "/" }) })).status).to.equal(200);
    await close();
    expect(bugs).to.deep.equal([]);
  });
});
