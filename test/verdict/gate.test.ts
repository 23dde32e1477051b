import { expect } from "chai";
import type { Evidence, GateEvidence, Hypothesis } from "../../chaos/verdict/evidence.ts";
import { gatePlan, hypotheses } from "../../chaos/verdict/gate.ts";
import { verdictLines } from "../../chaos/verdict/lines.ts";
import { judge } from "../../chaos/verdict/rule.ts";
import { Sprt } from "../../chaos/verdict/sprt.ts";
import { Random } from "../../cloud/kernel/random.ts";
import { SECOND, someCells, someEvidence, times } from "./evidence.ts";

const SHARES = { accepts: 0.001, refuses: 0.01 };

function read(well: number, damaged: number): Sprt {
  const test = new Sprt(SHARES);
  for (let i = 0; i < damaged; i++) test.read(true);
  for (let i = 0; i < well; i++) test.read(false);
  return test;
}

/** Decisions of seeded runs, and how many documents they took on average. */
function decisions(runs: number, probability: number) {
  const chance = Random.fromSeed(22).fork(`sprt ${probability}`);
  const seen = { accepted: 0, refused: 0, mean: 0 };
  for (let run = 0; run < runs; run++) {
    const test = new Sprt(SHARES);
    while (test.decision === undefined) test.read(chance.chance(probability));
    seen[test.decision]++;
    seen.mean += test.documents / runs;
  }
  return seen;
}

describe("the sequential probability ratio test of 0.1 % against 1 %", () => {
  it("adds 2.303 for a damaged document and takes 0.00905 for one that is well, up to 4.595 either way", () => {
    expect(read(0, 1).ratio).to.be.closeTo(Math.log(10), 1e-12);
    expect(read(1, 0).ratio).to.be.closeTo(Math.log(0.99 / 0.999), 1e-12);
    expect(read(0, 2).decision).to.equal("refused");
    expect([read(507, 0).decision, read(508, 0).decision]).to.deep.equal([undefined, "accepted"]);
  });

  it("says how many clean documents are missing", () => {
    expect([read(0, 0), read(500, 0), read(508, 0), read(0, 1)].map(({ furtherClean }) => furtherClean)).to.deep.equal([
      508, 8, 0, 763,
    ]);
  });

  it("reads nothing once it has decided", () => {
    const test = read(0, 5);
    expect([test.documents, test.collateral]).to.deep.equal([2, 2]);
  });

  it("errs in less than one of a hundred at either share, and takes about nine documents at 30 %", () => {
    expect(decisions(400, 0.001).refused).to.be.at.most(4);
    expect(decisions(400, 0.01).accepted).to.be.at.most(4);
    expect(decisions(400, 0.3).mean).to.be.within(6, 10);
  });
});

const claim: Hypothesis = { collateral: { budget: 0.001 }, freshness: { percentile: 99, within: 120 * SECOND } };

function gateEvidence(changed: Partial<GateEvidence> = {}): GateEvidence {
  const read = { documents: 508, collateral: 0, ratio: -4.5976, furtherClean: 0 };
  return { ...read, ...SHARES, decision: "accepted", endedEarly: true, ...changed };
}

/** A run that the gate ended: 560 of 3 100 documents were published. */
function gated(changed: Partial<Evidence> = {}) {
  const cells = changed.cells ?? someCells({ ok: 555, intended: 5 });
  const few = { accepted: 560, cells, freshness: times(555), gate: gateEvidence() };
  const faults = [{ name: "latency", probability: 0.5, firstAttempts: 560, struck: 281 }];
  return judge(someEvidence({ ...few, faults, ...changed }), claim);
}

const findingOf = (verdict: ReturnType<typeof gated>, rule: string) =>
  verdict.findings.find((finding) => finding.rule === rule)!;

describe("the quick gate", () => {
  it("holds by what it tells apart, though less than 95 % was published, and says that no bound was shown", () => {
    const verdict = gated();
    expect([verdict.verdict, verdict.exitCode, verdict.gate, verdict.stoppedEarly]).to.deep.equal([
      "HELD",
      0,
      "quick",
      false,
    ]);
    expect(verdict.reasons[0]).to.equal(
      "0 collateral in 508 documents show at most 0.1 % rather than 1 % or more, wrong at most once in 100",
    );
    const { outcome, says } = findingOf(verdict, "budget");
    expect([outcome, says]).to.deep.equal([
      "not judged",
      "collateral 0 of 555 (0 %, 95 % bound at most 0.538 %), budget 0.1 %: the quick gate decides",
    ]);
    expect(verdictLines(verdict)[0]).to.equal("HELD  slow-transform (quick gate)");
  });

  it("refutes, which is the end that a gate is made for: exit 1", () => {
    const refused = gateEvidence({ decision: "refused", documents: 4, collateral: 2, ratio: 4.6 });
    const { verdict, exitCode, reasons } = gated({ gate: refused, cells: someCells({ ok: 553, collateral: 2 }) });
    expect([verdict, exitCode]).to.deep.equal(["REFUTED", 1]);
    expect(reasons[0]).to.match(/^2 collateral in 4 documents show more than 0.1 %, rather 1 % or more/);
  });

  it("leaves open what its documents do not tell apart, and says how many more would", () => {
    const open = gateEvidence({
      decision: "undecided",
      documents: 300,
      ratio: -2.7,
      furtherClean: 208,
      endedEarly: false,
    });
    const cells = someCells({ ok: 300 });
    const verdict = gated({ gate: open, planned: 300, accepted: 300, cells, freshness: times(300) });
    expect([verdict.verdict, verdict.exitCode]).to.deep.equal(["INCONCLUSIVE", 2]);
    expect(verdict.reasons).to.deep.equal([
      "0 collateral in 300 documents tell at most 0.1 % not from 1 % or more: 208 further ones without damage would",
    ]);
  });

  it("does not outvote an invariant, freshness, or damage that came after it had decided", () => {
    expect(gated({ cells: someCells({ ok: 554, lost: 1 }) }).verdict).to.equal("REFUTED");
    expect(gated({ freshness: times(555, 121 * SECOND) }).verdict).to.equal("REFUTED");
    expect(gated({ cells: someCells({ ok: 535, collateral: 20 }) }).verdict).to.equal("REFUTED");
  });

  it("needs the load and a planned number of facts only when it has not ended the run", () => {
    const facts = (count: number) => [{ name: "throttle", fact: "Throttles", count, atLeast: 100 }];
    const going = gateEvidence({ endedEarly: false });
    expect(gated({ faults: facts(3) }).verdict).to.equal("HELD");
    expect(gated({ faults: facts(0) }).verdict).to.equal("INVALID");
    expect(gated({ faults: facts(3), gate: going, accepted: 3100 }).verdict).to.equal("INVALID");
    expect(gated({ gate: going }).verdict).to.equal("INVALID");
  });

  it("tells the budget from ten times as much, and asks nothing where there is no budget or no tenfold", () => {
    expect(hypotheses({ collateral: { budget: 0.01 } })).to.deep.equal({ accepts: 0.01, refuses: 0.1 });
    expect(gatePlan({})).to.deep.equal({ ...SHARES, clean: 508 });
    expect(hypotheses({ permits: ["collateral"] })).to.equal(undefined);
    expect(hypotheses({ collateral: { budget: 0 } })).to.equal(undefined);
    expect(hypotheses({ collateral: { budget: 0.2 } })).to.equal(undefined);
  });
});

describe("a claim about recovery", () => {
  const asking = { ...claim, recovery: { within: 300 * SECOND } };
  const stop = { documents: 40, collateral: 5, eValue: 90, budget: 0.001, stopped: true };

  it("is not judged when the run was stopped, for nothing was published after the rollback", () => {
    const { findings } = judge(someEvidence({ stop }), asking);
    const { outcome, says } = findings.find(({ rule }) => rule === "recovery")!;
    expect([outcome, says]).to.deep.equal(["not judged", "nothing was published after the rollback"]);
    expect(judge(someEvidence({ stop: { ...stop, stopped: false } }), asking).verdict).to.equal("INCONCLUSIVE");
  });
});

describe("the safety rule that let a run go on", () => {
  it("says so, and what it saw where that was more than the budget", () => {
    const told = (collateral: number) =>
      judge(
        someEvidence({ stop: { documents: 3000, collateral, eValue: 5.123, budget: 0.001, stopped: false } }),
        claim,
      ).findings.find(({ rule }) => rule === "stop")!;
    expect([told(0).outcome, told(0).says]).to.deep.equal([
      "held",
      "the safety rule let the run go on: 0 of 3 000 well-formed documents collateral, budget 0.1 %",
    ]);
    expect(told(5).says).to.match(/5 of 3 000 .* \(e = 5.12, 20 would stop it\)$/);
  });
});
