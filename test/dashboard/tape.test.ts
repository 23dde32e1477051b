import { expect } from "chai";
import { Tape } from "../../lab/dashboard/tape.ts";

describe("a tape", () => {
  const steps = [1, 1, 4, 9].map((at, i) => ({ at, what: "abcd"[i]! }));
  const aTape = () => {
    let begun = 0;
    const begin = () => {
      begun++;
      return { text: "" };
    };
    const tape = new Tape(steps, begin, (state, { what }) => {
      state.text += what;
    });
    return { at: (instant: number) => tape.at(instant).text, begun: () => begun };
  };

  it("is at any instant what its steps had made by then, that instant's own too", () => {
    const { at } = aTape();
    expect([0, 1, 3, 4, 100].map(at)).to.deep.equal(["", "ab", "ab", "abc", "abcd"]);
    expect([4, 8, 0, 9].map(at)).to.deep.equal(["abc", "abc", "", "abcd"]);
  });

  it("begins again only to go back over a step", () => {
    const { at, begun } = aTape();
    for (const instant of [2, 8, 5, 4]) at(instant);
    expect(begun()).to.equal(1);
    at(3);
    expect(begun()).to.equal(2);
  });
});
