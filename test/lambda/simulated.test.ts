import { expect } from "chai";
import { bundle, deployed, invoke, messages } from "./a-bundle.ts";
import { LIVE_ARN, ROLE } from "./a-lambda.ts";

describe("the simulated runtime", () => {
  it("hands a bundle its world, and a run its context", async () => {
    const { lambda, s3 } = await deployed(
      bundle(`
        const before = world.clock.now();
        await world.s3.send({ name: "get" });
        return { event, took: world.clock.now() - before, remaining: context.getRemainingTimeInMillis(),
          prefix: world.env.PREFIX, region: world.env.AWS_REGION, handler: process.env._HANDLER,
          id: context.awsRequestId, name: context.functionName, version: context.functionVersion,
          arn: context.invokedFunctionArn, memory: context.memoryLimitInMB, group: context.logGroupName };`),
      { Environment: { Variables: { PREFIX: "output/" } } },
    );
    const { payload } = await invoke(lambda, { n: 7 });
    expect(payload).to.deep.equal({
      event: { n: 7 },
      took: 10,
      remaining: 2990,
      prefix: "output/",
      region: "us-east-1",
      handler: "index.handler",
      id: "r1",
      name: "transform",
      version: "1",
      arn: LIVE_ARN,
      memory: "128",
      group: "/aws/lambda/transform",
    });
    expect(s3.principals).to.deep.equal([{ roleArn: ROLE, sessionName: "transform" }]);
  });

  it("evaluates the bundle anew for each environment, and keeps its state from run to run", async () => {
    const { lambda } = await deployed(bundle("await world.clock.sleep(100); return count;"));
    const both = Promise.all([
      lambda.service.invoke({ name: "transform", qualifier: "live" }, "a", "{}"),
      lambda.service.invoke({ name: "transform", qualifier: "live" }, "b", "{}"),
    ]);
    const counts = (await lambda.clock.run(both)).map((answer) => "payload" in answer && answer.payload);
    expect(counts).to.deep.equal(["1", "1"]);
    expect((await invoke(lambda)).payload).to.equal(2);
  });

  it("resolves Node's modules, the SDK and the package's own files", async () => {
    const { lambda } = await deployed(
      {
        "src/index.js": `
        const { createHash } = require("node:crypto");
        const { GetObjectCommand } = require("@aws-sdk/client-s3");
        const { name, deep } = require("./names");
        exports.create = () => ({ handler: async () =>
          [typeof createHash, GetObjectCommand.name, name, deep, require("./names").name, __filename] });`,
        "src/names/index.js": `exports.name = "names"; exports.deep = require("../data.json").deep;`,
        "src/data.json": `{"deep":true}`,
      },
      { Handler: "src/index.handler" },
    );
    const { payload } = await invoke(lambda);
    expect(payload).to.deep.equal(["function", "GetObjectCommand", "names", true, "names", "/var/task/src/index.js"]);
  });

  it("writes the console and the bare lines of a bundle into its log", async () => {
    const { lambda } = await deployed(
      bundle(`console.log("hello %s", "log"); console.warn({ a: 1 }); world.log('{"bare":1}'); return 1;`),
    );
    await invoke(lambda);
    const [, hello, warning, bare] = messages(lambda);
    expect(hello).to.match(/^\S+Z\tr1\tINFO\thello log\n$/);
    expect(warning).to.match(/^\S+Z\tr1\tWARN\t\{ a: 1 \}\n$/);
    expect(bare).to.equal('{"bare":1}\n');
  });

  it("writes what a bundle says while it is loaded into the log of its first run", async () => {
    const { lambda } = await deployed(bundle("return 1;", `console.log("loading");`));
    await invoke(lambda);
    await invoke(lambda);
    expect(messages(lambda)[1]).to.match(/\tINFO\tloading\n$/);
    expect(messages(lambda, 1).join("")).not.to.include("loading");
  });

  it("answers with the error of a handler that throws, and keeps its environment", async () => {
    const { lambda } = await deployed(bundle(`if (count === 1) throw new RangeError("too far"); return count;`));
    const first = await invoke(lambda);
    expect(first.error).to.equal("Unhandled");
    expect(first.payload).to.deep.include({ errorType: "RangeError", errorMessage: "too far" });
    expect(first.payload.trace[0]).to.equal("RangeError: too far");
    expect(first.payload.trace[1]).to.match(/^ {4}at .*\/var\/task\/index\.js:2:\d+\)?$/);
    expect(JSON.stringify(first.payload)).not.to.include(process.cwd());
    expect(messages(lambda)[1]).to.match(/\tERROR\tInvoke Error \t\{"errorType":"RangeError","errorMessage":"too far"/);
    expect((await invoke(lambda)).payload).to.equal(2);
  });

  const broken: [string, Record<string, string>, string, RegExp][] = [
    [
      "no create",
      { "index.js": "exports.handler = async () => 1" },
      "LAB_MACHINE_TIME",
      /no create\(world\).*next: Export create/,
    ],
    [
      "no handler at all",
      { "index.js": "exports.other = 1" },
      "Runtime.HandlerNotFound",
      /^index\.handler is undefined or not exported$/,
    ],
    [
      "no such file",
      { "main.js": "" },
      "Runtime.ImportModuleError",
      /^Error: Cannot find module 'index'\nRequire stack:/,
    ],
    [
      "a module that is missing",
      { "index.js": `require("left-pad")` },
      "Runtime.ImportModuleError",
      /^Error: Cannot find module 'left-pad'\nRequire stack:\n- \/var\/task\/index\.js$/,
    ],
    ["a syntax error", { "index.js": "exports.handler = (" }, "Runtime.UserCodeSyntaxError", /^SyntaxError: /],
    ["an error of its own at the start", { "index.js": `throw new Error("no config")` }, "Error", /^no config$/],
  ];
  for (const [what, files, errorType, errorMessage] of broken) {
    it(`fails the first run of a bundle with ${what}, and each after it`, async () => {
      const { lambda } = await deployed(files);
      for (const _ of [1, 2]) {
        const { error, payload } = await invoke(lambda);
        expect([error, payload.errorType]).to.deep.equal(["Unhandled", errorType]);
        expect(payload.errorMessage).to.match(errorMessage);
      }
      expect(lambda.of("InvocationStarted").map(({ cold }) => cold)).to.deep.equal([true, true]);
    });
  }
});
