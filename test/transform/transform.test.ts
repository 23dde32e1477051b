import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { LARGE } from "../../src/transform/budget.ts";
import { BadDocumentError } from "../../src/transform/convert.ts";
import { transform } from "../../src/transform/transform.ts";
import { type Answer, anAwsError, anEvent, aWorld } from "./world.ts";

const good = Buffer.from('[{"id":1,"name":"Ada"}]');

/** What a run throws. */
async function aFailure(work: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  return work.then(
    () => expect.fail("nothing was thrown"),
    (error: Error & Record<string, unknown>) => error,
  );
}

describe("the transform", () => {
  it("puts the CSV of an input object under output/, in the same bucket", async () => {
    const { world, objects, types, commands } = aWorld();
    objects.set("input/run-1/7.json", good);
    expect(await transform(anEvent("input/run-1/7.json"), world)).to.deep.equal({ written: ["output/run-1/7.csv"] });
    expect(Buffer.from(objects.get("output/run-1/7.csv")!).toString()).to.equal("id,name\r\n1,Ada\r\n");
    expect(types.get("output/run-1/7.csv")).to.equal("text/csv; charset=utf-8");
    expect(commands.map((command) => (command as PutObjectCommand).input.Bucket)).to.deep.equal([
      "documents-lab",
      "documents-lab",
    ]);
  });

  const keys: [string, string, string][] = [
    ["input/day+1%2B2.json", "input/day 1+2.json", "output/day 1+2.csv"],
    ["input/%C3%A9%40x.json", "input/é@x.json", "output/é@x.csv"],
    ["input/a.json.json", "input/a.json.json", "output/a.json.csv"],
    ["input/lines.ndjson", "input/lines.ndjson", "output/lines.ndjson.csv"],
    ["input/x.JSON", "input/x.JSON", "output/x.JSON.csv"],
    ["elsewhere/x.json", "elsewhere/x.json", "output/elsewhere/x.csv"],
  ];
  for (const [encoded, key, target] of keys) {
    it(`reads ${key} for the event's ${encoded} and writes ${target}`, async () => {
      const { world, objects } = aWorld();
      objects.set(key, good);
      await transform(anEvent(encoded), world);
      expect(objects.has(target)).to.equal(true);
    });
  }

  it("writes an empty object for a document without columns", async () => {
    const { world, objects } = aWorld();
    objects.set("input/x.json", Buffer.from("[]"));
    await transform(anEvent("input/x.json"), world);
    expect(objects.get("output/x.csv")).to.have.length(0);
  });

  it("writes the same bytes again when the event comes twice", async () => {
    const { world, objects } = aWorld();
    objects.set("input/x.json", good);
    await transform(anEvent("input/x.json"), world);
    const first = objects.get("output/x.csv");
    await transform(anEvent("input/x.json"), world);
    expect(objects.get("output/x.csv")).to.deep.equal(first);
    expect([...objects.keys()]).to.deep.equal(["input/x.json", "output/x.csv"]);
  });

  it("throws BadDocumentError with the object's name and size for a malformed document, and writes nothing", async () => {
    const { world, objects, commands } = aWorld();
    objects.set("input/x.json", Buffer.from("{a:1}"));
    const error = await aFailure(transform(anEvent("input/x.json"), world));
    expect(error).to.be.instanceOf(BadDocumentError);
    expect(error).to.include({ reason: "syntax", bucket: "documents-lab", key: "input/x.json", size: 5 });
    expect(error.message).to.equal(
      "syntax: expected a key in double quotes at line 1 column 2 (byte 1), record 0 in s3://documents-lab/input/x.json",
    );
    expect(commands.some((command) => command instanceof PutObjectCommand)).to.equal(false);
  });

  it("refuses a document by its size before it reads it, and lets go of the connection", async () => {
    const calls: string[] = [];
    const body = { destroy: () => calls.push("destroy"), transformToByteArray: () => calls.push("read") };
    const s3: Answer = (command) =>
      command instanceof GetObjectCommand ? { ContentLength: 4_194_305, Body: body } : undefined;
    const { world } = aWorld({ s3, env: { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128" } });
    const error = await aFailure(transform(anEvent("input/x.json"), world));
    expect(error).to.include({ reason: "too-large", size: 4_194_305, key: "input/x.json" });
    expect(calls).to.deep.equal(["destroy"]);
  });

  it("takes larger documents where there is more memory", async () => {
    const { world, objects } = aWorld({ env: { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256" } });
    objects.set("input/x.json", Buffer.from(`{"a":"${"x".repeat(4_194_305)}"}`));
    await transform(anEvent("input/x.json"), world);
    expect(objects.get("output/x.csv")).to.have.length(4_194_310);
  });

  const sized = (bytes: number) => Buffer.from(`{"a":"${"x".repeat(bytes - 8)}"}`);
  const large = sized(LARGE);
  const sizes: [string, Uint8Array, number][] = [
    ["nothing before and within a small document", good, 0],
    ["what lies in memory before a large document, and what reading it has left", large, 2],
    ["what lies in memory before a small document becomes a large one", gzipSync(large), 1],
    ["nothing before a document that is just not large", sized(LARGE - 1), 0],
    ["nothing before a small document that was compressed", gzipSync(good), 0],
  ];
  for (const [what, document, times] of sizes) {
    it(`frees ${what}`, async () => {
      const told = aWorld();
      told.objects.set("input/x.json", document);
      await transform(anEvent("input/x.json"), told.world);
      expect(told.collections).to.equal(times);
    });
  }

  it("does not take a body that broke off for a bad document", async () => {
    const s3: Answer = (command) =>
      command instanceof GetObjectCommand
        ? { ContentLength: 30, Body: { transformToByteArray: async () => good.subarray(0, 10) } }
        : undefined;
    const { world, objects } = aWorld({ s3 });
    const error = await aFailure(transform(anEvent("input/x.json"), world));
    expect([error.name, error.message]).to.deep.equal(["IncompleteBodyError", "expected 30 bytes, received 10"]);
    expect(objects.size).to.equal(0);
  });

  const refusals: [string, number, typeof GetObjectCommand | typeof PutObjectCommand][] = [
    ["NoSuchKey", 404, GetObjectCommand],
    ["AccessDenied", 403, GetObjectCommand],
    ["SlowDown", 503, GetObjectCommand],
    ["InternalError", 500, PutObjectCommand],
    ["AccessDenied", 403, PutObjectCommand],
    ["TimeoutError", 0, PutObjectCommand],
  ];
  for (const [name, status, operation] of refusals) {
    it(`throws what S3 says, by its name: ${name} of ${operation.name}`, async () => {
      const s3: Answer = (command) => {
        if (command instanceof operation) throw anAwsError(name, status);
        return undefined;
      };
      const { world, objects } = aWorld({ s3 });
      objects.set("input/x.json", good);
      expect((await aFailure(transform(anEvent("input/x.json"), world))).name).to.equal(name);
    });
  }

  it("converts the other objects of an event when one fails, then throws the first failure", async () => {
    const { world, objects } = aWorld();
    objects.set("input/1.json", good).set("input/2.json", Buffer.from("{")).set("input/4.json", good);
    const keys = ["1", "2", "3", "4"].map((name) => `input/${name}.json`);
    const error = await aFailure(transform(anEvent(...keys), world));
    expect([error.name, error.reason]).to.deep.equal(["BadDocumentError", "truncated"]);
    expect([...objects.keys()].filter((key) => key.startsWith("output/"))).to.deep.equal([
      "output/1.csv",
      "output/4.csv",
    ]);
  });

  const strange: [string, unknown][] = [
    ["null", null],
    ["no records", { Event: "s3:TestEvent" }],
    ["a record of SQS", { Records: [{ body: "x" }] }],
    ["a record that is null", { Records: [null] }],
    ["a key that is not form-url-encoded", anEvent("input/%E9.json")],
    ["an object of its own output", anEvent("output/x.csv")],
  ];
  for (const [what, event] of strange) {
    it(`throws UnexpectedEventError for an event with ${what}`, async () => {
      const { world } = aWorld();
      expect((await aFailure(transform(event, world))).name).to.equal("UnexpectedEventError");
    });
  }

  it("works over a real S3 client and a socket", async () => {
    const puts: { url: string; type: string | undefined; body: string }[] = [];
    const server = createServer(async (request, response) => {
      if (request.method === "GET") response.end(good);
      else {
        puts.push({ url: request.url!, type: request.headers["content-type"], body: await bodyOf(request) });
        response.end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    const s3 = new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      forcePathStyle: true,
      region: "eu-west-1",
      credentials,
    });
    try {
      await transform(anEvent("input/x+y.json"), { s3, env: {}, collect: () => {} });
    } finally {
      s3.destroy();
      server.close();
    }
    expect(puts).to.deep.equal([
      {
        url: "/documents-lab/output/x%20y.csv?x-id=PutObject",
        type: "text/csv; charset=utf-8",
        body: "id,name\r\n1,Ada\r\n",
      },
    ]);
  });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
