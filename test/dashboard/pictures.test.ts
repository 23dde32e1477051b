import { expect } from "chai";
import type { Series, SeriesData } from "../../dashboard/data/snapshot.ts";
import { chartOf } from "../../dashboard/picture/chart.ts";
import { drawDashboard } from "../../dashboard/picture/dashboard.ts";
import { sparkline } from "../../dashboard/picture/figures.ts";
import { markdown } from "../../dashboard/picture/markdown.ts";
import { clockTime, fullNumber, lengthOfTime, shortNumber } from "../../dashboard/picture/numbers.ts";
import { part, toHtml, toText } from "../../dashboard/picture/part.ts";
import { drawWidget } from "../../dashboard/picture/widget.ts";
import { aBody, aMetricWidget } from "./a-body.ts";

const MINUTE = 60_000;

/** A series with values at these minutes. */
function aSeries(row: number, values: Readonly<Record<number, number>>, period = 60): Series {
  const minutes = Object.keys(values).map(Number);
  const times = minutes.map((minute) => minute * MINUTE);
  return { id: `m${row}`, label: `series ${row}`, row, period, times, values: Object.values(values) };
}

function someData(...series: Series[]): SeriesData {
  return { kind: "series", range: { from: 0, to: 10 * MINUTE }, series, thresholds: [], messages: [] };
}

const twoRows = (properties: object = {}) =>
  aMetricWidget({
    metrics: [
      ["N", "a"],
      ["N", "b"],
    ],
    ...properties,
  });

describe("a graph", () => {
  it("has a gap where a value was due, and nothing between the values of a longer period", () => {
    const data = someData(aSeries(0, { 0: 1, 1: 2, 4: 3 }), aSeries(1, { 0: 10, 5: 20 }, 300));
    const { times, lines } = chartOf(twoRows(), data, []);
    expect(times.map((time) => time / 60)).to.deep.equal([0, 1, 2, 4, 5]);
    expect(lines.map(({ values }) => values)).to.deep.equal([
      [1, 2, null, 3, undefined],
      [10, undefined, undefined, undefined, 20],
    ]);
  });

  it("stacks its lines, and a gap adds nothing to the lines above it", () => {
    const data = someData(aSeries(0, { 0: 1, 1: 2, 3: 3 }), aSeries(1, { 0: 10, 1: 10, 2: 10, 3: 10 }));
    const { lines } = chartOf(twoRows({ stacked: true }), data, []);
    expect(lines.map(({ heights }) => heights)).to.deep.equal([
      [1, 2, null, 3],
      [11, 12, 10, 13],
    ]);
    expect(lines[1]!.values).to.deep.equal([10, 10, 10, 10]);
  });

  it("holds the last value of a longer period in the stack above it", () => {
    const data = someData(aSeries(0, { 0: 5, 5: 6 }, 300), aSeries(1, { 4: 1, 5: 1 }));
    expect(chartOf(twoRows({ stacked: true }), data, []).lines[1]!.heights).to.deep.equal([undefined, 6, 7]);
  });

  it("has thresholds, moments of its body, and faults laid over it", () => {
    const widget = twoRows({
      annotations: {
        horizontal: [{ value: 3, fill: "above", label: "limit" }],
        vertical: [{ value: "1970-01-01T00:02:00Z", fill: "before", label: "deployed" }],
      },
    });
    const { levels, moments } = chartOf(widget, someData(), [{ name: "latency", from: 4 * MINUTE }]);
    expect(levels).to.deep.equal([
      { label: "limit", color: "#d62728", from: 3, to: Number.POSITIVE_INFINITY, axis: "left" },
    ]);
    expect(moments.map(({ label, from, to, fault }) => [label, from, to, fault])).to.deep.equal([
      ["deployed", 0, 120, false],
      ["latency", 240, 600, true],
    ]);
  });

  it("takes colours in turn, but for rows that name one", () => {
    const widget = twoRows({
      metrics: [
        ["N", "a"],
        ["N", "b", { color: "#123456", yAxis: "right" }],
      ],
    });
    const data = someData(aSeries(0, { 0: 1 }), aSeries(0, { 0: 2 }), aSeries(1, { 0: 3 }));
    const { lines, axes } = chartOf(widget, data, []);
    expect(lines.map(({ color }) => color)).to.deep.equal(["#1f77b4", "#ff7f0e", "#123456"]);
    expect(axes.right).to.deep.equal({});
  });
});

describe("a sparkline", () => {
  it("begins anew after a gap, and keeps its room until it has two values", () => {
    const { attributes } = sparkline(aSeries(0, { 0: 1, 1: 2, 4: 3, 5: 3 }), "#000000").children[0] as ReturnType<
      typeof part
    >;
    expect(attributes.d!.match(/[ML]/g)!.join("")).to.equal("MLML");
    expect(sparkline(aSeries(0, { 0: 1 }), "#000000")).to.deep.include({ tag: "svg", children: [] });
  });
});

describe("a widget's picture", () => {
  const shown = (properties: object, ...series: Series[]) => {
    const widget = twoRows(properties);
    return drawWidget(widget, someData(...series), []);
  };

  it("says that there are no data, and never nought", () => {
    expect(toText(shown({ view: "singleValue" }, aSeries(0, {}))))
      .to.contain("–")
      .and.not.contain("0.");
    expect(toText(shown({ view: "pie" }, aSeries(0, {}), aSeries(1, { 0: 4 })))).to.match(/series 0––series 14100 %/);
    expect(toText(shown({ view: "bar" }))).to.contain("No data");
  });

  it("gives what is not above nought no share of a pie", () => {
    expect(toText(shown({ view: "pie" }, aSeries(0, { 0: -5 }), aSeries(1, { 0: 5 })))).to.match(/−50 %.*5100 %/);
  });

  it("keeps a gauge within its bounds", () => {
    const html = (value: number) =>
      toHtml(shown({ view: "gauge", yAxis: { left: { min: 0, max: 10 } } }, aSeries(0, { 0: value })));
    const level = (text: string) => /class="level" d="([^"]+)"/.exec(text)![1];
    expect(level(html(10))).to.equal(level(html(99)));
    expect(level(html(-3))).to.equal(level(html(0)));
    expect(level(html(5))).to.equal("M10 48A40 40 0 0 1 50 8");
  });

  it("sorts a table's columns from the latest back, with summaries before them", () => {
    const text = toText(
      shown({ view: "table", table: { summaryColumns: ["SUM", "MIN"] } }, aSeries(0, { 1: 5, 2: 7 })),
    );
    expect(text).to.equal("minsum00:0200:01series 051275");
  });

  it("passes on what CloudWatch says", () => {
    const picture = drawWidget(twoRows(), { kind: "refused", message: "no <rights>" }, []);
    expect(toText(picture)).to.contain("no <rights>");
    expect(toHtml(picture)).to.contain("no &lt;rights&gt;");
  });

  it("draws the answer of a log query as a table, whatever it was asked for as", () => {
    const answer = { kind: "log" as const, columns: ["@timestamp", "@message"], rows: [["12:00", "<b>hello</b>"]] };
    const drawn = (view?: string, data = answer) =>
      drawWidget(aBody(["log", { query: "fields x", view }]).widgets[0]!, data, []);
    expect(toText(drawn())).to.equal("@timestamp@message12:00<b>hello</b>");
    expect(toText(drawn("bar"))).to.contain("Asked for as bar; drawn as a table.");
    expect(toText(drawn("table", { ...answer, rows: [] }))).to.contain("found nothing");
  });

  it("draws a whole dashboard in reading order", () => {
    const body = aBody(["text", { markdown: "first" }], ["text", { markdown: "second" }]);
    const turned = { ...body, widgets: [body.widgets[1]!, body.widgets[0]!] };
    expect(toText(drawDashboard(turned, undefined, []))).to.equal("firstsecond");
  });
});

describe("markdown", () => {
  const html = (text: string) => markdown(text).map(toHtml).join("");

  it("is what text widgets use of it", () => {
    expect(html("# Title #\ntext **bold _both_** `a*b*` ~~old~~\nnext")).to.equal(
      "<h3>Title</h3><p>text <strong>bold <em>both</em></strong> <code>a*b*</code> <del>old</del>\nnext</p>",
    );
    expect(html("- a\n- b\n\n1. c\n2. d")).to.equal("<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>");
    expect(html("> quoted\n> - in it")).to.equal("<blockquote><p>quoted</p><ul><li>in it</li></ul></blockquote>");
    expect(html("```\n<b>\n```\n---")).to.equal('<pre tabindex="0"><code>&lt;b&gt;</code></pre><hr>');
    expect(html("|a|b|\n|:--|--:|\n|1|`x\\|y`|")).to.equal(
      "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td><code>x|y</code></td></tr></tbody></table>",
    );
    expect(html("snake_case_name and 2 * 3 * 4")).to.equal("<p>snake_case_name and 2 * 3 * 4</p>");
  });

  it("links to web pages only, with CloudWatch's buttons", () => {
    const link = (text: string) => markdown(text).map(toHtml).join("");
    expect(link("[button:primary:Runbook](https://example.com/r)")).to.equal(
      '<p><a href="https://example.com/r" rel="noopener noreferrer" class="button">Runbook</a></p>',
    );
    for (const address of ["javascript:alert", "JAVASCRIPT:x", "data:text/html,x", "//evil.example", "vbscript:x"]) {
      expect(link(`[x](${address})`), address).to.equal("<p><span>x</span></p>");
    }
    expect(link('![a](https://example.com/x.png "t")')).to.contain("<a href=").and.not.contain("<img");
  });

  it("is text wherever it looks like markup", () => {
    expect(html('<img src=x onerror="a()"> <script>b()</script>')).to.equal(
      "<p>&lt;img src=x onerror=&quot;a()&quot;&gt; &lt;script&gt;b()&lt;/script&gt;</p>",
    );
    expect(toHtml(part("a", { href: '"><script>' }))).to.equal('<a href="&quot;&gt;&lt;script&gt;"></a>');
  });

  it("comes to an end with any text", () => {
    for (const text of [
      "",
      "\n\n",
      "|",
      "|-|",
      "```",
      "> ".repeat(50),
      "*".repeat(500),
      "[".repeat(500),
      "|a\n|-",
      "#",
      "- ",
    ]) {
      expect(() => html(text), text).not.to.throw();
    }
  });
});

describe("numbers and times", () => {
  it("are short, and whole ones whole", () => {
    const shown = [0, 7, 1234, 12_345, 99_999, 123_456, 1_234_567, 0.5, 3.21654, 0.00012, -42, -0.00012, 2.5e12].map(
      shortNumber,
    );
    expect(shown).to.deep.equal([
      "0",
      "7",
      "1234",
      "12\u202f345",
      "99\u202f999",
      "123.5k",
      "1.235M",
      "0.5",
      "3.217",
      "1.20e−4",
      "−42",
      "−1.20e−4",
      "2.5T",
    ]);
    expect(fullNumber(1234567.891)).to.equal("1\u202f234\u202f567.891");
  });

  it("tell the time as finely as their steps", () => {
    const noon = Date.UTC(2026, 0, 2, 12, 30, 15) / 1000;
    expect([1, 60, 86_400].map((step) => clockTime(noon, step))).to.deep.equal(["12:30:15", "12:30", "01-02"]);
    expect(clockTime(Date.UTC(2026, 0, 2) / 1000, 60), "midnight").to.equal("01-02");
    expect([80, 2140, 61_000, 120_000, 3_700_000].map(lengthOfTime)).to.deep.equal([
      "80 ms",
      "2.1 s",
      "1 min 1 s",
      "2 min",
      "1 h 1 min",
    ]);
  });
});
