import { expect } from "chai";
import { linear, logarithmic } from "../../lab/report/html/axis.ts";
import { binsOver, percentiles, rates } from "../../lab/report/series.ts";

describe("a series of a report", () => {
  it("has few bins, however long the run was", () => {
    for (const minutes of [0, 1, 14, 600, 100_000]) {
      const { width, count } = binsOver({ from: 0, until: minutes * 60_000 });
      expect(count).to.be.within(1, 180);
      expect(width * count).to.be.at.least(minutes * 60_000);
    }
    expect(binsOver({ from: 0, until: 867_000 })).to.deep.equal({ from: 0, width: 5000, count: 174 });
  });

  it("counts by the second, and forgets what is not of the run", () => {
    expect(rates({ from: 1000, width: 2000, count: 2 }, [999, 1000, 2999, 3000, 5000])).to.deep.equal([1, 0.5]);
  });

  it("takes percentiles by the nearest rank, and leaves gaps", () => {
    const samples = Array.from({ length: 100 }, (_, i) => [500, 100 - i] as const);
    const [median, p99] = percentiles({ from: 0, width: 1000, count: 2 }, samples, [50, 99]);
    expect([median, p99]).to.deep.equal([
      [50, null],
      [99, null],
    ]);
  });

  it("lies within its axes", () => {
    const { place, ticks } = logarithmic([250, 204_000]);
    expect(ticks.map(({ label }) => label)).to.deep.equal(["100 ms", "1 s", "10 s", "100 s", "1 000 s"]);
    expect([place(100), place(10_000), place(1_000_000)]).to.deep.equal([0, 0.5, 1]);
    const upright = linear(33, "/s");
    expect(upright.ticks.map(({ label }) => label)).to.deep.equal(["0", "10", "20", "30", "40 /s"]);
    expect(upright.place(20)).to.equal(0.5);
    for (const largest of [0, 0.2, 7, 1234]) expect(linear(largest, "/s").place(largest)).to.be.within(0, 1);
  });
});
