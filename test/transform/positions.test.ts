import { expect } from "chai";
import { aRefusal } from "./conversion.ts";

describe("the place of an error", () => {
  const places: [string, string, number, number, number, number][] = [
    // document, reason, offset, line, column, record
    ["{a:1}", "syntax", 1, 1, 2, 0],
    ['{"a":1,}', "syntax", 7, 1, 8, 0],
    ['{"a":01}', "syntax", 6, 1, 7, 0],
    ['{"a":tru}', "syntax", 8, 1, 9, 0],
    ['{"a":"\\x"}', "syntax", 7, 1, 8, 0],
    ['{"a":"\\u12G4"}', "syntax", 10, 1, 11, 0],
    ['{"a":"x\ny"}', "syntax", 7, 1, 8, 0],
    ['{"a":1}\n{"a":2}\n{"a" 3}', "syntax", 21, 3, 6, 2],
    ['{"a":1}\r\n{"a":2}\r\n{"a" 3}', "syntax", 23, 3, 6, 2],
    ['{"a":1}\r{"a":2}\r{"a" 3}', "syntax", 21, 3, 6, 2],
    ['{"a":1}\n\r\n\n{"a" 3}', "syntax", 16, 4, 6, 1],
    ['[{"a":1},\n {"a":2}\n {"a":3}]', "syntax", 20, 3, 2, 2],
    ['{"é東😀":1,"😀" 2}', "syntax", 22, 1, 14, 0],
    ['{"é":"東",\n"😀":x}', "syntax", 20, 2, 5, 0],
    ['\ufeff{"a":x}', "syntax", 8, 1, 6, 0],
    ['{"a":1', "truncated", 6, 1, 7, 0],
    ['{"a":1}\n{"a":2,\n', "truncated", 16, 3, 1, 1],
    ["[", "truncated", 1, 1, 2, 0],
    ['[{"a":1},', "truncated", 9, 1, 10, 1],
    ["", "empty", 0, 1, 1, 0],
    [" \n ", "empty", 3, 2, 2, 0],
    ["\ufeff", "empty", 3, 1, 1, 0],
    ['[{"a":1},\n7]', "not-tabular", 10, 2, 1, 1],
    ['{"a":1} "é" 2', "not-tabular", 8, 1, 9, 1],
    ['[{"a":1},{"a.b":1,"a":{"b":2}}]', "column-collision", 9, 1, 10, 1],
    [`{"a":${"[".repeat(600)}`, "too-deep", 5 + 511, 1, 6 + 511, 0],
  ];
  for (const [document, reason, offset, line, column, record] of places) {
    it(`is byte ${offset}, line ${line}, column ${column}, record ${record} in ${JSON.stringify(document.slice(0, 40))}`, () => {
      const error = aRefusal(document);
      expect([error.reason, error.at, error.record]).to.deep.equal([reason, { offset, line, column }, record]);
    });
  }

  it("is the first byte that no document could have there", () => {
    for (const document of [
      '{"a":-x}',
      '{"a":1.x}',
      '{"a":1ex}',
      '{"a":nux}',
      '{"a":[1x]}',
      '{"a":{"b"x}}',
      '{"a":"\\ux"}',
    ]) {
      expect(aRefusal(document).at.offset, document).to.equal(document.indexOf("x"));
    }
  });

  it("is right deep in a large document", () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `{"id":${index},"name":"é"}`);
    lines[15_000] = '{"id":15000,"name":"é" "x":1}';
    const document = lines.join("\n");
    const { at, record } = aRefusal(document);
    const before = Buffer.byteLength(lines.slice(0, 15_000).join("\n")) + 1;
    expect([at.offset, at.line, at.column, record]).to.deep.equal([before + 24, 15_001, 24, 15_000]);
  });
});

describe("the error of a refused document", () => {
  it("reads as one sentence", () => {
    expect(aRefusal("{a:1}").message).to.equal(
      "syntax: expected a key in double quotes at line 1 column 2 (byte 1), record 0",
    );
  });

  it("names the object once it is known", () => {
    const error = aRefusal("{a:1}").in({ bucket: "documents", key: "input/x.json", size: 5 });
    expect(error.message).to.equal(
      "syntax: expected a key in double quotes at line 1 column 2 (byte 1), record 0 in s3://documents/input/x.json",
    );
    expect(error).to.include({ bucket: "documents", key: "input/x.json", size: 5, retryable: false, record: 0 });
    expect(error.at).to.deep.equal({ offset: 1, line: 1, column: 2 });
  });

  it("keeps to one line, whatever the key holds", () => {
    const error = aRefusal("{a:1}").in({ bucket: "documents", key: "input/a\nb\u202e.json", size: 5 });
    expect(error.message).to.match(/input\/a\\u000ab\\u202e\.json$/);
  });

  it("calls itself BadDocumentError and says that trying again is pointless", () => {
    const error = aRefusal("");
    expect([error.name, error.retryable, error instanceof Error]).to.deep.equal(["BadDocumentError", false, true]);
  });

  it("tells nothing of the document's text", () => {
    expect(aRefusal('{"password":"hunter2" x').message).to.not.match(/password|hunter2/);
    expect(aRefusal('["hunter2"]').message).to.not.include("hunter2");
  });
});
