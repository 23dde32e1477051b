import { expect } from "chai";
import { aBucket, bytes, refusal, textOf } from "./a-s3.ts";

describe("a range", () => {
  const partial: [range: string, body: string, contentRange: string][] = [
    ["bytes=0-8", "012345678", "bytes 0-8/10"],
    ["bytes=1-1", "1", "bytes 1-1/10"],
    ["bytes=1-", "123456789", "bytes 1-9/10"],
    ["bytes=-2", "89", "bytes 8-9/10"],
    ["bytes=-15", "0123456789", "bytes 0-9/10"],
    ["bytes=0-100", "0123456789", "bytes 0-9/10"],
  ];
  for (const [Range, body, ContentRange] of partial) {
    it(`${Range} gives ${ContentRange}`, () => {
      const got = aDigits().call("GetObject", { Key: "digits", Range });
      expect([textOf(got), got.ContentLength, got.ContentRange]).to.deep.equal([body, body.length, ContentRange]);
    });
  }

  for (const Range of ["bytes=1-0", "bytes=-1-", "bytes=0--1", "bytes=0-1,3-4", "bytes=-", "0-1"]) {
    it(`${Range} is ignored`, () => {
      const got = aDigits().call("GetObject", { Key: "digits", Range });
      expect(textOf(got)).to.equal("0123456789");
      expect(got).not.to.have.property("ContentRange");
    });
  }

  for (const Range of ["bytes=-0", "bytes=100-200", "bytes=10-"]) {
    it(`${Range} cannot be satisfied`, () => {
      expect(refusal(() => aDigits().call("GetObject", { Key: "digits", Range }))).to.deep.equal({
        said: "InvalidRange: The requested range is not satisfiable",
        status: 416,
        extra: { ActualObjectSize: "10", RangeRequested: Range },
      });
    });
  }

  it("of HEAD tells the length it would have", () => {
    const head = aDigits().call("HeadObject", { Key: "digits", Range: "bytes=0-3" });
    expect(head).to.deep.include({ ContentLength: 4, ContentRange: "bytes 0-3/10" });
  });

  it("carries the checksum of the object only when it is all of the object", () => {
    const { call } = aDigits();
    const get = (Range: string) => call("GetObject", { Key: "digits", Range, ChecksumMode: "ENABLED" });
    expect(get("bytes=0-9")).to.have.property("ChecksumType", "FULL_OBJECT");
    expect(get("bytes=0-8")).not.to.have.property("ChecksumType");
  });

  it("may be a part: the one part of an object that was put in one", () => {
    const { call } = aDigits();
    expect(call("GetObject", { Key: "digits", PartNumber: 1 }).ContentRange).to.equal("bytes 0-9/10");
    expect(refusal(() => call("GetObject", { Key: "digits", PartNumber: 2 }))).to.deep.equal({
      said: "InvalidPartNumber: The requested partnumber is not satisfiable",
      status: 416,
      extra: { PartNumberRequested: "2", ActualPartCount: "1" },
    });
  });

  it("and a part number exclude each other", () => {
    const both = { Key: "digits", Range: "bytes=0-1", PartNumber: 1 };
    expect(refusal(() => aDigits().call("GetObject", both)).said).to.equal(
      "InvalidRequest: Cannot specify both Range header and partNumber query parameter",
    );
  });
});

function aDigits() {
  const s3 = aBucket();
  s3.call("PutObject", { Key: "digits", Body: bytes("0123456789") });
  return s3;
}
