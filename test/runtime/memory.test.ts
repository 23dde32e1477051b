import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { Documents } from "../../drivers/documents.ts";
import { bundle, sourceOf } from "../../infra/bundle.ts";
import { type AHost, aHost } from "./a-host.ts";

/** What `memory-squeeze` asks of a served cloud, for one document: the function and its greedy variant, in processes. */
describe("a document of 16 MiB", function () {
  this.timeout(120_000);
  const load = { documents: 1, perSecond: 1, malformed: 0, payload: "bulky", bytes: 16 * 1024 * 1024 } as const;
  const documents = new Documents({ seed: 1, run: "r", load });
  const csvs: number[] = [];
  let server: Server;
  let host: AHost;

  before(async () => {
    const body = documents.bytes(0);
    server = createServer((request, response) => {
      if (request.method === "GET") return response.end(body);
      let bytes = 0;
      request.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      request.on("end", () => {
        csvs.push(bytes);
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    host = aHost({ endpoint: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });

  after(async () => {
    await host.stop();
    server.closeAllConnections();
    server.close();
  });

  const run = async (code: Uint8Array, MemorySize: number) =>
    host.invoke(await host.deploy(code, { MemorySize, Timeout: 60, Handler: "index.handler" }), {
      Records: [{ s3: { bucket: { name: "documents" }, object: { key: documents.inputKey(0) } } }],
    });

  it("becomes its CSV in a memory of 256 MB", async () => {
    const { error, payload } = await run(bundle(), 256);
    expect(error, JSON.stringify(payload)).to.equal(undefined);
    expect(csvs).to.have.length(1);
    expect(csvs[0]).to.be.at.least(documents.expected(0)!.size);
  });

  it("kills a run that holds it letter by letter in 128 MB", async () => {
    const { error, payload } = await run(bundle(sourceOf({ transformVariant: "greedy-memory" })), 128);
    expect(error).to.equal("Unhandled");
    expect(payload.errorType).to.match(/^Runtime\.(ExitError|OutOfMemory)$/);
    expect(csvs).to.have.length(1);
  });

  it("is refused by its size, and the run lives, in a memory of 128 MB", async () => {
    const { error, payload } = await run(bundle(), 128);
    expect(error).to.equal("Unhandled");
    expect(payload.errorType).to.equal("BadDocumentError");
  });
});
