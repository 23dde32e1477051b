import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { Documents } from "../../drivers/documents.ts";
import { bundle, sourceOf } from "../../infra/bundle.ts";
import { FACTOR, MEBIBYTE, OWN } from "../../src/transform/budget.ts";
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

  const deployed = (code: Uint8Array, MemorySize: number) =>
    host.deploy(code, { MemorySize, Timeout: 60, Handler: "index.handler" });
  const run = (name: string) =>
    host.invoke(name, {
      Records: [{ s3: { bucket: { name: "documents" }, object: { key: documents.inputKey(0) } } }],
    });

  it("becomes its CSV in a memory of 256 MB, however many came before it, and takes no more than is set aside", async () => {
    const name = await deployed(bundle(), 256);
    for (let count = 1; count <= 12; count++) {
      const { error, payload, tail } = await run(name);
      expect(error, JSON.stringify(payload)).to.equal(undefined);
      expect(csvs).to.have.length(count);
      expect(csvs.at(-1)).to.be.at.least(documents.expected(0)!.size);
      expect(Number(/Max Memory Used: (\d+) MB/.exec(tail)?.[1])).to.be.within(
        100,
        (OWN + FACTOR * load.bytes) / MEBIBYTE,
      );
    }
  });

  it("kills a run that holds it letter by letter in 128 MB", async () => {
    csvs.length = 0;
    const { error, payload } = await run(await deployed(bundle(sourceOf({ transformVariant: "greedy-memory" })), 128));
    expect(error).to.equal("Unhandled");
    expect(payload.errorType).to.match(/^Runtime\.(ExitError|OutOfMemory)$/);
    expect(csvs).to.have.length(0);
  });

  it("is refused by its size, and the run lives, in a memory of 128 MB", async () => {
    const { error, payload } = await run(await deployed(bundle(), 128));
    expect(error).to.equal("Unhandled");
    expect(payload.errorType).to.equal("BadDocumentError");
  });
});
