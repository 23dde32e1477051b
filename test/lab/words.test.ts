import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { apart, VERDICT } from "../../lab/words.ts";
import { aShell, CHECKOUT, type Ended, each, type Shell } from "./a-shell.ts";

const TARGETS = VERDICT.target.choices.map((target) => `"${target}"`).join(", ");

/** What is said, and what is answered: the first line and the next step. */
const USAGE: readonly (readonly [words: string, complaint: string, next: string])[] = [
  ["", "LAB_USAGE: Which command?", "See: npx chaoslab --help"],
  ["rnu slow-transform", "LAB_USAGE: There is no command rnu.", "Did you mean run?"],
  ["--json frobnicate", "LAB_USAGE: There is no command frobnicate.", "See: npx chaoslab --help"],
  ["run", "LAB_USAGE: It is: chaoslab run <experiment..>", "See: npx chaoslab run --help"],
  ["plan", "LAB_USAGE: It is: chaoslab plan <experiment>", "See: npx chaoslab plan --help"],
  ["replay", "LAB_USAGE: It is: chaoslab replay <run>", "See: npx chaoslab replay --help"],
  ["plan steady-state poison-burst", "LAB_USAGE: Unknown argument: poison-burst.", "See: npx chaoslab plan --help"],
  ["run steady-state --sed 7", "LAB_USAGE: Unknown argument: sed.", "Did you mean --seed or --set?"],
  ["run steady-state --documnets 7", "LAB_USAGE: Unknown argument: documnets.", "Did you mean --documents?"],
  ["run steady-state --seed", "LAB_USAGE: Not enough arguments following: seed", "See: npx chaoslab run --help"],
  [
    "run steady-state --target moon",
    `LAB_USAGE: Invalid values: Argument: target, Given: "moon", Choices: ${TARGETS}`,
    "See: npx chaoslab run --help",
  ],
  [
    "run steady-state --seed abc",
    "LAB_OPTION_RANGE: --seed is abc; it is a whole number from 0 to 4294967295.",
    "Choose a whole number from 0 to 4294967295.",
  ],
  [
    "run steady-state --seed -1",
    "LAB_OPTION_RANGE: --seed is -1; it is a whole number from 0 to 4294967295.",
    "Choose a whole number from 0 to 4294967295.",
  ],
  [
    "run steady-state --seed 1.5",
    "LAB_OPTION_RANGE: --seed is 1.5; it is a whole number from 0 to 4294967295.",
    "Choose a whole number from 0 to 4294967295.",
  ],
  [
    "run steady-state --seed=",
    "LAB_OPTION_RANGE: --seed is empty; it is a whole number from 0 to 4294967295.",
    "Choose a whole number from 0 to 4294967295.",
  ],
  [
    "run steady-state --documents 0",
    "LAB_OPTION_RANGE: --documents is 0; it is a whole number from 1 to 1000000.",
    "Choose a whole number from 1 to 1000000.",
  ],
  [
    "run steady-state --rate 0",
    "LAB_OPTION_RANGE: --rate is 0; it is a number from 0.001 to 1000.",
    "Choose a number from 0.001 to 1000.",
  ],
  [
    "run steady-state --rate fast",
    "LAB_OPTION_RANGE: --rate is fast; it is a number from 0.001 to 1000.",
    "Choose a number from 0.001 to 1000.",
  ],
  [
    "run steady-state --set timeoutSecond=5",
    `LAB_OPTION_UNKNOWN: "timeoutSecond" is not an option of the stack.`,
    "Did you mean timeoutSeconds?",
  ],
  [
    "run --set timeoutSeconds=0 steady-state",
    `LAB_OPTION_RANGE: timeoutSeconds cannot be "0": it is a whole number from 1 to 900.`,
    "Leave it out for its default: timeoutSeconds=3",
  ],
  [
    "run --set foo steady-state",
    `LAB_OPTION_FORM: "foo" is not an assignment.`,
    "Write it as name=value: --set timeoutSeconds=120",
  ],
  [
    "run steady-state --set retries=1 timeoutSeconds=x",
    `LAB_OPTION_RANGE: timeoutSeconds cannot be "x": it is a whole number from 1 to 900.`,
    "Leave it out for its default: timeoutSeconds=3",
  ],
  [
    "run slow-trnasform",
    "LAB_EXPERIMENT_UNKNOWN: There is no experiment slow-trnasform.",
    "Did you mean slow-transform?",
  ],
  [
    "run nothing-like-it",
    "LAB_EXPERIMENT_UNKNOWN: There is no experiment nothing-like-it.",
    "See them all with: npx chaoslab list",
  ],
  [
    "run steady-state slow-trnasform",
    "LAB_EXPERIMENT_UNKNOWN: There is no experiment slow-trnasform.",
    "Did you mean slow-transform?",
  ],
  ["plan Steady-State", "LAB_EXPERIMENT_UNKNOWN: There is no experiment Steady-State.", "Did you mean steady-state?"],
];

describe("chaoslab, when it is spoken to", function () {
  this.timeout(180_000);
  let shell: Shell;
  let answers: Ended[];

  before(async () => {
    shell = aShell();
    answers = await each(USAGE, ([words]) => shell.chaoslab(...words.split(" ").filter(Boolean)));
  });
  after(() => shell.close());

  for (const [i, [words, complaint, next]] of USAGE.entries())
    it(`answers "chaoslab ${words}" with what is wrong and what to do`, () => {
      const { code, out, err } = answers[i]!;
      expect(err.replace(/:\n\s+/, ": ")).to.equal(`${complaint}\nnext: ${next}\n`);
      expect(code).to.equal(64);
      if (!words.includes("--json")) expect(out).to.equal("");
    });

  it("leaves nothing behind after a word it did not understand", () => {
    expect(shell.list()).to.deep.equal([]);
  });

  it("explains itself on stdout, in English whatever the machine speaks", async () => {
    const answers = await each(
      ["C", "de_DE.UTF-8", "tr_TR.UTF-8"],
      (LANG) => shell.start(["--help"], { env: { LANG, LC_ALL: LANG } }).ended,
    );
    for (const { code, out, err } of answers) {
      expect([code, err]).to.deep.equal([0, ""]);
      expect(out).to.equal(answers[0]!.out);
    }
    expect(answers[0]!.out)
      .to.match(/^chaoslab <command>\n/)
      .and.to.contain("Commands:");
    for (const command of ["list", "plan <experiment>", "run <experiment..>", "replay <run>"])
      expect(answers[0]!.out).to.contain(`chaoslab ${command}`);
  });

  it("explains a command with its options", async () => {
    const { code, out } = await shell.chaoslab("run", "--help");
    expect(code).to.equal(0);
    for (const option of ["--seed", "--documents", "--rate", "--set", "--out", "--json", "--target", "--strict"])
      expect(out).to.contain(option);
  });

  it("knows its version", async () => {
    const { version } = JSON.parse(readFileSync(join(CHECKOUT, "package.json"), "utf8"));
    expect(await shell.chaoslab("--version")).to.include({ code: 0, out: `${version}\n`, err: "" });
  });

  it("takes several settings after one --set, and experiments after them", () => {
    expect(apart("run --set a=1 b=2 slow-transform c=3 --seed 7".split(" "))).to.deep.equal(
      "run --set a=1 --set b=2 slow-transform --set c=3 --seed 7".split(" "),
    );
    expect(apart("run a --out b=1 --seed 7".split(" "))).to.deep.equal("run a --out b=1 --seed 7".split(" "));
  });
});
