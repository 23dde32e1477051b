import { expect } from "chai";
import { exitCode, loudest } from "../../chaos/verdict/exit-codes.ts";

const plain = { stoppedEarly: false, noSteadyState: false };

describe("the exit code", () => {
  for (const [verdict, code, strict] of [
    ["HELD", 0, 0],
    ["REFUTED", 1, 1],
    ["INCONCLUSIVE", 2, 1],
    ["INVALID", 2, 2],
  ] as const)
    it(`of ${verdict} is ${code}, and ${strict} when strict`, () => {
      expect(exitCode({ ...plain, verdict })).to.equal(code);
      expect(exitCode({ ...plain, verdict }, { strict: true })).to.equal(strict);
    });

  it("tells a missing steady state and an early stop apart", () => {
    expect(exitCode({ ...plain, verdict: "INVALID", noSteadyState: true })).to.equal(3);
    expect(exitCode({ ...plain, verdict: "REFUTED", stoppedEarly: true })).to.equal(4);
    expect(exitCode({ ...plain, verdict: "INVALID", stoppedEarly: true })).to.equal(2);
  });

  for (const [codes, code] of [
    [[], 0],
    [[0, 0], 0],
    [[0, 2], 2],
    [[2, 3], 3],
    [[3, 1, 2], 1],
    [[1, 4], 4],
    [[4, 143, 1], 143],
    [[143, 130], 130],
    [[130, 5], 5],
    [[5, 70, 0], 70],
  ] as const)
    it(`of runs that ended ${codes.join(", ") || "not at all"} is ${code}`, () => {
      expect(loudest(codes)).to.equal(code);
    });
});
