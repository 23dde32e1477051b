import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { REPORTS, writeReports } from "../../lab/report/reports.ts";
import { appendStepSummary } from "../../lab/report/step-summary.ts";
import { aDeadLetter, aDocument, aFolder, aJournal, factsOf } from "./a-run.ts";

describe("the reports of a folder", () => {
  const fact = (kind: string, more: object) => `${JSON.stringify({ at: 5, kind, ...more })}\n`;
  const files = () => ({
    "journal.json": JSON.stringify(aJournal()),
    "ledger.ndjson": [
      { kind: "cohort" },
      ...[aDocument(0), aDeadLetter(1, "ü\u2028")].map((d) => ({ kind: "document", ...d })),
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(""),
    "feed.ndjson": [
      fact("InvocationStarted", {}),
      fact("InvocationEnded", { outcome: "success" }),
      fact("InvocationEnded", { outcome: "timeout" }),
      fact("FaultStruck", {}),
      fact("AlarmStateChanged", { alarm: "a", from: "OK", to: "ALARM" }),
    ].join(""),
  });
  let run: ReturnType<typeof aFolder>;

  beforeEach(() => {
    run = aFolder(files());
  });
  afterEach(() => run.remove());

  it("tell what journal, ledger and feed tell", () => {
    const { journal, documents, cloud } = factsOf(run.folder);
    expect(journal).to.deep.equal(JSON.parse(JSON.stringify(aJournal())));
    expect(documents.map(({ cell, deadLetter }) => [cell, deadLetter?.reason])).to.deep.equal([
      ["ok", undefined],
      ["collateral", "ü\u2028"],
    ]);
    const alarms = [{ at: 5, alarm: "a", from: "OK", to: "ALARM" }];
    expect(cloud).to.deep.equal({ started: [5], failed: [5], struck: [5], alarms });
  });

  it("are the same bytes wherever the folder lies, and whatever else lies in it", () => {
    const other = aFolder({ ...files(), "environment.json": `{"host":"elsewhere"}` });
    try {
      const [ours, theirs] = [writeReports(run.folder), writeReports(other.folder)];
      for (const [i, path] of ours.entries()) {
        expect(readFileSync(path, "utf8")).to.equal(readFileSync(theirs[i]!, "utf8")).and.not.include("elsewhere");
      }
      expect(ours.map((path) => path.slice(run.folder.length + 1))).to.deep.equal(
        Object.values(REPORTS).map(({ file }) => file),
      );
    } finally {
      other.remove();
    }
  });

  it("take the place of what was there and leave no drafts", () => {
    const outside = join(run.folder, "outside");
    writeFileSync(outside, "mine");
    symlinkSync(outside, join(run.folder, "report.md"));
    writeReports(run.folder);
    expect(readFileSync(outside, "utf8")).to.equal("mine");
    expect(readdirSync(run.folder).filter((name) => name.startsWith("."))).to.deep.equal([]);
  });

  it("need a whole journal and a whole ledger, and no feed", () => {
    const { "feed.ndjson": feed, ...others } = files();
    const broken = [{ "ledger.ndjson": "" }, { ...others, "journal.json": "{" }, { ...others, "ledger.ndjson": "{" }];
    for (const each of broken) {
      const { folder, remove } = aFolder(each);
      expect(() => writeReports(folder))
        .to.throw(/cannot be reported: /)
        .with.property("code", "LAB_RUN_BROKEN");
      remove();
    }
    const live = aFolder(others);
    expect(writeReports(live.folder)).to.have.length(3);
    expect(factsOf(live.folder).cloud).to.equal(undefined);
    live.remove();
  });

  it("are added to what a CI shows of a step", () => {
    const summary = join(run.folder, "summary.md");
    writeFileSync(summary, "before\n");
    expect(appendStepSummary(run.folder, summary)).to.equal(undefined);
    expect(readFileSync(summary, "utf8")).to.match(/^before\n# ✓ HELD: Nothing happens\n/);
    expect(appendStepSummary(run.folder, join(run.folder, "no/summary.md"))).to.match(/^no step summary: ENOENT/);
    expect(appendStepSummary(run.folder, "")).to.equal(undefined);
  });
});
