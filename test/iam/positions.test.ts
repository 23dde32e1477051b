import { expect } from "chai";
import { spansOf } from "../../cloud/iam/positions.ts";

const spans = (document: string) =>
  spansOf(document).map(({ start, end }) => [start.line, start.column, end.line, end.column]);

describe("The positions of statements", () => {
  it("are counted from 1, behind the bracket and behind the brace", () => {
    expect(spans('{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}')).to.deep.equal([[1, 41, 1, 60]]);
  });

  it("begin on the bracket's line, as AWS reports them of AdministratorAccess", () => {
    const document = JSON.stringify(
      { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
      null,
      2,
    );
    expect(spans(document)).to.deep.equal([[3, 17, 8, 6]]);
  });

  it("follow each other without a gap", () => {
    expect(spans('{"Statement":[{"a":{}},{"b":[{}]}]}')).to.deep.equal([
      [1, 15, 1, 23],
      [1, 23, 1, 34],
    ]);
  });

  it("are found for a statement without a list", () => {
    expect(spans('{"Statement":{"Sid":"}{"},"Id":"Statement"}')).to.deep.equal([[1, 14, 1, 26]]);
  });

  it("are not led astray by texts and inner elements", () => {
    expect(spans('{"Id":"\\"Statement\\":[{","x":{"Statement":[{}]},"Statement" : [ {} ]}')).to.deep.equal([
      [1, 64, 1, 67],
    ]);
  });
});
