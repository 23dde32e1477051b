import { expect } from "chai";
import { freshness } from "../../chaos/verdict/freshness.ts";
import { beside, durationLimit } from "../../chaos/verdict/words.ts";
import { someCells, times } from "./evidence.ts";

describe("a time span beside its limit", () => {
  for (const [limit, milliseconds, says] of [
    [120_000, 120_040, "120.04 s"],
    [120_000, 119_999.6, "119.9996 s"],
    [120_000, 120_000, "120 s"],
    [120_000, 205_300, "205 s"],
    [120_400, 120_450, "120.5 s"],
    [1400, 1439, "1.44 s"],
    [1000, 999.7, "999.7 ms"],
    [200, 200.2, "200.2 ms"],
    [120_000, Number.POSITIVE_INFINITY, "never"],
  ] as const)
    it(`has the digits that tell it from ${limit} ms: ${says}`, () => {
      expect(beside(limit, milliseconds)).to.equal(says);
    });

  it("shows a limit with all of its digits", () => {
    expect([120_000, 120_400, 90, 3_600_000].map(durationLimit)).to.deep.equal([
      "120 s",
      "120.4 s",
      "90 ms",
      "3 600 s",
    ]);
  });

  it("never reads like a limit that was kept when it was missed", () => {
    const claim = { freshness: { percentile: 99, within: 120_000 } };
    const { outcome, says } = freshness({ cells: someCells({ ok: 400 }), freshness: times(400, 120_040) }, claim);
    expect(outcome).to.equal("refuted");
    expect(says).to.equal("p99 of 400 well-formed is 120.04 s, above 120.04 s at 95 %, limit 120 s");
  });
});
