import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { hangUp, liveClients } from "../../lab/live/clients.ts";
import { s3WithWrongClock } from "../../lab/live/wrong-clock.ts";
import { LocalCloud } from "../../lab/local/local-cloud.ts";
import { ROOT_KEY } from "../../lab/local/root-key.ts";

/** A real SDK with a wrong clock, at a cloud that looks at signatures. */
describe("S3 from a machine whose clock is wrong", function () {
  this.timeout(60_000);

  it("refuses the first request, which is signed again with the right time, and takes the next at once", async () => {
    const local = await LocalCloud.start({ port: 0, timeScale: 1, onBug: (error) => expect.fail(String(error)) });
    const clients = liveClients("us-east-1", { endpoint: local.endpoint, credentials: ROOT_KEY });
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: local.endpoint,
      AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey,
    });
    const s3 = s3WithWrongClock("us-east-1", 20 * 60_000);
    process.env = before;
    try {
      await clients.s3.send(new CreateBucketCommand({ Bucket: "documents" }));
      const put = async (Key: string) =>
        (await s3.send(new PutObjectCommand({ Bucket: "documents", Key, Body: Buffer.from("text") }))).$metadata
          .attempts;
      expect([await put("1"), await put("2")]).to.deep.equal([2, 1]);
      const { ContentLength } = await clients.s3.send(new HeadObjectCommand({ Bucket: "documents", Key: "1" }));
      expect(ContentLength).to.equal(4);
      const nowhere = new PutObjectCommand({ Bucket: "nowhere", Key: "1", Body: Buffer.from("text") });
      const failure = await s3.send(nowhere).catch((error: Error) => error);
      expect(failure).to.include({ name: "NoSuchBucket", $fault: "client" });
    } finally {
      s3.destroy();
      hangUp(clients);
      await local.stop();
    }
  });
});
