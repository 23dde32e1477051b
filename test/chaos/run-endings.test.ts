import { expect } from "chai";
import { minutes, seconds } from "../../chaos/units.ts";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { aSetting } from "./a-setting.ts";
import { aDeed, anAction, anExperiment, aRun, aWorld } from "./a-world.ts";

/** 600 documents in 30 s, a fault for a minute; the cohorts before and after take 15 s each. */
const aFault = (setting = aSetting(), more = {}) =>
  anExperiment({ method: [anAction("break it", setting.provider(more), { after: minutes(1) })] });

describe("a run that ends early", () => {
  it("ends, failed and restored, when an action fails", async () => {
    const setting = aSetting();
    const method = [
      anAction("break it", setting.provider(), { after: seconds(1) }),
      anAction(
        "trip",
        aDeed(() => Promise.reject(new Error("no such queue"))),
      ),
    ];
    const { journal, diary } = await aRun(anExperiment({ method }));
    expect(journal).to.include({ status: "failed", failure: "no such queue", verdict: null, deviated: false });
    expect(journal.run.map(({ status }) => status)).to.deep.equal(["succeeded", "failed"]);
    expect(setting.value).to.equal("before");
    expect(journal.leases.map(({ restoration }) => restoration.outcome)).to.deep.equal(["restored"]);
    expect(diary.at(-1)).to.equal("17000 method stops");
  });

  it("ends, failed and restored, when a rollback fails", async () => {
    const setting = aSetting();
    const rollbacks = [
      anAction(
        "trip",
        aDeed(() => Promise.reject(new Error("no"))),
      ),
    ];
    const { journal } = await aRun({ ...aFault(setting), rollbacks });
    expect(journal).to.include({ status: "failed", failure: "no" });
    expect(setting.value).to.equal("before");
    expect(journal.rollbacks.map(({ status }) => status)).to.deep.equal(["failed"]);
  });

  it("says when a restore failed, and what was found", async () => {
    const setting = aSetting();
    const experiment = anExperiment({
      method: [
        anAction("break it", setting.provider()),
        anAction(
          "and lose the key",
          aDeed(() => {
            setting.onPut = () => {
              throw new Error("AccessDenied");
            };
          }),
        ),
      ],
    });
    const { journal } = await aRun(experiment);
    expect(journal.leases.map(({ restoration }) => restoration)).to.deep.equal([
      { outcome: "failed", reason: "setting: AccessDenied" },
    ]);
    expect(journal.status).to.equal("completed");
  });

  for (const [phase, at] of [
    ["baseline", 5_000],
    ["baseline", 15_500],
    ["method", 40_000],
    ["rollback", 82_000],
    ["recovery", 90_000],
    ["settling", 101_500],
  ] as const) {
    it(`restores and says so when it is interrupted in its ${phase} phase (at ${at / 1000} s)`, async () => {
      const controller = new AbortController();
      const made = aWorld();
      const setting = aSetting();
      made.clock.at(EPOCH + at, () => controller.abort());
      const { journal, told } = await aRun(aFault(setting, { spreads: seconds(5) }), made, {
        signal: controller.signal,
      });
      expect(told.at(-1)).to.equal(phase);
      expect(journal).to.include({ status: "interrupted", failure: "interrupted", verdict: null });
      expect(setting.value).to.equal("before");
      expect(journal.leases.every(({ restoration }) => restoration.outcome === "restored")).to.equal(true);
      expect(journal.leases).to.have.lengthOf(phase === "baseline" ? 0 : 1);
      expect(new Date(journal.end).getTime() - EPOCH).to.equal(at);
      await made.clock.run(made.clock.sleep(minutes(10)));
      expect(made.diary.filter((line) => line.includes("begins")).length).to.be.lessThanOrEqual(3);
    });
  }

  it("stops every publisher when it is interrupted", async () => {
    const controller = new AbortController();
    const made = aWorld();
    made.clock.at(EPOCH + 20_000, () => controller.abort());
    const brief = anExperiment({ method: [anAction("break it", aSetting().provider(), { after: seconds(1) })] });
    await aRun(brief, made, { signal: controller.signal });
    expect(made.diary.filter((line) => line.includes("stops")).sort()).to.deep.equal([
      "20000 baseline stops",
      "20000 method stops",
      "20000 recovery stops",
    ]);
  });

  it("is interrupted before it begins when somebody was quick", async () => {
    const setting = aSetting();
    const { journal } = await aRun(aFault(setting), aWorld(), { signal: AbortSignal.abort() });
    expect(journal.status).to.equal("interrupted");
    expect(setting.puts).to.deep.equal([]);
  });
});
