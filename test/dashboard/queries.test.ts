import { expect } from "chai";
import * as fc from "fast-check";
import { kept, periodFor, wholePeriod } from "../../dashboard/data/periods.ts";
import { type Frame, questionOf } from "../../dashboard/data/queries.ts";
import { aMetricWidget } from "./a-body.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 2, 10, 17, 23);
const last = (hours: number) => ({ from: NOW - hours * HOUR, to: NOW });
const aFrame = (frame: Partial<Frame> = {}): Frame => ({
  range: last(1),
  now: NOW,
  periodOverride: "inherit",
  ...frame,
});

describe("the questions of a metric widget", () => {
  it("are its rows, hidden ones too, in CloudWatch's words", () => {
    const widget = aMetricWidget({
      stat: "Sum",
      metrics: [
        ["AWS/SQS", "Sent", "QueueName", "q", { id: "m1", visible: false, accountId: "111122223333" }],
        ["...", { stat: "p99", period: 60, label: "late" }],
        [{ expression: "m1 / 2", id: "e1", label: "half" }],
      ],
    });
    const metric = { Namespace: "AWS/SQS", MetricName: "Sent", Dimensions: [{ Name: "QueueName", Value: "q" }] };
    expect(questionOf(widget, aFrame())!.queries).to.deep.equal([
      {
        Id: "m1",
        ReturnData: false,
        AccountId: "111122223333",
        MetricStat: { Metric: metric, Stat: "Sum", Period: 300 },
      },
      { Id: "row1", ReturnData: true, Label: "late", MetricStat: { Metric: metric, Stat: "p99", Period: 60 } },
      { Id: "e1", ReturnData: true, Label: "half", Expression: "m1 / 2", Period: 300 },
    ]);
  });

  it("are not asked when no row is visible", () => {
    expect(questionOf(aMetricWidget({ metrics: [["N", "M", { visible: false }]] }), aFrame())).to.equal(undefined);
    expect(questionOf(aMetricWidget({ metrics: [] }), aFrame())).to.equal(undefined);
  });

  it("take the page's period before all, then the row's, then the widget's", () => {
    const widget = aMetricWidget({
      period: 900,
      metrics: [
        ["N", "M"],
        ["N", "M", { period: 60 }],
      ],
    });
    const periods = (frame: Partial<Frame>) => [...questionOf(widget, aFrame(frame))!.periods.values()];
    expect(periods({})).to.deep.equal([900, 60]);
    expect(periods({ period: 10 })).to.deep.equal([10, 10]);
    expect(periods({ periodOverride: "auto", range: last(24) })).to.deep.equal([300, 300]);
  });

  it("ask for figures of the whole range with one period, and for graphs with theirs", () => {
    const figure = aMetricWidget({ view: "singleValue", setPeriodToTimeRange: true, metrics: [["N", "M"]] });
    expect(questionOf(figure, aFrame())!.periods.get("row0")).to.be.at.least(3600);
    const graph = aMetricWidget({ view: "timeSeries", setPeriodToTimeRange: true, period: 60, metrics: [["N", "M"]] });
    expect(questionOf(graph, aFrame())!.periods.get("row0")).to.equal(60);
  });
});

describe("periods", () => {
  it("follow the time range: at most 300 points", () => {
    const chosen = [0.25, 1, 3, 12, 24, 72, 168].map((hours) => periodFor(last(hours), NOW));
    expect(chosen).to.deep.equal([60, 60, 60, 300, 300, 900, 3600]);
  });

  it("are no finer than what CloudWatch keeps", () => {
    expect(kept(10, last(2), NOW)).to.equal(10);
    expect(kept(10, last(4), NOW)).to.equal(60);
    expect(kept(60, last(16 * 24), NOW)).to.equal(300);
    expect(kept(420, last(16 * 24), NOW)).to.equal(600);
    expect(kept(60, last(64 * 24), NOW)).to.equal(3600);
  });

  it("hold a whole range in one, whenever it is, and begin shortly before it", () => {
    const ranges = fc.tuple(fc.integer({ min: 1.4e9, max: 4e9 }), fc.integer({ min: 60, max: 14 * 86_400 }));
    fc.assert(
      fc.property(ranges, ([from, length]) => {
        const range = { from: from * 1000, to: (from + length) * 1000 };
        const { period, range: asked } = wholePeriod(range, range.to);
        const begins = Math.floor(asked.from / 1000 / period) * period;
        expect(period % 60).to.equal(0);
        expect(begins).to.be.at.most(from);
        expect(begins + period).to.be.at.least(from + length);
        // Of an hour and more no more than a tenth too much, where minutes can be had.
        if (length >= 3600) expect(from - begins).to.be.at.most(Math.max(120, length / 10));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});
