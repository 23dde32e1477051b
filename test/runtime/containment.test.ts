import { expect } from "chai";
import { type AHost, aHost, eventually, handler, ID, isRunning } from "./a-host.ts";

/** A neighbour that counts its runs: if it was disturbed, it would begin anew. */
const neighbour = { "index.js": `let n = 0; ${handler("return { n: ++n, pid: process.pid };")}` };

describe("what a handler does to its process", () => {
  let host: AHost;
  let other: string;
  let pid: number;
  let runs = 1;
  before(async () => {
    host = aHost();
    other = await host.deploy(neighbour);
    pid = (await host.invoke(other)).payload.pid;
  });
  after(() => host.stop());

  // Whatever has happened, the neighbour goes on where it was, in the same process.
  afterEach(async () => {
    expect((await host.invoke(other)).payload).to.deep.equal({ n: ++runs, pid });
  });

  const exits: readonly [what: string, body: string, ending: string][] = [
    ["exits with 0", "process.exit(0);", "Runtime exited without providing a reason"],
    ["exits with 7", "process.exit(7);", "Runtime exited with error: exit status 7"],
    ["aborts", "process.abort();", "Runtime exited with error: signal: aborted"],
    [
      "is killed",
      "process.kill(process.pid, 'SIGKILL'); await new Promise((r) => setTimeout(r, 9000));",
      "Runtime exited with error: signal: killed",
    ],
    [
      "is terminated",
      "process.kill(process.pid, 'SIGTERM'); await new Promise((r) => setTimeout(r, 9000));",
      "Runtime exited with error: signal: terminated",
    ],
  ];
  for (const [what, body, ending] of exits) {
    it(`says so when it ${what}, and the next event finds another`, async () => {
      const code = `let n = 0; ${handler(`if (n++ === 0 && event.end) { console.log("last words"); ${body} } return n;`)}`;
      const name = await host.deploy({ "index.js": code }, { Timeout: 10 });
      const { error, payload, tail } = await host.invoke(name, { end: true });
      expect(error).to.equal("Unhandled");
      expect(payload).to.deep.equal({
        errorType: "Runtime.ExitError",
        errorMessage: `RequestId: ${ID} Error: ${ending}`,
      });
      expect(tail).to.include("\tINFO\tlast words\n");
      expect(tail).to.match(/Status: error\tError Type: Runtime\.ExitError\t\n/);
      expect(tail.endsWith(`RequestId: ${ID} Error: ${ending}\nRuntime.ExitError\n`)).to.equal(true);
      expect((await host.invoke(name)).payload).to.equal(1);
    });
  }

  const endless: readonly [what: string, body: string][] = [
    ["hangs", "await new Promise((r) => setTimeout(r, 1e6));"],
    ["loops", "for (;;);"],
    ["loops in microtasks", "for (;;) await null;"],
    ["has stopped itself", "process.kill(process.pid, 'SIGSTOP'); await new Promise((r) => setTimeout(r, 1e6));"],
    [
      "writes without end",
      "for (;;) { process.stdout.write('x'.repeat(65536) + '\\n'); await new Promise(setImmediate); }",
    ],
    ["refuses to be terminated", "process.on('SIGTERM', () => {}); for (;;);"],
  ];
  for (const [what, body] of endless) {
    it(`kills it at the timeout when it ${what}`, async () => {
      const before = host.runtime.pids();
      const name = await host.deploy(body, { Timeout: 1 });
      const { error, payload, tail } = await host.invoke(name);
      expect(error).to.equal("Unhandled");
      expect(payload).to.deep.equal({
        errorType: "Sandbox.Timedout",
        errorMessage: `RequestId: ${ID} Error: Task timed out after 1.00 seconds`,
      });
      expect(tail).to.match(/Status: timeout\t\n$/);
      await eventually(() => host.runtime.pids().every((pid) => before.includes(pid)));
    });
  }

  it("takes what it has started along", async () => {
    const name = await host.deploy(
      `const child = require("node:child_process").spawn("sleep", ["600"], { stdio: "inherit" });
       console.log("started " + child.pid); process.exit(1);`,
      { Timeout: 10 },
    );
    const { tail } = await host.invoke(name);
    const [, sleeper] = /started (\d+)/.exec(tail)!;
    await eventually(() => !isRunning(Number(sleeper)));
  });

  const hungry: readonly [what: string, body: string][] = [
    ["buffers", "const all = []; for (;;) { all.push(Buffer.alloc(4e6, 1)); await new Promise(setImmediate); }"],
    ["buffers in one go", "const all = []; for (;;) all.push(Buffer.alloc(4e6, 1));"],
    ["objects", "const all = []; for (;;) all.push({ n: all.length });"],
  ];
  for (const [what, body] of hungry) {
    it(`kills it when it exhausts its memory with ${what}`, async () => {
      const name = await host.deploy(body, { Timeout: 20, MemorySize: 128 });
      const { error, payload, tail } = await host.invoke(name);
      expect(error).to.equal("Unhandled");
      expect(payload).to.deep.equal({
        errorType: "Runtime.OutOfMemory",
        errorMessage: `RequestId: ${ID} Error: Runtime exited with error: signal: killed`,
      });
      expect(tail).to.match(/Status: error\tError Type: Runtime\.OutOfMemory\t\n/);
    });
  }

  it("keeps of what it writes as much as a log can use", async () => {
    const name = await host.deploy(
      `for (let i = 0; i < 200; i++) await new Promise((r) => process.stdout.write("y".repeat(99_999) + "\\n", r));
       console.log("the last line"); return "done";`,
      { Timeout: 20 },
    );
    const { payload, tail } = await host.invoke(name);
    expect(payload).to.equal("done");
    expect(tail).to.include("[what this run wrote beyond 4194304 characters was not kept]");
    expect(tail).to.not.include("the last line");
  });

  it("refuses an answer that is too large", async () => {
    const name = await host.deploy("return event.n ? 'x'.repeat(event.n) : 'small';", { Timeout: 10 });
    const { error, payload } = await host.invoke(name, { n: 20_000_000 });
    expect(error).to.equal("Unhandled");
    expect(payload).to.deep.equal({
      errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
      errorType: "Function.ResponseSizeTooLarge",
    });
    expect((await host.invoke(name)).payload).to.equal("small");
    expect((await host.invoke(name, { n: 6_000_000 })).payload).to.have.length(6_000_000);
  });
});
