import { expect } from "chai";
import { aShell, type Shell } from "../lab/a-shell.ts";
import { anExperimentFile, LEASE } from "../lab/an-experiment.ts";
import { all, parse } from "./tags.ts";

describe("chaoslab report and export", function () {
  this.timeout(120_000);
  let shell: Shell;

  before(() => {
    shell = aShell();
    anExperimentFile(shell, "limited.mjs", { method: LEASE });
  });
  after(() => shell.close());

  it("a run writes its reports and its step's summary, and `report` writes the same again", async () => {
    const env = { GITHUB_STEP_SUMMARY: shell.write("summary.md", "") };
    const { err } = await shell.start(["run", "./limited.mjs", "--out", shell.runs], { env }).ended;
    const text = (name: string) => shell.read("runs/latest", name);
    const files = ["report.html", "report.md", "junit.xml"];
    const written = files.map(text);
    expect(shell.read("summary.md"), err).to.match(/^# . [A-Z]+: Few documents get through\n/);
    const { verdict, leases } = shell.journal();
    expect(all(parse(written[2]!), "testcase")).to.have.length(verdict!.findings.length + leases.length);
    for (const file of files) shell.write(`runs/latest/${file}`, "stale");
    const again = await shell.chaoslab("report", "latest", "--out", shell.runs);
    expect([again.code, again.out.split("\n")]).to.deep.equal([0, [...files.map((file) => `runs/latest/${file}`), ""]]);
    expect(files.map(text)).to.deep.equal(written);
    const printed = await shell.chaoslab("report", "latest", "--out", shell.runs, "--format", "md");
    expect(printed.out).to.equal(written[1]);
  });

  it("`report` says which run it does not find, and which form it does not know", async () => {
    const lost = await shell.chaoslab("report", "nowhere", "--out", shell.runs);
    expect(lost.code).to.equal(64);
    expect(lost.err).to.match(/^LAB_RUN_UNKNOWN: /);
    const { code, err } = await shell.chaoslab("report", "latest", "--format", "pdf");
    expect(code).to.equal(64);
    expect(err).to.match(/^LAB_USAGE: .*format/s);
  });

  it("`export` prints JSON that Chaos Toolkit can read", async () => {
    const { code, out } = await shell.chaoslab("export", "./limited.mjs");
    expect(code).to.equal(0);
    expect(JSON.parse(out).method[0].provider.func).to.equal("put_function_concurrency");
  });
});
