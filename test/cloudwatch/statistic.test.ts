import { expect } from "chai";
import { Bucket } from "../../cloud/cloudwatch/metrics/bucket.ts";
import { parseStatistic } from "../../cloud/cloudwatch/metrics/statistic.ts";

const aBucket = (...values: number[]) => {
  const bucket = new Bucket();
  for (const value of values) bucket.add(value);
  return bucket;
};

/** 1, 2, ... 100 */
const HUNDRED = aBucket(...Array.from({ length: 100 }, (_, i) => 100 - i));
const TEN = aBucket(10, 20, 30, 40, 50, 60, 70, 80, 90, 1000);

const of = (name: string, bucket: Bucket) => parseStatistic(name)!(bucket);

describe("A statistic", () => {
  const table: [name: string, bucket: Bucket, value: number | undefined][] = [
    ["SampleCount", TEN, 10],
    ["Sum", TEN, 1450],
    ["Average", TEN, 145],
    ["Minimum", TEN, 10],
    ["Maximum", TEN, 1000],
    ["p0", HUNDRED, 1],
    ["p7", HUNDRED, 7],
    ["p50", HUNDRED, 50],
    ["p99", HUNDRED, 99],
    ["p99.5", HUNDRED, 100],
    ["p100", HUNDRED, 100],
    ["p100.5", HUNDRED, 100],
    ["p50", aBucket(7), 7],
    ["tm90", TEN, 50],
    ["TM(:90%)", TEN, 50],
    ["TM(10%:90%)", TEN, 55],
    ["TM(10%:)", TEN, 160],
    ["TM(20:60)", TEN, 45],
    ["TM(:10)", TEN, 10],
    ["TM(2000:3000)", TEN, undefined],
    ["IQM", HUNDRED, 50.5],
    ["tc90", TEN, 9],
    ["TC(80:1000)", TEN, 2],
    ["ts90", TEN, 450],
    ["TS(80%:)", TEN, 1090],
    ["wm90", TEN, 54],
    ["WM(10%:90%)", TEN, 55],
    ["PR(:300)", TEN, 90],
    ["PR(20:50)", TEN, 30],
    ["PR(2000:)", TEN, 0],
  ];
  for (const [name, bucket, value] of table) {
    it(`${name} is ${value} of ${bucket.count} values`, () => {
      expect(of(name, bucket)).to.equal(value);
    });
  }

  it("is refused when it is none of CloudWatch's", () => {
    const wrong = [
      "",
      "sum",
      "p",
      "p101",
      "p-1",
      "P99",
      "tm100",
      "PR(10%:)",
      "TM(1:2%)",
      "TM(:)",
      "iqm",
      "p99.12345678901",
    ];
    expect(wrong.filter((name) => parseStatistic(name))).to.deep.equal([]);
  });

  it("of single values is not known of sets, unless a set has only one value", () => {
    const hidden = new Bucket();
    hidden.addSet({ count: 3, sum: 30, min: 5, max: 15 });
    expect([of("Average", hidden), of("p50", hidden), of("tm90", hidden), of("PR(:10)", hidden)]).to.deep.equal([
      10,
      undefined,
      undefined,
      undefined,
    ]);
    const plain = new Bucket();
    plain.addSet({ count: 3, sum: 15, min: 5, max: 5 });
    plain.addSet({ count: 1, sum: 9, min: 9, max: 9 });
    expect([of("SampleCount", plain), of("p50", plain), of("p100", plain)]).to.deep.equal([4, 5, 9]);
    const odd = new Bucket();
    odd.addSet({ count: 3, sum: 16, min: 5, max: 5 });
    expect(of("p50", odd)).to.equal(undefined);
  });

  it("of single values is not known of negative ones", () => {
    const bucket = aBucket(-1, 5);
    expect([of("Minimum", bucket), of("p50", bucket)]).to.deep.equal([-1, undefined]);
  });
});
