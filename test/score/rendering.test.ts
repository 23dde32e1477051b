import { expect } from "chai";
import { scoreHtml } from "../../lab/score/html.ts";
import { scoreMarkdown } from "../../lab/score/markdown.ts";
import { clockOf, complaintLines, leftLines, matrixLines, summaryLines } from "../../lab/score/text.ts";
import { all, parse, textOf } from "../report/tags.ts";
import { aMatrix, EARLY, HELD, KILLED, OPEN } from "./answers.ts";

const MATRIX = aMatrix({
  repaired: { a: HELD, b: HELD, c: KILLED },
  "flaw-a": { a: KILLED, b: HELD, c: OPEN },
  "flaw-b": { a: EARLY, b: HELD, c: EARLY },
});
const PARTLY = aMatrix({
  repaired: { a: HELD, b: HELD },
  "flaw-a": { a: KILLED, b: HELD },
  "flaw-b": { b: KILLED },
});
const EFFORT = { runs: 9, seconds: 185.4, full: false };

describe("the matrix on a terminal", () => {
  it("has a line for each experiment and each flaw", () => {
    expect(matrixLines(MATRIX)).to.deep.equal([
      "experiment  repaired  a b",
      "a           HELD      X B",
      "b           HELD      . .",
      "c           NOT HELD  ? B",
      "",
      "X killed (REFUTED), B killed at the baseline, . survived (HELD), ? inconclusive",
      "",
      "a  flaw-a  what is wrong with flaw-a  killed by 1 of 3: a",
      "b  flaw-b  what is wrong with flaw-b  killed by 2 of 3, but not by b",
    ]);
  });

  it("of the repaired pipeline alone has neither a legend nor a mutation score", () => {
    const alone = aMatrix({ repaired: { a: HELD, b: HELD } });
    expect(matrixLines(alone)).to.deep.equal(["experiment  repaired", "a           HELD", "b           HELD"]);
    expect(summaryLines(alone, EFFORT)[0]).to.equal("repaired pipeline HELD by 2 of 2 experiments");
  });

  it("marks what was not asked, says so in the legend, and counts by whom a flaw could be killed", () => {
    const lines = matrixLines(PARTLY);
    expect(lines.slice(0, 5)).to.deep.equal([
      "experiment  repaired  a b",
      "a           HELD      X -",
      "b           HELD      . X",
      "",
      "X killed (REFUTED), B killed at the baseline, . survived (HELD), ? inconclusive, - not asked",
    ]);
    expect(lines.slice(-2).map((line) => line.slice(-21))).to.deep.equal(
      [" killed by 1 of 2: a", " killed by 1 of 1: b"].map((end) => end.padStart(21)),
    );
    expect(complaintLines(PARTLY)).to.deep.equal([]);
  });

  it("says what was left out, and how to ask it", () => {
    const unserved = { flaws: ["greedy-memory"], experiments: ["memory-squeeze"], unmet: [] };
    expect(leftLines(unserved)).to.deep.equal([
      "not asked, because only a served cloud shows it: the flaw greedy-memory, the experiment memory-squeeze",
      "next: npx chaoslab score --served",
    ]);
    expect(leftLines({ flaws: [], experiments: [], unmet: ["short-timeout", "swallowed-errors"] })).to.deep.equal([
      "not asked, because these experiments are not there to find it: short-timeout, swallowed-errors",
    ]);
    expect(leftLines({ flaws: [], experiments: [], unmet: [] })).to.deep.equal([]);
  });

  it("is summed up in three lines", () => {
    expect(summaryLines(MATRIX, EFFORT)).to.deep.equal([
      "mutation score 2 of 2 (100 %)",
      "repaired pipeline HELD by 2 of 3 experiments",
      "9 runs, seed 7, with fewer documents (--full: all of them), in 3 min 5 s",
    ]);
  });

  it("names what survived, and how many seeds there were", () => {
    const survivor = aMatrix({ repaired: { a: ["survived", "survived"] }, "flaw-a": { a: ["killed", "survived"] } });
    const [score, , effort] = summaryLines(survivor, { runs: 4, seconds: 8, full: true });
    expect(score).to.equal("mutation score 0 of 1 (0 %); survived: flaw-a");
    expect(effort).to.equal("4 runs, seeds 7 to 8, at full size, in 8 s");
  });

  it("says why what should hold does not, and why a finder misses its flaw", () => {
    expect(complaintLines(MATRIX)).to.deep.equal([
      "repaired, c: NOT HELD: killed with <seed> 7",
      "flaw-b, b: survived: survived with <seed> 7",
    ]);
  });

  it("writes a time as people say it", () => {
    expect([0.4, 59.4, 59.6, 600].map(clockOf)).to.deep.equal(["0 s", "59 s", "1 min 0 s", "10 min 0 s"]);
  });
});

describe("the matrix in Markdown", () => {
  const text = scoreMarkdown(MATRIX, EFFORT, ["not asked here: flaw-z"]);

  it("is two tables, and says what is not as it should be", () => {
    expect(text).to.match(/^# ✗ Which experiment/);
    expect(text).to.include("| b | flaw-b | what is wrong with flaw-b | killed by 2 of 3, but not by b |\n");
    expect(text).to.include("| experiment | repaired | a | b |\n");
    expect(text).to.include("| c | NOT HELD | ? | B |\n");
    expect(text).to.include("- not asked here: flaw-z\n");
    expect(text).to.include("- repaired, c: NOT HELD: killed with \\<seed\\> 7\n");
  });
});

describe("the matrix as a page", () => {
  it("of the repaired pipeline alone says how many experiments hold, and nothing of flaws", () => {
    const alone = aMatrix({ repaired: { a: HELD, b: KILLED } });
    const page = parse(scoreHtml(alone, EFFORT, []));
    expect(textOf(all(page, "h1")[0]!)).to.equal("The experiments do not all hold on the repaired pipeline");
    expect(textOf(all(page, "title")[0]!)).to.equal("chaoslab score: 1 of 2");
    expect(all(page, "table")).to.have.length(1);
    expect(textOf(page)).not.to.include("flaw");
    expect(scoreMarkdown(alone, EFFORT, [])).not.to.match(/## Flaws|mutation/);
  });

  const page = scoreHtml(MATRIX, EFFORT, []);

  it("has a letter for each cell, says what it means, and escapes what errors say", () => {
    expect(page).to.include('<td role="cell" class="mark refuted"><bdi>B</bdi></td>');
    expect(page).to.include('<td role="cell" class="mark inconclusive"><bdi>?</bdi></td>');
    expect(textOf(all(parse(page), "caption").at(-1)!)).to.include("B killed at the baseline");
    expect(page).to.include("killed with &lt;seed&gt; 7");
    expect(page).to.not.include("<seed>");
  });

  it("asks nobody for anything", () => {
    expect(page).to.not.match(/<script|<link|<img|https?:\/\//);
    expect(page).to.include(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it("is all right where all is", () => {
    const passed = aMatrix({ repaired: { a: HELD }, "flaw-a": { a: KILLED } });
    const good = scoreHtml(passed, EFFORT, []);
    expect(good).to.include('class="verdict held"');
    expect(good).to.include("The experiments find every planted flaw");
    expect(page).to.include("The experiments do not find every planted flaw, or");
    expect(good).to.not.include("Not as it should be");
    expect(page).to.include('class="verdict refuted"');
  });
});
