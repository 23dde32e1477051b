import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { aShell, CHECKOUT, type Ended, each, type Shell } from "./a-shell.ts";
import { anExperimentFile } from "./an-experiment.ts";

const PHASES = ["baseline", "method", "rollback", "recovery", "settling"];
const ESCAPE = "\x1b";
const CLEARED = `\r${ESCAPE}[2K`;
const BOLD = `${ESCAPE}[1;`;

/** util-linux gives a program a terminal; other systems have a `script` with other options, or none. */
function hasScript(): boolean {
  return spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") ?? false;
}

describe("the progress of a run", function () {
  this.timeout(120_000);
  let shell: Shell;

  before(() => {
    shell = aShell();
    anExperimentFile(shell);
  });
  after(() => shell.close());

  it("is its plan and one line a phase on stderr, and only the verdict is on stdout", async () => {
    const { code, out, err } = await shell.chaoslab("run", "./few-documents.mjs", "--seed", "5", "--out", "plain");
    const [plan, progress] = err.split("seed 5\n");
    expect(plan).to.match(/^few-documents: Few documents get through\n {2}documents {3}20 at 100\/s/);
    const phases = progress!
      .trimEnd()
      .split("\n")
      .map((line) => /^ {2}\d\d:\d\d:\d\d {2}(\w+) +\S/.exec(line)?.[1]);
    expect(phases).to.deep.equal(PHASES);
    expect(out)
      .to.match(/^INCONCLUSIVE {2}few-documents\n/)
      .and.to.match(/\n {2}files in plain\/few-documents-5-\w+\n$/);
    expect(`${out}${err}`).not.to.contain(ESCAPE).and.not.to.contain("\r");
    expect(code).to.equal(2);
  });

  it("is one JSON event a line for programs, and nothing else", async () => {
    const { code, out, err } = await shell.chaoslab("run", "./few-documents.mjs", "--json", "--out", "json");
    const events = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const kinds = events.map(({ event, phase }) => (phase ? `${event} ${phase}` : event));
    expect(kinds).to.deep.equal(["plan", ...PHASES.map((phase) => `phase ${phase}`), "verdict"]);
    expect(events[1].at).to.match(/^2026-01-01T00:00:\d\d/);
    const { id, verdict, status, folder } = events.at(-1);
    expect([id, verdict.verdict, status]).to.deep.equal([
      shell.journal("latest", "json").id,
      "INCONCLUSIVE",
      "completed",
    ]);
    expect(folder).to.equal(join("json", id));
    expect([code, err]).to.deep.equal([2, ""]);
  });

  it("does not mind that nobody reads", async () => {
    const chaoslab = [process.execPath, join(CHECKOUT, "bin/chaoslab.js")];
    const line = `"$0" "$@" run ./few-documents.mjs --out unread 2>&1 | head -1; exit "\${PIPESTATUS[0]}"`;
    const { code, out } = await shell.command(["bash", "-c", line, ...chaoslab]).ended;
    expect(out).to.equal("few-documents: Few documents get through\n");
    expect(code).to.equal(2);
    expect(shell.journal("latest", "unread").status).to.equal("completed");
  });

  describe("on a terminal", () => {
    let plain: Ended;
    let uncoloured: Ended;
    let dumb: Ended;

    before(async function () {
      if (!hasScript()) {
        console.log("SKIPPED: no terminal to try, the script of util-linux is not here");
        this.skip();
      }
      const onTerminal = (env: Record<string, string>, i: number) => {
        const line = `'${process.execPath}' '${CHECKOUT}/bin/chaoslab.js' run steady-state --documents 60 --out t${i}`;
        return shell.command(["script", "-qec", line, "/dev/null"], { env: { TERM: "xterm", ...env } }).ended;
      };
      const environments: Record<string, string>[] = [{}, { NO_COLOR: "1" }, { TERM: "dumb" }];
      [plain, uncoloured, dumb] = (await each([...environments.entries()], ([i, env]) => onTerminal(env, i))) as [
        Ended,
        Ended,
        Ended,
      ];
    });

    it("is one line that moves, and goes away in the end", () => {
      const moves = plain.out.split(CLEARED).filter((move) => move.includes("documents on their way"));
      expect(moves.length, plain.out).to.be.greaterThan(1);
      for (const move of moves) {
        expect(move).to.match(/^ {2}\d\d:\d\d:\d\d {2}\w* +\d+ documents on their way, \d+ facts$/);
        expect(move.length).to.be.below(80);
      }
      expect(plain.out).not.to.match(/\d\d:\d\d:\d\d {2}baseline +300 documents/);
      expect(plain.out.split(CLEARED).at(-1)).to.match(/^\S*INCONCLUSIVE/);
      expect(plain.code).to.equal(2);
    });

    it("has colours, unless they are not wanted", () => {
      expect(plain.out).to.contain(`${BOLD}33mINCONCLUSIVE${ESCAPE}[0m`);
      expect(uncoloured.out).not.to.contain(BOLD);
      expect(uncoloured.out).to.contain(`${CLEARED}INCONCLUSIVE  steady-state`);
    });

    it("is one line a phase where a line cannot move", () => {
      expect(dumb.out).not.to.contain(CLEARED);
      for (const phase of PHASES) expect(dumb.out).to.match(new RegExp(`\\d\\d:\\d\\d:\\d\\d {2}${phase} `));
    });
  });
});
