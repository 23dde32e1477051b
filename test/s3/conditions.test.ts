import { expect } from "chai";
import { aBucket, bytes, pass, refusal, START } from "./a-s3.ts";

const TAG = '"8277e0910d750195b448797616e091ad"'; // MD5 of "d"
const OTHER = '"00000000000000000000000000000000"';
const FAILED = "PreconditionFailed: At least one of the pre-conditions you specified did not hold";

const before = new Date(START);
const then = new Date(START + 60_000);
const after = new Date(START + 90_000);

/** An object of the first minute, looked at in the third. */
async function anObject() {
  const s3 = aBucket();
  await pass(s3.clock, 60_500);
  s3.call("PutObject", { Key: "a", Body: bytes("d") });
  await pass(s3.clock, 60_000);
  return s3;
}

describe("a conditional read", () => {
  const granted: object[] = [
    { IfMatch: TAG },
    { IfMatch: TAG.slice(1, -1) },
    { IfMatch: "*" },
    { IfNoneMatch: OTHER },
    { IfModifiedSince: before },
    { IfUnmodifiedSince: then },
    { IfMatch: TAG, IfUnmodifiedSince: before },
    { IfNoneMatch: OTHER, IfModifiedSince: after },
    { IfModifiedSince: new Date(START + 86_400_000) },
  ];
  for (const conditions of granted) {
    it(`is granted for ${words(conditions)}`, async () => {
      const { call } = await anObject();
      expect(call("GetObject", { Key: "a", ...conditions }).ETag).to.equal(TAG);
    });
  }

  const failed: [conditions: object, said: string, status: number, condition?: string][] = [
    [{ IfMatch: OTHER }, FAILED, 412, "If-Match"],
    [{ IfUnmodifiedSince: before }, FAILED, 412, "If-Unmodified-Since"],
    [{ IfNoneMatch: TAG }, "NotModified: Not Modified", 304],
    [{ IfNoneMatch: "*" }, "NotModified: Not Modified", 304],
    [{ IfModifiedSince: then }, "NotModified: Not Modified", 304],
    [{ IfNoneMatch: TAG, IfModifiedSince: before }, "NotModified: Not Modified", 304],
  ];
  for (const [conditions, said, status, condition] of failed) {
    it(`fails with ${status} for ${words(conditions)}`, async () => {
      const { call } = await anObject();
      for (const operation of ["GetObject", "HeadObject"]) {
        const extra = condition ? { Condition: condition } : {};
        expect(refusal(() => call(operation, { Key: "a", ...conditions }))).to.deep.equal({ said, status, extra });
      }
    });
  }
});

describe("a conditional write", () => {
  const write = { Key: "a", Body: bytes("e") };

  it("with If-None-Match: * creates, and never replaces", async () => {
    const { call } = await anObject();
    expect(refusal(() => call("PutObject", { ...write, IfNoneMatch: "*" }))).to.deep.equal({
      said: FAILED,
      status: 412,
      extra: { Condition: "If-None-Match" },
    });
    call("PutObject", { ...write, Key: "b", IfNoneMatch: "*" });
    call("DeleteObject", { Key: "a" });
    call("PutObject", { ...write, IfNoneMatch: "*" });
  });

  it("with If-Match replaces what it knows, and nothing else", async () => {
    const { call } = await anObject();
    expect(refusal(() => call("PutObject", { ...write, IfMatch: OTHER })).extra).to.deep.equal({
      Condition: "If-Match",
    });
    call("PutObject", { ...write, IfMatch: TAG });
    expect(refusal(() => call("PutObject", { ...write, Key: "b", IfMatch: TAG })).said).to.equal(
      "NoSuchKey: The specified key does not exist.",
    );
  });

  it("takes no other values, and not both", async () => {
    const { call } = await anObject();
    const said = "NotImplemented: A header you provided implies functionality that is not implemented";
    const refused = (conditions: object) => refusal(() => call("PutObject", { ...write, ...conditions }));
    expect(refused({ IfNoneMatch: TAG })).to.deep.equal({
      said,
      status: 501,
      extra: {
        Header: "If-None-Match",
        additionalMessage: "We don't accept the provided value of If-None-Match header for this API",
      },
    });
    expect(refused({ IfMatch: "*" }).extra).to.deep.include({ Header: "If-Match" });
    expect(refused({ IfMatch: TAG, IfNoneMatch: "*" }).extra).to.deep.equal({
      Header: "If-Match,If-None-Match",
      additionalMessage: "Multiple conditional request headers present in the request",
    });
  });

  it("that failed has not happened", async () => {
    const { call, dispatched } = await anObject();
    refusal(() => call("PutObject", { ...write, IfNoneMatch: "*" }));
    expect(call("HeadObject", { Key: "a" }).ETag).to.equal(TAG);
    expect(dispatched).to.deep.equal([]);
  });
});

describe("a conditional delete", () => {
  it("deletes what it knows, or anything with *", async () => {
    const { call } = await anObject();
    expect(refusal(() => call("DeleteObject", { Key: "a", IfMatch: OTHER })).said).to.equal(FAILED);
    expect(call("DeleteObject", { Key: "a", IfMatch: "*" })).to.deep.equal({});
    expect(refusal(() => call("DeleteObject", { Key: "a", IfMatch: "*" })).status).to.equal(404);
  });
});

function words(conditions: object): string {
  return Object.entries(conditions)
    .map(([name, value]) => `${name} ${value instanceof Date ? value.toISOString() : value}`)
    .join(", ");
}
