import { expect } from "chai";
import { markdown, shortMarkdown } from "../../lab/report/markdown.ts";
import { aDeadLetter, aDocument, aJournal, aJournalOf, facts, HOSTILE } from "./a-run.ts";

describe("report.md", () => {
  it("begins with the verdict and has a row for each finding", () => {
    const journal = aJournal();
    const lines = markdown(facts({ journal })).split("\n");
    expect(lines[0]).to.equal("# ✓ HELD: Nothing happens");
    const rows = lines.filter((line) => line.startsWith("| ✓ held |") || line.startsWith("| – not judged |"));
    expect(rows).to.have.length(journal.verdict!.findings.length);
  });

  it("counts the ledger and the reasons of dead letters", () => {
    const id = "8c1c3a4e-0000-4000-8000-0123456789ab";
    const reason = `RequestId: ${id} Error: Task timed out after 3.00 seconds`;
    const text = markdown(facts({ documents: [aDocument(0), aDeadLetter(1, reason), aDeadLetter(2, reason)] }));
    expect(text).to.include("| method | 3 | 1 | 2 |\n");
    expect(text).to.include("| 2 | Task timed out after 3.00 seconds |\n");
  });

  it("keeps hostile text in its cell", () => {
    const rows = (text: string) => text.split("\n").filter((line) => line.startsWith("| ✗"));
    for (const says of HOSTILE) {
      const text = markdown(facts({ journal: aJournalOf({ outcome: "refuted", says }) }));
      expect(rows(text), says.slice(0, 20)).to.have.length(1);
      expect(rows(text)[0]!.match(/(?<!\\)\|/g), says.slice(0, 20)).to.have.length(4);
      expect(text).not.to.match(/(?<!\\)[<`]|(?<!\\)!?\[/);
    }
  });

  it("has a short form, which says how to run it again", () => {
    const short = shortMarkdown(facts());
    expect(short).to.include("# ✓ HELD").and.include("    npx chaoslab run calm\n").and.not.include("## Ledger");
  });
});
