import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { aBucket, Bucket } from "./a-bucket.ts";
import { at, DOORS, refusal, refused, type World } from "./doors.ts";

const MIB = 1024 ** 2;
const Key = "large file+.bin";

async function anUpload({ clients: { s3 } }: World, more = {}) {
  const bucket = await aBucket(s3);
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  const upload = { Bucket, Key, UploadId };
  const part = async (PartNumber: number, Body: Uint8Array | string) => {
    const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  const complete = (...Parts: { PartNumber: number; ETag: string | undefined }[]) =>
    s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  return { ...bucket, s3, upload, part, complete };
}

for (const door of DOORS) {
  describe(`S3's multipart uploads through the ${door.name}`, () => {
    it(
      "join their parts in the order of their numbers",
      at(door, async (world) => {
        const { part, complete, get } = await anUpload(world, { ContentType: "text/plain", Metadata: { a: "1" } });
        const second = await part(2, "the end");
        const first = await part(1, Buffer.alloc(5 * MIB, "x"));
        const { ETag, Location } = await complete(first, second);
        expect(ETag).to.match(/^"[0-9a-f]{32}-2"$/);
        expect(Location).to.be.a("string");
        const { Body, ...object } = await get(Key);
        const text = await Body!.transformToString();
        expect([text.length, text.slice(-8)]).to.deep.equal([5 * MIB + 7, "xthe end"]);
        expect(object).to.deep.include({ ETag, ContentType: "text/plain", Metadata: { a: "1" } });
      }),
    );

    it(
      "show what was uploaded so far",
      at(door, async (world) => {
        const { s3, upload, part } = await anUpload(world);
        const { ETag } = await part(7, "seven");
        const { Parts, ...parts } = await s3.send(new ListPartsCommand(upload));
        expect(Parts!.map((each) => [each.PartNumber, each.ETag, each.Size])).to.deep.equal([[7, ETag, 5]]);
        expect(parts).to.include({ Bucket, Key, UploadId: upload.UploadId });
        const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
        expect(Uploads!.map((each) => [each.Key, each.UploadId])).to.deep.equal([[Key, upload.UploadId]]);
      }),
    );

    it(
      "take parts from objects that are there",
      at(door, async (world) => {
        const { s3, upload, put, complete, text } = await anUpload(world);
        await put("source", "0123456789");
        const copy = new UploadPartCopyCommand({
          ...upload,
          PartNumber: 1,
          CopySource: `${Bucket}/source`,
          CopySourceRange: "bytes=2-5",
        });
        const { CopyPartResult } = await s3.send(copy);
        await complete({ PartNumber: 1, ETag: CopyPartResult!.ETag });
        expect(await text(Key)).to.equal("2345");
      }),
    );

    it(
      "vanish when they are given up",
      at(door, async (world) => {
        const { s3, upload, part, head } = await anUpload(world);
        await part(1, "x");
        await s3.send(new AbortMultipartUploadCommand(upload));
        expect(await refusal(s3.send(new ListPartsCommand(upload)))).to.include({ name: "NoSuchUpload", status: 404 });
        expect(await refused(head(Key))).to.equal("NotFound 404");
      }),
    );

    it(
      "refuse parts that are too small, out of order, or not theirs",
      at(door, async (world) => {
        const { part, complete } = await anUpload(world);
        const [first, second] = [await part(1, "small"), await part(2, "end")];
        const small = await refusal(complete(first, second));
        expect(small).to.include({
          name: "EntityTooSmall",
          status: 400,
          message: "Your proposed upload is smaller than the minimum allowed size",
        });
        expect(await refused(complete(second, first))).to.equal("InvalidPartOrder 400");
        expect(await refused(complete({ PartNumber: 1, ETag: '"0"' }))).to.equal("InvalidPart 400");
      }),
    );
  });
}
