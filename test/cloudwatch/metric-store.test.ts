import { expect } from "chai";
import { MetricStore } from "../../cloud/cloudwatch/metrics/store.ts";
import { aDatum, EPOCH, HOUR, MINUTE, SECOND } from "./a-cloudwatch.ts";

const NAMED = { namespace: "lab", name: "m", dimensions: [] };
const FIRST_HOUR = { start: EPOCH, end: EPOCH + HOUR };

const aStore = (...data: ReturnType<typeof aDatum>[]) => {
  const store = new MetricStore();
  store.put(EPOCH, data);
  return store;
};

/** Minute since the epoch to sum. */
const sums = (store: MetricStore, { unit = "Count", range = FIRST_HOUR, length = MINUTE } = {}) =>
  store
    .find(NAMED)!
    .periods(unit, range, length)
    .map(({ start, bucket }) => [(start - EPOCH) / MINUTE, bucket.sum]);

describe("A metric store", () => {
  it("knows a metric by namespace, name and exactly its dimensions, in whatever order they come", () => {
    const store = new MetricStore();
    const put = (dimensions: Record<string, string>) => store.put(EPOCH, [aDatum(1, { dimensions })]);
    put({});
    put({ A: "1" });
    put({ A: "1", B: "2" });
    put({ B: "2", A: "1" });
    put({ A: "2" });
    store.add(
      EPOCH,
      {
        namespace: "lab",
        name: "m",
        dimensions: [
          ["B", "2"],
          ["A", "1"],
        ],
      },
      { at: EPOCH, unit: "Count", values: [1] },
    );
    expect(store.all().map(({ dimensions }) => dimensions)).to.deep.equal([
      [],
      [["A", "1"]],
      [
        ["A", "1"],
        ["B", "2"],
      ],
      [["A", "2"]],
    ]);
    const both = store.find({
      namespace: "lab",
      name: "m",
      dimensions: [
        ["B", "2"],
        ["A", "1"],
      ],
    })!;
    expect(both.periods("Count", FIRST_HOUR, HOUR)[0]!.bucket.count).to.equal(3);
    expect(store.find({ namespace: "lab", name: "m", dimensions: [["B", "2"]] })).to.equal(undefined);
    expect(store.find({ namespace: "LAB", name: "m", dimensions: [] })).to.equal(undefined);
  });

  it("sums up by the minute, and has nothing where nothing was put", () => {
    const store = aStore(
      aDatum(1, { at: 0 }),
      aDatum(2, { at: MINUTE - 1 }),
      aDatum(4, { at: MINUTE }),
      aDatum(0, { at: 5 * MINUTE }),
    );
    expect(sums(store)).to.deep.equal([
      [0, 3],
      [1, 4],
      [5, 0],
    ]);
  });

  it("counts longer periods from the start of the range, and cuts the last one off at its end", () => {
    const store = aStore(...[0, 1, 2, 3, 4, 5].map((minute) => aDatum(10 ** minute, { at: minute * MINUTE })));
    const range = { start: EPOCH + MINUTE, end: EPOCH + 6 * MINUTE };
    expect(sums(store, { range, length: 2 * MINUTE })).to.deep.equal([
      [1, 110],
      [3, 11_000],
      [5, 100_000],
    ]);
  });

  it("takes late data into the minute they belong to", () => {
    const store = aStore(aDatum(1, { at: 9 * MINUTE }), aDatum(2, { at: MINUTE }), aDatum(3, { at: 9 * MINUTE }));
    expect(sums(store)).to.deep.equal([
      [1, 2],
      [9, 4],
    ]);
  });

  it("never adds one unit to another", () => {
    const store = aStore(aDatum(60_000, { unit: "Milliseconds" }), aDatum(60, { unit: "Seconds" }));
    expect(store.find(NAMED)!.units(FIRST_HOUR)).to.deep.equal(["Milliseconds", "Seconds"]);
    expect(sums(store, { unit: "Seconds" })).to.deep.equal([[0, 60]]);
    expect(sums(store, { unit: "Count" })).to.deep.equal([]);
  });

  it("shows data of high resolution by the second, and ordinary data at the start of their minute", () => {
    const store = aStore(aDatum(100, { at: 25 * SECOND }));
    for (const at of [1, 2, 12, 61]) {
      store.add(EPOCH, NAMED, { at: EPOCH + at * SECOND, unit: "Count", values: [1], highResolution: true });
    }
    expect(sums(store, { length: 10 * SECOND })).to.deep.equal([
      [0, 102],
      [1 / 6, 1],
      [1, 1],
    ]);
    expect(sums(store)).to.deep.equal([
      [0, 103],
      [1, 1],
    ]);
  });

  it("finds the same in a short range as in one much longer than its data", () => {
    const store = aStore(aDatum(1, { at: 3 * MINUTE }), aDatum(2, { at: 2 * MINUTE }));
    const years = { start: EPOCH - 5000 * HOUR, end: EPOCH + 5000 * HOUR };
    expect(sums(store, { range: years })).to.deep.equal(sums(store));
  });

  it("forgets what came first where it may keep only so much", () => {
    const store = new MetricStore({ minutes: 2, seconds: 1 });
    const identity = { namespace: "lab", name: "m", dimensions: [] };
    for (const minute of [0, 1, 2]) store.add(0, identity, { at: minute * 60_000, unit: "Count", values: [minute] });
    for (const at of [120_000, 121_000])
      store.add(0, identity, { at, unit: "Count", values: [9], highResolution: true });
    const periods = store.find(identity)!.periods("Count", { start: 0, end: 180_000 }, 60_000);
    expect(periods.map(({ start, bucket }) => [start / 60_000, bucket.sum])).to.deep.equal([
      [1, 1],
      [2, 11],
    ]);
  });
});
