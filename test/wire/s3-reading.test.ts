import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { aBucket, Bucket } from "./a-bucket.ts";
import { at, DOORS, refusal, refused } from "./doors.ts";

for (const door of DOORS) {
  describe(`reading from S3 through the ${door.name}`, () => {
    for (const key of [
      "a b",
      "a+b",
      "ü/日本/😀.json",
      "100%",
      "a/b//c",
      "/leading",
      "trailing/",
      "a?b#c&d=e",
      "<&>'\"",
      "a\nb",
      "..",
      "~",
    ]) {
      it(
        `keeps the key ${JSON.stringify(key)} as it is`,
        at(door, async ({ clients: { s3 } }) => {
          const { put, text, head } = await aBucket(s3);
          await put(key, `body of ${key}`);
          expect(await text(key)).to.equal(`body of ${key}`);
          expect((await head(key)).ContentLength).to.equal(Buffer.byteLength(`body of ${key}`));
          await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
          expect(await refused(head(key))).to.equal("NotFound 404");
        }),
      );
    }

    for (const [Range, status, body, contentRange] of [
      ["bytes=0-3", 206, "0123", "bytes 0-3/10"],
      ["bytes=7-", 206, "789", "bytes 7-9/10"],
      ["bytes=-2", 206, "89", "bytes 8-9/10"],
      ["bytes=5-99", 206, "56789", "bytes 5-9/10"],
      ["bytes=3-1", 200, "0123456789", undefined],
      ["lines=1-2", 200, "0123456789", undefined],
    ] as const) {
      it(
        `answers the range ${Range} with ${status}`,
        at(door, async ({ clients: { s3 } }) => {
          const { put, get } = await aBucket(s3);
          await put("digits", "0123456789");
          const { Body, ContentRange, ContentLength, $metadata } = await get("digits", { Range });
          expect(await Body!.transformToString()).to.equal(body);
          expect({ ContentRange, ContentLength, status: $metadata.httpStatusCode }).to.deep.equal({
            ContentRange: contentRange,
            ContentLength: body.length,
            status,
          });
        }),
      );
    }

    it(
      "refuses a range beyond the end",
      at(door, async ({ clients: { s3 } }) => {
        const { put, get } = await aBucket(s3);
        await put("digits", "0123456789");
        expect(await refusal(get("digits", { Range: "bytes=10-" }))).to.include({
          name: "InvalidRange",
          status: 416,
          message: "The requested range is not satisfiable",
        });
      }),
    );

    it(
      "reads and writes on conditions",
      at(door, async ({ clients: { s3 } }) => {
        const { put, get, head, text } = await aBucket(s3);
        const { ETag } = await put("k", "one");
        expect(await refusal(put("k", "two", { IfNoneMatch: "*" }))).to.include({
          name: "PreconditionFailed",
          status: 412,
          message: "At least one of the pre-conditions you specified did not hold",
        });
        await put("new", "one", { IfNoneMatch: "*" });
        expect(await refused(put("k", "two", { IfMatch: '"0"' }))).to.equal("PreconditionFailed 412");
        await put("k", "two", { IfMatch: ETag });
        expect(await text("k")).to.equal("two");
        expect(await refused(get("k", { IfMatch: ETag }))).to.equal("PreconditionFailed 412");
        const { ETag: now, LastModified } = await head("k");
        expect((await refusal(get("k", { IfNoneMatch: now }))).status).to.equal(304);
        expect((await refusal(get("k", { IfModifiedSince: LastModified }))).status).to.equal(304);
        expect(await refused(get("k", { IfUnmodifiedSince: new Date(LastModified!.getTime() - 60_000) }))).to.equal(
          "PreconditionFailed 412",
        );
      }),
    );
  });
}
