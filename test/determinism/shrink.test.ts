import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { aShell, type Ended, type Shell } from "../lab/a-shell.ts";
import { anExperimentFile } from "../lab/an-experiment.ts";

const HEAD = `import { cloud, seconds } from "serverless-chaos-lab";`;
const METHOD = `[action("lose it", cloud.disturb("sns -> sqs", { kind: "lose", probability: 1 }), { after: seconds(20) })]`;

describe("chaoslab shrink", function () {
  this.timeout(180_000);
  let shell: Shell;
  let ids: string[];
  const shrink = (...words: string[]) => shell.chaoslab("shrink", ...words, "--out", shell.runs);

  before(async () => {
    shell = aShell();
    const parts = { head: HEAD, method: METHOD, more: `needs: "local",` };
    anExperimentFile(shell, "lossy.mjs", parts);
    anExperimentFile(shell, "quiet.mjs");
    const { code, err } = await shell.chaoslab("run", "lossy.mjs", "quiet.mjs", "--out", shell.runs);
    expect(code, err).to.equal(1);
    ids = shell.list("runs").filter((name) => name !== "latest");
  });
  after(() => shell.close());

  const [lossy, quiet] = [() => ids[0]!, () => ids[1]!];

  it("says what the run showed, what is left of it, what happened, and how to see it again", async () => {
    const { code, out, err } = await shrink(lossy());
    expect(code, err).to.equal(0);
    const [first, ...lines] = out.trimEnd().split("\n");
    expect(first).to.equal("REFUTED  lossy: lost 20 of 20");
    const shown = lines.join("\n");
    expect(shown).to.contain("\n  documents  1 of 620\n  faults     1 of 1\n  settings   as they are by default\n");
    expect(shown).to.match(/\n {2}00:00:0\d\.\d{3} {2}fault +in force: lose it\n/);
    expect(shown).to.match(/\n {2}00:00:2\d\.\d{3} {2}fault +over: lose it; it struck once\n/);
    expect(shown).to.match(/ {2}end +document 0, well-formed, is nowhere: lost\n/);
    const folder = join(shell.runs, `${lossy()}-shrunk`);
    expect(lines.at(-1)).to.equal(`again: npx chaoslab replay runs/${lossy()}-shrunk`);
    const { code: same, out: proof } = await shell.chaoslab("replay", folder);
    expect(proof).to.match(/^the same, byte for byte:\n/);
    expect(same).to.equal(0);
  });

  it("comes to the same story again, from the run and from the story itself", async () => {
    const files = () =>
      ["journal.json", "ledger.ndjson", "feed.ndjson"].map((name) => shell.read("runs", "latest", name));
    const before = files();
    for (const run of [lossy(), `${lossy()}-shrunk`]) {
      const { code, out, err } = await shrink(run, "--json");
      expect(code, err).to.equal(0);
      const story = JSON.parse(out.trimEnd().split("\n").at(-1)!);
      expect(story).to.deep.include({ event: "story", counterExample: "lost", unfinished: false });
      expect(story.story).to.deep.equal({ documents: { method: [0] }, faults: [0], luck: 0 });
      expect(story.timeline.at(-1)).to.include({ who: "end", what: "document 0, well-formed, is nowhere: lost" });
      expect(files()).to.deep.equal(before);
    }
  });

  it("has nothing to do where no document is a counter-example", async () => {
    expect(said(await shrink(quiet()))).to.match(
      /^64 LAB_NOTHING_TO_SHRINK: .* quiet is INCONCLUSIVE, and no document of it is a counter-example\.\nnext: Shrink a run /,
    );
  });

  it("refuses what cannot be run again", async () => {
    const journal = join(shell.runs, lossy(), "journal.json");
    const text = readFileSync(journal, "utf8");
    writeFileSync(journal, text.replace(`"target": "sim"`, `"target": "aws"`));
    const live = await shrink(lossy());
    writeFileSync(journal, text);
    expect(said(live)).to.match(/^64 LAB_RUN_LIVE: .* cannot be shrunk\.\nnext: .*--target sim/);
    expect(said(await shrink("nothing"))).to.match(/^64 LAB_RUN_UNKNOWN: /);
  });

  it("leaves at Ctrl-C, and leaves no story behind", async () => {
    const out = join(shell.folder, "elsewhere");
    const program = shell.start(["shrink", join(shell.runs, lossy()), "--out", out]);
    await program.says("shrinking ");
    program.child.kill("SIGINT");
    const { code, err } = await program.ended;
    expect(code, err).to.equal(130);
    expect(shell.list("elsewhere")).to.deep.equal([]);
  });
});

function said({ code, err }: Ended): string {
  return `${code} ${err}`;
}
