import { expect } from "chai";
import { aRefusal } from "./conversion.ts";

/** Documents that break the grammar, by reason. In each the flaw stands where `^` would, were it not for the reader. */
const SYNTAX = [
  ...["{a:1}", "{'a':1}", '{"a" 1}', '{"a"::1}', '{"a":1,}', '{"a":1,,"b":2}', '{,"a":1}', '{"a":1;"b":2}', '{"a"=1}'],
  ...['{"a":1 "b":2}', '{"a":}', "{:1}", '{"a","b"}', "{1:1}", "{null:1}", '{"a":1]', '{"a":1}}', '{"a":1}]', "}", "]"],
  ...['[{"a":1},]', '[,{"a":1}]', '[{"a":1},,{"a":2}]', '[{"a":1}{"a":2}]', '[{"a":1};{"a":2}]', '[{"a":1}}', "[}"],
  ...['[{"a":1}] x', '[{"a":1}][{"a":2}]', '[{"a":1}]{"a":2}', "[][]", '{"a":1},{"a":2}', '{"a":1}#', '{"a":1}//c'],
  ...['{"a":1}/**/', '/**/{"a":1}', '{"a":/**/1}', '\u001e{"a":1}', '\u00a0{"a":1}', '{"a":1}\u2028', '\f{"a":1}'],
  ...['{"a":\v1}', '{"a":1}\0', "\0", '{"a":\u00a01}', '\ufeff\ufeff{"a":1}', '{"a":1}\ufeff{"a":2}', "abc", "<a/>"],
  // numbers
  ...["01", "-01", "00", "+1", "++1", "1.", ".5", "-.5", "-", "--1", "1e", "1e+", "1e-", "1E", "1.e1", "1ea", "1.2.3"],
  ...[
    "1e1.5",
    "0x1F",
    "1_000",
    "1,000",
    "Infinity",
    "-Infinity",
    "NaN",
    "-NaN",
    "1 000",
    "１",
    "0e",
    "0.e",
    "1a",
    "-a",
  ],
  // literals
  ...["True", "TRUE", "tru", "truee", "nul", "nulll", "None", "undefined", "fals", "yes", "t", "n", "nan"],
  // strings
  ...[
    "'x'",
    "`x`",
    "x",
    '"a\nb"',
    '"a\tb"',
    '"a\rb"',
    '"\0"',
    '"\u001f"',
    '"\\x41"',
    '"\\a"',
    '"\\\'"',
    '"\\0"',
    '"\\ "',
  ],
  ...[
    '"\\u12"',
    '"\\u12G4"',
    '"\\uD83D\\u12"',
    '"\\U0041"',
    '"\\u{41}"',
    '"\\\n"',
    '"a" "b"',
    '"a"b',
    '"\\u 041"',
    '"\\é"',
  ],
  // inside arrays and nested objects
  ...[
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1;2]",
    "[1:2]",
    "[tru]",
    "[01]",
    '["a\nb"]',
    '["\\x"]',
    "[{]",
    "[}",
    '[{"a" 1}]',
    '[{"a":1,}]',
  ],
  ...[
    '{"b":1,}',
    "{b:1}",
    '{"b" 1}',
    '{"b":1 "c":2}',
    "[{1:2}]",
    '[{"a":1]]',
    "[[]",
    '{"b":[}',
    "(1)",
    "[...]",
    "[1,2}",
  ],
];

/** What is no whole document stands for a value in one. */
const isWhole = (document: string) =>
  document.startsWith("abc") || "[{},]/<\f\0\u001e\u00a0\ufeff".includes(document[0]!);
const MALFORMED = SYNTAX.map((document) => (isWhole(document) ? document : `{"a":${document}}`));

describe("malformed JSON", () => {
  for (const document of MALFORMED) {
    it(`is refused: ${JSON.stringify(document)}`, () => {
      expect(aRefusal(document).reason).to.be.oneOf(["syntax", "truncated"]);
    });
    it(`is refused behind good records: ${JSON.stringify(document)}`, () => {
      expect(aRefusal(`{"z":1}\n{"z":2}\n${document}`).reason).to.be.oneOf(["syntax", "truncated", "not-tabular"]);
    });
  }

  const whole = '[{"a":[1.5e+3,true,{"k":null}],"b":"x\\u00e9\\n","c":{"d":-0.25,"e":{}}},{"f":false}]';
  it("is truncated at whatever byte the document ends", () => {
    for (let length = 1; length < whole.length; length++) {
      const error = aRefusal(whole.slice(0, length));
      expect([error.reason, error.at.offset], whole.slice(0, length)).to.deep.equal(["truncated", length]);
    }
  });

  it("is truncated when one of several objects is", () => {
    for (let length = 9; length < 18; length++) {
      const document = '{"a":1}\n{"a":"\\n"}'.slice(0, length);
      const error = aRefusal(document);
      expect([error.reason, error.record], document).to.deep.equal(["truncated", 1]);
    }
  });

  it("has been refused before anything is converted, wherever it stands", () => {
    const records = Array.from({ length: 5000 }, (_, index) => `{"id":${index}}`);
    records[4321] = '{"id":4321';
    const error = aRefusal(`[${records.join(",\n")}]`);
    expect([error.reason, error.record, error.at.line]).to.deep.equal(["syntax", 4321, 4323]);
  });
});
