import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { PLACE } from "../lambda/a-lambda.ts";
import { type AHost, aHost, handler, ID } from "./a-host.ts";

describe("a handler in a process of its own", () => {
  let host: AHost;
  before(() => {
    host = aHost();
  });
  after(() => host.stop());

  it("is handed its event and its context", async () => {
    const name = await host.deploy(
      `const { getRemainingTimeInMillis, succeed, fail, done, ...known } = context;
       return { event, known, remaining: context.getRemainingTimeInMillis() };`,
      { Timeout: 30 },
    );
    const { payload, error } = await host.invoke(name, { n: 7 });
    expect(error).to.equal(undefined);
    expect(payload.event).to.deep.equal({ n: 7 });
    expect(payload.remaining).to.be.within(20_000, 30_000);
    expect(payload.known).to.deep.include({
      awsRequestId: ID,
      functionName: name,
      functionVersion: "$LATEST",
      memoryLimitInMB: "256",
      invokedFunctionArn: `arn:aws:lambda:${PLACE.region}:${PLACE.accountId}:function:${name}`,
      logGroupName: `/aws/lambda/${name}`,
      callbackWaitsForEmptyEventLoop: true,
    });
    expect([...host.logs.keys()]).to.include(payload.known.logStreamName);
  });

  it("is handed what the caller has sent beside the event", async () => {
    const name = await host.deploy("return context.clientContext ?? 'none';");
    const context = { custom: { foo: "bär" } };
    expect((await host.invoke(name, {}, ID, context)).payload).to.deep.equal(context);
    expect((await host.invoke(name)).payload).to.equal("none");
  });

  it("keeps the state of its module from run to run, and has a process to itself", async () => {
    const files = { "index.js": `let n = 0; ${handler("return [++n, process.pid];")}` };
    const [one, other] = [await host.deploy(files), await host.deploy(files)];
    const [[first, pid], [second, samePid]] = [(await host.invoke(one)).payload, (await host.invoke(one)).payload];
    const [third, otherPid] = (await host.invoke(other)).payload;
    expect([first, second, third]).to.deep.equal([1, 2, 1]);
    expect(samePid).to.equal(pid);
    expect(otherPid).to.not.equal(pid);
    expect(host.runtime.pids()).to.include.members([pid, otherPid]);
    const ofOne = host.facts.filter((fact) => fact.kind === "InvocationStarted" && fact.function === one);
    expect(ofOne.map((fact) => "cold" in fact && fact.cold)).to.deep.equal([true, false]);
  });

  const modules: readonly [what: string, handler: string, files: Record<string, string>][] = [
    ["CommonJS", "index.handler", { "index.js": "exports.handler = async () => 'found'" }],
    ["CommonJS by its ending", "index.handler", { "index.cjs": "exports.handler = async () => 'found'" }],
    ["an ES module by its ending", "index.handler", { "index.mjs": "export const handler = async () => 'found'" }],
    [
      "an ES module by its package.json",
      "index.handler",
      { "index.js": "export const handler = async () => 'found'", "package.json": '{"type":"module"}' },
    ],
    [
      "an ES module that awaits at its top",
      "index.handler",
      { "index.mjs": "const found = await Promise.resolve('found'); export const handler = async () => found" },
    ],
    ["a file in a folder", "src/app/main.run", { "src/app/main.js": "exports.run = async () => 'found'" }],
    ["a function in an object", "index.api.get", { "index.js": "exports.api = { get: async () => 'found' }" }],
    [
      "a package that it brings",
      "index.handler",
      {
        "index.mjs": "import found from 'other'; export const handler = async () => found",
        "node_modules/other/index.js": "module.exports = 'found'",
        "node_modules/other/package.json": '{"name":"other"}',
      },
    ],
  ];
  for (const [what, Handler, files] of modules) {
    it(`may be ${what}`, async () => {
      const { payload } = await host.invoke(await host.deploy(files, { Handler }));
      expect(payload).to.equal("found");
    });
  }

  const styles: readonly [what: string, code: string, payload: unknown][] = [
    ["a promise", "() => Promise.resolve(1)", 1],
    ["nothing", "async () => {}", null],
    ["the callback", "(event, context, callback) => callback(null, { called: true })", { called: true }],
    [
      "the callback, when all timers have run",
      "(event, context, callback) => { const said = []; setTimeout(() => said.push('timer'), 20); callback(null, said); }",
      ["timer"],
    ],
    [
      "the callback at once, if it asks for that",
      "(event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 60_000); callback(null, 'at once'); }",
      "at once",
    ],
    ["the first of two callbacks", "(event, context, callback) => { callback(null, 1); callback(null, 2); }", 1],
    ["context.succeed", "(event, context) => context.succeed('old')", "old"],
    ["context.done", "(event, context) => { context.done(null, 'older'); }", "older"],
    ["nothing at all, if it is not async and has nothing left to do", "() => {}", null],
  ];
  for (const [what, code, expected] of styles) {
    it(`may answer with ${what}`, async () => {
      const { payload, error } = await host.invoke(await host.deploy({ "index.js": `exports.handler = ${code}` }));
      expect(error).to.equal(undefined);
      expect(payload).to.deep.equal(expected);
    });
  }

  it("finds Lambda's variables and its own, the role's credentials, and nothing of the host's", async () => {
    process.env.SECRET_OF_THE_HOST = "hidden";
    const name = await host.deploy("return process.env;", { Environment: { Variables: { PREFIX: "output/" } } });
    const { payload: env } = await host.invoke(name);
    delete process.env.SECRET_OF_THE_HOST;
    expect(env).to.deep.include({
      PREFIX: "output/",
      AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_SESSION_TOKEN: "token",
      AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      LANG: "en_US.UTF-8",
      TZ: ":UTC",
      SHLVL: "0",
      _HANDLER: "index.handler",
    });
    expect(env.AWS_LAMBDA_RUNTIME_API).to.match(/^127\.0\.0\.1:\d+\/[0-9a-f]{32}$/);
    expect(env._X_AMZN_TRACE_ID).to.match(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
    const others = Object.keys(env).filter((variable) => !variable.startsWith("AWS_"));
    expect(others.sort()).to.deep.equal(
      "CHAOSLAB_OPT LAMBDA_RUNTIME_DIR LAMBDA_TASK_ROOT LANG NODE_PATH PATH PREFIX PWD SHLVL TMPDIR TZ _HANDLER _X_AMZN_TRACE_ID".split(
        " ",
      ),
    );
  });

  it("stands in its package's folder, has a temporary one of its own, and cannot see the project's packages", async () => {
    const name = await host.deploy(`
      const fs = require("node:fs"), os = require("node:os");
      fs.writeFileSync(os.tmpdir() + "/kept", "x");
      const missing = (name) => { try { require(name); return "found"; } catch ({ code }) { return code; } };
      return { files: fs.readdirSync("."), temporary: fs.readdirSync(os.tmpdir()), here: process.cwd() === __dirname,
        task: process.env.LAMBDA_TASK_ROOT === __dirname, mode: fs.statSync(__filename).mode & 0o777,
        papaparse: missing("papaparse"), sdk: missing("@aws-sdk/client-sqs") };`);
    expect((await host.invoke(name)).payload).to.deep.equal({
      files: ["index.js"],
      temporary: ["kept"],
      here: true,
      task: true,
      mode: 0o444,
      papaparse: "MODULE_NOT_FOUND",
      sdk: "found",
    });
  });
});

describe("a handler's AWS calls", () => {
  it("go to the cloud's endpoint, signed with the role's credentials", async () => {
    const heard: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      heard.push(request);
      response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const asked: object[] = [];
    const host = aHost({
      endpoint: () => `http://127.0.0.1:${port}`,
      credentialsFor: (principal) => {
        asked.push(principal);
        return { accessKeyId: "ASIAROLE", secretAccessKey: "secret", sessionToken: "session-token" };
      },
    });
    const name = await host.deploy(
      {
        "index.mjs": `
        import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
        const s3 = new S3Client({});
        export const handler = async () => { await s3.send(new PutObjectCommand({ Bucket: "documents", Key: "a", Body: "b" })); };`,
      },
      { Timeout: 20 },
    );
    const { error } = await host.invoke(name);
    await host.stop();
    server.close();
    expect(error).to.equal(undefined);
    expect(heard.map(({ method, url }) => `${method} ${url}`)).to.deep.equal(["PUT /documents/a?x-id=PutObject"]);
    expect(heard[0]!.headers.authorization).to.include("Credential=ASIAROLE/");
    expect(heard[0]!.headers["x-amz-security-token"]).to.equal("session-token");
    expect(asked).to.deep.equal([{ roleArn: "arn:aws:iam::111111111111:role/transform", sessionName: name }]);
  });
});
