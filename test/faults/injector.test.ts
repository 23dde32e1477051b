import { expect } from "chai";
import { withFaults } from "../../src/faults/injector.ts";
import { aContext, aWorld } from "../transform/world.ts";

const FAULTS = { CHAOS_FAULTS_PARAMETER: "/faults", CHAOS_FAULTS_CACHE_SECONDS: "0" };

/** A handler that answers "done", in a world whose parameter holds `faults`. */
function aHandler(faults: unknown, work: () => Promise<unknown> = async () => "done") {
  const told = aWorld({ env: FAULTS });
  told.parameter = JSON.stringify(faults);
  let runs = 0;
  const handler = withFaults(async () => {
    runs++;
    return work();
  }, told.world);
  const strikes = () => told.lines.filter(({ chaos }) => chaos === "strike");
  return { told, handler, strikes, runs: () => runs };
}

const always = { probability: 1 };
const slow = { probability: 1, minMilliseconds: 3000, maxMilliseconds: 5000 };

describe("the injector", () => {
  it("leaves a handler of two parameters", () => {
    expect(aHandler({}).handler).to.have.length(2);
  });

  it("hands event and context on, and the answer back, when nothing strikes", async () => {
    const seen: unknown[] = [];
    const { world } = aWorld();
    const handler = withFaults(async (event, context) => {
      seen.push(event, context);
      return "answer";
    }, world);
    const context = aContext();
    expect(await handler({ an: "event" }, context)).to.equal("answer");
    expect(seen).to.deep.equal([{ an: "event" }, context]);
  });

  it("sleeps on the clock before the work when latency strikes, and says how long", async () => {
    const { told, handler, strikes } = aHandler({ seed: 7, latency: slow });
    const start = told.now;
    expect(await handler({}, aContext("request-1"))).to.equal("done");
    const [milliseconds] = told.sleeps;
    expect(milliseconds).to.be.within(3000, 5000);
    expect(told.now - start).to.equal(milliseconds);
    expect(strikes()).to.deep.equal([
      { chaos: "strike", fault: "latency", requestId: "request-1", start, seed: 7, milliseconds },
    ]);
  });

  it("spreads latencies over the whole range", async () => {
    const { told, handler } = aHandler({ latency: { probability: 1, minMilliseconds: 100, maxMilliseconds: 200 } });
    for (let run = 0; run < 500; run++) await handler({}, aContext(`request-${run}`));
    expect(Math.min(...told.sleeps)).to.be.within(100, 102);
    expect(Math.max(...told.sleeps)).to.be.within(197, 200);
    expect(told.sleeps.reduce((sum, sleep) => sum + sleep) / 500).to.be.within(145, 155);
  });

  it("strikes the same runs with the same latencies when it is told again", async () => {
    const tell = async () => {
      const { told, handler } = aHandler({ seed: 3, latency: { ...slow, probability: 0.5 } });
      for (let run = 0; run < 50; run++) await handler({}, aContext(`request-${run}`));
      return told.lines;
    };
    expect(await tell()).to.deep.equal(await tell());
  });

  it("strikes about the share of runs it is told to", async () => {
    const { handler, strikes } = aHandler({ exception: { probability: 0.3 } });
    let thrown = 0;
    for (let run = 0; run < 2000; run++) await handler({}, aContext(`r-${run}`)).catch(() => thrown++);
    expect(thrown).to.be.within(532, 668); // 99.9 % of a binomial
    expect(strikes()).to.have.length(thrown);
  });

  it("decides anew for the attempts of one event, which share their request id", async () => {
    const { told, handler, strikes } = aHandler({ exception: { probability: 0.5 } });
    for (let attempt = 0; attempt < 40; attempt++) {
      await handler({}, aContext("one-event")).catch(() => {});
      told.now += 60_000;
    }
    expect(strikes().length).to.be.within(8, 32);
  });

  it("throws before any work when an exception strikes", async () => {
    const { handler, runs, strikes } = aHandler({ exception: { probability: 1, message: "out of luck" } });
    const error = await handler({}, aContext()).catch((thrown: Error) => thrown);
    expect([(error as Error).name, (error as Error).message]).to.deep.equal(["InjectedException", "out of luck"]);
    expect(runs()).to.equal(0);
    expect(strikes()[0]).to.include({ fault: "exception", when: "before", message: "out of luck" });
  });

  it("throws after all the work when it is told to", async () => {
    const { handler, runs, strikes } = aHandler({ exception: { probability: 1, when: "after" } });
    await handler({}, aContext()).catch(() => {});
    expect(runs()).to.equal(1);
    expect(strikes()[0]).to.include({ fault: "exception", when: "after" });
  });

  it("does not throw after work that failed by itself", async () => {
    const { handler, strikes } = aHandler({ exception: { probability: 1, when: "after" } }, async () => {
      throw new RangeError("its own");
    });
    expect(await handler({}, aContext()).catch((error: Error) => error.name)).to.equal("RangeError");
    expect(strikes()).to.have.length(0);
  });

  it("does not answer before the run's timeout when a timeout strikes", async () => {
    const { told, handler, runs, strikes } = aHandler({ timeout: always });
    const error = await handler({}, aContext("r", 3000)).catch((thrown: Error) => thrown);
    expect(told.sleeps).to.deep.equal([63_000]);
    expect((error as Error).name).to.equal("InjectedException");
    expect(runs()).to.equal(0);
    expect(strikes()[0]).to.include({ fault: "timeout", milliseconds: 63_000 });
  });

  it("waits until a buffer before the timeout, then works, when failure-lambda says so", async () => {
    const { told, handler, runs } = aHandler({ timeout: { enabled: true, timeout_buffer_ms: 500 } });
    expect(await handler({}, aContext("r", 3000))).to.equal("done");
    expect(told.sleeps).to.deep.equal([2500]);
    expect(runs()).to.equal(1);
  });

  it("denies hosts during the struck run only", async () => {
    const { told, handler, strikes } = aHandler(
      { deniedHosts: { probability: 1, hosts: ["s3.*.amazonaws.com"] } },
      async () => told.denied.push(["(working)"]),
    );
    await handler({}, aContext());
    expect(told.denied).to.deep.equal([["s3.*.amazonaws.com"], ["(working)"], []]);
    expect(strikes()[0]).to.deep.include({ fault: "deniedHosts", hosts: ["s3.*.amazonaws.com"] });
  });

  it("lifts the denial when the work fails", async () => {
    const { told, handler } = aHandler({ deniedHosts: { probability: 1, hosts: ["x"] } }, () =>
      Promise.reject(new Error()),
    );
    await handler({}, aContext()).catch(() => {});
    expect(told.denied.at(-1)).to.deep.equal([]);
  });

  it("touches no network in a run that is not struck", async () => {
    const { told, handler } = aHandler({ deniedHosts: { probability: 0, hosts: ["x"] } });
    await handler({}, aContext());
    expect(told.denied).to.deep.equal([]);
  });

  it("lets several faults strike one run, in their order", async () => {
    const { told, handler } = aHandler({
      exception: { probability: 1, when: "after" },
      deniedHosts: { probability: 1, hosts: ["x"] },
      latency: slow,
    });
    await handler({}, aContext()).catch(() => {});
    expect(told.lines.map(({ fault, state }) => fault ?? state)).to.deep.equal([
      "armed",
      "latency",
      "deniedHosts",
      "exception",
    ]);
    expect(told.denied).to.deep.equal([["x"], []]);
  });

  it("sleeps before it throws when latency and exception strike one run", async () => {
    const { told, handler, runs } = aHandler({ latency: slow, exception: always });
    await handler({}, aContext()).catch(() => {});
    expect(told.sleeps).to.have.length(1);
    expect(runs()).to.equal(0);
  });

  it("strikes nothing once the configuration has expired", async () => {
    const { told, handler, strikes } = aHandler({ expiresAt: "2026-01-01T00:00:01Z", exception: always });
    await handler({}, aContext()).catch(() => {});
    told.now += 1000;
    expect(await handler({}, aContext())).to.equal("done");
    expect(strikes()).to.have.length(1);
  });

  it("strikes nothing when the parameter is unreadable", async () => {
    const { told, handler } = aHandler({});
    told.parameter = "not JSON";
    expect(await handler({}, aContext())).to.equal("done");
    expect(told.lines).to.deep.equal([
      { chaos: "faults", state: "unreadable", reason: "the parameter: expected JSON" },
    ]);
  });
});
