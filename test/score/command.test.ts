import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { isAlive } from "../../lab/processes.ts";
import { aShell, type Shell } from "../lab/a-shell.ts";

/** A small matrix, through the command and its worker processes. */
describe("chaoslab score", function () {
  this.timeout(300_000);
  let shell: Shell;
  before(() => {
    shell = aShell();
  });
  after(() => shell.close());

  it("asks each pipeline, prints the matrix and what it leaves out, writes it down, and exits 1 for survivors", async () => {
    const asked = ["--experiments", "notification-lost", "--seed", "5", "--jobs", "2", "--out", "one"];
    const { code, out, err } = await shell.chaoslab("score", ...asked);
    expect(code, err).to.equal(1);
    const lines = out.split("\n");
    expect(lines[0]).to.equal("experiment         repaired  a b c d e f g h i j k l m");
    expect(lines[1]).to.equal("notification-lost  HELD      . . . B . B B X . . . . .");
    const from = lines.findIndex((line) => line.startsWith("mutation score 4 of 13 (31 %); survived: short-timeout, "));
    expect(lines[from + 1]).to.equal("repaired pipeline HELD by 1 of 1 experiment");
    expect(lines[from + 2]).to.match(/^14 runs, seed 5, with fewer documents /);
    expect(lines.slice(from + 3)).to.deep.equal([
      "not asked, because only a served cloud shows it: the flaw greedy-memory",
      "next: npx chaoslab score --served",
      "files in one",
      "",
    ]);
    expect(err).to.match(/14 of 14 runs, \d+ s\n$/);
    expect(readdirSync(join(shell.folder, "one")).sort()).to.deep.equal(["score.html", "score.json", "score.md"]);
    const { score, passed, answers } = JSON.parse(shell.read("one", "score.json"));
    expect([score, passed]).to.deep.equal([{ killed: 4, of: 13 }, false]);
    expect(answers).to.have.length(14);
    expect(answers.every(({ seed }: { seed: number }) => seed === 5)).to.equal(true);
  });

  it("asks of no more than is named, tells programs, and exits 0 when every flaw is killed", async () => {
    const asked = ["--flaws", "no-completeness-alarm", "--experiments", "notification-lost", "--json"];
    const { code, out } = await shell.chaoslab("score", ...asked, "--jobs", "1", "--out", "two");
    expect(code).to.equal(0);
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.map(({ event }) => event)).to.deep.equal(["answer", "answer", "score"]);
    expect(events.at(-1)).to.include({ killed: 1, of: 1, passed: true });
  });

  it("ends its workers when it is interrupted, and exits 130", async () => {
    const args = ["score", "--experiments", "notification-lost", "--json", "--jobs", "1", "--out", "three"];
    const program = shell.start(args, { env: { TMPDIR: shell.folder } });
    await program.says('"event":"answer"');
    expect(workersOf(shell)).to.be.greaterThan(0);
    program.child.kill("SIGINT");
    const { code } = await program.ended;
    expect(code).to.equal(130);
    expect(workersOf(shell)).to.equal(0);
    expect(shell.list().filter((name) => name.startsWith("chaoslab-"))).to.deep.equal([]);
    expect(existsSync(join(shell.folder, "three/score.json"))).to.equal(false);
  });

  it("ends the cloud that it serves when it is interrupted, and exits 130", async () => {
    const args = ["score", "--served", "--flaws", "none", "--experiments", "clock-skew", "--out", "four"];
    const program = shell.start(args, { env: { TMPDIR: shell.folder } });
    await program.says("1 run on served clouds, in real time: about 6 minutes");
    const cloud = await cloudOf(program.child.pid!);
    program.child.kill("SIGINT");
    expect((await program.ended).code).to.equal(130);
    expect(isAlive(cloud)).to.equal(false);
    expect(shell.list().filter((name) => name.startsWith("chaoslab-score-"))).to.deep.equal([]);
    expect(existsSync(join(shell.folder, "four/score.json"))).to.equal(false);
  });

  it("refuses what there is not, before anything runs", async () => {
    const { code, err } = await shell.chaoslab("score", "--flaws", "on-retry");
    expect(err).to.include("LAB_FLAW_UNKNOWN: There is no flaw on-retry.\nnext: Did you mean one-retry?");
    expect(code).to.equal(64);
  });
});

/** The cloud that a process has started, as soon as it is there. */
async function cloudOf(pid: number): Promise<number> {
  for (;;) {
    const { stdout } = spawnSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" });
    const found = stdout.split("\n").find((line) => new RegExp(`^ *\\d+ +${pid} .* up --port 0 `).test(line));
    if (found) return Number.parseInt(found, 10);
    await sleep(100);
  }
}

/** Processes that were given a folder of this shell's to work in. */
function workersOf({ folder }: Shell): number {
  const { stdout } = spawnSync("ps", ["-eo", "args"], { encoding: "utf8" });
  return stdout.split("\n").filter((line) => line.includes("score-worker.js") && line.includes(folder)).length;
}
