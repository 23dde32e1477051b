import { expect } from "chai";
import type { Surge } from "../../drivers/load.ts";
import { scheduleOf } from "../../drivers/schedule.ts";

const load = (perSecond: number, surge?: Surge) => ({ perSecond, malformed: 0, ...(surge && { surge }) });

/** How many documents are due in each second. */
function perSecond(surge: Surge, seconds: number): number[] {
  const due = scheduleOf(load(2, surge));
  const counts = new Array<number>(seconds).fill(0);
  for (let sequence = 0; due(sequence) < seconds * 1000; sequence++) counts[Math.floor(due(sequence) / 1000)]! += 1;
  return counts;
}

describe("a schedule", () => {
  it("makes document i due i / rate after the start", () => {
    const due = scheduleOf(load(20));
    expect([0, 1, 20, 3099].map(due)).to.deep.equal([0, 50, 1000, 154_950]);
  });

  it("climbs from 2 to 200 a second within ten seconds, in a straight line", () => {
    const counts = perSecond({ perSecond: 200, after: 5000 }, 20);
    expect(counts.slice(0, 5)).to.deep.equal([2, 2, 2, 2, 2]);
    for (let second = 0; second < 10; second++) expect(counts[5 + second]).to.be.closeTo(2 + 19.8 * (second + 0.5), 1);
    for (const count of counts.slice(15)) expect(count).to.be.closeTo(200, 1);
  });

  it("falls back at once when the surge is over", () => {
    const counts = perSecond({ perSecond: 200, after: 5000, ramp: 1000, for: 2000 }, 12);
    expect(counts.slice(6, 8).every((count) => count >= 199)).to.equal(true);
    for (const count of counts.slice(8)) expect(count).to.be.closeTo(2, 1);
  });

  it("never goes back", () => {
    const due = scheduleOf(load(2, { perSecond: 200, after: 3000, ramp: 10_000, for: 4000 }));
    const times = Array.from({ length: 3000 }, (_, i) => due(i));
    expect(times.every((time, i) => i === 0 || time > times[i - 1]!)).to.equal(true);
  });

  it("needs a rate", () => {
    expect(() => scheduleOf(load(0))).to.throw(RangeError, "above 0");
    expect(() => scheduleOf(load(Number.NaN))).to.throw(RangeError);
  });
});
