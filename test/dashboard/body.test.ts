import { expect } from "chai";
import { BodyError, parseBody } from "../../dashboard/body/body.ts";
import { durationOf, timeRange } from "../../dashboard/body/time-range.ts";
import { aBody, aMetricWidget } from "./a-body.ts";

describe("a dashboard's body", () => {
  it("is refused when it is no object with widgets", () => {
    for (const text of ["", "[]", "null", "{", '{"widgets":{}}'])
      expect(() => parseBody(text), text).to.throw(BodyError);
  });

  it("lets graphs follow the time range unless it says inherit", () => {
    expect(parseBody('{"widgets":[]}').periodOverride).to.equal("auto");
    expect(parseBody('{"widgets":[],"periodOverride":"inherit"}').periodOverride).to.equal("inherit");
  });

  it("gives widgets without a place the next free one, 6 by 6", () => {
    const sizes = [{}, { width: 12 }, { width: 12, height: 2 }, { x: 3, y: 20, width: 4 }, {}];
    const body = parseBody(
      JSON.stringify({ widgets: sizes.map((size) => ({ type: "text", properties: {}, ...size })) }),
    );
    expect(body.widgets.map(({ x, y, width, height }) => [x, y, width, height])).to.deep.equal([
      [0, 0, 6, 6],
      [6, 0, 12, 6],
      [0, 6, 12, 2],
      [3, 20, 4, 6],
      [7, 20, 6, 6],
    ]);
  });

  it("keeps a widget it cannot draw in its place, with the reason", () => {
    const [widget] = aBody(["explorer", { title: "By tag" }]).widgets;
    expect(widget).to.include({ kind: "unsupported", title: "By tag", width: 6 });
    expect(widget).to.have.property("why").that.includes('"explorer"');
  });

  it("loses an odd property, and not the widget", () => {
    const widget = aMetricWidget({
      metrics: [["N", "M"], 7, ["N"]],
      view: "hologram",
      period: "60",
      yAxis: [],
      annotations: 3,
    });
    expect(widget).to.include({ view: "timeSeries", period: 300, stat: "Average" });
    expect(widget.rows).to.have.length(1);
  });

  it("takes the sources of a log query from its front", () => {
    const query = "SOURCE '/aws/lambda/a' | SOURCE \"b\" | fields @message | filter x = 'SOURCE'";
    expect(aBody(["log", { query }]).widgets[0]).to.include({ query: "fields @message | filter x = 'SOURCE'" });
    expect(aBody(["log", { query }]).widgets[0]).to.deep.include({ logGroups: ["/aws/lambda/a", "b"] });
  });
});

describe("the rows of a metric widget", () => {
  const rowsOf = (...metrics: unknown[]) => aMetricWidget({ metrics }).rows;
  const metricsOf = (...metrics: unknown[]) =>
    rowsOf(...metrics).map(({ metric }) => [metric!.namespace, metric!.name, ...metric!.dimensions.flat()].join(" "));

  it("repeat a field of the row above by .", () => {
    expect(
      metricsOf(["AWS/SQS", "Sent", "QueueName", "a"], [".", "Deleted", ".", "."], [".", ".", ".", "b"]),
    ).to.deep.equal(["AWS/SQS Sent QueueName a", "AWS/SQS Deleted QueueName a", "AWS/SQS Deleted QueueName b"]);
  });

  it("repeat all but the last fields by ...", () => {
    const rows = [
      ["CI", "mem", "Pod", "web", "Space", "test"],
      ["...", "main"],
      ["...", "db", ".", "x"],
      ["...", { stat: "Sum" }],
    ];
    expect(metricsOf(...rows)).to.deep.equal([
      "CI mem Pod web Space test",
      "CI mem Pod web Space main",
      "CI mem Pod db Space x",
      "CI mem Pod db Space x",
    ]);
  });

  it("look over expressions when they repeat", () => {
    const rows = rowsOf(["N", "M"], [{ expression: "m1 * 2", id: "e1" }], [".", "O"]);
    expect(rows.map(({ metric, expression }) => metric?.name ?? expression)).to.deep.equal(["M", "m1 * 2", "O"]);
  });

  it("get ids that none of their neighbours has", () => {
    const ids = rowsOf(["N", "M"], ["N", "O", { id: "row0" }], [{ expression: "row0" }]).map(({ id }) => id);
    expect(ids[1]).to.equal("row0");
    expect(new Set(ids)).to.have.property("size", 3);
    for (const id of ids) expect(id).to.match(/^[a-z][a-zA-Z0-9_]*$/);
  });

  it("take only colours of six digits", () => {
    const [first, second] = rowsOf(["N", "M", { color: "#1f77B4" }], ["N", "M", { color: "red;background:url(//x)" }]);
    expect(first).to.have.property("color", "#1f77B4");
    expect(second).not.to.have.property("color");
  });

  it("are hidden, and on the right, when they say so", () => {
    const [first, second] = rowsOf(["N", "M"], ["N", "M", { visible: false, yAxis: "right" }]);
    expect(first).to.include({ visible: true, axis: "left" });
    expect(second).to.include({ visible: false, axis: "right" });
  });
});

describe("the annotations of a metric widget", () => {
  it("are lines, and bands between two", () => {
    const { horizontal, vertical } = aMetricWidget({
      annotations: {
        horizontal: [
          { label: "limit", value: 3, color: "#ff0000", fill: "above", yAxis: "right" },
          [{ label: "fine", value: 1 }, { value: 2 }],
          { value: 9, visible: false },
        ],
        vertical: [
          { label: "deployed", value: "2026-01-01T00:00:00Z" },
          [{ value: "2026-01-01T00:00:00Z" }, { value: "2026-01-01T01:00:00Z", label: "fault" }],
        ],
      },
    }).annotations;
    expect(horizontal).to.deep.equal([
      { at: 3, label: "limit", color: "#ff0000", fill: "above", axis: "right" },
      { at: 1, to: 2, label: "fine", fill: "none", axis: "left" },
    ]);
    const midnight = Date.UTC(2026, 0, 1);
    expect(vertical).to.deep.equal([
      { at: midnight, label: "deployed", fill: "none" },
      { at: midnight, to: midnight + 3_600_000, label: "fault", fill: "none" },
    ]);
  });
});

describe("a time range", () => {
  const NOW = Date.UTC(2026, 0, 2);

  it("is relative, or absolute, or the last three hours", () => {
    const hours = (start: string | undefined, end?: string) => {
      const { from, to } = timeRange(start, end, NOW);
      return [(from - NOW) / 3_600_000, (to - NOW) / 3_600_000];
    };
    expect(hours("-PT8H")).to.deep.equal([-8, 0]);
    expect(hours("2026-01-01T00:00:00Z", "2026-01-01T12:00:00.000Z")).to.deep.equal([-24, -12]);
    expect(hours(undefined)).to.deep.equal([-3, 0]);
    expect(hours("yesterday")).to.deep.equal([-3, 0]);
    expect(hours("2026-01-03T00:00:00Z", "2026-01-01T00:00:00Z"), "the wrong way round").to.deep.equal([-3, 0]);
  });

  it("counts in ISO 8601's units", () => {
    const minutes = ["PT1H30M", "P1D", "P2W", "P1M", "PT90S", "P1DT1M"].map((text) => durationOf(text)! / 60_000);
    expect(minutes).to.deep.equal([90, 1440, 20_160, 43_200, 1.5, 1441]);
    for (const text of ["P", "PT", "1H", "PT1X"]) expect(durationOf(text), text).to.equal(undefined);
  });
});
