import { count, duration, percent } from "../../../chaos/verdict/words.ts";
import { deadLetters } from "../dead-letters.ts";
import type { Facts } from "../facts.ts";
import { CELLS, cohortRows, DAMAGE } from "../ledger-table.ts";
import { headlineOf, MARKS, SEALS } from "../marks.ts";
import { findingsOf } from "../subject.ts";
import { minutesOf, safe } from "../text.ts";
import { plots } from "./plots.ts";
import { prose } from "./prose.ts";
import { sheet } from "./sheet.ts";
import { type Cell, table } from "./table.ts";
import { timeline } from "./timeline.ts";
import { watched } from "./watched.ts";

/**
 * The report for people, in one file that asks nobody for anything: no font, no image, no script from elsewhere. Its own
 * script only draws the graphs of the dashboard.
 */
export function html(facts: Facts): string {
  const { name, experiment } = facts.journal;
  const { word } = headlineOf(facts);
  const { section: dashboard, script } = watched(facts);
  const parts = [figures, mechanism, findings, times, ledger, letters, changes].map((part) => part(facts));
  return sheet({
    title: `${word}: ${name} - ${experiment.title}`,
    skip: { to: "findings", says: "Skip to the findings" },
    header: header(facts),
    main: [...parts, dashboard],
    footer: footer(facts),
    script,
  });
}

function header(facts: Facts): string {
  const { name, target, seed, experiment } = facts.journal;
  const { word, meaning, reasons } = headlineOf(facts);
  const kind = word.toLowerCase().replace(" ", "-");
  const because = reasons.map((reason) => `<li><bdi>${prose(reason)}</bdi></li>`).join("");
  return `<header><p class="kicker">${safe(name)} &middot; target ${safe(target)} &middot; seed ${safe(String(seed))}</p>
<p class="verdict ${kind}"><i aria-hidden="true"><b>${SEALS[word]}</b></i>${word}</p>
<h1><bdi>${safe(experiment.title)}</bdi></h1><p>${meaning}</p>${because ? `<ul class="because">${because}</ul>` : ""}</header>`;
}

function figures({ journal: { verdict, duration: seconds } }: Facts): string {
  if (!verdict) return "";
  const {
    documents: { n, wellFormed, cells },
    objective: { deadLettered, processed, met },
  } = verdict;
  const p99 = verdict.findings.find(({ rule, numbers }) => rule === "freshness" && "within" in numbers)?.numbers
    .estimate;
  const figure: [string, string][] = [
    ["documents judged", count(n)],
    [
      `well-formed ones dead-lettered, of ${count(wellFormed)}`,
      wellFormed === 0 ? "-" : percent(cells.collateral / wellFormed),
    ],
    ["lost", count(cells.lost + cells.lostEvidence)],
    ...(typeof p99 === "number" ? [["p99 of well-formed documents", duration(p99)] as [string, string]] : []),
    [
      `DLQ / processed; objective of 1 % ${met === null ? "not measured" : met ? "met" : "missed"}`,
      processed === 0 ? "-" : percent(deadLettered / processed),
    ],
    ["minutes and seconds, on the run's clock", minutesOf(seconds * 1000)],
  ];
  return `<dl class="figures">${figure.map(([name, value]) => `<div><dt>${prose(name)}</dt><dd>${prose(value)}</dd></div>`).join("")}</dl>`;
}

function mechanism({ journal: { experiment, verdict } }: Facts): string {
  const disagreement = verdict?.objective.disagreement;
  return `<section aria-labelledby="claim"><h2 id="claim">Why the claim might be false</h2><p><bdi>${safe(experiment.description, 2000)}</bdi></p>${disagreement ? `<p>${prose(disagreement)}</p>` : ""}</section>`;
}

function findings({ journal }: Facts): string {
  const rows = findingsOf(journal).map(({ rule, outcome, says }): Cell[] => [
    {
      text: `${MARKS[outcome]} ${outcome}`,
      class: `mark ${outcome === "permitted" || outcome === "not judged" ? "zero" : outcome}`,
    },
    rule,
    { text: says, class: "text" },
  ]);
  const told =
    rows.length === 0
      ? "<p>Nothing was judged.</p>"
      : table({
          caption: "In the order of the rule; every finding counts",
          heads: ["outcome", "rule", "what was found"],
          rows,
          stack: true,
        });
  return `<section aria-labelledby="findings"><h2 id="findings">Findings</h2>${told}</section>`;
}

function times(facts: Facts): string {
  if (facts.journal.phases.length === 0) return "";
  return `<section aria-labelledby="time"><h2 id="time">What happened when</h2>${timeline(facts)}${plots(facts)}</section>`;
}

function ledger(facts: Facts): string {
  const rows = cohortRows(facts);
  if (rows.length === 0) return "";
  const used = CELLS.filter(([cell]) => DAMAGE.has(cell) || rows.some(({ cells }) => cells[cell] > 0));
  const cellOf = (cell: (typeof CELLS)[number][0], n: number): Cell => ({
    text: count(n),
    class: n === 0 ? "zero" : DAMAGE.has(cell) ? "damage" : "",
  });
  return `<section aria-labelledby="ledger"><h2 id="ledger">The ledger</h2><p class="soft">Every document is in exactly one cell. The method's documents are judged; those of baseline and recovery frame them.</p>${table(
    {
      caption: "Documents of each cohort by where they ended",
      heads: ["cohort", { number: "documents" }, ...used.map(([, name]) => ({ number: name }))],
      rows: rows.map((row) => [
        row.cohort,
        { text: count(row.documents), class: "" },
        ...used.map(([cell]) => cellOf(cell, row.cells[cell])),
      ]),
    },
  )}</section>`;
}

function letters(facts: Facts): string {
  const { all, listed, reasons, otherReasons } = deadLetters(facts);
  if (all === 0) return "";
  const start = Date.parse(facts.journal.start);
  const rest = all > listed.length ? ` ${count(all - listed.length)} more are in ledger.ndjson.` : "";
  const others: Cell[][] = otherReasons > 0 ? [["other reasons", count(otherReasons)]] : [];
  return `<section aria-labelledby="letters"><h2 id="letters">Dead letters</h2>${table({
    caption: `Why ${count(all)} documents wait for a human; what differs from letter to letter is left out`,
    heads: ["reason", { number: "letters" }],
    rows: [
      ...reasons.map((each): Cell[] => [{ text: each.reason.slice(0, 300), class: "text" }, count(each.count)]),
      ...others,
    ],
  })}<details><summary>The first ${count(listed.length)}, those that nobody meant before the others</summary>${table({
    caption: `${count(listed.length)} of ${count(all)} dead letters.${rest}`,
    heads: ["document", "cell", { number: "dead-lettered at" }, { number: "attempts" }, "reason"],
    rows: listed.map(({ key, cell, at, attempts, reason }) => [
      { text: key.split("/").slice(-1)[0]!.slice(0, 80), class: "" },
      cell,
      minutesOf(at - start),
      `${attempts ?? "?"}`,
      { text: reason.slice(0, 200), class: "text" },
    ]),
  })}</details></section>`;
}

function changes({ journal: { leases } }: Facts): string {
  if (leases.length === 0) return "";
  const rows = leases.map(({ resource, action, restoration: { outcome } }): Cell[] => [
    resource,
    action,
    {
      text: `${outcome === "restored" ? "✓" : "!"} ${outcome}`,
      class: outcome === "restored" ? "mark held" : "mark refuted",
    },
  ]);
  return `<section aria-labelledby="changes"><h2 id="changes">What was changed, and given back</h2>${table({ caption: "Each setting that the run changed", heads: ["setting", "by", "restore"], rows })}</section>`;
}

function footer({ journal: { id, verdict, start, end } }: Facts): string {
  const again = verdict ? `<p>Run it again:</p><pre tabindex="0"><code>${safe(verdict.replay)}</code></pre>` : "";
  return `<footer>${again}<p class="soft">Run ${safe(id)}, ${safe(start)} to ${safe(end)} on its own clock. Beside this page lie journal.json, ledger.ndjson, report.md and junit.xml.</p></footer>`;
}
