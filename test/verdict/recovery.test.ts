import { expect } from "chai";
import type { Hypothesis } from "../../chaos/verdict/evidence.ts";
import { recovery } from "../../chaos/verdict/recovery.ts";
import { aRecovery, SECOND, someCells } from "./evidence.ts";

const claim: Hypothesis = {
  freshness: { percentile: 99, within: 120 * SECOND },
  recovery: { within: 300 * SECOND },
};

function outcomes(settledAfter: (i: number) => number | null, hypothesis = claim) {
  return recovery(aRecovery(settledAfter), hypothesis).map(({ rule, outcome }) => `${rule} ${outcome}`);
}

describe("recovery", () => {
  it("holds when the documents after the rollback are fresh", () => {
    expect(outcomes(() => SECOND)).to.deep.equal(["recovery held"]);
    expect(
      recovery(
        aRecovery(() => SECOND),
        claim,
      )[0]!.says,
    ).to.equal("fresh again 0 ms after the rollback, limit 300 s; 0 of 297 documents missed it");
  });

  it("lets documents be late while the time for recovery has not run out", () => {
    expect(outcomes((i) => 250 * SECOND - i * 50)).to.deep.equal(["recovery held"]);
    expect(
      recovery(
        aRecovery((i) => 250 * SECOND - i * 50),
        claim,
      )[0]!.numbers.recoveredAfter,
    ).to.equal(250_000);
  });

  it("is refuted when the backlog outlasts that time", () => {
    expect(outcomes(() => 301 * SECOND)).to.deep.equal(["recovery refuted"]);
  });

  it("is open when a few documents miss it", () => {
    expect(outcomes((i) => (i < 3 ? 400 * SECOND : SECOND))).to.deep.equal(["recovery inconclusive"]);
  });

  it("judges by its own limit where no freshness is asked for", () => {
    const alone: Hypothesis = { recovery: { within: 300 * SECOND } };
    expect(outcomes(() => 299 * SECOND, alone)).to.deep.equal(["recovery held"]);
    expect(outcomes(() => 320 * SECOND, alone)).to.deep.equal(["recovery refuted"]);
  });

  it("counts a document lost after the rollback as damage, unless losing is the subject", () => {
    const oneLost = (i: number) => (i === 5 ? null : SECOND);
    expect(outcomes(oneLost)).to.deep.equal(["invariant refuted", "recovery inconclusive"]);
    expect(outcomes(oneLost, { ...claim, permits: ["lost"] })).to.deep.equal(["recovery inconclusive"]);
  });

  it("says when it was not asked for, and when nobody looked", () => {
    expect(recovery(undefined, {})[0]!.says).to.equal("recovery was not asked for");
    expect(recovery(undefined, claim)[0]!.outcome).to.equal("inconclusive");
  });

  it("needs documents", () => {
    const none = { rollbackConfirmedAt: 0, cells: someCells(), documents: [] };
    expect(recovery(none, claim)[0]!.outcome).to.equal("inconclusive");
  });
});
