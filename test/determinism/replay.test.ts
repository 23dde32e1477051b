import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { RUN_FILES } from "../../lab/run-file.ts";
import { aShell, type Ended, type Shell } from "../lab/a-shell.ts";
import { anExperiment, anExperimentFile } from "../lab/an-experiment.ts";

describe("chaoslab replay", function () {
  this.timeout(180_000);
  let shell: Shell;
  let id: string;

  const replay = (...words: string[]) => shell.chaoslab("replay", ...words, "--out", shell.runs);
  const fileOf = (name: string) => join(shell.runs, id, name);

  before(async () => {
    shell = aShell();
    anExperimentFile(shell, "my folder/few-documents.mjs");
    const { code, err } = await shell.chaoslab(
      "run",
      "my folder/few-documents.mjs",
      "--seed",
      "3",
      "--out",
      shell.runs,
    );
    expect(code, err).to.equal(2);
    id = shell.list("runs").find((name) => name !== "latest")!;
  });
  after(() => shell.close());

  it("proves that a run is the same, by its hashes, from any folder, and leaves it alone", async () => {
    const before = stateOf(shell, id);
    const { code, out } = await shell.start(["replay", join(shell.runs, "latest")], { cwd: "/" }).ended;
    expect(out).to.match(/^the same, byte for byte:\n/);
    for (const name of RUN_FILES) expect(out).to.match(new RegExp(`${name} +\\d+ kB {2}sha256 [0-9a-f]{64}\n`));
    expect(code).to.equal(0);
    expect(stateOf(shell, id)).to.deep.equal(before);
  });

  it("names file and line of everything that was tampered with", async () => {
    const originals = ["journal.json", "ledger.ndjson", "feed.ndjson"].map((name) =>
      readFileSync(fileOf(name), "utf8"),
    );
    const [journal, ledger, feed] = originals.map((text) => text.split("\n"));
    writeFileSync(fileOf("journal.json"), journal!.with(4, `  "seed": 4,`).join("\n"));
    writeFileSync(fileOf("ledger.ndjson"), ledger!.slice(0, 9).join("\n"));
    writeFileSync(fileOf("feed.ndjson"), feed!.toSpliced(1, 1).join("\n"));
    const { code, out } = await replay(id);
    ["journal.json", "ledger.ndjson", "feed.ndjson"].forEach((name, i) => {
      writeFileSync(fileOf(name), originals[i]!);
    });
    const line = (text: string) => (text.length > 160 ? `${text.slice(0, 157)}...` : text);
    expect(out.split("\n")).to.deep.equal([
      "not the same:",
      ...["  journal.json, line 5", `    was    "seed": 4,`, `    is     "seed": 3,`],
      ...["  ledger.ndjson, line 9", `    was  ${line(ledger![8]!)}`, `    is   ${line(ledger![8]!)}`],
      ...["  feed.ndjson, line 2", `    was  ${line(feed![2]!)}`, `    is   ${line(feed![1]!)}`],
      "  the files were changed, or it was run by another version of the lab's code",
      "",
    ]);
    expect(code).to.equal(1);
  });

  it("tells programs the same", async () => {
    const { code, out } = await replay(id, "--json");
    const events = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.map(({ event }) => event)).to.deep.equal([...Array(5).fill("phase"), "replay"]);
    expect(events.at(-1)).to.include({ folder: join(shell.runs, id), same: true });
    expect(code).to.equal(0);
  });

  it("knows no run that is not there, and a likely one", async () => {
    const near = await replay(id.replace("few", "fwe"));
    expect(said(near)).to.match(/^64 LAB_RUN_UNKNOWN: There is no run fwe-.*\nnext: Did you mean few-documents-3-/);
    const none = await shell.chaoslab("replay", "x", "--out", join(shell.folder, "nowhere"));
    expect(said(none)).to.match(
      /^64 LAB_RUN_UNKNOWN: There is no run x, .*\nnext: Look into .*nowhere, or say: latest\n$/,
    );
  });

  it("does not run what is not whole", async () => {
    const environment = readFileSync(fileOf("environment.json"), "utf8");
    writeFileSync(fileOf("environment.json"), "{}");
    const unasked = await replay(id);
    writeFileSync(fileOf("environment.json"), environment.replace(`"seed": 3`, `"seed": -3`));
    const wrong = await replay(id);
    writeFileSync(fileOf("environment.json"), environment.replace(`"node"`, `"nobody"`));
    const unknown = await replay(id);
    writeFileSync(
      fileOf("environment.json"),
      environment.replace(`"set": []`, `"set": [], "story": { "faults": "all" }`),
    );
    const untold = await replay(id);
    writeFileSync(fileOf("environment.json"), environment);
    renameSync(fileOf("ledger.ndjson"), fileOf("ledger"));
    const partial = await replay(id);
    renameSync(fileOf("ledger"), fileOf("ledger.ndjson"));
    const broken = /^64 LAB_RUN_BROKEN: The run .* cannot be replayed: (.*)\.\nnext: Run the experiment again\.\n$/;
    expect(broken.exec(said(unasked))?.[1]).to.equal("environment.json does not say what was asked for");
    for (const odd of [unknown, untold])
      expect(broken.exec(said(odd))?.[1]).to.equal("environment.json does not say what was asked for");
    expect(said(wrong)).to.match(/^64 LAB_OPTION_RANGE: --seed is -3/);
    expect(broken.exec(said(partial))?.[1]).to.equal("there is no ledger.ndjson");
  });

  it("does not run again what a live cloud did", async () => {
    const journal = readFileSync(fileOf("journal.json"), "utf8");
    writeFileSync(fileOf("journal.json"), journal.replace(`"target": "sim"`, `"target": "local"`));
    const lived = await replay(id);
    writeFileSync(fileOf("journal.json"), journal);
    expect(said(lived)).to.match(
      /^64 LAB_RUN_LIVE: The run .* was made in a live cloud, and cannot be replayed\.\nnext: /,
    );
  });

  it("finds a run that was moved, by its path", async () => {
    renameSync(join(shell.runs, id), join(shell.folder, "moved"));
    const moved = await shell.chaoslab("replay", join(shell.folder, "moved"));
    renameSync(join(shell.folder, "moved"), join(shell.runs, id));
    expect(moved.code, moved.err).to.equal(0);
  });

  it("does not take another experiment for the one that ran", async () => {
    const path = shell.write("my folder/few-documents.mjs", `${anExperiment()}\n// and a word\n`);
    const changed = await replay(id);
    rmSync(path);
    const gone = await replay(id);
    anExperimentFile(shell, "my folder/few-documents.mjs");
    expect(said(changed)).to.match(/^64 LAB_EXPERIMENT_CHANGED: .*few-documents\.mjs is not what it was/);
    expect(said(changed)).to.contain(`run it as it is now: npx chaoslab run '${path}' --seed 3\n`);
    expect(said(gone)).to.match(
      /^64 LAB_EXPERIMENT_UNKNOWN: There is no file .*few-documents\.mjs\.\nnext: Bring it back: /,
    );
  });
});

function said({ code, err }: Ended): string {
  return `${code} ${err}`;
}

/** When and where each file of a run was written. */
function stateOf(shell: Shell, id: string): string[] {
  return [".", ...shell.list("runs", id)].map((name) => {
    const { ino, mtimeMs, size } = statSync(join(shell.runs, id, name));
    return `${name} ${ino} ${mtimeMs} ${size}`;
  });
}
