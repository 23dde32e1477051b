import { createHash } from "node:crypto";
import { expect } from "chai";
import { aBucket, bytes, refusal, START, type TestS3, textOf } from "./a-s3.ts";

describe("a part copied from another object", () => {
  it("is that object's bytes, or a range of them", () => {
    const s3 = aBucket();
    s3.call("PutObject", { Key: "source", Body: bytes("0123456789") });
    const UploadId = begin(s3);
    const copy = (PartNumber: number, range?: string) => {
      const CopySource = "documents/source";
      const input = { Key: "a", UploadId, PartNumber, CopySource, ...(range && { CopySourceRange: range }) };
      const { ETag } = s3.call("UploadPartCopy", input).CopyPartResult;
      return { PartNumber, ETag };
    };
    const Parts = [copy(1, "bytes=2-4")];
    expect(Parts[0]!.ETag).to.equal(`"${md5(bytes("234"))}"`);
    s3.call("CompleteMultipartUpload", { Key: "a", UploadId, MultipartUpload: { Parts } });
    expect(textOf(s3.call("GetObject", { Key: "a" }))).to.equal("234");
  });

  const bad: [range: string, said: string][] = [
    [
      "bytes=1-",
      "InvalidArgument: The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
    ],
    ["bytes=0-100", "InvalidArgument: Range specified is not valid for source object of size: 10"],
    ["bytes=100-200", "InvalidRequest: The specified copy range is invalid for the source object size"],
  ];
  for (const [CopySourceRange, said] of bad) {
    it(`cannot be ${CopySourceRange}`, () => {
      const s3 = aBucket();
      s3.call("PutObject", { Key: "source", Body: bytes("0123456789") });
      const UploadId = begin(s3);
      const input = { Key: "a", UploadId, PartNumber: 1, CopySource: "documents/source", CopySourceRange };
      expect(refusal(() => s3.call("UploadPartCopy", input)).said).to.equal(said);
    });
  }
});

describe("the lists of uploads and parts", () => {
  it("page through parts by number", () => {
    const s3 = aBucket();
    const UploadId = begin(s3);
    for (const number of [3, 1, 2]) put(s3, UploadId, number, bytes(`part ${number}`));
    const page = s3.call("ListParts", { Key: "a", UploadId, MaxParts: 2 });
    expect(page).to.deep.include({
      ...{ Bucket: "documents", Key: "a", UploadId, StorageClass: "STANDARD" },
      ...{ PartNumberMarker: "0", NextPartNumberMarker: "2", MaxParts: 2, IsTruncated: true },
    });
    expect(page.Parts[0]).to.deep.equal({
      PartNumber: 1,
      LastModified: new Date(START),
      ETag: `"${md5(bytes("part 1"))}"`,
      Size: 6,
    });
    const rest = s3.call("ListParts", { Key: "a", UploadId, PartNumberMarker: "2" });
    expect(rest.Parts.map((part: { PartNumber: number }) => part.PartNumber)).to.deep.equal([3]);
  });

  it("list uploads by key, and of one key by age", () => {
    const s3 = aBucket();
    const [b1, a1, a2] = ["b", "a", "a"].map((Key) => begin(s3, { Key }));
    const ids = (query: object) =>
      (s3.call("ListMultipartUploads", query).Uploads ?? []).map(({ UploadId }: { UploadId: string }) => UploadId);
    expect(ids({})).to.deep.equal([a1, a2, b1]);
    expect(ids({ KeyMarker: "a" })).to.deep.equal([b1]);
    expect(ids({ KeyMarker: "a", UploadIdMarker: a1 })).to.deep.equal([a2, b1]);
    expect(ids({ UploadIdMarker: a1 })).to.deep.equal([a1, a2, b1]);
    expect(s3.call("ListMultipartUploads", { MaxUploads: 1 })).to.deep.include({
      IsTruncated: true,
      NextKeyMarker: "a",
      NextUploadIdMarker: a1,
    });
    expect(refusal(() => ids({ KeyMarker: "a", UploadIdMarker: b1 })).said).to.equal(
      "InvalidArgument: Invalid uploadId marker",
    );
  });
});

describe("GetObjectAttributes", () => {
  it("tells what was asked for, of parts with checksums each", () => {
    const s3 = aBucket();
    const { UploadId } = s3.call("CreateMultipartUpload", { Key: "a", ChecksumAlgorithm: "CRC32" });
    const Parts = [put(s3, UploadId, 1, bytes("123456789"), { ChecksumCRC32: "y/Q5Jg==" })];
    s3.call("CompleteMultipartUpload", { Key: "a", UploadId, MultipartUpload: { Parts } });
    const ObjectAttributes = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];
    expect(s3.call("GetObjectAttributes", { Key: "a", ObjectAttributes })).to.deep.equal({
      LastModified: new Date(START),
      ETag: `${md5(digest(bytes("123456789")))}-1`,
      Checksum: { ChecksumCRC32: "7kxlUA==", ChecksumType: "COMPOSITE" },
      ObjectParts: {
        TotalPartsCount: 1,
        PartNumberMarker: "0",
        NextPartNumberMarker: "1",
        MaxParts: 1000,
        IsTruncated: false,
        Parts: [{ PartNumber: 1, Size: 9, ChecksumCRC32: "y/Q5Jg==" }],
      },
      StorageClass: "STANDARD",
      ObjectSize: 9,
    });
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
