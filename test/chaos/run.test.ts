import { expect } from "chai";
import { minutes, seconds } from "../../chaos/units.ts";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { aSetting } from "./a-setting.ts";
import { aDeed, type allWell, anAction, anExperiment, aProbe, aRun, aWorld } from "./a-world.ts";

/** 600 documents in 30 s, a fault for a minute; the cohorts before and after take 15 s each. */
const aFault = (setting = aSetting(), more = {}) =>
  anExperiment({ method: [anAction("break it", setting.provider(more), { after: minutes(1) })] });

describe("a run", () => {
  it("goes from baseline to verdict, and leaves the world as it was", async () => {
    const setting = aSetting();
    const { journal, diary, told } = await aRun(aFault(setting));
    expect(told).to.deep.equal(["baseline", "method", "rollback", "recovery", "settling"]);
    expect(diary.map((line) => line.replace(/^\d+ /, "").replace(/ by \d+/, ""))).to.deep.equal([
      "baseline begins",
      "baseline settled",
      "method begins",
      "recovery begins",
      "method settled",
      "recovery settled",
    ]);
    expect(journal.verdict!.verdict, journal.verdict!.reasons.join()).to.equal("HELD");
    expect(journal).to.include({ status: "completed", deviated: false, failure: null });
    expect(setting.puts).to.deep.equal(["applied", "before"]);
    expect(journal.leases.map(({ restoration }) => restoration.outcome)).to.deep.equal(["restored"]);
    expect(journal.run.map(({ name, status }) => [name, status])).to.deep.equal([["break it", "succeeded"]]);
    expect(journal.steady_states.before!.steady_state_met).to.equal(true);
    expect(journal.steady_states.after!.steady_state_met).to.equal(true);
  });

  it("writes its time in its own clock, phases end to end", async () => {
    const { journal } = await aRun(aFault());
    expect(journal.start).to.equal("2026-01-01T00:00:00.000Z");
    const ends = journal.phases.map(({ name, from, until }) => [name, from - EPOCH, until - EPOCH]);
    expect(ends).to.deep.equal([
      ["baseline", 0, 16_000],
      ["method", 16_000, 76_000],
      ["rollback", 76_000, 76_000],
      ["recovery", 76_000, 91_000],
      ["settling", 91_000, 93_000],
    ]);
    expect(journal.duration).to.equal(93);
  });

  it("injects nothing when there is no steady state", async () => {
    const setting = aSetting();
    const lost = aWorld({
      settled: (_plan, well) => ({ ...well, cells: { ...well.cells, ok: well.cells.ok - 1, lost: 1 } }),
    });
    const { journal, diary } = await aRun(aFault(setting), lost);
    expect(setting.puts).to.deep.equal([]);
    expect(diary.filter((line) => line.includes("begins"))).to.deep.equal(["0 baseline begins"]);
    expect(journal.verdict).to.include({ verdict: "INVALID", noSteadyState: true, exitCode: 3 });
    expect(journal.verdict!.reasons[0]).to.equal("no steady state");
    expect(journal).to.include({ status: "completed", deviated: false });
    expect(journal.steady_states.before!.steady_state_met).to.equal(false);
    expect(journal.steady_states.after).to.equal(null);
    expect({ run: journal.run, leases: journal.leases }).to.deep.equal({ run: [], leases: [] });
  });

  it("is refuted by a lost document", async () => {
    const world = aWorld({
      settled: (plan, well) =>
        plan.name === "method" ? { ...well, cells: { ...well.cells, ok: well.cells.ok - 1, lost: 1 } } : well,
    });
    const { journal } = await aRun(aFault(), world);
    expect(journal.verdict).to.include({ verdict: "REFUTED", exitCode: 1 });
    expect(journal.deviated).to.equal(true);
    expect(journal.steady_states.after!.steady_state_met).to.equal(false);
  });

  for (const [measured, verdict, met] of [
    [0, "HELD", true],
    [3, "REFUTED", false],
    [null, "INCONCLUSIVE", null],
  ] as const) {
    it(`is ${verdict} by a probe that measures ${measured} and wants 0`, async () => {
      const hypothesis = { title: "t", collateral: { budget: 0.01 }, probes: [aProbe(measured)] };
      const { journal } = await aRun(anExperiment({ steadyStateHypothesis: hypothesis }));
      expect(journal.verdict!.verdict).to.equal(verdict);
      expect(journal.steady_states.after!.probes).to.deep.equal([
        {
          name: "the measure is right",
          provider: { name: "test.measure", arguments: {} },
          measured,
          tolerance: "equal to 0",
          tolerance_met: met,
        },
      ]);
    });
  }

  it("asks how often a fault bit while it was in force, and is invalid when it did not", async () => {
    const bites = { kind: "draws", fault: "latency", probability: 0.5 } as const;
    const judged = async (struck: number) => {
      const world = aWorld({ attempts: async () => ({ first: 600, struck, laterStrikes: 4 }) });
      return await aRun(aFault(aSetting(), { bites, spreads: seconds(5) }), world);
    };
    const { journal, diary } = await judged(300);
    expect(diary.filter((line) => line.includes("attempts"))[0]).to.match(
      / attempts under latency from 21000 until 81000$/,
    );
    expect(journal.verdict!.verdict).to.equal("HELD");
    expect(journal.faults).to.deep.equal([
      { action: "break it", bite: bites, from: EPOCH + 21_000, until: EPOCH + 81_000 },
    ]);
    expect((await judged(0)).journal.verdict!.verdict).to.equal("INVALID");
  });

  it("waits after the rollback until everyone has heard of it", async () => {
    const { journal } = await aRun(aFault(aSetting(), { spreads: seconds(5) }));
    const rollback = journal.phases.find(({ name }) => name === "rollback")!;
    expect(rollback.until - rollback.from).to.equal(5_000);
  });

  it("restores the leases before the experiment's own rollbacks, which need the way free", async () => {
    const setting = aSetting();
    const found: unknown[] = [];
    const experiment = {
      ...aFault(setting),
      rollbacks: [
        anAction(
          "look",
          aDeed(() => found.push(setting.value)),
        ),
      ],
    };
    const { journal } = await aRun(experiment);
    expect(found).to.deep.equal(["before"]);
    expect(journal.rollbacks.map(({ name, status }) => [name, status])).to.deep.equal([["look", "succeeded"]]);
  });

  it("waits until nothing moves any more, but not for ever", async () => {
    const moving = (from: number, until: number) => (now: number) =>
      now >= from && now < until ? [{ where: "deliveries", count: 14 }] : [];
    const slow = await aRun(aFault(), aWorld({ moving: moving(90_000, 120_000) }));
    expect(slow.journal.verdict!.verdict).to.equal("HELD");
    expect(slow.journal.phases.at(-1)!.until - EPOCH).to.be.within(120_000, 125_000);
    const stuck = await aRun(aFault(), aWorld({ moving: moving(90_000, Number.POSITIVE_INFINITY) }));
    expect(stuck.journal.verdict!.verdict).to.equal("INVALID");
    expect(stuck.journal.verdict!.reasons.join()).to.match(/still moving: 14 documents/);
  });

  it("gives settling its planned time, five minutes more when something was throttled", async () => {
    const deadline = async (throttled: boolean) => {
      const { diary } = await aRun(aFault(), aWorld({ throttled }));
      return Number(/method settled by (\d+)/.exec(diary.join("\n"))![1]);
    };
    // Everything was published at 91 s; 1.1 x 180 s of retries, three timeouts of 3 s, and a minute.
    expect(await deadline(false)).to.equal(91_000 + 198_000 + 9_000 + 60_000);
    expect((await deadline(true)) - (await deadline(false))).to.equal(300_000);
  });

  it("counts the bursts of its load as a fault that must have bitten", async () => {
    const bursts = [{ after: seconds(5), for: seconds(10), malformed: 0.2 }];
    const load = { documents: 600, perSecond: 20, malformed: 0.01, bursts };
    const judged = async (acceptedMalformed: number) => {
      const settled = (plan: Parameters<typeof allWell>[0], well: ReturnType<typeof allWell>) =>
        plan.name === "method" ? { ...well, acceptedMalformed } : well;
      return (await aRun(anExperiment({ load }), aWorld({ settled }))).journal.verdict!;
    };
    expect((await judged(46)).verdict).to.equal("HELD");
    const missed = await judged(6);
    expect(missed.verdict).to.equal("INVALID");
    expect(missed.reasons.join()).to.match(/the burst shows in 6 malformed documents, at least 38 expected/);
  });

  it("describes the experiment in Chaos Toolkit's words, without its functions", async () => {
    const { journal } = await aRun({ ...aFault(), rollbacks: [anAction("heal", aDeed())] });
    expect(journal.experiment).to.deep.equal({
      title: "Nothing happens",
      description: "Nothing at all.",
      tags: ["test"],
      load: { documents: 600, perSecond: 20, malformed: 0.01 },
      steady_state_hypothesis: { title: "All is well", collateral: { budget: 0.01 }, probes: [] },
      method: [
        {
          type: "action",
          name: "break it",
          provider: { name: "test.setting", arguments: { name: "setting" } },
          pauses: { after: 60_000 },
        },
      ],
      rollbacks: [{ type: "action", name: "heal", provider: { name: "test.deed", arguments: {} }, pauses: {} }],
    });
    expect(JSON.parse(JSON.stringify(journal))).to.deep.include({ id: "test-7-00000000", seed: 7, target: "sim" });
  });
});
