import { createHash } from "node:crypto";
import { expect } from "chai";
import { aBucket, bytes, refusal, textOf } from "./a-s3.ts";

describe("encryption", () => {
  it("is S3's own unless somebody says otherwise", () => {
    const { call } = aBucket();
    expect(call("PutObject", { Key: "a" }).ServerSideEncryption).to.equal("AES256");
  });

  it("with KMS is the account's managed key", () => {
    const { call } = aBucket();
    const put = call("PutObject", { Key: "a", ServerSideEncryption: "aws:kms" });
    expect(put.SSEKMSKeyId).to.match(/^arn:aws:kms:eu-west-1:123456789012:key\/[0-9a-f-]{36}$/);
    const { ServerSideEncryption, SSEKMSKeyId } = put;
    expect(call("HeadObject", { Key: "a" })).to.deep.include({ ServerSideEncryption, SSEKMSKeyId });
    const again = { Key: "b", ServerSideEncryption: "aws:kms", SSEKMSKeyId };
    expect(call("PutObject", again).SSEKMSKeyId).to.equal(SSEKMSKeyId);
  });

  it("follows the bucket's default, also of a multipart upload", () => {
    const { call } = aBucket();
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true };
    call("PutBucketEncryption", { ServerSideEncryptionConfiguration: { Rules: [rule] } });
    const byDefault = { ServerSideEncryption: "aws:kms", BucketKeyEnabled: true };
    expect(call("PutObject", { Key: "a" })).to.deep.include(byDefault);
    const { UploadId, ...begun } = call("CreateMultipartUpload", { Key: "b" });
    expect(begun).to.deep.include(byDefault);
    const { ETag, ...part } = call("UploadPart", { Key: "b", UploadId, PartNumber: 1, Body: bytes("x") });
    expect(part).to.deep.include(byDefault);
    const Parts = [{ PartNumber: 1, ETag }];
    call("CompleteMultipartUpload", { Key: "b", UploadId, MultipartUpload: { Parts } });
    expect(call("HeadObject", { Key: "b" })).to.deep.include(byDefault);
    expect(call("PutObject", { Key: "c", ServerSideEncryption: "AES256" })).not.to.have.property("SSEKMSKeyId");
  });

  const unknown: [keyId: string, message: string][] = [
    ["fake", "Invalid keyId 'fake'"],
    ["alias/mine", "Alias arn:aws:kms:eu-west-1:123456789012:alias/mine is not found."],
    [
      "134f2428-cec1-4b25-a1ae-9048164dba47",
      "Key 'arn:aws:kms:eu-west-1:123456789012:key/134f2428-cec1-4b25-a1ae-9048164dba47' does not exist",
    ],
    ["arn:aws:kms:us-west-2:123456789012:key/x", "Invalid arn us-west-2"],
  ];
  for (const [SSEKMSKeyId, message] of unknown) {
    it(`knows no key ${SSEKMSKeyId}`, () => {
      const put = () => aBucket().call("PutObject", { Key: "a", ServerSideEncryption: "aws:kms", SSEKMSKeyId });
      expect(refusal(put)).to.deep.include({ said: `KMS.NotFoundException: ${message}`, status: 400 });
    });
  }

  it("with a customer's key wants that key again", () => {
    const { call } = aBucket();
    const [key, other] = [aKey("a"), aKey("b")];
    expect(call("PutObject", { Key: "a", Body: bytes("x"), ...key })).to.deep.include({
      SSECustomerAlgorithm: "AES256",
      SSECustomerKeyMD5: key.SSECustomerKeyMD5,
    });
    expect(textOf(call("GetObject", { Key: "a", ...key }))).to.equal("x");
    for (const operation of ["GetObject", "HeadObject"]) {
      expect(refusal(() => call(operation, { Key: "a" }))).to.deep.include({
        said: "InvalidRequest: The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.",
        status: 400,
      });
      expect(refusal(() => call(operation, { Key: "a", ...other })).status).to.equal(403);
    }
    call("PutObject", { Key: "b" });
    expect(refusal(() => call("GetObject", { Key: "b", ...key })).said).to.equal(
      "InvalidRequest: The encryption parameters are not applicable to this object.",
    );
  });

  it("with a customer's key is the same for every part, and for a copy", () => {
    const { call } = aBucket();
    const key = aKey("a");
    const { UploadId } = call("CreateMultipartUpload", { Key: "a", ...key });
    const part = { Key: "a", UploadId, PartNumber: 1, Body: bytes("x") };
    expect(refusal(() => call("UploadPart", part)).said).to.match(/^InvalidRequest: The multipart upload initiate req/);
    const { ETag } = call("UploadPart", { ...part, ...key });
    call("CompleteMultipartUpload", { Key: "a", UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } });
    const copy = { Key: "b", CopySource: "documents/a" };
    expect(refusal(() => call("CopyObject", copy)).status).to.equal(400);
    const source = Object.fromEntries(Object.entries(key).map(([name, value]) => [`CopySource${name}`, value]));
    call("CopyObject", { ...copy, ...source });
    expect(textOf(call("GetObject", { Key: "b" }))).to.equal("x");
  });

  const refused: [what: string, input: object, said: RegExp][] = [
    ["without its key", { SSECustomerAlgorithm: "AES256" }, /must provide an appropriate secret key\.$/],
    ["without its algorithm", { SSECustomerKey: "x" }, /must provide a valid encryption algorithm\.$/],
    [
      "with another algorithm",
      { ...aKey("a"), SSECustomerAlgorithm: "AES128" },
      /^InvalidEncryptionAlgorithmError: .* Supported value: AES256\.$/,
    ],
    [
      "with a short key",
      { ...aKey("a"), SSECustomerKey: "eA==" },
      /secret key was invalid for the specified algorithm/,
    ],
    ["with another key's sum", { ...aKey("a"), SSECustomerKeyMD5: "eA==" }, /did not match the hash that was provided/],
    ["and KMS", { ...aKey("a"), ServerSideEncryption: "aws:kms" }, /is incompatible with the encryption method/],
  ];
  for (const [what, input, said] of refused) {
    it(`by a customer's key is refused ${what}`, () => {
      expect(refusal(() => aBucket().call("PutObject", { Key: "a", ...input })).said).to.match(said);
    });
  }
});

function aKey(letter: string) {
  const key = Buffer.alloc(32, letter);
  return {
    SSECustomerAlgorithm: "AES256",
    SSECustomerKey: key.toString("base64"),
    SSECustomerKeyMD5: createHash("md5").update(key).digest("base64"),
  };
}
