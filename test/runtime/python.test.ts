import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { PLACE } from "../lambda/a-lambda.ts";
import { type AHost, aHost, ID } from "./a-host.ts";

const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** Forms and texts of Lambda's Python runtime, as recorded on AWS. */
describe("a Python handler in a process of its own", function () {
  this.timeout(20_000);
  let host: AHost;
  before(function () {
    if (!hasPython) this.skip();
    host = aHost();
  });
  after(() => host?.stop());

  const deploy = (source: string, input: object = {}) =>
    host.deploy({ "handler.py": source }, { Runtime: "python3.12", Handler: "handler.handler", ...input });
  const body = (...lines: string[]) =>
    ["def handler(event, context):", ...lines.map((line) => `    ${line}`)].join("\n");

  it("is handed its event and its context", async () => {
    const name = await deploy(
      body(
        "return dict(event=event, name=context.function_name, version=context.function_version,",
        "  arn=context.invoked_function_arn, memory=context.memory_limit_in_mb, id=context.aws_request_id,",
        "  group=context.log_group_name, custom=context.client_context.custom,",
        "  remaining=context.get_remaining_time_in_millis())",
      ),
      { Timeout: 30 },
    );
    const { payload, error } = await host.invoke(name, { n: "é" }, ID, { custom: { a: 1 } });
    expect(error).to.equal(undefined);
    expect(payload.remaining).to.be.within(20_000, 30_000);
    expect({ ...payload, remaining: 0 }).to.deep.equal({
      event: { n: "é" },
      name,
      version: "$LATEST",
      arn: `arn:aws:lambda:${PLACE.region}:${PLACE.accountId}:function:${name}`,
      memory: "256",
      id: ID,
      group: `/aws/lambda/${name}`,
      custom: { a: 1 },
      remaining: 0,
    });
  });

  it("keeps the state of its module from run to run", async () => {
    const name = await deploy(`count = 0\n${body("global count", "count += 1", "return count")}`);
    expect([(await host.invoke(name)).payload, (await host.invoke(name)).payload]).to.deep.equal([1, 2]);
  });

  it("logs what it prints as it is, and what it logs with a head", async () => {
    const source = `import logging\nlogging.getLogger().setLevel("INFO")\n${body(
      'print("printed")',
      'logging.info("two\\nlines")',
      'logging.debug("not shown")',
    )}`;
    const { tail } = await host.invoke(await deploy(source));
    expect(tail).to.match(/^START RequestId: .* Version: \$LATEST\nprinted\n/);
    expect(tail).to.match(new RegExp(`\n\\[INFO\\]\t[0-9-]{10}T[0-9:]{8}\\.\\d{3}Z\t${ID}\ttwo\nlines\n`));
    expect(tail).not.to.include("not shown");
  });

  it("answers with what it raised, and its frames as tracebacks show them", async () => {
    const name = await deploy(body('raise Exception("Handler fails")'));
    const { payload, error, tail } = await host.invoke(name);
    expect(error).to.equal("Unhandled");
    expect(payload).to.deep.equal({
      errorMessage: "Handler fails",
      errorType: "Exception",
      requestId: ID,
      stackTrace: ['  File "/var/task/handler.py", line 2, in handler\n    raise Exception("Handler fails")\n'],
    });
    expect(tail).to.include(
      '[ERROR] Exception: Handler fails\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/handler.py", line 2',
    );
  });

  const ends: [what: string, source: string, input: object, type: string, message: string | RegExp][] = [
    [
      "a missing module",
      "x = 1",
      { Handler: "none.handler" },
      "ImportModuleError",
      "Unable to import module 'none': No module named 'none'",
    ],
    ["a missing function", "x = 1", {}, "HandlerNotFound", "Handler 'handler' missing on module 'handler'"],
    [
      "a name without a dot",
      "x = 1",
      { Handler: "handler" },
      "MalformedHandlerName",
      "Bad handler 'handler': not enough values to unpack (expected 2, got 1)",
    ],
    [
      "a syntax error",
      "def x(:",
      {},
      "UserCodeSyntaxError",
      /^Syntax error in module 'handler': invalid syntax \(handler\.py, line 1\)$/,
    ],
    [
      "an answer that is no JSON",
      body("return object()"),
      {},
      "MarshalError",
      "Unable to marshal response: Object of type object is not JSON serializable",
    ],
    [
      "sys.exit(0)",
      `import sys\n${body("sys.exit(0)")}`,
      {},
      "ExitError",
      `RequestId: ${ID} Error: Runtime exited without providing a reason`,
    ],
    [
      "sys.exit(1)",
      `import sys\n${body("sys.exit(1)")}`,
      {},
      "ExitError",
      `RequestId: ${ID} Error: Runtime exited with error: exit status 1`,
    ],
  ];
  for (const [what, source, input, type, message] of ends) {
    it(`says what AWS says of ${what}`, async () => {
      const { payload, error } = await host.invoke(await deploy(source, input));
      expect([error, payload.errorType]).to.deep.equal(["Unhandled", `Runtime.${type}`]);
      if (typeof message === "string") expect(payload.errorMessage).to.equal(message);
      else expect(payload.errorMessage).to.match(message);
    });
  }

  it("is cut off at its timeout, and begins anew", async () => {
    const name = await deploy(`import time\n${body('time.sleep(event.get("sleep", 0))', "return 1")}`, { Timeout: 1 });
    const { payload } = await host.invoke(name, { sleep: 5 });
    expect(payload.errorType).to.equal("Sandbox.Timedout");
    expect((await host.invoke(name)).payload).to.equal(1);
  });

  it("is told what failed while its module was loaded", async () => {
    const { payload } = await host.invoke(await deploy('raise Exception("startup fails")'));
    expect(payload).to.include({ errorType: "Exception", errorMessage: "startup fails", requestId: "" });
    expect(payload.stackTrace.at(-1)).to.equal(
      '  File "/var/task/handler.py", line 1, in <module>\n    raise Exception("startup fails")\n',
    );
  });
});

describe("a runtime that this machine does not have", () => {
  it("is refused in the lab's own words when it is to run", async () => {
    const host = aHost();
    try {
      const { payload } = await host.invoke(await host.deploy("return 1;", { Runtime: "java21" }));
      expect(payload.errorType).to.equal("LAB_NO_RUNTIME");
      expect(payload.errorMessage).to.match(/^This machine cannot run functions of the runtime java21\. next: /);
    } finally {
      await host.stop();
    }
  });
});
