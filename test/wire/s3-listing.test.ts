import {
  DeleteObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { aBucket, Bucket } from "./a-bucket.ts";
import { at, DOORS, inside } from "./doors.ts";

const KEYS = ["a", "input/1.json", "input/2.json", "input/old/3.json", "output/1.csv", "z z", "é"];

for (const door of DOORS) {
  describe(`S3's listings through the ${door.name}`, () => {
    const listing = (input: object, keys: readonly string[] = KEYS) =>
      inside(door, async ({ clients: { s3 } }) => {
        const { put } = await aBucket(s3);
        for (const key of keys) await put(key);
        const { Contents, CommonPrefixes, ...more } = await s3.send(new ListObjectsV2Command({ Bucket, ...input }));
        const [found, prefixes] = [Contents ?? [], CommonPrefixes ?? []];
        return { keys: found.map(({ Key }) => Key!), prefixes: prefixes.map(({ Prefix }) => Prefix!), more };
      });

    it(
      "give keys in the order of their bytes, with size and sum",
      at(door, async ({ clients: { s3 } }) => {
        const { put } = await aBucket(s3);
        for (const key of ["b", "a/", "a", "B", "😀", "é"]) await put(key);
        const { Contents, KeyCount, IsTruncated, Name } = await s3.send(new ListObjectsV2Command({ Bucket }));
        expect(Contents!.map(({ Key }) => Key)).to.deep.equal(["B", "a", "a/", "b", "é", "😀"]);
        expect({ KeyCount, IsTruncated, Name }).to.deep.equal({ KeyCount: 6, IsTruncated: false, Name: Bucket });
        expect(Contents![0]).to.include({
          Size: 1,
          ETag: '"9d5ed678fe57bcca610140957afab571"',
          StorageClass: "STANDARD",
        });
      }),
    );

    for (const [what, input, keys, prefixes] of [
      ["a prefix", { Prefix: "input/" }, ["input/1.json", "input/2.json", "input/old/3.json"], []],
      ["a delimiter", { Delimiter: "/" }, ["a", "z z", "é"], ["input/", "output/"]],
      ["both", { Prefix: "input/", Delimiter: "/" }, ["input/1.json", "input/2.json"], ["input/old/"]],
      ["a prefix that nothing has", { Prefix: "nothing" }, [], []],
      ["a start", { StartAfter: "input/2.json" }, ["input/old/3.json", "output/1.csv", "z z", "é"], []],
      ["a limit of none", { MaxKeys: 0 }, [], []],
    ] as const) {
      it(`keep to ${what}`, async () => {
        const found = await listing(input);
        expect(found.keys).to.deep.equal(keys);
        expect(found.prefixes).to.deep.equal(prefixes);
      });
    }

    it(
      "go on page by page, prefixes counted with the keys",
      at(door, async ({ clients: { s3 } }) => {
        const { put } = await aBucket(s3);
        for (const key of KEYS) await put(key);
        const pages: string[][] = [];
        for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket, Delimiter: "/" })) {
          pages.push([
            ...(page.Contents ?? []).map(({ Key }) => Key!),
            ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!),
          ]);
        }
        expect(pages).to.deep.equal([["a", "input/"], ["z z", "output/"], ["é"]]);
      }),
    );

    it("are encoded when a client asks for it, and understood by the client", async () => {
      const { keys, more } = await listing({ EncodingType: "url" }, ["a b", "a+b", "é", "a\u0001b"]);
      expect(keys).to.have.lengthOf(4);
      expect(more).to.include({ EncodingType: "url" });
      expect(keys.map((key) => decodeURIComponent(key.replaceAll("+", " ")))).to.have.members([
        "a b",
        "a+b",
        "é",
        "a\u0001b",
      ]);
    });

    it(
      "speak the older form too",
      at(door, async ({ clients: { s3 } }) => {
        const { put } = await aBucket(s3);
        for (const key of KEYS) await put(key);
        const first = await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 2, Delimiter: "/" }));
        expect(first).to.include({ IsTruncated: true, NextMarker: "input/" });
        const second = await s3.send(new ListObjectsCommand({ Bucket, Marker: first.NextMarker, Delimiter: "/" }));
        expect(second.Contents!.map(({ Key }) => Key)).to.deep.equal(["z z", "é"]);
        expect(second.CommonPrefixes!.map(({ Prefix }) => Prefix)).to.deep.equal(["output/"]);
      }),
    );

    it(
      "show versions and delete markers, newest first",
      at(door, async ({ clients: { s3 } }) => {
        const { put, text } = await aBucket(s3);
        const VersioningConfiguration = { Status: "Enabled" } as const;
        await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
        const one = await put("k", "one");
        const two = await put("k", "two");
        const { DeleteMarker, VersionId } = await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
        expect(DeleteMarker).to.equal(true);
        const { Versions, DeleteMarkers } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
        expect(Versions!.map((each) => [each.VersionId, each.IsLatest])).to.deep.equal([
          [two.VersionId, false],
          [one.VersionId, false],
        ]);
        expect(DeleteMarkers!.map((each) => [each.VersionId, each.IsLatest])).to.deep.equal([[VersionId, true]]);
        expect(await text("k", { VersionId: one.VersionId })).to.equal("one");
        await s3.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId }));
        expect(await text("k")).to.equal("two");
      }),
    );
  });
}
