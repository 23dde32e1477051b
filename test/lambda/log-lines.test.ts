import { expect } from "chai";
import { strikeIn } from "../../cloud/lambda/log-lines.ts";
import { keysOf } from "../../cloud/lambda/notification.ts";

describe("a line of a function's log", () => {
  const lines: [string, { fault: string } | undefined][] = [
    [
      '{"chaos":"strike","fault":"latency","requestId":"r","start":1,"seed":7,"milliseconds":3521}',
      { fault: "latency" },
    ],
    ['{"chaos":"configuration","faults":["latency"]}', undefined],
    ['{"fault":"latency"}', undefined],
    ['not {"chaos" at all', undefined],
    ["hello", undefined],
  ];
  for (const [line, strike] of lines) {
    it(`${strike ? "tells" : "does not tell"} of a strike: ${line}`, () => {
      expect(strikeIn(line)).to.deep.equal(strike);
    });
  }
});

describe("an event", () => {
  const notification = (...keys: string[]) =>
    JSON.stringify({ Records: keys.map((key) => ({ eventSource: "aws:s3", s3: { object: { key } } })) });

  it("of S3 names its objects, decoded", () => {
    expect(keysOf(notification("input/day+1.json", "input/%C3%A9%2B.json"))).to.deep.equal([
      "input/day 1.json",
      "input/é+.json",
    ]);
  });

  it("of anybody else names none", () => {
    expect(["{}", '{"Records":[]}', '"aws:s3"', '{"source":"aws:s3"}'].map(keysOf)).to.deep.equal([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
