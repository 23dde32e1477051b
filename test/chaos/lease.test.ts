import { expect } from "chai";
import { apply, type Change, type Json, type Lease, snapshot } from "../../chaos/lease.ts";
import { giveBack } from "../../chaos/restoring.ts";
import { same } from "../../chaos/setting.ts";
import { EPOCH, VirtualClock } from "../../cloud/kernel/clock.ts";
import { aSetting, NO_AWS, TERMS } from "./a-setting.ts";

const NAMED = { action: "fault", number: 1 };
const NO_PAUSE = async () => {};

async function taken(lease: Lease) {
  const held = await snapshot(NAMED, lease, NO_AWS, 1000, TERMS);
  await apply(held, NO_AWS, NO_PAUSE);
  return held;
}

/** Gives one change back, with five seconds' patience. */
async function restore(change: Change) {
  const clock = new VirtualClock();
  const [restoration] = await clock.run(giveBack([change], { aws: NO_AWS, clock, until: () => EPOCH + 5000 }));
  return restoration;
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: Error) => error.message,
  );

describe("a lease", () => {
  it("remembers what was there, applies, and reads back", async () => {
    const setting = aSetting("before");
    const { setting: _setting, ...held } = await taken(setting.lease());
    expect(held).to.deep.equal({ ...NAMED, before: "before", applied: "applied", since: 1000, expiresAt: 60_000 });
    expect(setting.value).to.equal("applied");
  });

  it("makes what it applies of what was there and of the run's terms", async () => {
    const setting = aSetting({ a: 1 });
    const held = await taken(
      setting.lease((before, { expiresAt, seed }) => ({ ...(before as object), expiresAt, seed })),
    );
    expect(held.applied).to.deep.equal({ a: 1, expiresAt: 60_000, seed: 7 });
  });

  it("changes nothing when it only looks", async () => {
    const setting = aSetting("before");
    await snapshot(NAMED, setting.lease(), NO_AWS, 0, TERMS);
    expect(setting.puts).to.deep.equal([]);
  });

  it("puts back at once what reads otherwise than it was set, and says both", async () => {
    const setting = aSetting("before");
    setting.reads = (value) => (value === "applied" ? "APPLIED" : value);
    expect(await failure(taken(setting.lease()))).to.equal('setting was set to "applied" and reads "APPLIED"');
    expect(setting.puts).to.deep.equal(["applied", "before"]);
  });

  it("restores exactly what was there, and reads it back", async () => {
    const setting = aSetting({ deep: [1, { b: null }] });
    const held = await taken(setting.lease());
    expect(await restore(held)).to.deep.equal({ outcome: "restored" });
    expect(setting.value).to.deep.equal({ deep: [1, { b: null }] });
  });

  it("has nothing to do when it is already as it was", async () => {
    const setting = aSetting("before");
    const held = await taken(setting.lease());
    setting.value = "before";
    expect(await restore(held)).to.deep.equal({ outcome: "restored" });
    expect(setting.puts).to.deep.equal(["applied"]);
  });

  it("leaves alone what somebody else has put there meanwhile", async () => {
    const setting = aSetting("before");
    const held = await taken(setting.lease());
    setting.value = "somebody else's";
    expect(await restore(held)).to.deep.equal({ outcome: "drifted", found: "somebody else's" });
    expect(setting.value).to.equal("somebody else's");
  });

  it("says that it failed when it reads otherwise after it was restored", async () => {
    const setting = aSetting("before");
    const held = await taken(setting.lease());
    setting.reads = () => "applied";
    expect(await restore(held)).to.deep.equal({
      outcome: "failed",
      reason: 'setting reads "applied" after it was restored',
    });
  });

  for (const moment of ["onPut", "onObserve"] as const) {
    it(`never throws when a restore fails (${moment}), but says why`, async () => {
      const setting = aSetting("before");
      const held = await taken(setting.lease());
      setting[moment] = () => {
        throw new Error("AccessDenied");
      };
      expect(await restore(held)).to.deep.equal({ outcome: "failed", reason: "setting: AccessDenied" });
    });
  }

  for (const [what, break_] of [
    ["the answer to the change was lost", "afterPut"],
    ["the change was refused", "onPut"],
    ["the read-back failed", "onObserve"],
  ] as const) {
    it(`can be restored from the snapshot when ${what}`, async () => {
      const setting = aSetting("before");
      const held = await snapshot(NAMED, setting.lease(), NO_AWS, 0, TERMS);
      setting[break_] = () => {
        throw new Error("reset");
      };
      expect(await failure(apply(held, NO_AWS, NO_PAUSE))).to.equal("reset");
      setting[break_] = undefined;
      expect(await restore(held)).to.deep.equal({ outcome: "restored" });
      expect(setting.value).to.equal("before");
    });
  }
});

describe("two settings", () => {
  const cases: readonly (readonly [Json, Json, boolean])[] = [
    [1, 1, true],
    [1, "1", false],
    [null, null, true],
    [null, {}, false],
    [{}, null, false],
    [{}, [], false],
    [[], {}, false],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [{ a: 1 }, { b: 1 }, false],
    [{ a: null }, {}, false],
    [[1, 2], [1, 2], true],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [{ a: [{ b: "c" }] }, { a: [{ b: "c" }] }, true],
    [{ a: [{ b: "c" }] }, { a: [{ b: "d" }] }, false],
    [{ toString: 1 }, {}, false],
    [{ toString: 1 }, { valueOf: 1 }, false],
  ];
  for (const [left, right, expected] of cases) {
    it(`${JSON.stringify(left)} and ${JSON.stringify(right)} are ${expected ? "the same" : "different"}`, () => {
      expect(same(left, right)).to.equal(expected);
    });
  }
});
