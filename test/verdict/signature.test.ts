import { expect } from "chai";
import { verdictLines } from "../../chaos/verdict/lines.ts";
import { judge } from "../../chaos/verdict/rule.ts";
import { someEvidence } from "./evidence.ts";

const CLAIM = { collateral: { budget: 0.001 } };
const says = "Sum 3, expected flat";

describe("a signature that differed from the book", () => {
  const plain = judge(someEvidence(), CLAIM);

  for (const [asExpected, line] of [
    [true, `  [x] signature: Errors ${says}`],
    [false, `  [/] signature: Errors ${says}: the signature differed from the book`],
    [null, `  [-] signature: Errors ${says}`],
  ] as const) {
    it(`is told and changes neither the verdict nor its reasons: ${asExpected}`, () => {
      const verdict = judge(someEvidence({ signature: [{ metric: "Errors", asExpected, says }] }), CLAIM);
      expect(verdictLines(verdict)).to.include(line);
      expect(verdict).to.include({ verdict: "HELD", exitCode: 0 });
      expect(verdict.reasons).to.deep.equal(plain.reasons);
    });
  }
});
