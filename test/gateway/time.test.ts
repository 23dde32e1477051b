import { expect } from "chai";
import { readTime, writeTime } from "../../cloud/gateway/protocols/time.ts";

const MOMENT = new Date("2026-01-01T00:00:00.250Z");

describe("a moment on the wire", () => {
  for (const [format, written] of [
    ["date-time", "2026-01-01T00:00:00.250Z"],
    ["http-date", "Thu, 01 Jan 2026 00:00:00 GMT"],
    ["epoch-seconds", 1767225600.25],
  ] as const) {
    it(`is written as ${format}`, () => {
      expect(writeTime(MOMENT, format)).to.equal(written);
    });
  }

  for (const [written, iso] of [
    ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z"],
    ["2026-01-01T00:00:00.250Z", "2026-01-01T00:00:00.250Z"],
    ["2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00.000Z"],
    ["Thu, 01 Jan 2026 00:00:00 GMT", "2026-01-01T00:00:00.000Z"],
    [1767225600, "2026-01-01T00:00:00.000Z"],
    [1767225600.0009, "2026-01-01T00:00:00.001Z"],
    ["1767225600", "2026-01-01T00:00:00.000Z"],
    ["1767225600.25", "2026-01-01T00:00:00.250Z"],
    [-1, "1969-12-31T23:59:59.000Z"],
    [0, "1970-01-01T00:00:00.000Z"],
  ] as const) {
    it(`is read from ${JSON.stringify(written)}`, () => {
      expect(readTime(written)?.toISOString()).to.equal(iso);
    });
  }

  for (const nonsense of ["", "soon", "2026-13-01T00:00:00Z", Number.NaN, 1e300]) {
    it(`is not read from ${JSON.stringify(nonsense)}`, () => {
      expect(readTime(nonsense)).to.equal(undefined);
    });
  }

  it("is the same moment after it was written and read, to the format's precision", () => {
    for (const format of ["date-time", "epoch-seconds"] as const) {
      expect(readTime(writeTime(MOMENT, format))).to.deep.equal(MOMENT);
    }
    expect(readTime(writeTime(MOMENT, "http-date"))).to.deep.equal(new Date("2026-01-01T00:00:00Z"));
  });
});
