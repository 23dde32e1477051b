import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { RUN_FILES } from "../../lab/run-file.ts";
import { aShell, type Ended, each, type Shell } from "./a-shell.ts";
import { anExperimentFile } from "./an-experiment.ts";

const RECORDS = ["environment.json", ...RUN_FILES];
const WHOLE = [...RECORDS, "junit.xml", "report.html", "report.md"].sort();

describe("the folder of a run", function () {
  this.timeout(180_000);
  let shell: Shell;

  beforeEach(() => {
    shell = aShell();
    anExperimentFile(shell);
  });
  afterEach(() => shell.close());

  const run = (...words: string[]) => shell.chaoslab("run", "./few-documents.mjs", ...words, "--out", shell.runs);
  const runs = () => shell.list("runs").filter((name) => name !== "latest");

  it("is looked at before anything runs", async () => {
    shell.write("a file", "");
    mkdirSync(join(shell.folder, "taken/latest"), { recursive: true });
    symlinkSync("nowhere", join(shell.folder, "dangling"));
    const places = ["a file", "a file/below/it", "taken", "dangling", "", "/proc/1/runs"];
    const ended = await each(places, (out) => shell.chaoslab("run", "./few-documents.mjs", "--out", out));
    for (const [i, { code, out, err }] of ended.entries()) {
      expect(err, places[i]).to.match(/^LAB_OUT_UNWRITABLE: Runs cannot be written to .*: .*\.\nnext: Name another /);
      expect([code, out]).to.deep.equal([64, ""]);
    }
    expect(shell.list("taken")).to.deep.equal(["latest"]);
  });

  it("is not left half when the disk takes no more", async () => {
    const command = `ulimit -f 700; exec "$0" "$@" run ./few-documents.mjs --out runs`;
    const program = [process.execPath, join(import.meta.dirname, "../../bin/chaoslab.js")];
    const { code, out, err } = await shell.command(["bash", "-c", command, ...program]).ended;
    expect(err).to.match(/LAB_OUT_UNWRITABLE: Runs cannot be written to runs: EFBIG: .*\nnext: Name another folder/);
    expect(out, "what was found is said all the same").to.match(/^INCONCLUSIVE {2}few-documents\n/);
    expect(code).to.equal(64);
    expect(shell.list("runs")).to.deep.equal([]);
  });

  it("is whole, the latest, and takes the place of anything that has its name", async () => {
    checkEnded(await run("--seed", "1"));
    writeFileSync(join(shell.runs, runs()[0]!, "notes.txt"), "");
    checkEnded(await run("--seed", "2"));
    checkEnded(await run("--seed", "1"));
    expect(runs().map((id) => id.replace(/-\w+$/, ""))).to.deep.equal(["few-documents-1", "few-documents-2"]);
    for (const id of runs()) expect(shell.list("runs", id)).to.deep.equal(WHOLE);
    expect(shell.journal().seed).to.equal(1);
  });

  it("is whole when runs of the same and of another experiment go on at once", async () => {
    anExperimentFile(shell, "others.mjs", { title: `"Others get through"` });
    const others = () => shell.chaoslab("run", "./others.mjs", "--out", shell.runs);
    for (const ended of await each([run, run, others, others], (start) => start(), 4)) checkEnded(ended);
    expect(runs().length).to.equal(2);
    for (const id of runs()) expect(shell.list("runs", id)).to.deep.equal(WHOLE);
    const { id, status } = shell.journal();
    expect([id, status]).to.be.deep.oneOf(runs().map((run) => [run, "completed"]));
  });

  it("is not there when the run was killed, and whole after the next", async () => {
    const delays = [0, 60, 120, 180];
    await each(delays, async (delay) => {
      const killed = shell.start(["run", "./few-documents.mjs", "--out", shell.runs]);
      await killed.says("settling ");
      await sleep(delay);
      killed.child.kill("SIGKILL");
      await killed.ended;
    });
    // A draft may be left; what has the name of a run is one.
    for (const id of runs().filter((name) => !name.startsWith(".")))
      expect(shell.list("runs", id)).to.deep.equal(WHOLE);
    checkEnded(await run());
    const [id, ...more] = runs().filter((name) => !name.startsWith("."));
    expect(more).to.deep.equal([]);
    expect(shell.list("runs", id!)).to.deep.equal(WHOLE);
    expect(shell.journal().id).to.equal(id);
  });
});

function checkEnded({ code, err }: Ended): void {
  expect(code, err).to.equal(2);
}
