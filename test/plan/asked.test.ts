import { expect } from "chai";
import type { PlannedCall } from "../../lab/plan/planned-call.ts";
import { idle, unplanned } from "./asked.ts";

describe("what was asked for, beside what was planned", () => {
  const resource = "arn:aws:s3:::documents/input/*";
  const call: PlannedCall = { by: "publisher", operation: "s3:PutObject", action: "s3:PutObject", resource };
  const ask = (action: string, key: string) => ({ action, resource: `arn:aws:s3:::documents/${key}` });

  it("differs by action and by resource", () => {
    expect(unplanned([ask("s3:PutObject", "input/a.json")], [call])).to.deep.equal([]);
    expect(unplanned([ask("s3:PutObject", "output/a.csv")], [call])).to.have.length(1);
    expect(unplanned([ask("s3:GetObject", "input/a.json")], [call])).to.have.length(1);
  });

  it("may be less", () => {
    expect(idle([call], [ask("s3:GetObject", "input/a.json")])).to.deep.equal([`s3:PutObject on ${resource}`]);
    expect(idle([call], [ask("s3:PutObject", "input/a.json")])).to.deep.equal([]);
  });
});
