import { createHash } from "node:crypto";
import { expect } from "chai";
import { knock, send, signedHeaders, talk } from "./a-knock.ts";
import { aServedBucket } from "./a-served-bucket.ts";

describe("the HTTP door takes a body", () => {
  const bucket = aServedBucket();

  const put = async (body: string, headers: Record<string, string>, payload: string) => {
    const letter = { method: "PUT", path: "/documents/chunks", headers, payload };
    return await send(bucket.port, { ...letter, headers: signedHeaders(bucket.port, letter), body });
  };
  const streaming = {
    "content-encoding": "aws-chunked",
    "x-amz-decoded-content-length": "5",
    "x-amz-trailer": "x-amz-checksum-crc32",
  };
  const unsigned = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

  it("in chunks with a checksum behind it", async () => {
    const reply = await put("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", streaming, unsigned);
    expect(reply.status, reply.body).to.equal(200);
    expect(reply.headers["x-amz-checksum-crc32"]).to.equal("NhCmhg==");
    const { headers, body } = await knock(bucket.port, { path: "/documents/chunks" });
    expect(body).to.equal("hello");
    expect(headers, "how it travelled is no property of the object").not.to.have.property("content-encoding");
  });

  it("in chunks of another encoding, which stays", async () => {
    const headers = { ...streaming, "content-encoding": "aws-chunked,gzip" };
    await put("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", headers, unsigned);
    expect((await knock(bucket.port, { path: "/documents/chunks" })).headers["content-encoding"]).to.equal("gzip");
  });

  const WRONG = [
    ["with a wrong checksum behind it", "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhw==\r\n\r\n", {}, "BadDigest"],
    ["with a malformed chunk", "five\r\nhello\r\n0\r\n\r\n", {}, "IncompleteBody"],
    ["that is shorter than it says", "4\r\nhell\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", {}, "IncompleteBody"],
    ["without the announced trailer", "5\r\nhello\r\n0\r\n\r\n", {}, "MalformedTrailerError"],
    ["that does not say how long it is", "0\r\n\r\n", { "x-amz-decoded-content-length": "" }, "MissingContentLength"],
    ["that says it is too long", "0\r\n\r\n", { "x-amz-decoded-content-length": "2000000000" }, "EntityTooLarge"],
  ] as const;
  for (const [what, body, headers, code] of WRONG) {
    it(`but none ${what}`, async () => {
      expect((await put(body, { ...streaming, ...headers }, unsigned)).code).to.equal(code);
    });
  }

  it("but none with a wrong sum of any kind", async () => {
    const sums = {
      "content-md5": createHash("md5").update("other").digest("base64"),
      "x-amz-checksum-crc32": "NhCmhw==",
      "x-amz-checksum-crc32c": "mnG7TB==",
      "x-amz-checksum-sha1": createHash("sha1").update("other").digest("base64"),
      "x-amz-checksum-sha256": createHash("sha256").update("other").digest("base64"),
    };
    const list = "<Delete><Object><Key>k</Key></Object></Delete>";
    for (const [name, value] of Object.entries(sums)) {
      const object = { method: "PUT", path: "/documents/summed", body: "hello", headers: { [name]: value } };
      expect((await knock(bucket.port, object)).code, name).to.be.oneOf(["BadDigest", "InvalidRequest"]);
      const batch = { method: "POST", path: "/documents?delete", body: list, headers: { [name]: value } };
      expect((await knock(bucket.port, batch)).code, `${name} of a list`).to.equal("BadDigest");
    }
    expect((await knock(bucket.port, { path: "/documents/k" })).body).to.equal("hello");
  });

  it("but no object without its length", async () => {
    const letter = { method: "PUT", path: "/documents/endless" };
    const text = bucket.signedHead(
      { ...letter, payload: "UNSIGNED-PAYLOAD" },
      { "transfer-encoding": "chunked", connection: "close" },
    );
    expect(await talk(bucket.port, `${text}5\r\nhello\r\n0\r\n\r\n`))
      .to.match(/^HTTP\/1.1 501 /)
      .and.contain("Transfer-Encoding");
  });

  it("of other services in chunks, but not a longer one than they take", async () => {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AmazonSSM.DescribeParameters" };
    const letter = { method: "POST", service: "ssm", headers, body: "{}" };
    const text = bucket.signedHead(letter, { "transfer-encoding": "chunked", connection: "close" });
    expect(await talk(bucket.port, `${text}1\r\n{\r\n1\r\n}\r\n0\r\n\r\n`)).to.match(/^HTTP\/1.1 200 /);
    const long = bucket.signedHead(letter, { "content-length": "70167212", connection: "close" });
    expect(await talk(bucket.port, long)).to.match(/^HTTP\/1.1 413 /);
  });
});
