import { expect } from "chai";
import { atLeast, atMost, between, equals, type Measured } from "../../chaos/tolerance.ts";
import { hours, milliseconds, minutes, seconds } from "../../chaos/units.ts";

describe("a tolerance", () => {
  for (const [tolerance, held, broken] of [
    [equals(0), [0], [1, -1, "0", null, false]],
    [equals("OK"), ["OK"], ["ALARM", null]],
    [equals(true), [true], [false, 1, null]],
    [atMost(10), [10, 0, -5], [10.1, "10", null]],
    [atLeast(10), [10, 1e9], [9.9, "10", null, true]],
    [between(0, 20), [0, 7.5, 20], [-0.1, 20.1, null, "7"]],
  ] as const) {
    it(`that is "${tolerance.words}" holds for ${JSON.stringify(held)} and not for ${JSON.stringify(broken)}`, () => {
      for (const measured of held) expect(tolerance.holds(measured), String(measured)).to.equal(true);
      for (const measured of broken) expect(tolerance.holds(measured as Measured), String(measured)).to.equal(false);
    });
  }

  it("never holds for a number that is none", () => {
    for (const tolerance of [atMost(1), atLeast(1), between(0, 1), equals(0)]) {
      expect(tolerance.holds(Number.NaN)).to.equal(false);
    }
  });

  for (const [tolerance, exported] of [
    [equals(0), 0],
    [between(0, 20), { type: "range", range: [0, 20] }],
    [atMost(10), { type: "range", range: [-Number.MAX_SAFE_INTEGER, 10] }],
    [atLeast(10), { type: "range", range: [10, Number.MAX_SAFE_INTEGER] }],
  ] as const) {
    it(`that is "${tolerance.words}" is written for Chaos Toolkit as ${JSON.stringify(exported)}`, () => {
      expect(JSON.parse(JSON.stringify(tolerance.exported))).to.deep.equal(exported);
    });
  }
});

describe("durations", () => {
  it("are milliseconds", () => {
    expect([milliseconds(1), seconds(1), minutes(1), hours(1)]).to.deep.equal([1, 1_000, 60_000, 3_600_000]);
  });
});
