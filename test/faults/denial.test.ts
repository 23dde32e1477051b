import http from "node:http";
import https from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { HostDenial } from "../../src/faults/denial.ts";

describe("denied hosts", () => {
  const denial = new HostDenial();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    sockets.add(request.socket);
    request.resume().on("end", () => response.end("answer"));
  });
  let port = 0;

  before((done) => {
    server.listen(0, "127.0.0.1", () => {
      port = (server.address() as AddressInfo).port;
      done();
    });
  });
  afterEach(() => {
    denial.deny([]);
    requests.length = 0;
  });
  after(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });

  /** The body that a request is answered, or the code of its error. */
  function anAnswer(options: http.RequestOptions = {}, body = ""): Promise<string> {
    return new Promise((resolve) => {
      const request = http.request({ host: "127.0.0.1", port, agent, ...options }, (response) => {
        response.setEncoding("utf8").on("data", resolve);
      });
      request.on("error", (error: NodeJS.ErrnoException) => resolve(`${error.code} ${error.message}`));
      request.end(body);
    });
  }

  it("refuse a request on a warm keep-alive socket, and not a byte of it is sent", async () => {
    expect(await anAnswer()).to.equal("answer");
    denial.deny(["127.0.0.1"]);
    const refused = await anAnswer({ method: "PUT", path: "/output" }, "csv");
    expect(refused).to.equal("ENOTFOUND getaddrinfo ENOTFOUND 127.0.0.1");
    denial.deny([]);
    expect(await anAnswer({ path: "/after" })).to.equal("answer");
    expect(requests).to.deep.equal(["GET /", "GET /after"]);
    expect(sockets.size, "the warm socket outlived the denial").to.equal(1);
  });

  it("refuse a request that needs a new connection", async () => {
    denial.deny(["^127\\."]);
    expect(await anAnswer({ agent: new http.Agent() })).to.match(/^ENOTFOUND/);
    expect(requests).to.deep.equal([]);
  });

  it("refuse fetch, on a warm connection too", async () => {
    const url = `http://127.0.0.1:${port}/fetched`;
    expect(await (await fetch(url)).text()).to.equal("answer");
    denial.deny(["127.0.0.1"]);
    const error = await fetch(url).then(
      () => expect.fail("it was answered"),
      (failure: Error) => failure.cause as NodeJS.ErrnoException,
    );
    expect(error.code).to.equal("ENOTFOUND");
    denial.deny([]);
    expect(await (await fetch(url)).text()).to.equal("answer");
    expect(requests).to.deep.equal(["GET /fetched", "GET /fetched"]);
  });

  it("refuse an SDK client, by its virtual host name", async () => {
    denial.deny(["s3.*.amazonaws.com"]);
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    const s3 = new S3Client({ region: "eu-west-1", credentials, maxAttempts: 1 });
    const error = await s3.send(new HeadBucketCommand({ Bucket: "documents" })).catch((thrown: Error) => thrown);
    expect(error).to.include({ code: "ENOTFOUND", hostname: "documents.s3.eu-west-1.amazonaws.com" });
  });

  it("leave other hosts alone", async () => {
    denial.deny(["s3.*.amazonaws.com", "example.com"]);
    expect(await anAnswer()).to.equal("answer");
  });

  it("are names in any case of letters", async () => {
    denial.deny(["LOCALHOST"]);
    expect(await anAnswer({ host: "localhost" })).to.match(/^ENOTFOUND/);
  });

  it("are denied to https by the same guard", () => {
    const guard = (prototype: object) => (prototype as { addRequest: unknown }).addRequest;
    expect(guard(https.Agent.prototype)).to.equal(guard(http.Agent.prototype));
  });
});
