import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { type ChecksumAlgorithm, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { aBucket, Bucket } from "./a-bucket.ts";
import type { World } from "./doors.ts";
import { openHttpDoor } from "./http-door.ts";

/** What official clients do only where there is a network: streams in chunks, and calls that are given up. */
describe("official clients over HTTP", () => {
  let world: World;
  before(async () => {
    world = await openHttpDoor();
    await aBucket(world.clients.s3);
  });
  after(() => world.close());

  const ALGORITHMS: readonly ChecksumAlgorithm[] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];
  for (const ChecksumAlgorithm of ALGORITHMS) {
    it(`stream an object in chunks, with its ${ChecksumAlgorithm} behind it`, async () => {
      const { s3 } = world.clients;
      const bytes = randomBytes(300_000);
      // Pieces as a file gives them.
      const pieces = Array.from({ length: 5 }, (_, i) => bytes.subarray(i * 65_536, (i + 1) * 65_536));
      const put = { Bucket, Key: ChecksumAlgorithm, ChecksumAlgorithm, ContentLength: bytes.length };
      const sent = await s3.send(
        new PutObjectCommand({ ...put, Body: Readable.from(pieces), ContentType: "text/csv" }),
      );
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: ChecksumAlgorithm, ChecksumMode: "ENABLED" }));
      expect(Buffer.from(await got.Body!.transformToByteArray()).equals(bytes)).to.equal(true);
      const sum = `Checksum${ChecksumAlgorithm}` as "ChecksumCRC32";
      expect(got[sum]).to.be.a("string").and.equal(sent[sum]);
      expect(got).to.include({ ContentType: "text/csv", ContentLength: bytes.length });
      expect(got.ContentEncoding, "the encoding of the way is not the object's").to.equal(undefined);
    });
  }

  it("read a large object as it comes", async () => {
    const { s3 } = world.clients;
    const bytes = randomBytes(20_000_000);
    await s3.send(new PutObjectCommand({ Bucket, Key: "large", Body: bytes }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "large" }));
    let [length, pieces] = [0, 0];
    for await (const piece of Body as Readable) {
      expect(bytes.subarray(length, length + piece.length).equals(piece)).to.equal(true);
      length += piece.length;
      pieces++;
    }
    expect(length).to.equal(bytes.length);
    expect(pieces).to.be.greaterThan(10);
  });

  it("give up a long poll when they are told to", async () => {
    const { sqs } = world.clients;
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "q" }));
    const abort = new AbortController();
    const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), { abortSignal: abort.signal });
    setTimeout(() => abort.abort(), 100);
    const error = await poll.catch((thrown: Error) => thrown);
    expect((error as Error).name).to.equal("AbortError");
  });
});
