import { expect } from "chai";
import { IDLE_LIMIT, IdleEnvironments } from "../../cloud/lambda/environments.ts";

describe("idle environments", () => {
  it("are used again, the one used last first", () => {
    const idle = new IdleEnvironments<string>();
    for (const [now, name] of [
      [0, "a"],
      [1, "b"],
      [2, "c"],
    ] as const)
      idle.put(now, name);
    expect([idle.take(3), idle.take(3)]).to.deep.equal([
      { environment: "c", reclaimed: [] },
      { environment: "b", reclaimed: [] },
    ]);
  });

  it("are reclaimed when they have had nothing to do for some minutes", () => {
    const idle = new IdleEnvironments<string>();
    idle.put(0, "old");
    idle.put(1000, "young");
    expect(idle.take(IDLE_LIMIT)).to.deep.equal({ environment: "young", reclaimed: [] });
    idle.put(IDLE_LIMIT, "young");
    expect(idle.take(IDLE_LIMIT + 1)).to.deep.equal({ environment: "young", reclaimed: ["old"] });
    expect(idle.take(IDLE_LIMIT + 1)).to.deep.equal({ reclaimed: [] });
  });

  it("can be given up at once", () => {
    const idle = new IdleEnvironments<string>();
    idle.put(0, "a");
    expect(idle.drain()).to.deep.equal(["a"]);
    expect(idle.size).to.equal(0);
  });
});
