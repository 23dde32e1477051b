import { expect } from "chai";
import { bundle, deployed, invoke, messages } from "./a-bundle.ts";
import { send, settled } from "./a-lambda.ts";

describe("an environment whose handler has answered", () => {
  it("stands still: a request that nobody waited for is answered in the next run", async () => {
    const { lambda, s3 } = await deployed(
      bundle(
        `
        const seen = [...log];
        if (count === 1) world.s3.send({ name: "write" }).then(() => log.push("answered"));
        else { await world.clock.sleep(1); return [...seen, "|", ...log]; }`,
        "const log = [];",
      ),
    );
    await invoke(lambda);
    await lambda.clock.run(lambda.clock.sleep(60_000));
    expect(s3.sent).to.have.length(1);
    expect((await invoke(lambda)).payload).to.deep.equal(["|", "answered"]);
  });

  it("sends nothing more until the next run there", async () => {
    const { lambda, s3 } = await deployed(
      bundle(`
        if (count === 1) void (async () => { await world.clock.sleep(5); await world.s3.send({ name: "late" }); })();
        else await world.clock.sleep(1);
        return count;`),
    );
    await invoke(lambda);
    await lambda.clock.run(lambda.clock.sleep(60_000));
    expect(s3.sent).to.deep.equal([]);
    const again = lambda.clock.now();
    await invoke(lambda);
    expect(s3.sent.map(({ name, at }) => [name, at - again])).to.deep.equal([["late", 0]]);
  });
});

describe("a run that outlives its timeout", () => {
  it("is frozen for ever: it is answered nothing, and sends nothing any more", async () => {
    const { lambda, s3 } = await deployed(
      bundle(`await world.s3.send({ name: "slow" }); await world.s3.send({ name: "after" }); return 1;`),
      { Timeout: 1 },
    );
    s3.latency = 5000;
    const { payload } = await invoke(lambda);
    expect(payload.errorType).to.equal("Sandbox.Timedout");
    await lambda.clock.run(lambda.clock.sleep(60_000));
    s3.latency = 1;
    await invoke(lambda);
    expect(s3.sent.map(({ name }) => name)).to.deep.equal(["slow", "slow", "after"]);
    expect(lambda.of("InvocationStarted").map(({ cold }) => cold)).to.deep.equal([true, true]);
  });

  it("writes nothing of what it would have written", async () => {
    const { lambda } = await deployed(bundle(`await world.clock.sleep(2000); world.log("late"); return 1;`), {
      Timeout: 1,
    });
    await invoke(lambda);
    await lambda.clock.run(lambda.clock.sleep(5000));
    expect(messages(lambda).join("")).not.to.include("late");
  });
});

describe("a rejection that nobody handles", () => {
  const unawaited = bundle(`
    if (count === 1) world.s3.send({ name: "write" });
    else await world.clock.sleep(100);
    return count;`);

  it("of a client fails the run in which it comes out, and ends the environment", async () => {
    const { lambda, s3 } = await deployed(unawaited);
    s3.failure = Object.assign(new Error("Please reduce your request rate."), { name: "SlowDown" });
    expect((await invoke(lambda)).payload).to.equal(1);
    const { error, payload } = await invoke(lambda);
    expect(error).to.equal("Unhandled");
    expect(payload).to.deep.include({
      errorType: "Runtime.UnhandledPromiseRejection",
      errorMessage: "SlowDown: Please reduce your request rate.",
    });
    expect(messages(lambda, 1)[1]).to.match(/\tERROR\tUnhandled Promise Rejection \t\{"errorType":"SlowDown"/);
    expect((await invoke(lambda)).payload).to.equal(1);
  });

  it("of the function's own code does the same", async () => {
    const { lambda } = await deployed(
      bundle(
        `(async () => { await world.clock.sleep(1); undefined.nothing; })(); await world.clock.sleep(50); return 1;`,
      ),
    );
    const { payload } = await invoke(lambda);
    expect(payload.errorType).to.equal("Runtime.UnhandledPromiseRejection");
    expect(payload.errorMessage).to.match(/^TypeError: Cannot read properties of undefined/);
  });

  it("that comes while the environment is frozen fails its next run", async () => {
    const { lambda } = await deployed(bundle(`void Promise.reject(new Error("at once")); return count;`));
    const first = await invoke(lambda);
    const second = await invoke(lambda);
    expect([first, second].map(({ payload }) => payload?.errorType ?? payload)).to.deep.equal([
      1,
      "Runtime.UnhandledPromiseRejection",
    ]);
  });

  it("costs an asynchronous event an attempt, and no more", async () => {
    const { lambda, s3 } = await deployed(
      bundle(`await Promise.all([world.s3.send({ name: "a" }), world.s3.send({ name: "b" })]); return 1;`),
    );
    s3.failure = new Error("refused");
    send(lambda);
    lambda.clock.at(lambda.clock.now() + 30_000, () => {
      s3.failure = undefined;
    });
    await settled(lambda);
    expect(lambda.of("InvocationEnded").map(({ outcome }) => outcome)).to.deep.equal(["error", "success"]);
  });
});

describe("an environment's network", () => {
  it("refuses denied hosts until they are allowed again", async () => {
    const { lambda, s3 } = await deployed(
      bundle(`
        world.network.deny(["s3.*.amazonaws.com"]);
        const first = await world.s3.send({ name: "x" }).catch((error) => error.code);
        world.network.deny([]);
        return [first, (await world.s3.send({ name: "y" })).name];`),
    );
    expect((await invoke(lambda)).payload).to.deep.equal(["ENOTFOUND", "y"]);
    expect(s3.sent.map(({ name }) => name)).to.deep.equal(["y"]);
  });
});
