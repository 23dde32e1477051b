import { expect } from "chai";
import type { Terms } from "../../bench/trial.ts";
import { action, lambda, minutes } from "../../chaos/vocabulary.ts";
import { anExperiment, aRun } from "../a-lab.ts";

/** Without retries every run that throws is a dead letter at once. */
const SETTINGS = { retries: 0 };

/** 20 documents a second, and a share of the runs throws for ten minutes; the budget is 1 %. */
const throwing = (probability: number, documents: number) =>
  anExperiment((etl) => ({
    load: { documents, perSecond: 20, malformed: 0.01 },
    method: [
      action("let some runs throw", lambda.inject(etl.transformFaults, { exception: { probability } }), {
        after: minutes(10),
      }),
    ],
  }));

async function told(probability: number, documents: number, terms: Partial<Terms>) {
  const { journal } = await aRun(throwing(probability, documents), { settings: SETTINGS, ...terms });
  const [method, rollback] = ["method", "rollback"].map((name) => journal.phases.find((phase) => phase.name === name)!);
  return { journal, verdict: journal.verdict!, method: method!, rollback: rollback! };
}

describe("the live stop rule in the simulation", function () {
  this.timeout(120_000);

  it("is needed where a tenth of the documents is damaged, and gives the fault back within five seconds", async () => {
    const { journal, verdict, method, rollback } = await told(0.1, 1000, { stopRule: true });
    expect([verdict.verdict, verdict.exitCode]).to.deep.equal(["REFUTED", 4]);
    expect(verdict.documents.n).to.be.below(600);
    expect(method.until - method.from).to.be.below(minutes(1));
    // The injector needs five seconds to hear that it is over.
    expect(rollback.until - rollback.from - 5000).to.be.below(5000);
    expect(journal.leases.map(({ restoration }) => restoration.outcome)).to.deep.equal(["restored"]);
  });

  it("is off unless somebody asks: then the same damage goes on for ten minutes", async () => {
    const { verdict, method } = await told(0.1, 300, {});
    expect([verdict.verdict, verdict.exitCode, verdict.documents.n]).to.deep.equal(["REFUTED", 1, 300]);
    expect(method.until - method.from).to.be.above(minutes(10));
  });

  it("lets a run go on whose damage is what the budget allows", async () => {
    const { verdict } = await told(0.01, 1000, { stopRule: true });
    expect([verdict.stoppedEarly, verdict.documents.n]).to.deep.equal([false, 1000]);
    const { numbers, outcome } = verdict.findings.find(({ rule }) => rule === "stop")!;
    expect(outcome).to.equal("held");
    expect(numbers.collateral).to.be.within(3, 20);
    expect(numbers.documents).to.equal(990);
  });
});
