import { expect } from "chai";
import { EProcess } from "../../chaos/verdict/e-process.ts";
import { Random } from "../../cloud/kernel/random.ts";

/** What the test reads: `damaged` documents after `well` ones that are well. */
function read(budget: number, well: number, damaged: number): EProcess {
  const process = new EProcess(budget);
  for (let i = 0; i < well; i++) process.read(false);
  for (let i = 0; i < damaged; i++) process.read(true);
  return process;
}

/**
 * e in whole numbers, for a budget of 1 in `of`: the mixture's chance of the sequence by Polya's urn, over the budget's.
 * Twice everything, so that one half is one.
 */
function exactly(of: number, well: number, damaged: number): number {
  let [above, below] = [1n, 1n];
  for (let i = 0; i < damaged; i++) above *= BigInt(1 + 2 * i) * BigInt(of);
  for (let i = 0; i < well; i++) above *= BigInt(of - 1 + 2 * i) * BigInt(of);
  for (let i = 0; i < well; i++) below *= BigInt(of - 1);
  for (let i = 0; i < well + damaged; i++) below *= BigInt(of + 2 * i);
  const digits = 10n ** 20n;
  return Number((above * digits) / below) / 1e20;
}

/** How often a process breaches while it reads, when every document is damaged with this probability. */
function breaches(runs: number, looks: number, budget: number, probability: number): number {
  const chance = Random.fromSeed(21).fork(`e-process ${probability}`);
  let seen = 0;
  for (let run = 0; run < runs; run++) {
    const process = new EProcess(budget);
    for (let i = 0; i < looks && !process.breached; i++) process.read(chance.chance(probability));
    if (process.breached) seen++;
  }
  return seen;
}

describe("the e-process", () => {
  for (const [of, well, damaged] of [
    [1000, 0, 1],
    [1000, 28, 4],
    [1000, 3060, 9],
    [1000, 9990, 10],
    [100, 297, 3],
    [20, 200, 12],
    [100_000, 40, 4],
  ] as const)
    it(`is what whole numbers make it: ${damaged} after ${well} at 1 in ${of}`, () => {
      expect(read(1 / of, well, damaged).eValue / exactly(of, well, damaged)).to.be.closeTo(1, 1e-9);
    });

  it("breaches by the fourth document in a row at 0.1 %, and not by the third", () => {
    expect([1, 2, 3, 4].map((damaged) => read(0.001, 0, damaged).breached)).to.deep.equal([false, false, false, true]);
    expect(read(0.001, 0, 3).eValue).to.be.closeTo(14.91, 0.01);
  });

  it("never breaches by documents that are well, however sure it is of a smaller share", () => {
    const process = read(0.001, 100_000, 0);
    expect(process.eValue).to.be.above(20);
    expect(process.breached).to.equal(false);
    expect(read(0.001, 100_000, 1).breached).to.equal(false);
  });

  it("reads nothing after a breach, so that what decided is what is told", () => {
    const process = read(0.001, 0, 50);
    expect([process.documents, process.collateral]).to.deep.equal([4, 4]);
    process.read(false);
    expect(process.documents).to.equal(4);
  });

  it("takes a single document for proof where nothing is allowed", () => {
    expect(read(0, 1000, 0).breached).to.equal(false);
    const [one] = [read(0, 1000, 1)];
    expect([one.breached, one.eValue]).to.deep.equal([true, Number.POSITIVE_INFINITY]);
  });

  it("stops at exactly the budget in less than one of fifty runs, looked at after each of 10 000 documents", () => {
    expect(breaches(200, 10_000, 0.001, 0.001)).to.be.at.most(4);
  });

  it("stops ten times the budget always, and soon", () => {
    expect(breaches(100, 3069, 0.001, 0.01)).to.equal(100);
  });
});
