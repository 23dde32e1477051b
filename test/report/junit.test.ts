import { expect } from "chai";
import type { Outcome } from "../../chaos/verdict/finding.ts";
import { junit } from "../../lab/report/junit.ts";
import { aJournal, aJournalOf, facts, HOSTILE, UNSEEN } from "./a-run.ts";
import { all, type Element, parse } from "./tags.ts";

describe("junit.xml", () => {
  const casesOf = (journal = aJournal()) => all(parse(junit(facts({ journal }))), "testcase");
  const stateOf = ({ children }: Element) =>
    (children as Element[]).find(({ name }) => name && name !== "system-out")?.name ?? "passed";

  it("has a test case for each finding, and counts them", () => {
    const journal = aJournalOf({ outcome: "refuted" }, { outcome: "invalid" }, { outcome: "not judged" }, {});
    const [suite] = all(parse(junit(facts({ journal }))), "testsuite");
    const { tests, failures, errors, skipped, time, timestamp } = suite!.attributes;
    expect([tests, failures, errors, skipped]).to.deep.equal(["4", "1", "1", "1"]);
    expect([time, timestamp]).to.deep.equal(["600.000", "2026-01-01T00:00:00"]);
  });

  it("passes only what was shown or permitted", () => {
    const states = (["held", "permitted", "refuted", "invalid", "inconclusive", "not judged"] as Outcome[]).map(
      (outcome) => stateOf(casesOf(aJournalOf({ outcome }))[0]!),
    );
    expect(states).to.deep.equal(["passed", "passed", "failure", "error", "error", "skipped"]);
  });

  it("names a finding without its numbers, so that runs can be compared", () => {
    const names = casesOf().map(({ attributes }) => attributes.name);
    expect(names).to.include.members([
      "validity: the load arrived",
      "validity: the pipeline is quiet",
      "invariant: no document is lost",
      "budget: collateral is within its budget",
    ]);
    expect(new Set(names).size).to.equal(names.length);
    const twice = casesOf(aJournalOf({ rule: "budget" }, { rule: "budget" })).map(({ attributes }) => attributes.name);
    expect(twice[1]).to.equal("budget: collateral is within its budget (2)");
  });

  it("does not pass a run that nobody judged", () => {
    const journal = aJournal({ verdict: null, status: "failed", failure: "the door is shut" });
    const [only, ...more] = casesOf(journal);
    expect([stateOf(only!), more]).to.deep.equal(["error", []]);
    expect((only!.children[1] as Element).attributes.message).to.include("the door is shut");
  });

  it("has an error for a setting that was not restored", () => {
    const lease = { action: "limit it", resource: "concurrency of f", expiry: "none", expiresAt: 0, since: 0 };
    const leases = [
      { ...lease, before: null, applied: 1, restoration: { outcome: "restored" as const } },
      { ...lease, before: null, applied: 1, restoration: { outcome: "failed" as const, reason: "denied" } },
    ];
    const restores = casesOf(aJournal({ leases })).filter(({ attributes }) => attributes.classname === "calm.restore");
    expect(restores.map(stateOf)).to.deep.equal(["passed", "error"]);
  });

  it("is well-formed whatever the messages say", () => {
    for (const says of HOSTILE) {
      const text = junit(facts({ journal: aJournalOf({ outcome: "refuted", says }) }));
      expect(text, says.slice(0, 20)).not.to.match(UNSEEN);
      const [failure] = all(parse(text), "failure");
      expect(failure!.attributes.message!.length).to.be.within(1, 2100);
    }
  });
});
