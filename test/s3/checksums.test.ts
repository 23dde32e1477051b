import { expect } from "chai";
import { aBucket, bytes, refusal } from "./a-s3.ts";

/** The usual check value of each algorithm: of "123456789". */
const VALUES: Record<string, string> = {
  CRC32: "y/Q5Jg==",
  CRC32C: "4waSgw==",
  CRC64NVME: "rosUhgp5mIg=",
  SHA1: "98O8HYCOBHMq32eZZczDTKeuNEE=",
  SHA256: "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
  SHA512: "2eZ2LdHI6vbWGzxhkvxAjU1tXxF20MKRabwk5xw/J0rSf81YEbMT1oH35V7ALXPUmclUVba1u1A6z1dPuo/+hQ==",
  MD5: "JfnnlDI7RTiF9RgfG2JNCw==",
};

const put = { Key: "a", Body: bytes("123456789") };

describe("a checksum", () => {
  for (const [algorithm, value] of Object.entries(VALUES)) {
    const member = `Checksum${algorithm}`;

    it(`${algorithm} is checked, kept and echoed`, () => {
      const { call } = aBucket();
      const echoed = { [member]: value, ChecksumType: "FULL_OBJECT" };
      expect(call("PutObject", { ...put, [member]: value })).to.deep.include(echoed);
      expect(call("GetObject", { Key: "a", ChecksumMode: "ENABLED" })).to.deep.include(echoed);
      expect(call("ListObjectsV2", {}).Contents[0]).to.deep.include({
        ChecksumAlgorithm: [algorithm],
        ChecksumType: "FULL_OBJECT",
      });
    });

    it(`${algorithm} that is another body's refuses the object`, () => {
      const { call } = aBucket();
      expect(refusal(() => call("PutObject", { ...put, Body: bytes("12345678"), [member]: value }))).to.deep.equal({
        said: `BadDigest: The ${algorithm} you specified did not match the calculated checksum.`,
        status: 400,
        extra: {},
      });
      expect(call("ListObjectsV2", {}).KeyCount).to.equal(0);
    });
  }

  for (const value of ["short===", "shrt", "toolong=", "^^^^^^==", "y^/^Q5^J^g==", "y/Q5Jh=="]) {
    it(`is no checksum when it reads ${value}`, () => {
      const { call } = aBucket();
      expect(refusal(() => call("PutObject", { ...put, ChecksumCRC32: value })).said).to.equal(
        "InvalidRequest: Value for x-amz-checksum-crc32 header is invalid.",
      );
    });
  }

  it("comes alone", () => {
    const { call } = aBucket();
    const two = { ChecksumCRC32: VALUES.CRC32, ChecksumSHA1: VALUES.SHA1 };
    expect(refusal(() => call("PutObject", { ...put, ...two })).said).to.equal(
      "InvalidRequest: Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  });

  it("is CRC64NVME where none was sent", () => {
    const { call } = aBucket();
    expect(call("PutObject", put)).to.deep.include({
      ChecksumCRC64NVME: VALUES.CRC64NVME,
      ChecksumType: "FULL_OBJECT",
    });
  });
});

describe("Content-MD5", () => {
  it("is checked", () => {
    const { call } = aBucket();
    call("PutObject", { ...put, ContentMD5: VALUES.MD5 });
    expect(refusal(() => call("PutObject", { ...put, ContentMD5: "1B2M2Y8AsgTpgAmY7PhCfg==" }))).to.deep.equal({
      said: "BadDigest: The Content-MD5 you specified did not match what we received.",
      status: 400,
      extra: { ExpectedDigest: "1B2M2Y8AsgTpgAmY7PhCfg==", CalculatedDigest: VALUES.MD5 },
    });
    expect(refusal(() => call("PutObject", { ...put, ContentMD5: "nonsense" })).said).to.equal(
      "InvalidDigest: The Content-MD5 you specified was invalid.",
    );
  });
});
