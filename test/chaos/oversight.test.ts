import { expect } from "chai";
import { minutes, seconds } from "../../chaos/units.ts";
import type { CohortPlan, End, Look } from "../../chaos/world.ts";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { aSetting } from "./a-setting.ts";
import { aDeed, allWell, anAction, anExperiment, aRun, aWorld, type Weather } from "./a-world.ts";

/** 3 000 documents in 150 s, a fault for seven minutes that is in force from 21 s on, a budget of 0.1 %. */
const aFault = (setting = aSetting(), more = {}) =>
  anExperiment({
    load: { documents: 3000, perSecond: 20, malformed: 0.01 },
    steadyStateHypothesis: { title: "t", collateral: { budget: 0.001 }, probes: [] },
    method: [anAction("break it", setting.provider({ spreads: seconds(5) }), { after: minutes(7) })],
    ...more,
  });

/** The method's documents end a second after they were accepted; those whose number `isDamaged` picks, in a dead-letter queue. */
function ending(isDamaged: (document: number) => boolean, begins = 21_000): NonNullable<Weather["news"]> {
  let told = 0;
  return ({ name, documents, perSecond }: CohortPlan, { settled }: Look, now) => {
    if (name !== "method") return [];
    const ended = settled ? documents : Math.min(documents, Math.floor(((now - begins - 1000) / 1000) * perSecond));
    const ends = Array.from({ length: Math.max(0, ended - told) }, (_, i): End => {
      const document = told + i;
      return { acceptedAt: EPOCH + begins + (document * 1000) / perSecond, collateral: isDamaged(document) };
    });
    told += ends.length;
    return ends;
  };
}

const sinceTheStory = (at: number) => at - EPOCH;
const atWork = { stopRule: true };

describe("the live stop rule", () => {
  const everyTenth = (document: number) => document % 10 === 9;

  it("restores at once, publishes no more, and refutes: exit 4", async () => {
    const setting = aSetting();
    let restoredAt = 0;
    const made = aWorld({ news: ending(everyTenth) });
    setting.afterPut = (value) => {
      if (value === "before") restoredAt = made.clock.now();
    };
    const { journal, diary } = await aRun(aFault(setting), made, atWork);
    const { verdict, reasons, exitCode, stoppedEarly } = journal.verdict!;
    expect([verdict, exitCode, stoppedEarly]).to.deep.equal(["REFUTED", 4, true]);
    expect(reasons[0]).to.match(
      /^stopped by the safety rule after 4 of 40 well-formed documents collateral, budget 0.1 %/,
    );
    expect(journal).to.include({ status: "completed", deviated: true, failure: null });
    // The first look is five seconds after the load began, and by then the fortieth document has ended.
    expect(sinceTheStory(restoredAt)).to.equal(26_000);
    expect(diary).to.include("26000 method stops");
    expect(diary.join("\n")).not.to.include("recovery begins");
    expect(journal.phases.map(({ name }) => name)).to.deep.equal(["baseline", "method", "rollback", "settling"]);
    expect(journal.leases.map(({ restoration }) => restoration.outcome)).to.deep.equal(["restored"]);
  });

  it("performs the experiment's own rollbacks after it", async () => {
    const done: string[] = [];
    const rollbacks = [
      anAction(
        "move on",
        aDeed(() => done.push("moved on")),
      ),
    ];
    const made = aWorld({ news: ending(everyTenth) });
    const { journal } = await aRun(aFault(aSetting(), { rollbacks }), made, atWork);
    expect(done).to.deep.equal(["moved on"]);
    expect(journal.rollbacks.map(({ status }) => status)).to.deep.equal(["succeeded"]);
  });

  it("restores within five seconds, though AWS is busy and a look takes a minute", async () => {
    const setting = aSetting();
    const made = aWorld({
      news: async (plan, look, now) => {
        const ends = await ending(everyTenth)(plan, look, now);
        if (ends.length === 0) return ends;
        await made.clock.sleep(minutes(1));
        return ends;
      },
    });
    let [decidedAt, restoredAt] = [0, 0];
    setting.onPut = (value) => {
      if (value !== "before") return;
      decidedAt ||= made.clock.now();
      if (made.clock.now() < decidedAt + 1500)
        throw Object.assign(new Error("busy"), { name: "ThrottlingException", $metadata: { httpStatusCode: 400 } });
      restoredAt = made.clock.now();
    };
    const { journal } = await aRun(aFault(setting), made, atWork);
    expect(journal.verdict!.exitCode).to.equal(4);
    expect(restoredAt - decidedAt).to.be.within(1500, 5000);
    expect(sinceTheStory(decidedAt)).to.equal(86_000);
  });

  it("lets a run go on whose damage is exactly its budget, and says so", async () => {
    const made = aWorld({ news: ending((document) => document % 1000 === 999), settled: damaged(3) });
    const { journal, told } = await aRun(aFault(), made, atWork);
    expect(told).to.deep.equal(["baseline", "method", "rollback", "recovery", "settling"]);
    const { verdict, stoppedEarly, findings } = journal.verdict!;
    expect([verdict, stoppedEarly]).to.deep.equal(["INCONCLUSIVE", false]);
    expect(findings.find(({ rule }) => rule === "stop")!.says).to.equal(
      "the safety rule let the run go on: 3 of 3 000 well-formed documents collateral, budget 0.1 %",
    );
  });

  it("is needed: without it the same damage goes on to the end", async () => {
    const made = aWorld({ news: ending(everyTenth), settled: damaged(300) });
    const { journal, diary } = await aRun(aFault(), made);
    expect(journal.verdict).to.include({ verdict: "REFUTED", exitCode: 1, stoppedEarly: false });
    expect(diary.join("\n")).to.include("recovery begins");
    const method = journal.phases.find(({ name }) => name === "method")!;
    expect(method.until - method.from).to.equal(425_000);
  });

  it("does not ask where collateral damage is permitted", async () => {
    const steadyStateHypothesis = { title: "t", permits: ["collateral" as const], probes: [] };
    const made = aWorld({ news: ending(everyTenth) });
    const { journal } = await aRun(aFault(aSetting(), { steadyStateHypothesis }), made, atWork);
    expect(journal.verdict!.findings.map(({ rule }) => rule)).not.to.include("stop");
  });

  it("stops what is still being published after the rollback", async () => {
    const late = (document: number) => document > 1000 && document % 5 === 0;
    const method = [anAction("break it", aSetting().provider({ spreads: seconds(5) }), { after: seconds(30) })];
    const { journal, diary } = await aRun(aFault(aSetting(), { method }), aWorld({ news: ending(late) }), atWork);
    expect(journal.verdict!.exitCode).to.equal(4);
    expect(diary.filter((line) => line.endsWith("stops")).map((line) => line.split(" ")[1])).to.deep.equal([
      "method",
      "recovery",
    ]);
  });

  it("tells the run's reader what waits in a queue that a rollback will empty", async () => {
    const looks: string[] = [];
    const news: Weather["news"] = (_plan, { emptied }) => {
      looks.push(emptied.join());
      return [];
    };
    const rollbacks = [anAction("move on", { ...aDeed(), empties: "https://parked" })];
    await aRun(aFault(aSetting(), { rollbacks }), aWorld({ news }), atWork);
    expect(new Set(looks)).to.deep.equal(new Set(["https://parked"]));
  });

  it("looks again after an answer that failed in passing, and ends the run, restored, when it may not look", async () => {
    const failing = (name: string, status: number): NonNullable<Weather["news"]> => {
      const tell = ending(everyTenth);
      let tried = 0;
      return (plan, look, now) => {
        if (++tried > 2 && status === 503) return tell(plan, look, now);
        throw Object.assign(new Error("no"), { name, $metadata: { httpStatusCode: status } });
      };
    };
    const passing = await aRun(aFault(), aWorld({ news: failing("ServiceUnavailable", 503) }), atWork);
    expect(passing.journal.verdict!.exitCode).to.equal(4);
    const setting = aSetting();
    const { journal } = await aRun(aFault(setting), aWorld({ news: failing("AccessDenied", 403) }), atWork);
    expect(journal).to.include({ status: "failed", failure: "no", verdict: null });
    expect(setting.value).to.equal("before");
  });

  it("is interrupted like any other run", async () => {
    const controller = new AbortController();
    const made = aWorld({ news: ending(() => false) });
    made.clock.at(EPOCH + 40_000, () => controller.abort());
    const { journal } = await aRun(aFault(), made, { ...atWork, signal: controller.signal });
    expect(journal).to.include({ status: "interrupted", verdict: null });
    expect(journal.leases.map(({ restoration }) => restoration.outcome)).to.deep.equal(["restored"]);
  });
});

/** So many of the method's documents are dead-lettered in the end. */
function damaged(collateral: number): NonNullable<Weather["settled"]> {
  return (plan, well) =>
    plan.name === "method" ? { ...well, cells: { ...well.cells, ok: well.cells.ok - collateral, collateral } } : well;
}

/** A world where the method ends with as many documents as were published when it was stopped. */
const short: NonNullable<Weather["settled"]> = (plan, well) =>
  plan.name === "method" ? { ...allWell({ ...plan, documents: 600 }), planned: plan.documents } : well;

describe("the quick gate of a run", () => {
  const quick = { gate: "quick" } as const;

  it("ends the method as soon as enough documents were well, restores in order, and goes on to the recovery", async () => {
    const setting = aSetting();
    const made = aWorld({ news: ending(() => false), settled: short });
    const { journal, told, diary } = await aRun(aFault(setting), made, quick);
    expect(journal.verdict).to.include({ verdict: "HELD", exitCode: 0, gate: "quick" });
    expect(told).to.deep.equal(["baseline", "method", "method", "rollback", "recovery", "settling"]);
    // The 508th document ends 26.4 s after the load began, which is seen at the sixth look.
    expect(diary).to.include("51000 method stops");
    expect(setting.value).to.equal("before");
    const gate = journal.verdict!.findings.find(({ rule }) => rule === "gate")!;
    expect(gate.numbers).to.include({ documents: 508, collateral: 0 });
  });

  it("refutes by the first few damaged documents and stops everything: exit 1", async () => {
    const made = aWorld({ news: ending((document) => document < 30 && document % 3 === 0), settled: damaged(10) });
    const { journal, diary } = await aRun(aFault(), made, quick);
    expect(journal.verdict).to.include({ verdict: "REFUTED", exitCode: 1, stoppedEarly: false });
    expect(diary).to.include("26000 method stops");
    expect(diary.join("\n")).not.to.include("recovery begins");
  });

  it("asks nothing of documents that were accepted before every fault was in force", async () => {
    const method = [anAction("break it", aSetting().provider(), { before: minutes(1), after: minutes(7) })];
    const made = aWorld({ news: ending(() => false, 16_000), settled: short });
    const { diary } = await aRun(aFault(aSetting(), { method }), made, quick);
    // In force at 76 s, 508 documents and a second later that is 102.4 s; the looks are at 16 s and every 5 s.
    expect(diary).to.include("106000 method stops");
  });

  it("waits for the surge of a load that is the fault", async () => {
    const surge = { perSecond: 20, after: seconds(30), ramp: seconds(10) };
    const load = { documents: 3000, perSecond: 20, malformed: 0.01, surge };
    const made = aWorld({ news: ending(() => false, 16_000), settled: short });
    const { diary } = await aRun(aFault(aSetting(), { load, method: [] }), made, quick);
    expect(diary).to.include("86000 method stops");
  });

  it("reads what had not ended before when all has settled, and leaves open what it cannot tell", async () => {
    const few = { load: { documents: 400, perSecond: 20, malformed: 0.01 } };
    const { journal } = await aRun(aFault(aSetting(), few), aWorld({ news: ending(() => false) }), quick);
    expect(journal.verdict).to.include({ verdict: "INCONCLUSIVE", exitCode: 2 });
    expect(journal.verdict!.reasons[0]).to.match(/^0 collateral in 400 documents tell .*: 108 further ones/);
    const more = { load: { documents: 600, perSecond: 20, malformed: 0.01 } };
    const late: Weather["news"] = (plan, look, now) => (look.settled ? ending(() => false)(plan, look, now) : []);
    const settled = (await aRun(aFault(aSetting(), more), aWorld({ news: late }), quick)).journal.verdict!;
    expect(settled).to.include({ verdict: "HELD", exitCode: 0 });
  });
});
