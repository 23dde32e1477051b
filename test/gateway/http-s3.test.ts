import { createHmac } from "node:crypto";
import { expect } from "chai";
import { ROOT_KEY } from "../../lab/local/root-key.ts";
import { knock, presigned, send } from "./a-knock.ts";
import { aServedBucket } from "./a-served-bucket.ts";

/** What S3 says on the wire that no client's model knows of. */
describe("S3 over HTTP", () => {
  const bucket = aServedBucket();
  before(async () => {
    const headers = { "x-amz-storage-class": "GLACIER" };
    await knock(bucket.port, { method: "PUT", path: "/documents/frozen", body: "x", headers });
  });

  it("names itself, and with a listing the bucket's region", async () => {
    const listed = await knock(bucket.port, { path: "/documents?list-type=2" });
    expect(listed.headers).to.include({ server: "AmazonS3", "x-amz-bucket-region": "us-east-1" });
    expect((await knock(bucket.port, { path: "/nowhere?list-type=2" })).headers).not.to.have.property(
      "x-amz-bucket-region",
    );
    expect((await knock(bucket.port, { path: "/documents?acl" })).headers).not.to.have.property("x-amz-bucket-region");
  });

  it("accepts a restoration that takes its time", async () => {
    const body = "<RestoreRequest><Days>1</Days></RestoreRequest>";
    const { status } = await knock(bucket.port, { method: "POST", path: "/documents/frozen?restore", body });
    expect(status).to.equal(202);
  });

  it("shows the bytes of what it would have signed", async () => {
    const { body } = await send(bucket.port, { path: `${presigned(bucket.port, { path: "/documents" })}0` });
    const bytesOf = (name: string) => new RegExp(`<${name}>([^<]*)<`).exec(body)?.[1];
    const text = (hex: string | undefined) => Buffer.from(hex!.replaceAll(" ", ""), "hex").toString();
    expect(text(bytesOf("StringToSignBytes"))).to.match(/^AWS4-HMAC-SHA256\n\d{8}T\d{6}Z\n/);
    expect(text(bytesOf("CanonicalRequestBytes"))).to.match(/^GET\n\/documents\n/);
  });

  const inAMinute = () => String(Math.floor(Date.now() / 1000) + 60);
  const signatureOf = (path: string, expires: string) =>
    createHmac("sha1", ROOT_KEY.secretAccessKey).update(`GET\n\n\n${expires}\n${path}`).digest("base64");

  it("takes a bucket's old signature with and without the slash behind", async () => {
    for (const path of ["/documents", "/documents/"]) {
      const expires = inAMinute();
      const signature = encodeURIComponent(signatureOf(path, expires));
      const query = `AWSAccessKeyId=${ROOT_KEY.accessKeyId}&Signature=${signature}&Expires=${expires}`;
      expect((await send(bucket.port, { path: `/documents?${query}` })).status, path).to.equal(200);
    }
  });

  it("wants an old signature whole", async () => {
    const path = `/documents?AWSAccessKeyId=${ROOT_KEY.accessKeyId}&Expires=${inAMinute()}`;
    const { status, body } = await send(bucket.port, { path });
    expect(status).to.equal(403);
    expect(body).to.contain(
      "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
    );
  });
});
