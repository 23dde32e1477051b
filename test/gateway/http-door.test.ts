import { connect } from "node:net";
import { expect } from "chai";
import { HttpDoor } from "../../cloud/gateway/http-door.ts";
import { ROOT_KEY } from "../../lab/local/root-key.ts";
import { head, knock, type Letter, send, signedHeaders, talk } from "./a-knock.ts";
import { aServedBucket } from "./a-served-bucket.ts";

describe("the HTTP door", () => {
  const bucket = aServedBucket();

  describe("asks by which name it was called, and", () => {
    const asked = async (host: string) => (await send(bucket.port, { path: "/", headers: { host } })).status;

    it("serves this machine's own", async () => {
      for (const host of [
        "127.0.0.1",
        `127.0.0.1:${bucket.port}`,
        "localhost",
        `LOCALHOST:${bucket.port}`,
        "a.b.localhost:80",
      ]) {
        // Anonymous, and so not allowed; but heard.
        expect((await send(bucket.port, { path: "/", headers: { host } })).code, host).to.equal("AccessDenied");
      }
    });

    it("refuses every other", async () => {
      const others = [
        "example.com",
        "127.0.0.1.example.com",
        "localhost.example.com",
        "evil-localhost",
        "127.0.0.2",
        "[::1]",
        "",
      ];
      for (const host of others) expect(await asked(host), host).to.be.oneOf([400, 403]);
      expect(await talk(bucket.port, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).to.match(/^HTTP\/1.1 400 /);
      expect(await talk(bucket.port, "GET / HTTP/1.0\r\n\r\n")).to.match(/^HTTP\/1.1 403 /);
    });

    it("finds the bucket in it", async () => {
      for (const host of ["documents.localhost", "documents.s3.localhost", "documents.s3.us-east-1.localhost"]) {
        const letter = { path: "/k", headers: { host: `${host}:${bucket.port}` } };
        expect((await knock(bucket.port, letter)).body, host).to.equal("hello");
      }
      expect((await knock(bucket.port, { path: "/documents/k", headers: { host: "s3.localhost" } })).body).to.equal(
        "hello",
      );
    });
  });

  describe("keeps to HTTP:", () => {
    it("answers pipelined requests in their order", async () => {
      const paths = ["/documents/k", "/documents/nothing", "/documents?location"];
      const text = paths.map((path, i) => bucket.signedHead({ path }, i === 2 ? { connection: "close" } : {}));
      const heard = await talk(bucket.port, text.join(""));
      expect(heard.match(/HTTP\/1.1 \d+/g)).to.deep.equal(["HTTP/1.1 200", "HTTP/1.1 404", "HTTP/1.1 200"]);
    });

    it("lets a caller wait with its body until the signature was believed", async () => {
      const letter = { method: "PUT", path: "/documents/waited", body: "hello" };
      const wait = { expect: "100-continue", "content-length": "5", connection: "close" };
      const heard = await new Promise<string>((resolve) => {
        let text = "";
        const socket = connect(bucket.port, "127.0.0.1", () => socket.write(bucket.signedHead(letter, wait)));
        socket.on("data", (piece) => {
          text += piece;
          if (text === "HTTP/1.1 100 Continue\r\n\r\n") socket.write("hello");
        });
        socket.on("close", () => resolve(text));
      });
      expect(heard).to.match(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK\r\n/);
      expect((await knock(bucket.port, { path: "/documents/waited" })).body).to.equal("hello");
    });

    it("never asks for the body of a caller it refuses, and hangs up", async () => {
      const letter = {
        method: "PUT",
        path: "/documents/k",
        body: "hello",
        keys: { ...ROOT_KEY, secretAccessKey: "guessed" },
      };
      const heard = await talk(
        bucket.port,
        bucket.signedHead(letter, { expect: "100-continue", "content-length": "5" }),
      );
      expect(heard)
        .to.match(/^HTTP\/1.1 403 /)
        .and.contain("SignatureDoesNotMatch")
        .and.not.contain("100 Continue");
    });

    it("answers HEAD like GET, without the body", async () => {
      const got = await knock(bucket.port, { path: "/documents/k" });
      const headed = await knock(bucket.port, { method: "HEAD", path: "/documents/k" });
      for (const name of ["content-length", "etag", "content-type", "last-modified"]) {
        expect(headed.headers[name], name).to.equal(got.headers[name]);
      }
      expect(headed.body).to.equal("");
      const missing = await knock(bucket.port, { method: "HEAD", path: "/documents/nothing" });
      expect([missing.status, missing.body]).to.deep.equal([404, ""]);
    });

    it("answers part of an object with 206, and what has not changed with 304 and no body", async () => {
      const part = await knock(bucket.port, { path: "/documents/k", headers: { range: "bytes=1-3" } });
      expect(part).to.deep.include({ status: 206, body: "ell" });
      expect(part.headers).to.include({ "content-range": "bytes 1-3/5", "content-length": "3" });
      const { headers } = part;
      const same = await knock(bucket.port, { path: "/documents/k", headers: { "if-none-match": headers.etag! } });
      expect(same).to.deep.include({ status: 304, body: "" });
      expect(same.headers).to.include({ etag: headers.etag!, "last-modified": headers["last-modified"]! });
      expect(same.headers).not.to.have.any.keys("content-type", "content-length");
    });

    it("answers 204 where there is nothing to say", async () => {
      const policy = {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: "arn:aws:s3:::documents/never" },
        ],
      };
      const letters: Letter[] = [
        { method: "PUT", path: "/documents?policy", body: JSON.stringify(policy) },
        { method: "DELETE", path: "/documents?policy" },
        {
          method: "PUT",
          path: "/documents?tagging",
          body: "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
        },
        { method: "DELETE", path: "/documents?tagging" },
        { method: "DELETE", path: "/documents/never" },
      ];
      for (const letter of letters) {
        const { status, headers } = await knock(bucket.port, letter);
        expect(status, `${letter.method} ${letter.path}`).to.equal(204);
        expect(headers).not.to.have.any.keys("content-length", "content-type", "transfer-encoding");
        expect(headers["x-amz-request-id"]).to.match(/^[0-9A-F]{16}$/);
      }
    });

    it("refuses more headers than it reads, and text that is not HTTP", async () => {
      const heard = await talk(bucket.port, head("GET /", { host: "localhost", "x-large": "a".repeat(17_000) }));
      expect(heard).to.match(/^HTTP\/1.1 431 /);
      expect(await talk(bucket.port, "HELLO\r\n\r\n")).to.match(/^HTTP\/1.1 400 /);
    });

    it("takes a whole URL for a target, as proxies write it", async () => {
      const letter = { path: "/documents/k" };
      const text = head(`GET http://127.0.0.1:${bucket.port}/documents/k`, {
        ...signedHeaders(bucket.port, letter),
        connection: "close",
      });
      expect(await talk(bucket.port, text))
        .to.match(/^HTTP\/1.1 200 /)
        .and.match(/hello$/);
    });

    it("refuses a path that cannot be read", async () => {
      expect((await send(bucket.port, { path: "/documents/%zz", headers: { host: "localhost" } })).code).to.equal(
        "InvalidURI",
      );
      expect(
        (await send(bucket.port, { path: "/documents?prefix=%zz", headers: { host: "localhost" } })).code,
      ).to.equal("InvalidURI");
    });
  });

  describe("hears that a caller has gone, and", () => {
    it("ends its long poll", async () => {
      const { sqs } = bucket.served.cloud.houses.services;
      const target = (name: string, body: object): Letter => ({
        method: "POST",
        service: "sqs",
        headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${name}` },
        body: JSON.stringify(body),
      });
      await knock(bucket.port, target("CreateQueue", { QueueName: "q" }));
      const poll = target("ReceiveMessage", { QueueUrl: "q", WaitTimeSeconds: 20 });
      const text = bucket.signedHead(poll, { "content-length": String(poll.body!.length) }) + poll.body;
      const socket = connect(bucket.port, "127.0.0.1", () => socket.write(text));
      await new Promise((resolve) => setTimeout(resolve, 100));
      socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, 50));
      await knock(bucket.port, target("SendMessage", { QueueUrl: "q", MessageBody: "for who is still there" }));
      // A poll that went on would have taken it.
      expect(sqs.get("q").queue.counts(Date.now())).to.include({ visible: 1, inFlight: 0 });
    });

    it("forgets a request whose body never came", async () => {
      const letter = { method: "PUT", path: "/documents/half", body: "hello" };
      const socket = connect(bucket.port, "127.0.0.1", () =>
        socket.write(`${bucket.signedHead(letter, { "content-length": "5" })}he`),
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
      socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect((await knock(bucket.port, { path: "/documents/half" })).status).to.equal(404);
    });
  });

  describe("has rooms of the lab, which", () => {
    it("answer at their own paths, to pages of this machine only", async () => {
      bucket.served.door.open("faults", (request, response) => void response.end(`faults ${request.url}`));
      const ask = (path: string, headers = {}) =>
        send(bucket.port, { path, headers: { host: "localhost", ...headers } });
      expect((await ask("/_lab/faults/1?x")).body).to.equal("faults /_lab/faults/1?x");
      expect((await ask("/_lab/nothing")).status).to.equal(404);
      expect((await ask("/_lab/faults", { origin: `http://localhost:${bucket.port}` })).status).to.equal(200);
      for (const origin of ["https://example.com", "null", "http://localhost.example.com"]) {
        expect((await ask("/_lab/faults", { origin })).status, origin).to.equal(403);
      }
    });
  });

  it("says which services it does not have, in a language their clients speak", async () => {
    const target = { "content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.ListTables" };
    const json = await knock(bucket.port, { method: "POST", service: "dynamodb", headers: target, body: "{}" });
    expect(json).to.include({ status: 501, code: "NotImplemented" });
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const query = await knock(bucket.port, {
      method: "POST",
      service: "ec2",
      headers: form,
      body: "Action=DescribeInstances",
    });
    expect(query).to.include({ status: 501, code: "NotImplemented" });
    expect(query.body).to.contain("ec2 is not served here");
  });

  it("listens on this machine's own address alone, and not after it was closed", async () => {
    const { gateway, place, houses } = bucket.served.cloud;
    const { credentials } = houses.services.iam;
    const other = new HttpDoor({
      gateway,
      credentials,
      rootCredentials: ROOT_KEY,
      clock: bucket.served.clock,
      place,
    });
    const { port: taken } = await other.listen(0);
    const call = (host: string) =>
      new Promise((resolve) => {
        const socket = connect(taken, host, () => resolve("connected")).on("error", ({ message }) => resolve(message));
        socket.unref();
      });
    expect(await call("127.0.0.1")).to.equal("connected");
    expect(await call("127.0.0.2")).to.match(/ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH/);
    await other.close();
    expect(await call("127.0.0.1")).to.match(/ECONNREFUSED/);
  });

  it("opens what everybody may read to who does not sign, and closes the rest", async () => {
    const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::open/*" };
    await knock(bucket.port, { method: "PUT", path: "/open" });
    await knock(bucket.port, { method: "PUT", path: "/open/k", body: "for all" });
    await knock(bucket.port, { method: "DELETE", path: "/open?publicAccessBlock" });
    const put = {
      method: "PUT",
      path: "/open?policy",
      body: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    };
    expect((await knock(bucket.port, put)).status).to.equal(204);
    const ask = (method: string, path: string) => send(bucket.port, { method, path, headers: { host: "localhost" } });
    expect((await ask("GET", "/open/k")).body).to.equal("for all");
    expect((await ask("PUT", "/open/k")).code).to.equal("AccessDenied");
    expect((await ask("GET", "/documents/k")).code).to.equal("AccessDenied");
  });

  it("tells of a deleted object that it was deleted", async () => {
    await knock(bucket.port, { method: "PUT", path: "/versions" });
    const versioning = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    await knock(bucket.port, { method: "PUT", path: "/versions?versioning", body: versioning });
    await knock(bucket.port, { method: "PUT", path: "/versions/k", body: "hello" });
    const marker = (await knock(bucket.port, { method: "DELETE", path: "/versions/k" })).headers["x-amz-version-id"];
    const gone = await knock(bucket.port, { path: "/versions/k" });
    expect(gone.status).to.equal(404);
    expect(gone.headers).to.include({ "x-amz-delete-marker": "true", "x-amz-version-id": marker! });
    const refused = await knock(bucket.port, { path: `/versions/k?versionId=${marker}` });
    expect(refused.status).to.equal(405);
    expect(refused.headers).to.include({ "x-amz-delete-marker": "true", allow: "DELETE" });
  });
});
