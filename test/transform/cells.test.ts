import { expect } from "chai";
import { aTable } from "./conversion.ts";

const cell = (json: string): string => aTable(`{"a":${json},"b":0}`).slice("a,b\r\n".length, -",0\r\n".length);

describe("a cell", () => {
  const asWritten = ["9007199254740993", "1e400", "-0", "1.10", "0.1E+2", "-1.0e-7", "12345678901234567890.12345", "0"];
  for (const number of asWritten) {
    it(`keeps the number ${number} as it was written`, () => expect(cell(number)).to.equal(number));
  }

  const cells: [string, string][] = [
    ["true", "true"],
    ["false", "false"],
    ["null", ""],
    ['""', ""],
    ['"text"', "text"],
    ['"naïve 東京 😀"', "naïve 東京 😀"],
    ['"\\u00e9\\u6771\\ud83d\\ude00"', "é東😀"],
    ['"\\ud83d"', "\ufffd"],
    ['"\\ude00x"', "\ufffdx"],
    ['"\\ud83d\\ud83d\\ude00"', "\ufffd😀"],
    ['"\\ud83dx\\ude00"', "\ufffdx\ufffd"],
    ['"\\ud83d\\n\\ude00"', '"\ufffd\n\ufffd"'],
    ['"\\/\\b\\f\\t"', "/\b\f\t"],
    ['"\\"\\\\"', '"""\\"'],
    ['"\\u0000"', "\0"],
    ['"\\u0022\\u002C"', '""","'],
    ['"\\u007f\\u0080\\u07ff\\u0800\\uffff"', "\x7f\x80\u07ff\u0800\uffff"],
    ["[]", "[]"],
    ["{}", "{}"],
    ["{ \n }", "{}"],
    ["[ 1 , 2 ]", '"[1,2]"'],
    ['[1.10,"x",null,true]', '"[1.10,""x"",null,true]"'],
    ['[{"b": 1, "a": [ ] }]', '"[{""b"":1,""a"":[]}]"'],
    ['["\\u00e9\\/\\ud800"]', '"[""é/\ufffd""]"'],
    ['["\\u0001\\n\\"\\\\"]', '"[""\\u0001\\n\\""\\\\""]"'],
    ['[{"a":1,"b":2,"a":3}]', '"[{""a"":3,""b"":2}]"'],
    ['[{"2":1,"1":2,"__proto__":3}]', '"[{""2"":1,""1"":2,""__proto__"":3}]"'],
    ["[[[[]]]]", "[[[[]]]]"],
    ["[9007199254740993]", "[9007199254740993]"],
  ];
  for (const [json, written] of cells) {
    it(`of ${json} is ${JSON.stringify(written)}`, () => expect(cell(json)).to.equal(written));
  }

  it("finds a repeated key among many, nested in objects of an array", () => {
    const keys = Array.from({ length: 40 }, (_, index) => `"k${index}":${index}`).join();
    expect(cell(`[{"o":{${keys}}}]`)).to.equal(`"[{""o"":{${keys.replaceAll('"', '""')}}}]"`);
    expect(cell(`[{"o":{"k":{"x":1,"y":2,"x":3}}}]`)).to.equal('"[{""o"":{""k"":{""x"":3,""y"":2}}}]"');
    expect(cell(`[{"a1b":1,"a2b":2,"a1b":3}]`)).to.equal('"[{""a1b"":3,""a2b"":2}]"');
  });

  it("is empty for a missing key, like null", () => {
    expect(aTable('[{"a":null,"b":1},{"b":2}]')).to.equal("a,b\r\n,1\r\n,2\r\n");
  });

  it("may be an empty object in one record and filled in another", () => {
    expect(aTable('[{"a":{}},{"a":{"b":1}},{"a":null}]')).to.equal("a,a.b\r\n{},\r\n,1\r\n,\r\n");
  });

  it("may be longer than any window it is read through", () => {
    const long = "x".repeat(300_000);
    expect(cell(`"${long}"`)).to.equal(long);
    expect(cell(`["${long}",1]`)).to.equal(`"[""${long}"",1]"`);
  });
});
