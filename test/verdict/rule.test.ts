import { expect } from "chai";
import type { Evidence, Hypothesis } from "../../chaos/verdict/evidence.ts";
import { judge } from "../../chaos/verdict/rule.ts";
import { aCohort, aRecovery, aRun, SECOND, someCells, someEvidence, times } from "./evidence.ts";

const claim: Hypothesis = { collateral: { budget: 0.001 }, freshness: { percentile: 99, within: 120 * SECOND } };

function verdict(changed: Partial<Evidence>, hypothesis = claim) {
  return judge(someEvidence(changed), hypothesis);
}

/** Verdict and first reason. */
function told(changed: Partial<Evidence>, hypothesis = claim): [string, string | undefined] {
  const { verdict: word, reasons } = verdict(changed, hypothesis);
  return [word, reasons[0]];
}

describe("the rule", () => {
  it("holds a healthy run, and says what was shown", () => {
    const { verdict: word, reasons, exitCode } = verdict({});
    expect([word, exitCode]).to.deep.equal(["HELD", 0]);
    expect(reasons).to.deep.equal([
      "collateral 0 of 3 069 (0 %, 95 % bound at most 0.0976 %), budget 0.1 %",
      "p99 of 3 069 well-formed is 1.4 s, bound 1.4 s (value 3 048, at 95 %), limit 120 s",
    ]);
  });

  it("refutes by collateral beyond the budget", () => {
    const { verdict: word, reasons, exitCode } = verdict({ cells: aRun({ collateral: 387 }) });
    expect([word, exitCode]).to.deep.equal(["REFUTED", 1]);
    expect(reasons).to.deep.equal(["collateral 387 of 3 069 (12.6 %, 95 % bound 11.6 % to 13.6 %), budget 0.1 %"]);
  });

  it("leaves open what the documents do not decide", () => {
    const { verdict: word, exitCode } = verdict({ cells: aRun({ collateral: 2 }) });
    expect([word, exitCode]).to.deep.equal(["INCONCLUSIVE", 2]);
  });

  it("refutes by one lost document, though the budget holds", () => {
    expect(told({ cells: aRun({ lost: 1 }) })).to.deep.equal(["REFUTED", "lost 1 of 3 069"]);
  });

  it("refutes rather than leaves open", () => {
    expect(told({ cells: aRun({ lost: 1, collateral: 2 }) })[0]).to.equal("REFUTED");
  });

  for (const [what, changed, reason] of [
    [
      "too little load",
      { accepted: 2944 },
      /^S3 accepted 2 944 of 3 100 planned documents \(95.0 %\): 95 % are needed$/,
    ],
    ["no load at all", { planned: 0, accepted: 0, cells: someCells(), freshness: [] }, /95 % are needed/],
    [
      "a pipeline that has not come to rest",
      {
        moving: [
          { where: "deliveries", count: 12 },
          { where: "asynchronous events", count: 2 },
        ],
      },
      /^still moving: 14 documents \(12 in deliveries, 2 in asynchronous events\)$/,
    ],
    [
      "a fault that did not bite",
      { faults: [{ name: "latency", probability: 0.5, firstAttempts: 3100, struck: 0 }] },
      /did not bite/,
    ],
    [
      "a foreign consumer",
      { foreignConsumers: ["the subscriber on host a, pid 12"] },
      /stop the subscriber on host a, pid 12$/,
    ],
  ] as const)
    it(`does not judge a run with ${what}`, () => {
      const { verdict: word, reasons, exitCode } = verdict(changed);
      expect([word, exitCode]).to.deep.equal(["INVALID", 2]);
      expect(reasons[0]).to.match(reason);
    });

  it("takes a load of 95 %", () => {
    expect(told({ accepted: 2945 })[0]).to.equal("HELD");
  });

  it("prefers INVALID to REFUTED: while documents move, nowhere does not mean lost", () => {
    expect(told({ cells: aRun({ lost: 14 }), moving: [{ where: "deliveries", count: 14 }] })[0]).to.equal("INVALID");
  });

  it("needs no fault for the experiment that injects none", () => {
    expect(told({ faults: [] })[0]).to.equal("HELD");
  });

  it("judges effects only where the experiment claims exactly one", () => {
    expect(told({ duplicateEffects: 1 })[0]).to.equal("HELD");
    expect(told({ duplicateEffects: 1 }, { ...claim, exactlyOnce: true })).to.deep.equal([
      "REFUTED",
      "duplicate effects 1 of 3 069",
    ]);
  });

  it("allows repeated notifications", () => {
    expect(told({ duplicates: 155 })[0]).to.equal("HELD");
  });

  it("judges an experiment about detection by its probe", () => {
    const permitted: Hypothesis = { permits: ["lost", "collateral"] };
    const cells = aRun({ lost: 600, collateral: 20, lostEvidence: 5 });
    const alarm = (held: boolean | null) => [{ name: "the alarm fires", held, says: "ALARM after 3 min" }];
    expect(told({ cells, probes: alarm(true) }, permitted)).to.deep.equal([
      "HELD",
      "the alarm fires: ALARM after 3 min",
    ]);
    expect(told({ cells, probes: alarm(false) }, permitted)[0]).to.equal("REFUTED");
  });

  it("says that nothing went missing where there is no other claim", () => {
    const { verdict: word, reasons } = verdict({ cells: aRun({ collateral: 3069 }) }, { permits: ["collateral"] });
    expect(word).to.equal("HELD");
    expect(reasons[0]).to.equal("lost 0 of 3 069, rate < 0.0976 %");
  });

  it("never takes missing telemetry for a pass", () => {
    const probes = [{ name: "no errors", held: null, says: "no data" }];
    expect(told({ probes })).to.deep.equal(["INCONCLUSIVE", "no errors: no data"]);
  });

  it("asks for recovery where the hypothesis does", () => {
    const asking = { ...claim, recovery: { within: 300 * SECOND } };
    expect(told({ recovery: aRecovery(() => SECOND) }, asking)[0]).to.equal("HELD");
    expect(told({ recovery: aRecovery(() => 600 * SECOND) }, asking)[0]).to.equal("REFUTED");
    expect(told({ recovery: aRecovery(() => 600 * SECOND) }, claim)[0]).to.equal("HELD");
  });

  it("counts neither baseline nor recovery in n", () => {
    expect(verdict({ recovery: aRecovery(() => SECOND) }).documents).to.deep.include({
      n: 3100,
      wellFormed: 3069,
      malformed: 31,
    });
  });

  it("gives the same bytes for the same evidence", () => {
    const once = JSON.stringify(verdict({ cells: aRun({ collateral: 387, lost: 40 }) }));
    expect(JSON.stringify(verdict({ cells: aRun({ collateral: 387, lost: 40 }) }))).to.equal(once);
    expect(JSON.parse(once)).to.deep.equal(verdict({ cells: aRun({ collateral: 387, lost: 40 }) }));
  });
});

describe("a run that the safety rule stopped", () => {
  const stopped: Partial<Evidence> = {
    accepted: 60,
    cells: someCells({ ok: 50, collateral: 9, intended: 1 }),
    freshness: times(59),
    faults: [{ name: "latency", probability: 0.5, firstAttempts: 60, struck: 31 }],
    stop: { documents: 60, collateral: 3, eValue: 31.25, budget: 0.001, stopped: true },
  };

  it("is refuted on what was seen, and exits 4", () => {
    const { verdict: word, reasons, exitCode, stoppedEarly } = verdict(stopped);
    expect([word, exitCode, stoppedEarly]).to.deep.equal(["REFUTED", 4, true]);
    expect(reasons[0]).to.equal(
      "stopped by the safety rule after 3 of 60 well-formed documents collateral, budget 0.1 % (e = 31.3, 20 is enough)",
    );
  });

  it("is refuted even where the bound of a single look is still open", () => {
    expect(told({ ...stopped, cells: someCells({ ok: 58, collateral: 1 }) })[0]).to.equal("REFUTED");
  });
});

describe("a steady state", () => {
  const unsteady = (changed: Parameters<typeof aCohort>[0]) => verdict({ baseline: aCohort(changed) });

  it("is where an experiment begins: without one it is INVALID and exits 3", () => {
    const {
      verdict: word,
      reasons,
      exitCode,
      noSteadyState,
    } = unsteady({
      cells: someCells({ ok: 296, lost: 1, intended: 3 }),
      freshness: times(296),
    });
    expect([word, exitCode, noSteadyState]).to.deep.equal(["INVALID", 3, true]);
    expect(reasons).to.deep.equal([
      "no steady state",
      "lost 1 of 297",
      "p99 of 297 well-formed is 1.4 s, bound never (the largest, at 94.9 %), limit 120 s",
    ]);
  });

  for (const [what, changed] of [
    ["documents that came late", { freshness: [...times(290), ...times(7, 130 * SECOND)] }],
    ["one document that came late", { freshness: [...times(296), 130 * SECOND] }],
    ["corrupt documents", { cells: someCells({ ok: 296, corrupt: 1, intended: 3 }) }],
    ["a missing load", { accepted: 100 }],
    ["messages still moving", { moving: [{ where: "deliveries", count: 1 }] }],
  ] as const)
    it(`is not one with ${what}`, () => {
      expect(unsteady(changed).exitCode).to.equal(3);
    });

  it("is shown by the largest of 297 values, the most they can", () => {
    expect(unsteady({ freshness: times(297, 120 * SECOND) }).verdict).to.equal("HELD");
  });

  it("permits nothing, whatever the experiment permits later", () => {
    const baseline = aCohort({ cells: someCells({ ok: 296, lost: 1, intended: 3 }) });
    expect(told({ baseline }, { permits: ["lost"] })[0]).to.equal("INVALID");
  });

  it("does not ask for freshness that the hypothesis does not claim", () => {
    expect(told({ baseline: aCohort({ freshness: times(297, 1e9) }) }, {})[0]).to.equal("HELD");
  });
});
