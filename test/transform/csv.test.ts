import { expect } from "chai";
import { aRefusal, aTable } from "./conversion.ts";

describe("the CSV", () => {
  const quoted: [string, string, string][] = [
    ["a comma", "a,b", '"a,b"'],
    ["a double quote", 'a"b', '"a""b"'],
    ["a line feed", "a\nb", '"a\nb"'],
    ["a carriage return", "a\rb", '"a\rb"'],
    ["a leading space", " a", '" a"'],
    ["a trailing space", "a ", '"a "'],
    ["a byte order mark", "a\ufeffb", '"a\ufeffb"'],
  ];
  for (const [what, text, written] of quoted) {
    it(`quotes a cell with ${what}, and nothing else`, () => {
      expect(aTable(JSON.stringify({ a: text, b: "c d" }))).to.equal(`a,b\r\n${written},c d\r\n`);
    });
    it(`quotes a header with ${what}, and nothing else`, () => {
      expect(aTable(JSON.stringify({ [text]: 1, b: 2 }))).to.equal(`${written},b\r\n1,2\r\n`);
    });
    it(`quotes the only cell of a row with ${what}`, () => {
      expect(aTable(JSON.stringify({ [text]: text }))).to.equal(`${written}\r\n${written}\r\n`);
    });
  }

  it("does not quote what only looks unusual", () => {
    const plain = ["a b", "'a'", "a;b", "a\tb", "ｱ", "\uf000", "=1+1", "-1", "\\"];
    const record = JSON.stringify(Object.fromEntries(plain.map((text, index) => [`c${index}`, text])));
    expect(aTable(record).split("\r\n")[1]).to.equal(plain.join());
  });

  it("ends every line with CRLF, the last one too", () => {
    expect(aTable('{"a":1,"b":2}')).to.match(/^a,b\r\n1,2\r\n$/);
  });

  it("has no byte order mark", () => {
    expect(aTable('\ufeff{"a":1,"b":2}')).to.equal("a,b\r\n1,2\r\n");
  });

  it("writes an empty cell of a single column as two quotes, so that no row disappears", () => {
    expect(aTable('[{"a":""},{"a":null},{},{"a":"x"}]')).to.equal('a\r\n""\r\n""\r\n""\r\nx\r\n');
  });

  it("is the same bytes for the same document", () => {
    const document = '[{"a":"é, \\u00e9","b":[1, 2]},{"c":{"d":null}}]';
    expect(aTable(document)).to.equal(aTable(document));
  });

  it("is refused when rows times columns explode", () => {
    const records = Array.from({ length: 20_000 }, (_, index) => `{"k${index}":1}`);
    expect(aRefusal(records.join("\n")).reason).to.equal("too-large");
    expect(aRefusal('[{"a":"xxxx","b":1},{"a":2}]', { maxCsvBytes: 10 }).reason).to.equal("too-large");
    expect(aTable('[{"a":"xxxx","b":1},{"a":2}]', { maxCsvBytes: 17 })).to.have.length(17);
  });

  describe("with formulae escaped", () => {
    const dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1", "＋1", "－1", "＠1"];
    for (const text of dangerous) {
      it(`puts an apostrophe before ${JSON.stringify(text)}, in cells and headers`, () => {
        const [header, row] = aTable(JSON.stringify({ [text]: text, b: 1 }), { escapeFormulae: true }).split(",", 2);
        const written = /[\r\n]/.test(text) ? `"'${text}"` : `'${text}`;
        expect(header).to.equal(written);
        expect(row).to.equal(`b\r\n${written}`);
      });
    }

    it("leaves numbers and other cells alone", () => {
      const document = '{"a":-1,"b":"a=1","c":[-1],"d":"｡","e":true,"f":"","g":"1-1"}';
      expect(aTable(document, { escapeFormulae: true })).to.equal("a,b,c,d,e,f,g\r\n-1,a=1,[-1],｡,true,,1-1\r\n");
    });

    it("sees a formula that goes over several lines, and one that a repeated key brought", () => {
      expect(aTable('{"a":"=1+\\n1","b":1}', { escapeFormulae: true })).to.equal('a,b\r\n"\'=1+\n1",1\r\n');
      expect(aTable('{"a":"x","a":"=1","b":1}', { escapeFormulae: true })).to.equal("a,b\r\n'=1,1\r\n");
    });

    it("is off by default, for data must survive", () => {
      expect(aTable('{"a":"=1+1","b":"@x"}')).to.equal("a,b\r\n=1+1,@x\r\n");
    });
  });
});
