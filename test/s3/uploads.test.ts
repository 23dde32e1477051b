import { createHash } from "node:crypto";
import { expect } from "chai";
import { aBucket, bytes, pass, refusal, type TestS3, textOf } from "./a-s3.ts";

const FIVE_MEGABYTES = 5_242_880;
const BIG = Buffer.alloc(FIVE_MEGABYTES, "a");

describe("a multipart upload", () => {
  it("makes one object of its parts, tagged with the MD5 of their MD5s", () => {
    const s3 = aBucket();
    const UploadId = begin(s3, { ContentType: "text/plain", Metadata: { by: "parts" }, Tagging: "a=1" });
    const Parts = [put(s3, UploadId, 1, BIG), put(s3, UploadId, 2, bytes("end"))];
    const done = s3.call("CompleteMultipartUpload", { Key: "a", UploadId, MultipartUpload: { Parts } });
    const eTag = `"${md5(Buffer.concat([digest(BIG), digest(bytes("end"))]))}-2"`;
    expect(done).to.deep.equal({
      Location: "https://documents.s3.eu-west-1.amazonaws.com/a",
      Bucket: "documents",
      Key: "a",
      ETag: eTag,
      ChecksumCRC64NVME: done.ChecksumCRC64NVME,
      ChecksumType: "FULL_OBJECT",
      ServerSideEncryption: "AES256",
    });
    expect(s3.call("GetObject", { Key: "a", Range: "bytes=5242880-" })).to.deep.include({
      ContentLength: 3,
      ContentType: "text/plain",
      Metadata: { by: "parts" },
      TagCount: 1,
      ETag: eTag,
    });
  });

  it("is one event, and no part is", () => {
    const s3 = aBucket();
    const UploadId = begin(s3);
    const Parts = [put(s3, UploadId, 1, bytes("x"))];
    s3.call("CompleteMultipartUpload", { Key: "a", UploadId, MultipartUpload: { Parts } });
    expect(s3.feed.facts.slice(1).map(({ kind }) => kind)).to.deep.equal(["UploadInitiated", "ObjectCreated"]);
    expect(s3.feed.facts.at(-1)).to.deep.include({ eventName: "ObjectCreated:CompleteMultipartUpload", size: 1 });
  });

  it("takes the last part put under a number", () => {
    const s3 = aBucket();
    const UploadId = begin(s3);
    const first = put(s3, UploadId, 1, bytes("one"));
    const second = put(s3, UploadId, 1, bytes("two"));
    const complete = (Parts: object[]) =>
      s3.call("CompleteMultipartUpload", { Key: "a", UploadId, MultipartUpload: { Parts } });
    expect(refusal(() => complete([first]))).to.deep.equal({
      said: "InvalidPart: One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      status: 400,
      extra: { UploadId, PartNumber: "1", ETag: first.ETag.slice(1, -1) },
    });
    complete([second]);
    expect(textOf(s3.call("GetObject", { Key: "a" }))).to.equal("two");
  });

  it("leaves out the parts that are not named", () => {
    const s3 = aBucket();
    const UploadId = begin(s3);
    put(s3, UploadId, 1, bytes("one"));
    const Parts = [put(s3, UploadId, 7, bytes("seven"))];
    s3.call("CompleteMultipartUpload", { Key: "a", UploadId, MultipartUpload: { Parts } });
    expect(textOf(s3.call("GetObject", { Key: "a" }))).to.equal("seven");
  });

  it("refuses small parts but the last, parts out of order, and none at all", () => {
    const s3 = aBucket();
    const UploadId = begin(s3);
    const Parts = [put(s3, UploadId, 1, bytes("small")), put(s3, UploadId, 2, bytes("last"))];
    const complete = (parts: object[]) =>
      refusal(() => s3.call("CompleteMultipartUpload", { Key: "a", UploadId, MultipartUpload: { Parts: parts } }));
    expect(complete(Parts)).to.deep.equal({
      said: "EntityTooSmall: Your proposed upload is smaller than the minimum allowed size",
      status: 400,
      extra: { ProposedSize: "5", MinSizeAllowed: "5242880", PartNumber: "1", ETag: md5(bytes("small")) },
    });
    expect(complete([...Parts].reverse())).to.deep.include({
      said: "InvalidPartOrder: The list of parts was not in ascending order. Parts must be ordered by part number.",
      extra: { UploadId },
    });
    expect(complete([]).said).to.equal("InvalidRequest: You must specify at least one part");
    expect(s3.call("ListParts", { Key: "a", UploadId }).Parts).to.have.length(2);
  });

  it("is gone when it is complete or aborted, and unknown under another key", () => {
    const s3 = aBucket();
    const UploadId = begin(s3);
    const gone = {
      said: "NoSuchUpload: The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
      status: 404,
      extra: { UploadId },
    };
    expect(refusal(() => put(s3, UploadId, 1, bytes("x"), { Key: "b" }))).to.deep.equal(gone);
    expect(s3.call("AbortMultipartUpload", { Key: "a", UploadId })).to.deep.equal({});
    expect(refusal(() => s3.call("AbortMultipartUpload", { Key: "a", UploadId }))).to.deep.equal(gone);
    expect(refusal(() => s3.call("ListParts", { Key: "a", UploadId }))).to.deep.equal(gone);
    expect(s3.feed.facts.at(-1)).to.deep.include({ kind: "UploadAborted", key: "a" });
  });

  it("numbers its parts from 1 to 10000", () => {
    const s3 = aBucket();
    const UploadId = begin(s3);
    for (const number of [0, 10_001]) {
      expect(refusal(() => put(s3, UploadId, number, bytes("x")))).to.deep.include({
        said: "InvalidArgument: Part number must be an integer between 1 and 10000, inclusive",
        extra: { ArgumentName: "partNumber", ArgumentValue: String(number) },
      });
    }
  });

  it("does not keep a bucket from being deleted", () => {
    const s3 = aBucket();
    begin(s3);
    s3.call("DeleteBucket", {});
  });

  it("loses to whatever happened to its key since it began", async () => {
    const s3 = aBucket();
    const eTag = s3.call("PutObject", { Key: "a", Body: bytes("x") }).ETag;
    const UploadId = begin(s3);
    const Parts = [put(s3, UploadId, 1, bytes("y"))];
    const complete = (conditions: object) =>
      refusal(() =>
        s3.call("CompleteMultipartUpload", { Key: "a", UploadId, MultipartUpload: { Parts }, ...conditions }),
      );
    expect(complete({ IfNoneMatch: "*" }).said).to.match(/^PreconditionFailed/);
    await pass(s3.clock, 1000);
    s3.call("PutObject", { Key: "a", Body: bytes("x") });
    const conflict =
      "ConditionalRequestConflict: The conditional request cannot succeed due to a conflicting operation";
    expect(complete({ IfMatch: eTag })).to.deep.equal({
      said: `${conflict} against this resource.`,
      status: 409,
      extra: { Condition: "If-Match", Key: "a" },
    });
    s3.call("DeleteObject", { Key: "a" });
    expect(complete({ IfNoneMatch: "*" }).extra).to.deep.equal({ Condition: "If-None-Match", Key: "a" });
  });
});

describe("a multipart upload's checksum", () => {
  // Check values of "123456789", alone and summed up as one part (Swift's S3 API tests, which run against AWS).
  const composite: [algorithm: string, value: string, sum: string][] = [
    ["CRC32", "y/Q5Jg==", "7kxlUA=="],
    ["CRC32C", "4waSgw==", "pzJFoA=="],
    ["SHA1", "98O8HYCOBHMq32eZZczDTKeuNEE=", "zGcEPHvP9e6lVmvZsfPHT9mlz10="],
    ["SHA256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=", "KSsNAHVmgy25S/rmic1w0at3KBH9RLn0nYVQ7p6mpJQ="],
  ];
  for (const [ChecksumAlgorithm, value, sum] of composite) {
    const member = `Checksum${ChecksumAlgorithm}`;

    it(`${ChecksumAlgorithm} sums up the sums of the parts`, () => {
      const s3 = aBucket();
      const begun = s3.call("CreateMultipartUpload", { Key: "a", ChecksumAlgorithm });
      expect(begun).to.deep.include({ ChecksumAlgorithm, ChecksumType: "COMPOSITE" });
      const { UploadId } = begun;
      const part = put(s3, UploadId, 1, bytes("123456789"), { [member]: value });
      expect(part).to.have.property(member, value);
      const complete = (whole: object, Parts: object[] = [part]) =>
        s3.call("CompleteMultipartUpload", { Key: "a", UploadId, MultipartUpload: { Parts }, ...whole });
      const { [member]: _, ...bare } = part as Record<string, unknown>;
      expect(refusal(() => complete({}, [bare])).said).to.equal(
        `InvalidRequest: The upload was created using a ${ChecksumAlgorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.`,
      );
      expect(refusal(() => complete({ [member]: `${sum}-2` })).said).to.equal(
        `BadDigest: The ${ChecksumAlgorithm.toLowerCase()} you specified did not match the calculated checksum.`,
      );
      expect(refusal(() => complete({ [member]: `${sum}-a` })).said).to.equal(
        `InvalidRequest: Value for x-amz-checksum-${ChecksumAlgorithm.toLowerCase()} header is invalid.`,
      );
      expect(complete({ [member]: sum })).to.deep.include({ [member]: `${sum}-1`, ChecksumType: "COMPOSITE" });
      expect(s3.call("GetObject", { Key: "a", PartNumber: 1, ChecksumMode: "ENABLED" })).to.deep.include({
        [member]: value,
        PartsCount: 1,
        ContentRange: "bytes 0-8/9",
      });
    });
  }

  it("must be of the kind the upload was begun with", () => {
    const s3 = aBucket();
    const { UploadId } = s3.call("CreateMultipartUpload", { Key: "a", ChecksumAlgorithm: "SHA256" });
    const said =
      "InvalidRequest: Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type";
    expect(refusal(() => put(s3, UploadId, 1, bytes("123456789"))).said).to.equal(`${said}: null`);
    const other = { ChecksumCRC32: "y/Q5Jg==" };
    expect(refusal(() => put(s3, UploadId, 1, bytes("123456789"), other)).said).to.equal(`${said}: crc32`);
  });

  it("of the whole object is one no hash can be", () => {
    const begin = (input: object) => aBucket().call("CreateMultipartUpload", { Key: "a", ...input });
    expect(begin({ ChecksumAlgorithm: "CRC64NVME" }).ChecksumType).to.equal("FULL_OBJECT");
    expect(begin({ ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" }).ChecksumType).to.equal("FULL_OBJECT");
    expect(refusal(() => begin({ ChecksumAlgorithm: "SHA1", ChecksumType: "FULL_OBJECT" })).said).to.equal(
      "InvalidRequest: The FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm.",
    );
    expect(refusal(() => begin({ ChecksumAlgorithm: "TEST" })).said).to.equal(
      "InvalidRequest: Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
    );
    expect(refusal(() => begin({ ChecksumType: "COMPOSITE" })).said).to.equal(
      "InvalidRequest: The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
    );
  });
});

function begin({ call }: TestS3, input: object = {}): string {
  return call("CreateMultipartUpload", { Key: "a", ...input }).UploadId;
}

/** Puts a part and names it as CompleteMultipartUpload wants it named. */
function put({ call }: TestS3, UploadId: string, PartNumber: number, Body: Uint8Array, more: object = {}) {
  const { ServerSideEncryption, ...named } = call("UploadPart", { Key: "a", UploadId, PartNumber, Body, ...more });
  expect(ServerSideEncryption).to.equal("AES256");
  return { PartNumber, ...named } as { PartNumber: number; ETag: string };
}

function md5(body: Uint8Array): string {
  return createHash("md5").update(body).digest("hex");
}

function digest(body: Uint8Array): Buffer {
  return createHash("md5").update(body).digest();
}
