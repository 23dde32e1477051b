import { expect } from "chai";
import fc from "fast-check";
import { aCloudWatch, aQuery, EPOCH, HOUR, MINUTE, minutes } from "./a-cloudwatch.ts";

const HOURS = 2;

/** Whole numbers, so that sums are exact in any order. */
const aMeasurement = fc.record({
  Value: fc.integer({ min: 0, max: 1000 }),
  minute: fc.integer({ min: 0, max: HOURS * 60 - 1 }),
  Unit: fc.constantFrom("Count", "Bytes"),
});
const measurements = fc.array(aMeasurement, { maxLength: 60 });

type Measurements = readonly { readonly Value: number; readonly minute: number; readonly Unit: string }[];

const asData = (all: Measurements) =>
  all.map(({ Value, Unit, minute }) => ({
    MetricName: "m",
    Value,
    Unit,
    Timestamp: new Date(EPOCH + minute * MINUTE),
  }));

const aPublisher = () => {
  const lab = aCloudWatch();
  const put = (data: object[]) =>
    data.length > 0 && lab.operate("PutMetricData", { Namespace: "lab", MetricData: data });
  const all = (stat: string, period = 60, unit = "Count"): number[] =>
    lab.operate("GetMetricData", { MetricDataQueries: [aQuery("m1", { stat, period, unit })], ...minutes(HOURS * 60) })
      .MetricDataResults[0].Values;
  return { ...lab, put, all };
};

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const counts = (all: Measurements) => all.filter(({ Unit }) => Unit === "Count").map(({ Value }) => Value);

describe("Metrics of any data", () => {
  it("add up to the same total in whatever periods they are read", async () => {
    const lab = aPublisher();
    await lab.pass(HOURS * HOUR);
    const period = fc.constantFrom(60, 120, 300, 420, 3600);
    fc.assert(
      fc.property(measurements, period, (all, seconds) => {
        const { put, all: read } = aPublisher();
        put(asData(all.filter(({ minute }) => minute < 120)));
        expect(total(read("Sum", seconds))).to.equal(total(counts(all)));
        expect(total(read("SampleCount", seconds))).to.equal(counts(all).length);
        if (counts(all).length > 0) expect(Math.max(...read("Maximum", seconds))).to.equal(Math.max(...counts(all)));
      }),
    );
  });

  it("are the same however they are spread over calls", () => {
    fc.assert(
      fc.property(measurements, fc.array(fc.nat({ max: 60 }), { maxLength: 5 }), (all, cuts) => {
        const data = asData(all);
        const [whole, parts] = [aPublisher(), aPublisher()];
        whole.put(data);
        const bounds = [0, ...cuts.toSorted((a, b) => a - b), data.length];
        bounds.slice(1).forEach((bound, i) => {
          parts.put(data.slice(bounds[i], bound));
        });
        for (const stat of ["Sum", "SampleCount", "Average", "Minimum", "Maximum", "p50", "tm90", "PR(:500)"]) {
          expect(parts.all(stat, 300)).to.deep.equal(whole.all(stat, 300));
        }
      }),
      { numRuns: 50 },
    );
  });

  it("are the same as values with counts, one by one, or through the services' way in", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 9 }), fc.integer({ min: 1, max: 5 })), { maxLength: 20 }),
        (pairs) => {
          fc.pre(pairs.length > 0);
          const [together, apart, inside] = [aPublisher(), aPublisher(), aPublisher()];
          const [Values, Counts] = [pairs.map(([value]) => value), pairs.map(([, count]) => count)];
          const singles = pairs.flatMap(([value, count]) => Array<number>(count).fill(value));
          together.put([{ MetricName: "m", Values, Counts, Unit: "Count" }]);
          apart.put(singles.map((Value) => ({ MetricName: "m", Value, Unit: "Count" })));
          inside.cloudwatch.put(
            singles.map((value) => ({ namespace: "lab", name: "m", dimensions: {}, value, unit: "Count" })),
          );
          for (const stat of ["Sum", "SampleCount", "Maximum", "p90", "IQM", "WM(10%:90%)"]) {
            expect(together.all(stat)).to.deep.equal(apart.all(stat));
            expect(inside.all(stat)).to.deep.equal(apart.all(stat));
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it("have percentiles between their extremes that never fall", () => {
    fc.assert(
      fc.property(measurements, (all) => {
        fc.pre(counts(all).length > 0);
        const { put, all: read } = aPublisher();
        put(asData(all));
        const ladder = ["Minimum", "p0", "p1", "p50", "p90", "p99.9", "p100", "Maximum"].map(
          (stat) => read(stat, 7200)[0]!,
        );
        expect(ladder).to.deep.equal(ladder.toSorted((a, b) => a - b));
        expect([ladder[1], ladder.at(-2)]).to.deep.equal([ladder[0], ladder.at(-1)]);
      }),
      { numRuns: 50 },
    );
  });

  it("keep their units apart", () => {
    fc.assert(
      fc.property(measurements, (all) => {
        const { put, all: read } = aPublisher();
        put(asData(all));
        const sums = ["Count", "Bytes"].map((unit) => total(read("Sum", 60, unit)));
        expect(total(sums)).to.equal(total(all.map(({ Value }) => Value)));
      }),
      { numRuns: 50 },
    );
  });

  it("say the same through METRICS as through their ids", () => {
    fc.assert(
      fc.property(measurements, measurements, (some, others) => {
        const { put, operate } = aPublisher();
        put(asData(some));
        put(asData(others).map((datum) => ({ ...datum, MetricName: "n" })));
        const hidden = { ReturnData: false, unit: "Count" };
        const MetricDataQueries = [
          aQuery("m1", hidden),
          aQuery("m2", { ...hidden, name: "n" }),
          { Id: "e1", Expression: "SUM(METRICS())" },
          { Id: "e2", Expression: "m1 + m2" },
        ];
        const [first, second] = operate("GetMetricData", { MetricDataQueries, ...minutes(120) }).MetricDataResults;
        expect([first.Timestamps, first.Values]).to.deep.equal([second.Timestamps, second.Values]);
      }),
      { numRuns: 50 },
    );
  });
});
