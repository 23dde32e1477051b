import { expect } from "chai";
import { efficacy } from "../../chaos/verdict/efficacy.ts";

const latency = { name: "latency", probability: 0.5, firstAttempts: 3100 };

describe("efficacy", () => {
  for (const [struck, outcome] of [
    [1457, "invalid"],
    [1458, "held"],
    [1549, "held"],
    [1642, "held"],
    [1643, "invalid"],
  ] as const)
    it(`is ${outcome} when 3 100 attempts at one half were struck ${struck} times`, () => {
      expect(efficacy({ ...latency, struck }).outcome).to.equal(outcome);
    });

  it("says how much it expected and what is wrong", () => {
    expect(efficacy({ ...latency, struck: 0 }).says).to.equal(
      "latency struck 0 of 3 100 first attempts in force, 1 458 to 1 642 expected at 50 %: the fault did not bite as it should",
    );
    expect(efficacy({ ...latency, struck: 2000 }).says).to.match(/something else strikes as well$/);
  });

  it("never passes a fault that struck nobody, however few it met", () => {
    expect(efficacy({ name: "throw", probability: 0.02, firstAttempts: 20, struck: 0 }).outcome).to.equal("invalid");
    expect(efficacy({ name: "throw", probability: 0.02, firstAttempts: 20, struck: 1 }).outcome).to.equal("held");
    const met = efficacy({ name: "throw", probability: 1, firstAttempts: 0, struck: 0 });
    expect([met.outcome, met.says]).to.deep.equal([
      "invalid",
      "throw struck 0 of 0 first attempts in force, 1 to 0 expected at 100 %: no attempt met the fault",
    ]);
  });

  it("does not judge strikes on later attempts", () => {
    const { outcome, numbers } = efficacy({ ...latency, struck: 1549, laterStrikes: 100_000 });
    expect([outcome, numbers.laterStrikes]).to.deep.equal(["held", 100_000]);
  });

  it("takes a fault without a probability by the fact that proves it", () => {
    const throttled = (count: number) => efficacy({ name: "concurrency 1", fact: "Throttles", count, atLeast: 100 });
    expect([99, 100].map((count) => throttled(count).outcome)).to.deep.equal(["invalid", "held"]);
    expect(throttled(99).says).to.equal(
      "concurrency 1 shows in 99 Throttles, at least 100 expected: the fault did not bite",
    );
  });

  it("asks for one fact even where the experiment forgot to", () => {
    expect(efficacy({ name: "denied", fact: "AccessDenied", count: 0, atLeast: 0 }).outcome).to.equal("invalid");
  });
});
