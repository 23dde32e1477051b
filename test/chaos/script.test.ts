import { expect } from "chai";
import { plannedTime, Script } from "../../chaos/script.ts";
import { cloud, minutes, seconds } from "../../chaos/vocabulary.ts";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { aDesk } from "./a-desk.ts";
import { aSetting } from "./a-setting.ts";
import { aDeed, anAction, aWorld, type Weather } from "./a-world.ts";

function aScript(weather: Weather = {}) {
  const controller = new AbortController();
  const { clock, world, diary, note } = aWorld(weather);
  const script = new Script(world, 7, { signal: controller.signal, run: "a run" });
  const begin = () => note("the load begins");
  const perform = (...actions: Parameters<Script["perform"]>[0]) => clock.run(script.perform(actions, begin));
  return { clock, script, diary, note, perform, controller, restoreAll: () => clock.run(script.restoreAll()) };
}

/** A setting whose changes are told to a diary. */
function aToldSetting(name: string, note: (what: string) => void) {
  const setting = aSetting("before", name);
  setting.afterPut = (value) => note(`${name} is ${JSON.stringify(value)}`);
  return setting;
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: Error) => error.message,
  );

describe("a script", () => {
  it("performs its actions in order, with their pauses, and begins the load when the first is in force", async () => {
    const { script, diary, note, perform } = aScript();
    const [a, b] = [aToldSetting("a", note), aToldSetting("b", note)];
    await perform(
      anAction("first", a.provider({ spreads: seconds(5) }), { after: minutes(1) }),
      anAction("second", b.provider(), { before: seconds(10), after: seconds(20) }),
    );
    expect(diary).to.deep.equal(['0 a is "applied"', "5000 the load begins", '75000 b is "applied"']);
    expect(
      script.activities.map(({ name, status, start, end }) => [name, status, start - EPOCH, end - EPOCH]),
    ).to.deep.equal([
      ["first", "succeeded", 0, 5_000],
      ["second", "succeeded", 75_000, 75_000],
    ]);
  });

  it("begins the load at once when the first action waits, or when there is none", async () => {
    const waiting = aScript();
    await waiting.perform(anAction("late", aSetting().provider(), { before: minutes(1) }));
    expect(waiting.diary).to.deep.equal(["0 the load begins"]);
    const idle = aScript();
    await idle.perform();
    expect(idle.diary).to.deep.equal(["0 the load begins"]);
  });

  it("lets a fault count as in force from the end of its spreading until the restore begins", async () => {
    const { clock, script, perform, restoreAll } = aScript();
    const bites = { kind: "draws", fault: "latency", probability: 0.5 } as const;
    await perform(anAction("slow", aSetting().provider({ bites, spreads: seconds(5) }), { after: minutes(7) }));
    await clock.run(clock.sleep(1234));
    await restoreAll();
    expect(script.inForce).to.deep.equal([
      { action: "slow", bite: bites, from: EPOCH + 5_000, until: EPOCH + 5_000 + 420_000 + 1234 },
    ]);
  });

  it("restores the last change first, and says how each lease ended", async () => {
    const { diary, note, perform, restoreAll } = aScript();
    const [a, b, c] = [aToldSetting("a", note), aToldSetting("b", note), aToldSetting("c", note)];
    await perform(anAction("1", a.provider()), anAction("2", b.provider()), anAction("3", c.provider()));
    diary.length = 0;
    b.value = "somebody else's";
    const records = await restoreAll();
    expect(diary).to.deep.equal(['0 c is "before"', '0 a is "before"']);
    expect(records.map(({ action, resource, restoration }) => [action, resource, restoration.outcome])).to.deep.equal([
      ["3", "c", "restored"],
      ["2", "b", "drifted"],
      ["1", "a", "restored"],
    ]);
    expect(records[0]).to.deep.include({ before: "before", applied: "applied", since: EPOCH, expiry: "none" });
  });

  it("goes on restoring when one restore fails", async () => {
    const { perform, restoreAll } = aScript();
    const [a, b] = [aSetting("before", "a"), aSetting("before", "b")];
    await perform(anAction("1", a.provider()), anAction("2", b.provider()));
    b.onPut = () => {
      throw new Error("AccessDenied");
    };
    const records = await restoreAll();
    expect(records.map(({ restoration }) => restoration.outcome)).to.deep.equal(["failed", "restored"]);
    expect(a.value).to.equal("before");
  });

  it("restores once: what was restored is not held any more", async () => {
    const { perform, restoreAll } = aScript();
    const setting = aSetting();
    await perform(anAction("1", setting.provider()));
    expect(await restoreAll()).to.have.lengthOf(1);
    expect(await restoreAll()).to.deep.equal([]);
    expect(setting.puts).to.deep.equal(["applied", "before"]);
  });

  it("gives a fault a minute more than the plan before it expires by itself", async () => {
    const { perform, restoreAll } = aScript();
    const until: number[] = [];
    const setting = aSetting();
    const lease = setting.lease((_before, { expiresAt, seed }) => {
      until.push(expiresAt - EPOCH);
      return `expires, drawn with ${seed}`;
    });
    await perform(
      anAction("1", setting.provider({ lease, spreads: seconds(5) }), { after: minutes(7) }),
      anAction("2", aDeed(), { after: seconds(30) }),
    );
    expect(until).to.deep.equal([seconds(5) + minutes(7) + seconds(30) + minutes(1)]);
    expect((await restoreAll())[0]!.applied).to.equal("expires, drawn with 7");
  });

  it("restores a change whose action failed, because it may have happened", async () => {
    const { script, perform, restoreAll } = aScript();
    const setting = aSetting();
    setting.afterPut = (value) => {
      if (value === "applied") throw new Error("the answer was lost");
    };
    expect(await failure(perform(anAction("1", setting.provider()), anAction("2", aDeed())))).to.equal(
      "the answer was lost",
    );
    expect(script.activities.map(({ status, output }) => [status, output])).to.deep.equal([
      ["failed", "the answer was lost"],
    ]);
    expect(setting.value).to.equal("applied");
    expect((await restoreAll()).map(({ restoration }) => restoration.outcome)).to.deep.equal(["restored"]);
    expect(setting.value).to.equal("before");
  });

  it("holds nothing when it could not even look", async () => {
    const { perform, restoreAll } = aScript();
    const setting = aSetting();
    setting.onObserve = () => {
      throw new Error("AccessDenied");
    };
    expect(await failure(perform(anAction("1", setting.provider())))).to.equal("AccessDenied");
    expect(await restoreAll()).to.deep.equal([]);
  });

  it("ends a pause as soon as somebody interrupts, and begins nothing after that", async () => {
    const { clock, controller, script, perform, restoreAll } = aScript();
    const [a, b] = [aSetting("before", "a"), aSetting("before", "b")];
    clock.at(EPOCH + 1000, () => controller.abort());
    const ended = failure(
      perform(anAction("1", a.provider(), { after: minutes(7) }), anAction("2", b.provider(), { before: seconds(1) })),
    );
    expect(await ended).to.equal("interrupted");
    expect(clock.now() - EPOCH).to.equal(1000);
    expect(b.puts).to.deep.equal([]);
    await restoreAll();
    expect(script.inForce[0]!.until).to.equal(EPOCH + 1000);
    expect(a.value).to.equal("before");
  });

  it("holds faults of the embedded cloud as leases that end by themselves", async () => {
    const { desk, records } = aDesk();
    const { perform, restoreAll } = aScript({ faults: desk });
    const lose = { kind: "lose", probability: 1 } as const;
    await perform(anAction("lose", cloud.disturb("a -> b", lose), { after: minutes(2) }));
    const fault = { link: "a -> b", fault: lose, expiresAt: "2026-01-01T00:03:00.000Z" };
    expect(records.get("a-run.1")).to.deep.include(fault).and.not.have.property("until");
    const [lease] = await restoreAll();
    expect(lease).to.deep.include({ resource: "fault a-run.1 at a -> b", expiry: "configuration", before: null });
    expect([lease!.applied, lease!.restoration]).to.deep.equal([fault, { outcome: "restored" }]);
    expect(records.get("a-run.1")).to.have.property("until");
  });

  it("hears from the embedded cloud how often its faults struck, when they have ended", async () => {
    const { desk, strike } = aDesk();
    const { script, perform, restoreAll } = aScript({ faults: desk });
    const silence = {
      service: "s3",
      operation: "*",
      probability: 1,
      when: "before",
      effect: { silence: true },
    } as const;
    await perform(
      anAction("lose", cloud.disturb("a -> b", { kind: "lose", probability: 1 })),
      anAction("strike", cloud.strike(silence)),
    );
    strike("a-run.1");
    await restoreAll();
    for (const id of ["a-run.1", "a-run.2"]) strike(id);
    await script.countStrikes();
    expect(script.inForce.map(({ action, struck, from }) => [action, struck, from - EPOCH])).to.deep.equal([
      ["lose", 2, 0],
      ["strike", 1, 0],
    ]);
  });

  it("asks of each of several faults in one action whether it bit", async () => {
    const { script, perform } = aScript();
    const bites = [
      { kind: "draws", fault: "latency", probability: 0.5 },
      { kind: "strikes", fault: "exception", atLeast: 1 },
    ] as const;
    await perform(anAction("both", aSetting().provider({ bites, spreads: seconds(5) })));
    expect(script.inForce.map(({ action, bite, from }) => [action, bite, from - EPOCH])).to.deep.equal([
      ["both", bites[0], 5000],
      ["both", bites[1], 5000],
    ]);
  });

  it("refuses them where there is no embedded cloud", async () => {
    const disturb = cloud.disturb("a -> b", { kind: "lose", probability: 1 });
    expect(await failure(aScript().perform(anAction("lose", disturb)))).to.equal(
      "links and doors are an embedded cloud's: AWS has no switch for them",
    );
  });

  it("knows how long a method takes, and how long its changes spread", () => {
    const { script } = aScript();
    const actions = [
      anAction("1", aSetting().provider({ spreads: 5_000 }), { before: 1, after: 20 }),
      anAction("2", aDeed(), { before: 300 }),
    ];
    expect(plannedTime(actions)).to.equal(5_321);
    expect(script.spreadOf(actions)).to.equal(5_000);
    expect(script.spreadOf([])).to.equal(0);
  });
});
