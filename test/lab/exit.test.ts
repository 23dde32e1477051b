import { expect } from "chai";
import type { Journal } from "../../chaos/journal.ts";
import { exitOf } from "../../lab/exit.ts";
import { aShell, each, type Shell } from "./a-shell.ts";
import { anExperimentFile } from "./an-experiment.ts";

const HELD = { verdict: "HELD", stoppedEarly: false, noSteadyState: false };
const FAILED = { outcome: "failed", reason: "no answer" };

function aJournal(parts: object = {}): Journal {
  return { status: "completed", verdict: HELD, leases: [], ...parts } as unknown as Journal;
}

describe("the exit code of a run", function () {
  this.timeout(120_000);

  for (const [what, parts, interruption, strict, code] of [
    ["is 0 for HELD", {}, undefined, true, 0],
    ["is 1 for REFUTED", { verdict: { ...HELD, verdict: "REFUTED" } }, undefined, false, 1],
    ["is 2 for INCONCLUSIVE", { verdict: { ...HELD, verdict: "INCONCLUSIVE" } }, undefined, false, 2],
    ["is 1 for INCONCLUSIVE under --strict", { verdict: { ...HELD, verdict: "INCONCLUSIVE" } }, undefined, true, 1],
    ["is 2 for INVALID under --strict", { verdict: { ...HELD, verdict: "INVALID" } }, undefined, true, 2],
    [
      "is 3 without a steady state",
      { verdict: { ...HELD, verdict: "INVALID", noSteadyState: true } },
      undefined,
      false,
      3,
    ],
    ["is 2 for a method that failed", { status: "failed", verdict: null }, undefined, false, 2],
    ["is 130 for Ctrl-C", { status: "interrupted", verdict: null }, 130, false, 130],
    ["is 143 for SIGTERM", { status: "interrupted", verdict: null }, 143, false, 143],
    ["is 130 for Ctrl-C when the run was just through", {}, 130, false, 130],
    [
      "is 5 when a restore failed, whatever else",
      { status: "interrupted", leases: [{ restoration: FAILED }] },
      130,
      false,
      5,
    ],
  ] as const)
    it(what, () => {
      expect(exitOf(aJournal(parts), interruption, strict)).to.equal(code);
    });

  describe("of several", () => {
    let shell: Shell;
    before(() => {
      shell = aShell();
      anExperimentFile(shell, "few.mjs");
      anExperimentFile(shell, "refuted.mjs", {
        hypothesis: `{ title: "All are lost", probes: [probe("all are lost", documents.lost(), equals(20))] }`,
      });
      anExperimentFile(shell, "held.mjs", {
        load: "{ documents: 400, perSecond: 200, malformed: 0 }",
        hypothesis: `{ title: "None is lost", collateral: { budget: 0.02 }, probes: [] }`,
      });
      anExperimentFile(shell, "failing.mjs", {
        method: `[action("break", { name: "broken", arguments: {}, work: async () => { throw new Error("no hammer"); } })]`,
      });
      anExperimentFile(shell, "late.mjs", {
        method: `[action("err", { name: "late", arguments: {}, work: async () => { setImmediate(() => { throw new Error("late"); }); return null; } })]`,
      });
    });
    after(() => shell.close());

    it("is the loudest, and 0 only if all held", async () => {
      const codes = await each(["./held.mjs", "./few.mjs ./refuted.mjs ./held.mjs", "./few.mjs --strict"], (words) =>
        shell.chaoslab("run", ...words.split(" "), "--out", shell.runs).then(({ code, out }) => [code, verdicts(out)]),
      );
      expect(codes).to.deep.equal([
        [0, "HELD held"],
        [1, "INCONCLUSIVE few, REFUTED refuted, HELD held"],
        [1, "INCONCLUSIVE few"],
      ]);
    });

    it("is 2 for a method that could not be carried out, which is said and kept", async () => {
      const { code, out } = await shell.chaoslab("run", "./failing.mjs", "--out", shell.runs);
      expect(code).to.equal(2);
      expect(out).to.match(/^FAILED {2}failing\n {2}during method: no hammer\n/);
      expect(shell.journal()).to.include({ status: "failed", failure: "no hammer", verdict: null });
    });

    it("is 70 for an error that nobody caught, and not Node's 1", async () => {
      const { code, err } = await shell.chaoslab("run", "./late.mjs", "--out", `${shell.folder}/late`);
      expect(code, err).to.equal(70);
      expect(err).to.match(/LAB_BUG: Error: late\n +at [\s\S]*\nnext: This is a fault of the lab\. Please report it/);
      expect(shell.list("late")).to.deep.equal([]);
    });
  });
});

function verdicts(out: string): string {
  return [...out.matchAll(/^([A-Z]+) {2}(\S+)$/gm)].map(([, word, name]) => `${word} ${name}`).join(", ");
}
