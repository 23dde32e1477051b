import { expect } from "chai";
import { type AHost, type Answered, aHost, type Files, handler, ID } from "./a-host.ts";

describe("an error in a process of its own", () => {
  let host: AHost;
  before(() => {
    host = aHost();
  });
  after(() => host.stop());
  const answer = async (files: Files, input: object = {}): Promise<Answered> =>
    host.invoke(await host.deploy(files, { Timeout: 10, ...input }));

  it("is handed on by class, message and stack, as the function's files are named on Lambda", async () => {
    const { error, payload, tail } = await answer("throw new TypeError('no such thing');");
    expect(error).to.equal("Unhandled");
    expect(payload).to.deep.include({ errorType: "TypeError", errorMessage: "no such thing" });
    expect(payload.trace[0]).to.equal("TypeError: no such thing");
    expect(payload.trace[1]).to.match(/^ {4}at exports\.handler \(\/var\/task\/index\.js:1:\d+\)$/);
    expect(payload.trace.join("\n")).to.not.include("chaoslab-lambda-");
    expect(tail).to.match(
      new RegExp(`\\t${ID}\\tERROR\\tInvoke Error \\t\\{"errorType":"TypeError","errorMessage":"no such thing"`),
    );
  });

  it("leaves the environment as it was", async () => {
    const name = await host.deploy({
      "index.js": `let n = 0; ${handler("n++; if (n === 1) throw new Error('once'); return n;")}`,
    });
    expect((await host.invoke(name)).error).to.equal("Unhandled");
    expect((await host.invoke(name)).payload).to.equal(2);
  });

  const forms: readonly [what: string, code: string, errorType: string, errorMessage: string][] = [
    ["that is no Error", "async () => { throw 'text'; }", "string", "text"],
    ["given to the callback", "(e, c, callback) => callback(new RangeError('far'))", "RangeError", "far"],
    ["given to context.fail", "(e, c) => c.fail(new Error('old'))", "Error", "old"],
    ["thrown before any promise", "() => { throw new Error('early'); }", "Error", "early"],
    ["in the answer's JSON", "async () => ({ n: 1n })", "Error", "Unable to stringify response body"],
    [
      "of a promise that can never be settled",
      "async () => { await new Promise(() => {}); }",
      "Runtime.NodeJsExit",
      "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes",
    ],
    [
      "that nobody catches",
      "async () => { setTimeout(() => { throw new Error('later'); }); await new Promise((r) => setTimeout(r, 9000)); }",
      "Error",
      "later",
    ],
    [
      "in a rejection that nobody handles",
      "async () => { Promise.reject(new Error('nobody')); await new Promise((r) => setTimeout(r, 9000)); }",
      "Runtime.UnhandledPromiseRejection",
      "Error: nobody",
    ],
  ];
  for (const [what, code, errorType, errorMessage] of forms) {
    it(`${what} fails the run`, async () => {
      const { error, payload } = await answer({ "index.js": `exports.handler = ${code}` });
      expect(error).to.equal("Unhandled");
      expect(payload).to.deep.include({ errorType, errorMessage });
    });
  }

  it("that nobody handles ends the process, as the log tells", async () => {
    const { tail } = await answer(
      "Promise.reject(new Error('nobody')); await new Promise((r) => setTimeout(r, 9000));",
    );
    expect(tail).to.include("Unhandled Promise Rejection");
    expect(tail).to.match(/Status: error\tError Type: Runtime\.ExitError\t\n/);
    expect(tail).to.match(
      new RegExp(`RequestId: ${ID} Error: Runtime exited with error: exit status 128\nRuntime.ExitError\n$`),
    );
  });
});

describe("an init in a process of its own", () => {
  let host: AHost;
  before(() => {
    host = aHost();
  });
  after(() => host.stop());

  const failures: readonly [what: string, files: Record<string, string>, Handler: string, error: object][] = [
    [
      "a module that is not there",
      { "index.js": "require('absent'); exports.handler = async () => 1" },
      "index.handler",
      {
        errorType: "Runtime.ImportModuleError",
        message: /^Error: Cannot find module 'absent'\nRequire stack:\n- \/var\/task\/index\.js\n/,
      },
    ],
    [
      "a handler's file that is not there",
      { "index.js": "exports.handler = async () => 1" },
      "main.handler",
      { errorType: "Runtime.ImportModuleError", message: /^Error: Cannot find module 'main'\n/ },
    ],
    [
      "a handler that is not exported",
      { "index.js": "exports.other = 1" },
      "index.handler",
      { errorType: "Runtime.HandlerNotFound", message: /^index\.handler is undefined or not exported$/ },
    ],
    [
      "a handler that is no function",
      { "index.js": "exports.handler = 7" },
      "index.handler",
      { errorType: "Runtime.HandlerNotFound", message: /^index\.handler is not a function$/ },
    ],
    [
      "code that does not parse",
      { "index.js": "exports.handler = async ( => 1" },
      "index.handler",
      { errorType: "Runtime.UserCodeSyntaxError", message: /^SyntaxError: Unexpected token '=>'$/ },
    ],
    [
      "a name that leads out of the package",
      { "index.js": "" },
      "../index.handler",
      { errorType: "Runtime.MalformedHandlerName", message: /^'\.\.\/index\.handler' is not a valid handler name\./ },
    ],
    [
      "an error at the module's top",
      { "index.js": "throw new RangeError('at the top')" },
      "index.handler",
      { errorType: "RangeError", message: /^at the top$/ },
    ],
    [
      "an exit at the module's top",
      { "index.js": "process.exit(3)" },
      "index.handler",
      {
        errorType: "Runtime.ExitError",
        message: new RegExp(`^RequestId: ${ID} Error: Runtime exited with error: exit status 3$`),
      },
    ],
  ];
  for (const [what, files, Handler, expected] of failures) {
    it(`that meets ${what} fails the first run in Lambda's words`, async () => {
      const { errorType, message } = expected as { errorType: string; message: RegExp };
      const { error, payload, tail } = await host.invoke(await host.deploy(files, { Handler, Timeout: 10 }));
      expect(error).to.equal("Unhandled");
      expect(payload.errorType).to.equal(errorType);
      expect(payload.errorMessage).to.match(message);
      expect(tail).to.include(`Phase: init\tStatus: error\tError Type: ${errorType}`);
    });
  }

  it("is measured, and billed with the run", async () => {
    const code = `const end = Date.now() + 300; while (Date.now() < end); ${handler("return 1;")}`;
    const { tail } = await host.invoke(await host.deploy({ "index.js": code }));
    const [, init] = /Init Duration: (\d+\.\d\d) ms/.exec(tail)!;
    const [, duration, billed] = /Duration: (\d+\.\d\d) ms\tBilled Duration: (\d+) ms/.exec(tail)!;
    expect(Number(init)).to.be.at.least(300);
    expect(Number(billed)).to.equal(Math.ceil(Number(duration) + Number(init)));
  });

  it("that failed is begun anew for the next run", async () => {
    const code = `const fs = require("node:fs"); const file = "/tmp/" + process.env.MARK; const again = fs.existsSync(file);
      fs.writeFileSync(file, ""); if (!again) process.exit(1); fs.unlinkSync(file); ${handler("return 'second';")}`;
    const Environment = { Variables: { MARK: `chaoslab-${process.pid}-${Date.now()}` } };
    const { payload, error } = await host.invoke(await host.deploy({ "index.js": code }, { Environment, Timeout: 10 }));
    expect(error).to.equal(undefined);
    expect(payload).to.equal("second");
  });

  it("that takes too long is begun anew within the run's own time", async () => {
    const impatient = aHost({ initLimit: 400 });
    const name = await impatient.deploy({ "index.js": `for (;;); ${handler("return 1;")}` }, { Timeout: 1 });
    const { payload, tail } = await impatient.invoke(name);
    await impatient.stop();
    expect(payload.errorType).to.equal("Sandbox.Timedout");
    expect(tail).to.match(/INIT_REPORT Init Duration: \d+\.\d\d ms\tPhase: init\tStatus: timeout/);
    expect(tail).to.include("Task timed out after 1.00 seconds");
  });
});
