import { createHash } from "node:crypto";
import { expect } from "chai";
import { html } from "../../lab/report/html/page.ts";
import { aDeadLetter, aDocument, aJournal, aJournalOf, facts, HOSTILE, START, UNSEEN } from "./a-run.ts";
import { all, type Element, parse, rowsOf, textOf } from "./tags.ts";

describe("report.html", () => {
  const tableAfter = (page: Element, id: string) =>
    all(page, "section")
      .filter(({ attributes }) => attributes["aria-labelledby"] === id)
      .flatMap((section) => all(section, "table"));

  it("says the verdict first, and the findings of the journal", () => {
    const journal = aJournal();
    const page = parse(html(facts({ journal })));
    expect(textOf(all(page, "header")[0]!)).to.match(/HELD[\s\S]*Nothing happens/);
    const rows = rowsOf(tableAfter(page, "findings")[0]!).slice(1);
    expect(rows.map(([, rule, says]) => [rule, says])).to.deep.equal(
      journal.verdict!.findings.map(({ rule, says }) => [rule, says]),
    );
  });

  it("counts the ledger's cells, cohort by cohort", () => {
    const baseline = aDocument(0, { key: "input/calm-7-00000000-baseline/00000000.json" });
    const documents = [baseline, aDocument(0), aDocument(1), aDeadLetter(2, "late"), aDocument(3, { cell: "lost" })];
    const [table] = tableAfter(parse(html(facts({ documents }))), "ledger");
    const [heads, ...rows] = rowsOf(table!);
    expect(heads!.slice(0, 6)).to.deep.equal(["cohort", "documents", "ok", "corrupt", "collateral", "lost"]);
    expect(rows.map((row) => row.slice(0, 6))).to.deep.equal([
      ["baseline", "1", "1", "0", "0", "0"],
      ["method", "4", "2", "0", "1", "1"],
    ]);
  });

  it("asks nobody for anything, and holds no script where there is no dashboard", () => {
    const page = html(facts({ documents: HOSTILE.map((reason, i) => aDeadLetter(i, reason)) }));
    for (const name of ["script", "link", "img", "iframe", "object", "image", "use"])
      expect(all(parse(page), name), name).to.deep.equal([]);
    expect(page).not.to.match(/url\(|@import|\b(src|href)="(?!#)|\son\w+="[^"]*"\s*>/);
    expect(page).to.include(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it("says why there is no dashboard, where CloudWatch did not show it", () => {
    const page = html(facts({ dashboard: { refused: "User <b>x</b> is not authorized" } }));
    expect(page).to.include("CloudWatch did not show it: <bdi>User &lt;b&gt;x&lt;/b&gt; is not authorized</bdi>");
    expect(page).to.include(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html(facts({})), "runs of older versions").not.to.include('id="dashboard"');
  });

  it("lets its own script run and no other, whatever its metrics are called", () => {
    const body = JSON.stringify({
      widgets: [{ type: "metric", properties: { metrics: [["N", "M"]], title: HOSTILE[0] } }],
    });
    const range = { from: START, to: START + 600_000 };
    const line = { id: "row0", label: HOSTILE[0]!, times: [START], values: [1], period: 60, row: 0 };
    const widgets = [{ kind: "series" as const, range, series: [line], thresholds: [], messages: [HOSTILE[1]!] }];
    const fault = { name: "</script><script>alert(2)</script>", from: START + 1000, until: START + 2000 };
    const page = html(
      facts({ dashboard: { name: HOSTILE[0]!, body, snapshot: { now: range.to, range, widgets }, faults: [fault] } }),
    );
    const [, script] = /<script type="module">(.*?)<\/script>/s.exec(page)!;
    const hash = createHash("sha256").update(script!).digest("base64");
    expect(page).to.include(`content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'"`);
    expect(page.match(/<\/script/g), "the data and the script").to.have.length(2);
    expect(page)
      .to.include("&lt;script&gt;alert(1)&lt;/script&gt;")
      .and.not.include("<script>alert")
      .and.not.include("<img");
  });

  it("shows hostile text as text", () => {
    for (const text of HOSTILE) {
      const { experiment } = aJournal();
      const journal = { ...aJournalOf({ says: text }), experiment: { ...experiment, title: text, description: text } };
      const page = html(facts({ journal, documents: [aDeadLetter(0, text)] }));
      expect(page, "what is not to be seen").not.to.match(UNSEEN);
      expect(all(parse(page), "h1")[0]!.children).to.have.length(1);
    }
    const [h1] = all(parse(html(facts({ journal: titled("<b>\u202ex") }))), "h1");
    expect(textOf(h1!)).to.equal("<b>\\u{202e}x");
  });

  const titled = (title: string) => ({ ...aJournal(), experiment: { ...aJournal().experiment, title } });

  it("stays small: it lists some dead letters, and says how many more there are", () => {
    const reason = (i: number) => `${i} ${"B".repeat(10_000)}`;
    const documents = Array.from({ length: 3100 }, (_, i) => (i % 2 ? aDeadLetter(i, reason(i)) : aDocument(i)));
    const page = html(facts({ documents }));
    expect(page.length).to.be.below(600_000);
    const [reasons, listed] = tableAfter(parse(page), "letters");
    expect(rowsOf(listed!)).to.have.length(1 + 200);
    expect(textOf(listed!)).to.include("200 of 1 550 dead letters. 1 350 more are in ledger.ndjson.");
    expect(rowsOf(reasons!).at(-1)).to.deep.equal(["other reasons", "1 530"]);
  });

  it("can be read without eyes and without colours", () => {
    const fault = { action: "slow it down", bite: undefined, from: START + 1000, until: START + 60_000 };
    const page = parse(html(facts({ journal: { ...aJournal(), faults: [fault] }, documents: [aDocument(0)] })));
    for (const name of ["header", "main", "footer", "h1"]) expect(all(page, name), name).to.have.length(1);
    for (const table of all(page, "table")) expect(textOf(all(table, "caption")[0]!)).not.to.equal("");
    for (const head of all(page, "th")) expect(head.attributes.scope).to.be.oneOf(["col", "row"]);
    for (const svg of all(page, "svg"))
      expect(svg.attributes).to.satisfy((given: object) => "aria-label" in given || "aria-hidden" in given);
    expect(all(page, "html")[0]!.attributes.lang).to.equal("en");
    const levels = all(page, "main").flatMap((main) => [...all(main, "h2"), ...all(main, "h3")]);
    expect(levels.map(textOf)).to.include.members(["Findings", "The ledger", "Throughput"]);
    const [first] = rowsOf(tableAfter(page, "findings")[0]!).slice(1);
    expect(first![0], "a sign and a word").to.equal("✓ held");
    expect(rowsOf(tableAfter(page, "time")[0]!)).to.deep.include(["fault in force", "0:01", "1:00", "slow it down"]);
  });

  it("tells of a run that ended before anybody judged", () => {
    const journal = aJournal({ verdict: null, status: "interrupted", phases: [], failure: null });
    const text = textOf(parse(html(facts({ journal, documents: [] }))));
    expect(text).to.match(/NO VERDICT[\s\S]*The run was interrupted before its first phase; nothing was judged/);
  });
});
