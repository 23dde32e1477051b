import { expect } from "chai";
import { Lines } from "../../cloud/sns/lines.ts";

describe("lines", () => {
  it("begin the next when the one before it has left, each line for itself", () => {
    const lines = new Lines();
    const begun: string[] = [];
    const enter = (line: string, name: string) => lines.enter(line, () => begun.push(name));
    for (const [line, name] of [
      ["a", "a1"],
      ["a", "a2"],
      ["b", "b1"],
      ["a", "a3"],
    ] as const)
      enter(line, name);
    expect(begun).to.deep.equal(["a1", "b1"]);
    lines.leave("a");
    expect(begun).to.deep.equal(["a1", "b1", "a2"]);
    lines.leave("a");
    lines.leave("a");
    enter("a", "a4");
    expect(begun).to.deep.equal(["a1", "b1", "a2", "a3", "a4"]);
  });
});
