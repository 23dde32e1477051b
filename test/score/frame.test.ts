import { expect } from "chai";
import type { LabError } from "../../cloud/kernel/errors.ts";
import { names } from "../../lab/catalogue.ts";
import { FLAWS } from "../../lab/score/flaws.ts";
import { frameOf } from "../../lab/score/frame.ts";

const namesOf = (flaws: readonly { name: string }[]) => flaws.map(({ name }) => name);

describe("the frame of a matrix", () => {
  it("is everything that the simulation can show, with one seed, where nothing is said", async () => {
    const { frame, left } = await frameOf({});
    expect(left).to.deep.equal({ flaws: ["greedy-memory"], experiments: ["clock-skew", "memory-squeeze"], unmet: [] });
    expect(namesOf(frame.flaws)).to.deep.equal(namesOf(FLAWS).filter((name) => name !== "greedy-memory"));
    const live = names().filter((name) => !frame.experiments.includes(name));
    expect(live).to.deep.equal(["clock-skew", "memory-squeeze"]);
    expect([frame.seeds, frame.served]).to.deep.equal([[1], []]);
  });

  it("is everything, and leaves nothing out, with a served cloud", async () => {
    const { frame, left } = await frameOf({ served: true });
    expect(left).to.deep.equal({ flaws: [], experiments: [], unmet: [] });
    expect([frame.flaws, frame.experiments]).to.deep.equal([FLAWS, names()]);
    expect(frame.served).to.deep.equal(["clock-skew", "memory-squeeze"]);
  });

  it("has the order of the lists, however names are given", async () => {
    const { frame } = await frameOf({ flaws: ["one-retry,no-retries", "short-timeout"], seed: "7", seeds: 3 });
    expect(namesOf(frame.flaws)).to.deep.equal(["short-timeout", "no-retries", "one-retry"]);
    expect(frame.seeds).to.deep.equal([7, 8, 9]);
  });

  it("may be the repaired pipeline alone", async () => {
    const { frame, left } = await frameOf({ flaws: ["none"], experiments: ["steady-state"] });
    expect([frame.flaws, frame.experiments]).to.deep.equal([[], ["steady-state"]]);
    expect(left).to.deep.equal({ flaws: [], experiments: [], unmet: [] });
  });

  for (const [wanted, code] of [
    [{ flaws: ["on-retry"] }, "LAB_FLAW_UNKNOWN"],
    [{ experiments: ["steady"] }, "LAB_EXPERIMENT_UNKNOWN"],
    [{ flaws: ["greedy-memory"] }, "LAB_NEEDS_A_SERVED_CLOUD"],
    [{ experiments: ["memory-squeeze"] }, "LAB_NEEDS_A_SERVED_CLOUD"],
    [{ served: true, flaws: ["greedy-memory"], experiments: ["steady-state"] }, "LAB_FLAW_UNASKED"],
    [{ served: true, flaws: ["no-retries"], experiments: ["memory-squeeze"] }, "LAB_FLAW_UNASKED"],
    [{ seeds: 0 }, "LAB_OPTION_RANGE"],
    [{ seed: "x" }, "LAB_OPTION_RANGE"],
  ] as const)
    it(`is refused with ${code}: ${JSON.stringify(wanted)}`, async () => {
      const error = await frameOf(wanted).then(
        () => undefined,
        (refusal: LabError) => refusal,
      );
      expect(error).to.include({ code });
    });

  it("leaves out a flaw that a served cloud would show, but none of the experiments finds", async () => {
    const { left } = await frameOf({ served: true, experiments: ["steady-state"] });
    expect(left).to.deep.equal({ flaws: [], experiments: [], unmet: ["greedy-memory"] });
  });

  it("names finders that are in the catalogue", () => {
    for (const { name, foundBy } of FLAWS) expect(names(), name).to.include.members([...foundBy]);
  });
});
