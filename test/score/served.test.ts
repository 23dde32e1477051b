import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { settingsOf, stackOptions } from "../../infra/options.ts";
import { answerOf, type Question } from "../../lab/score/cell.ts";
import { outcomeOf, runWords, upWords } from "../../lab/score/served.ts";

const QUESTION: Question = { flaw: "greedy-memory", experiment: "memory-squeeze", seed: 7, full: false, served: true };

/** The stack that the cloud of a question would deploy. */
function stackOf(question: Question) {
  const settings = upWords(question).filter((word) => word.includes("="));
  return stackOptions(settingsOf(settings));
}

describe("a cell that is asked of a served cloud", () => {
  it("deploys the repaired pipeline with the flaw in it, on a port of its own, and with one retry", () => {
    expect(upWords(QUESTION).slice(0, 3)).to.deep.equal(["up", "--port", "0"]);
    expect(stackOf(QUESTION)).to.deep.include({
      ...{ timeoutSeconds: 120, transformVariant: "greedy-memory", memoryMb: 128, retries: 1 },
    });
  });

  it("deploys the repaired pipeline alone where there is no flaw, and at full size with its retries", () => {
    const usual = stackOptions({ timeoutSeconds: 120 });
    expect(stackOf({ ...QUESTION, flaw: null, full: true })).to.deep.equal(usual);
    expect(stackOf({ ...QUESTION, flaw: null })).to.deep.equal({ ...usual, retries: 1 });
  });

  it("publishes documents of its own with the seed, quicker than at full size", () => {
    const words = runWords(QUESTION, "/own/runs").join(" ");
    expect(words).to.equal("run memory-squeeze --seed 7 --rate 5 --target local --load own --out /own/runs --json");
    expect(runWords({ ...QUESTION, full: true }, "/own")).not.to.include("--rate");
  });
});

describe("what a run said on a served cloud", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "chaoslab-served-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const said = (events: readonly object[], err = "") =>
    answerOf(QUESTION, outcomeOf({ out: events.map((event) => `${JSON.stringify(event)}\n`).join(""), err }));

  it("is read from its journal", () => {
    const verdict = { verdict: "REFUTED", reasons: ["collateral 15 of 307"], findings: [] };
    writeFileSync(join(folder, "journal.json"), JSON.stringify({ verdict, failure: null }));
    const answer = said([
      { event: "phase", phase: "method" },
      { event: "verdict", verdict, folder },
    ]);
    expect(answer).to.deep.equal({
      ...QUESTION,
      ...{ verdict: "REFUTED", reasons: ["collateral 15 of 307"], outcome: "killed" },
    });
  });

  it("is inconclusive, with the run's error for a reason, where there was no verdict", () => {
    const error = { event: "error", code: "LAB_CLOUD_UNREACHABLE", message: "Nothing answers.", next: "up" };
    expect(said([error])).to.deep.include({
      outcome: "inconclusive",
      reasons: ["LAB_CLOUD_UNREACHABLE: Nothing answers."],
    });
  });

  it("is inconclusive, with its last words for a reason, where it ended without any", () => {
    const answer = answerOf(QUESTION, outcomeOf({ out: '{"event":"pha', err: "one\ntwo\nthree\n" }));
    expect(answer).to.deep.include({ verdict: null, outcome: "inconclusive", reasons: ["the run ended: two; three"] });
  });
});
