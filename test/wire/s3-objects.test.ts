import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { aBucket, Bucket } from "./a-bucket.ts";
import { at, DOORS, refusal, refused } from "./doors.ts";

for (const door of DOORS) {
  describe(`S3 through the ${door.name}`, () => {
    it(
      "makes, shows and deletes buckets",
      at(door, async ({ clients: { s3 } }) => {
        const made = await s3.send(new CreateBucketCommand({ Bucket }));
        expect(made.Location).to.equal(`/${Bucket}`);
        await s3.send(new HeadBucketCommand({ Bucket }));
        const { Buckets, Owner } = await s3.send(new ListBucketsCommand({}));
        expect(Buckets!.map(({ Name }) => Name)).to.deep.equal([Bucket]);
        expect(Buckets![0]!.CreationDate).to.be.instanceOf(Date);
        expect(Owner!.ID).to.be.a("string");
        const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket }));
        expect(LocationConstraint).to.equal(undefined);
        await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
        expect(await refusal(s3.send(new DeleteBucketCommand({ Bucket })))).to.include({
          name: "BucketNotEmpty",
          status: 409,
          message: "The bucket you tried to delete is not empty",
        });
        await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
        await s3.send(new DeleteBucketCommand({ Bucket }));
        expect(await refused(s3.send(new HeadBucketCommand({ Bucket })))).to.equal("NotFound 404");
      }),
    );

    it(
      "gives back what it was given",
      at(door, async ({ clients: { s3 } }) => {
        const { put, get } = await aBucket(s3);
        const { ETag, ServerSideEncryption } = await put("report.json", '{"é":1}', {
          ContentType: "application/json",
          CacheControl: "no-store",
          ContentDisposition: "attachment",
          Metadata: { origin: "lab" },
        });
        expect({ ETag, ServerSideEncryption }).to.deep.equal({
          ETag: '"5a278f779cec8fae6d58e7de58a4dd03"',
          ServerSideEncryption: "AES256",
        });
        const { Body, ...object } = await get("report.json");
        expect(await Body!.transformToString()).to.equal('{"é":1}');
        expect(object).to.deep.include({
          ETag,
          ContentLength: 8,
          ContentType: "application/json",
          CacheControl: "no-store",
          ContentDisposition: "attachment",
          Metadata: { origin: "lab" },
          AcceptRanges: "bytes",
        });
        expect(object.LastModified).to.be.instanceOf(Date);
      }),
    );

    it(
      "says what is missing in S3's words",
      at(door, async ({ clients: { s3 } }) => {
        const { get, head } = await aBucket(s3);
        const key = await refusal(get("nothing"));
        expect(key).to.include({ name: "NoSuchKey", status: 404, message: "The specified key does not exist." });
        expect(key.error).to.include({ Code: "NoSuchKey", Key: "nothing" });
        const bucket = await refusal(s3.send(new GetObjectCommand({ Bucket: "nowhere", Key: "k" })));
        expect(bucket).to.include({
          name: "NoSuchBucket",
          status: 404,
          message: "The specified bucket does not exist",
        });
        expect(bucket.error).to.include({ BucketName: "nowhere" });
        expect(await refused(head("nothing"))).to.equal("NotFound 404");
        expect((await s3.send(new DeleteObjectCommand({ Bucket, Key: "nothing" }))).$metadata.httpStatusCode).to.equal(
          204,
        );
      }),
    );

    it(
      "copies objects, with their metadata or with others",
      at(door, async ({ clients: { s3 } }) => {
        const { put, get } = await aBucket(s3);
        const { ETag } = await put("from here", "body", { ContentType: "text/csv", Metadata: { a: "1" } });
        const source = { Bucket, CopySource: `${Bucket}/from%20here` };
        const { CopyObjectResult } = await s3.send(new CopyObjectCommand({ ...source, Key: "to" }));
        expect(CopyObjectResult!.ETag).to.equal(ETag);
        expect(CopyObjectResult!.LastModified).to.be.instanceOf(Date);
        expect(await get("to")).to.deep.include({ ContentType: "text/csv", Metadata: { a: "1" } });
        const other = { MetadataDirective: "REPLACE", Metadata: { b: "2" }, ContentType: "text/plain" } as const;
        await s3.send(new CopyObjectCommand({ ...source, Key: "other", ...other }));
        expect(await get("other")).to.deep.include({ ContentType: "text/plain", Metadata: { b: "2" } });
        expect(
          await refused(s3.send(new CopyObjectCommand({ Bucket, CopySource: `${Bucket}/no`, Key: "x" }))),
        ).to.equal("NoSuchKey 404");
      }),
    );

    it(
      "deletes many at once, there or not",
      at(door, async ({ clients: { s3 } }) => {
        const { put } = await aBucket(s3);
        for (const key of ["a", "b", "<c> &"]) await put(key);
        const Objects = ["a", "<c> &", "never there"].map((Key) => ({ Key }));
        const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
        expect(Deleted!.map(({ Key }) => Key)).to.have.members(["a", "<c> &", "never there"]);
        expect(Errors).to.equal(undefined);
        const quiet = await s3.send(
          new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "b" }], Quiet: true } }),
        );
        expect(quiet.Deleted).to.equal(undefined);
      }),
    );

    it(
      "tags objects",
      at(door, async ({ clients: { s3 } }) => {
        const { put } = await aBucket(s3);
        await put("k", "x", { Tagging: "stage=raw&note=a%20b%2Bc" });
        const tags = async () => (await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "k" }))).TagSet;
        expect(await tags()).to.deep.equal([
          { Key: "stage", Value: "raw" },
          { Key: "note", Value: "a b+c" },
        ]);
        const TagSet = [{ Key: "stage", Value: "done" }];
        await s3.send(new PutObjectTaggingCommand({ Bucket, Key: "k", Tagging: { TagSet } }));
        expect(await tags()).to.deep.equal(TagSet);
        const twice = { TagSet: [...TagSet, ...TagSet] };
        expect(await refusal(s3.send(new PutObjectTaggingCommand({ Bucket, Key: "k", Tagging: twice })))).to.include({
          name: "InvalidTag",
          status: 400,
          message: "Cannot provide multiple Tags with the same key",
        });
      }),
    );

    it(
      "checks the sums it is given",
      at(door, async ({ clients: { s3 } }) => {
        const { put } = await aBucket(s3);
        await put("right", "hello", { ChecksumCRC32: "NhCmhg==" });
        expect(await refusal(put("wrong", "hallo", { ChecksumCRC32: "NhCmhg==" }))).to.include({
          name: "BadDigest",
          status: 400,
          message: "The CRC32 you specified did not match the calculated checksum.",
        });
        const asked = new GetObjectAttributesCommand({
          Bucket,
          Key: "right",
          ObjectAttributes: ["Checksum", "ObjectSize", "ETag"],
        });
        expect(await s3.send(asked)).to.deep.include({ ObjectSize: 5, ETag: "5d41402abc4b2a76b9719d911017c592" });
        expect((await s3.send(asked)).Checksum).to.include({ ChecksumCRC32: "NhCmhg==" });
      }),
    );
  });
}
