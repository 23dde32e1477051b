import { expect } from "chai";
import type { Aws } from "../../chaos/aws.ts";
import { Custody } from "../../chaos/custody.ts";
import type { Json, LeaseEntry } from "../../chaos/lease.ts";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { aSetting } from "./a-setting.ts";
import { aWorld } from "./a-world.ts";

const NEVER = new Promise<never>(() => {});

/** What a run owes back, in a world without AWS, and a book that keeps every entry. */
function aCustody(write: (entry: LeaseEntry) => void = () => {}) {
  const { clock, world } = aWorld();
  const entries: LeaseEntry[] = [];
  const controller = new AbortController();
  const book = {
    write: (entry: LeaseEntry) => {
      write(entry);
      entries.push(entry);
    },
  };
  const custody = new Custody({ ...world, book }, 7, controller.signal);
  const passed = () => clock.now() - EPOCH;
  return { clock, custody, entries, controller, passed };
}

/** A setting that answers late or never, beside what `aSetting` does. */
function aSlowSetting(waits: { put?: (value: Json) => Promise<void>; observe?: () => Promise<void> }) {
  const setting = aSetting();
  const lease = setting.lease();
  return Object.assign(setting, {
    slow: {
      ...lease,
      observe: async (aws: Aws) => {
        await waits.observe?.();
        return await lease.observe(aws);
      },
      put: async (aws: Aws, value: Json) => {
        await waits.put?.(value);
        await lease.put(aws, value);
      },
    },
  });
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: Error) => error.message,
  );

const awsError = (name: string, httpStatusCode: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

describe("a custody", () => {
  it("writes down each step before it takes it", async () => {
    const setting = aSetting();
    const told: string[] = [];
    const { clock, custody, entries } = aCustody(({ kind }) => void told.push(`${kind}: ${setting.value}`));
    await clock.run(
      (async () => {
        await custody.take("limit it", setting.lease(), EPOCH + 60_000);
        await custody.restoreAll();
      })(),
    );
    expect(told).to.deep.equal(["intent: before", "in force: applied", "restoring: applied", "ended: before"]);
    expect(JSON.parse(JSON.stringify(entries[0]))).to.deep.equal({
      kind: "intent",
      number: 1,
      at: EPOCH,
      action: "limit it",
      address: { kind: "test", name: "setting" },
      resource: "setting",
      expiry: "none",
      expiresAt: EPOCH + 60_000,
      before: "before",
      applied: "applied",
    });
  });

  it("changes nothing that it could not write down", async () => {
    const setting = aSetting();
    const { clock, custody } = aCustody(() => {
      throw new Error("disk full");
    });
    expect(await failure(clock.run(custody.take("limit it", setting.lease(), 0)))).to.equal("disk full");
    expect(await clock.run(custody.restoreAll())).to.deep.equal([]);
    expect(setting.puts).to.deep.equal([]);
  });

  it("restores though the book cannot be written any more", async () => {
    const setting = aSetting();
    const { clock, custody } = aCustody(({ kind }) => {
      if (kind === "restoring" || kind === "ended") throw new Error("disk full");
    });
    await clock.run(custody.take("limit it", setting.lease(), 0));
    const [record] = await clock.run(custody.restoreAll());
    expect(record!.restoration).to.deep.equal({ outcome: "restored" });
    expect(setting.value).to.equal("before");
  });

  it("waits for a setting that takes its time to read as it was set", async () => {
    const setting = aSetting();
    const { clock, custody, passed } = aCustody();
    setting.reads = (value) => (passed() < 5000 ? "before" : value);
    await clock.run(custody.take("limit it", setting.lease(), 0));
    expect(passed()).to.equal(5000);
    expect(setting.puts).to.deep.equal(["applied"]);
  });

  it("tries again while AWS is busy, for half a minute at a rollback", async () => {
    const setting = aSetting();
    const { clock, custody, passed } = aCustody();
    await clock.run(custody.take("limit it", setting.lease(), 0));
    setting.onPut = () => {
      if (passed() < 25_000) throw awsError("ThrottlingException", 400);
    };
    const [record] = await clock.run(custody.restoreAll());
    expect(record!.restoration).to.deep.equal({ outcome: "restored" });
    expect(passed()).to.be.within(25_000, 27_100);
  });

  for (const [what, error, took] of [
    ["is busy", awsError("SlowDown", 503), [2000, 3100]],
    ["is not there", Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }), [2000, 3100]],
    ["refuses", awsError("AccessDenied", 403), [0, 0]],
  ] as const) {
    it(`says that it failed when AWS ${what}, at the latest after three seconds of an early end`, async () => {
      const setting = aSetting();
      const { clock, custody, entries, passed } = aCustody();
      await clock.run(custody.take("limit it", setting.lease(), 0));
      setting.onPut = () => {
        throw error;
      };
      const [record] = await clock.run(custody.restoreAll({ early: true }));
      expect(record!.restoration).to.deep.equal({ outcome: "failed", reason: `setting: ${error.message}` });
      expect(entries.at(-1)).to.deep.include({ kind: "ended", restoration: record!.restoration });
      expect(passed()).to.be.within(took[0], took[1]);
    });
  }

  it("says that it is gone when AWS knows nothing of it any more", async () => {
    const setting = aSetting();
    const { clock, custody } = aCustody();
    await clock.run(custody.take("limit it", setting.lease(), 0));
    setting.onObserve = () => {
      throw awsError("ResourceNotFoundException", 404);
    };
    const [record] = await clock.run(custody.restoreAll());
    expect(record!.restoration).to.deep.equal({ outcome: "gone" });
  });

  it("gives different settings back side by side, and waits for none that does not answer", async () => {
    const { clock, custody, passed } = aCustody();
    const stuck = aSlowSetting({ put: async (value) => void (value === "before" && (await NEVER)) });
    for (const name of ["a", "b", "c"]) {
      const late = aSlowSetting({ put: () => clock.sleep(2000) });
      await clock.run(custody.take(name, { ...late.slow, address: { kind: "test", name } }, 0));
    }
    await clock.run(custody.take("stuck", stuck.slow, 0));
    const since = passed();
    const records = await clock.run(custody.restoreAll({ early: true }));
    expect(records.map(({ restoration }) => restoration)).to.deep.equal([
      { outcome: "failed", reason: "setting: no answer in time" },
      ...Array(3).fill({ outcome: "restored" }),
    ]);
    expect(passed() - since).to.equal(3000);
  });

  it("gives one setting back in the order of its changes, and stops under one that is stuck", async () => {
    const setting = aSetting("zero");
    const { clock, custody } = aCustody();
    for (const value of ["one", "two", "three"]) {
      await clock.run(
        custody.take(
          value,
          setting.lease(() => value),
          0,
        ),
      );
    }
    setting.onPut = (value) => {
      if (value === "one") throw awsError("AccessDenied", 403);
    };
    const records = await clock.run(custody.restoreAll());
    expect(records.map(({ action, restoration }) => [action, restoration.outcome])).to.deep.equal([
      ["three", "restored"],
      ["two", "failed"],
      ["one", "failed"],
    ]);
    expect(setting.value).to.equal("two");
  });

  describe("that is interrupted", () => {
    it("does not wait for an AWS that does not answer what there is", async () => {
      const setting = aSlowSetting({ observe: () => NEVER });
      const { clock, custody, entries, controller, passed } = aCustody();
      clock.at(EPOCH + 1000, () => controller.abort());
      expect(await failure(clock.run(custody.take("limit it", setting.slow, 0)))).to.equal("interrupted");
      expect(passed()).to.be.within(1000, 1100);
      expect(entries).to.deep.equal([]);
    });

    it("waits for a change that is on its way, and gives it back", async () => {
      const { clock, custody, controller, passed } = aCustody();
      const setting = aSlowSetting({ put: async (value) => void (value === "applied" && (await clock.sleep(2000))) });
      clock.at(EPOCH + 1000, () => controller.abort());
      await clock.run(custody.take("limit it", setting.slow, 0));
      const [record] = await clock.run(custody.restoreAll({ early: true }));
      expect(record!.restoration).to.deep.equal({ outcome: "restored" });
      expect(passed()).to.equal(2000);
    });

    it("restores within five seconds a change that came late, whose answer nobody waited for", async () => {
      const { clock, custody, controller, passed } = aCustody();
      const setting = aSlowSetting({ put: async (value) => void (value === "applied" && (await clock.sleep(4000))) });
      clock.at(EPOCH + 1000, () => controller.abort());
      expect(await failure(clock.run(custody.take("limit it", setting.slow, 0)))).to.equal("interrupted");
      const [record] = await clock.run(custody.restoreAll({ early: true }));
      expect(record!.restoration).to.deep.equal({ outcome: "restored" });
      expect(setting.puts).to.deep.equal(["applied", "before"]);
      expect(passed() - 1000).to.be.below(5000);
    });

    it("does not call a change undone that may still happen", async () => {
      const setting = aSlowSetting({ put: async (value) => void (value === "applied" && (await NEVER)) });
      const { clock, custody, entries, controller, passed } = aCustody();
      clock.at(EPOCH + 1000, () => controller.abort());
      expect(await failure(clock.run(custody.take("limit it", setting.slow, 0)))).to.equal("interrupted");
      const [record] = await clock.run(custody.restoreAll({ early: true }));
      expect(record!.restoration).to.deep.equal({
        outcome: "failed",
        reason: "setting: nobody heard whether it was changed, and it may still be",
      });
      expect(entries.map(({ kind }) => kind)).to.deep.equal(["intent", "restoring", "ended"]);
      expect(passed() - 1000).to.be.below(5000);
    });

    it("hurries a rollback that was under way", async () => {
      const { clock, custody, controller, passed } = aCustody();
      const setting = aSlowSetting({ put: async (value) => void (value === "before" && (await NEVER)) });
      await clock.run(custody.take("limit it", setting.slow, 0));
      clock.at(EPOCH + 10_000, () => controller.abort());
      const [record] = await clock.run(custody.restoreAll());
      expect(record!.restoration.outcome).to.equal("failed");
      expect(passed() - 10_000).to.be.below(5000);
    });
  });
});
