import { expect } from "chai";
import type { Question } from "../../lab/score/cell.ts";
import { FLAWS } from "../../lab/score/flaws.ts";
import { frameOf, type Wanted } from "../../lab/score/frame.ts";
import { questionsOf } from "../../lab/score/questions.ts";

async function asked(wanted: Wanted): Promise<Question[]> {
  return questionsOf((await frameOf(wanted)).frame, false);
}

const wordsOf = ({ flaw, experiment, seed }: Question) => `${flaw ?? "repaired"} ${experiment} ${seed}`;

describe("the questions of a matrix", () => {
  it("are every experiment of every pipeline, none of them served, where a served cloud is not asked for", async () => {
    const { frame } = await frameOf({});
    const questions = await asked({});
    expect(questions).to.have.length((1 + frame.flaws.length) * frame.experiments.length);
    expect(questions.filter(({ served }) => served)).to.deep.equal([]);
  });

  it("are, with --served, those and three of served clouds", async () => {
    const [without, within] = [await asked({}), await asked({ served: true })];
    expect(within.filter(({ served }) => served).map(wordsOf)).to.deep.equal([
      "repaired clock-skew 1",
      "repaired memory-squeeze 1",
      "greedy-memory memory-squeeze 1",
    ]);
    expect(within.filter(({ served }) => !served)).to.deep.equal(without);
  });

  it("are the served ones alone, where only such experiments are chosen", async () => {
    const experiments = ["memory-squeeze,clock-skew"];
    const questions = await asked({ served: true, experiments, seeds: 2 });
    expect(questions.every(({ served }) => served)).to.equal(true);
    expect(questions.map(wordsOf)).to.deep.equal([
      ...["repaired clock-skew 1", "repaired clock-skew 2"],
      ...["repaired memory-squeeze 1", "repaired memory-squeeze 2"],
      ...["greedy-memory memory-squeeze 1", "greedy-memory memory-squeeze 2"],
    ]);
    const { left } = await frameOf({ served: true, experiments });
    expect(left.unmet).to.deep.equal(FLAWS.map(({ name }) => name).filter((name) => name !== "greedy-memory"));
  });

  it("are, of a flaw that only a served cloud shows, those of its finder, and all of the repaired pipeline", async () => {
    const questions = await asked({
      served: true,
      flaws: ["greedy-memory"],
      experiments: ["steady-state,memory-squeeze"],
    });
    expect(questions.map(wordsOf)).to.deep.equal([
      "repaired memory-squeeze 1",
      "repaired steady-state 1",
      "greedy-memory memory-squeeze 1",
    ]);
  });
});
