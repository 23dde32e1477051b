import { expect } from "chai";
import { aRefusal, aTable } from "./conversion.ts";

describe("the columns", () => {
  it("are the paths of the leaves, joined by dots", () => {
    expect(aTable('{"id":1,"customer":{"name":"Ada","address":{"town":"Bern"}}}')).to.equal(
      "id,customer.name,customer.address.town\r\n1,Ada,Bern\r\n",
    );
  });

  it("stand in the order of first sight over all records, and every row is as wide as the header", () => {
    expect(aTable('[{"b":1},{"a":2,"b":3},{"c":4}]')).to.equal("b,a,c\r\n1,,\r\n3,2,\r\n,,4\r\n");
  });

  it("are not reordered when their names look like integers", () => {
    expect(aTable('{"2":"two","1":"one","b":0,"0":"none"}')).to.equal("2,1,b,0\r\ntwo,one,0,none\r\n");
  });

  it("are data, whatever their names mean to JavaScript", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "length"];
    const record = `{${names.map((name) => `"${name}":"${name}!"`).join()}}`;
    expect(aTable(`[${record},{"x":1}]`)).to.equal(
      `${names.join()},x\r\n${names.map((name) => `${name}!`).join()},\r\n,,,,,,1\r\n`,
    );
    expect(aTable('{"__proto__":{"polluted":true}}')).to.equal("__proto__.polluted\r\ntrue\r\n");
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
  });

  it("found late are there for all rows, however many rows were read before", () => {
    const early = Array.from({ length: 30_000 }, (_, index) => `{"id":${index},"n":"a, b"}`);
    const table = aTable(`${early.join("\n")}\n{"id":-1,"late":"x"}`).split("\r\n");
    expect(table[0]).to.equal("id,n,late");
    expect(table.slice(1, 3)).to.deep.equal(['0,"a, b",', '1,"a, b",']);
    expect(table.slice(-3)).to.deep.equal(['29999,"a, b",', "-1,,x", ""]);
    expect(table.length).to.equal(30_003);
  });

  it("of one wide record widen all the narrow ones before it", () => {
    const wide = `{${Array.from({ length: 3000 }, (_, index) => `"c${index}":1`).join()}}`;
    const table = aTable(`${'{"c0":0}{}'.repeat(1000)}${wide}`).split("\r\n");
    expect([table.length, table[1], table[2]]).to.deep.equal([2003, `0${",".repeat(2999)}`, ",".repeat(2999)]);
  });

  const repeated: [string, string, string][] = [
    ["the last value at the first's place", '{"a":1,"b":2,"a":3}', "a,b\r\n3,2\r\n"],
    ["the last value, not a merger", '{"x":{"p":1,"q":2},"x":{"q":3}}', "x.q\r\n3\r\n"],
    ["an object in the place of a number", '{"a":1,"b":2,"a":{"c":3}}', "a.c,b\r\n3,2\r\n"],
    ["a number in the place of an object", '{"a":{"c":3},"b":2,"a":1}', "a,b\r\n1,2\r\n"],
    ["one column of two spellings", '{"a":1,"\\u0061":2}', "a\r\n2\r\n"],
    ["what makes a collision go away", '{"a.b":1,"a":{"b":2},"a":3}', "a.b,a\r\n1,3\r\n"],
    ["nested keys as well", '{"o":{"k":1,"l":2,"k":"x, y"}}', 'o.k,o.l\r\n"x, y",2\r\n'],
    ["the empty object", '{"a":{"b":1},"a":{}}', "a\r\n{}\r\n"],
  ];
  for (const [what, document, csv] of repeated) {
    it(`of a repeated key: ${what}`, () => expect(aTable(document)).to.equal(csv));
  }

  it("of a repeated key in a later record leave the columns of earlier ones alone", () => {
    expect(aTable('[{"a":{"b":1}},{"a":{"b":2,"c":3},"d":4,"a":5},{"d":6}]')).to.equal(
      "a.b,a,d\r\n1,,\r\n,5,4\r\n,,6\r\n",
    );
  });

  it("of many keys are found by name, in any order", () => {
    const names = Array.from({ length: 50 }, (_, index) => `k${index}`);
    const record = (order: string[]) => `{${order.map((name) => `"${name}":"${name}"`).join()}}`;
    const row = names.join();
    expect(aTable([record(names), record(names.toReversed()), record(names)].join("\n"))).to.equal(
      `${row}\r\n${row}\r\n${row}\r\n${row}\r\n`,
    );
  });

  const collisions = [
    '{"a.b":1,"a":{"b":2}}',
    '{"a":{"b":2},"a.b":1}',
    '{"a":{"b.c":1},"a.b":{"c":2}}',
    '{"a":{"":1},"a.":2}',
    '{"\\ud800":1,"\\ud801":2}',
  ];
  for (const document of collisions) {
    it(`that two values of one record would share refuse it: ${document}`, () => {
      const error = aRefusal(`{"x":1}\n${document}`);
      expect([error.reason, error.record]).to.deep.equal(["column-collision", 1]);
    });
  }

  it("name a collision with an excerpt of at most 64 bytes, controls escaped", () => {
    const error = aRefusal(`{"a\\n${"é".repeat(100)}.b":1,"a\\n${"é".repeat(100)}":{"b":2}}`);
    const named = /column "(.*)" at/.exec(error.message)![1]!;
    expect(named).to.match(/^a\\u000aé+$/);
    expect(Buffer.byteLength(named)).to.be.within(60, 64);
  });

  it("may be literal in one record and nested in another", () => {
    expect(aTable('{"a.b":1}{"a":{"b":2}}{"a":3}')).to.equal("a.b,a\r\n1,\r\n2,\r\n,3\r\n");
  });

  it("may have the empty name", () => {
    expect(aTable('{"":1,"a":{"":2}}')).to.equal(",a.\r\n1,2\r\n");
    expect(aTable('{"":1}')).to.equal('""\r\n1\r\n');
  });

  describe("of a projection", () => {
    const document = '[{"id":1,"customer":{"name":"Ada"},"x":9},{"id":2}]';

    it("are the chosen ones in the chosen order", () => {
      expect(aTable(document, { columns: ["customer.name", "id"] })).to.equal("customer.name,id\r\nAda,1\r\n,2\r\n");
    });

    it("may have other names, and use a path twice", () => {
      const columns = [{ name: "n°", from: "id" }, "id", { name: "who, exactly", from: "customer.name" }];
      expect(aTable(document, { columns })).to.equal('n°,id,"who, exactly"\r\n1,1,Ada\r\n2,2,\r\n');
    });

    it("copy a cell that needs quotes with its quotes", () => {
      const columns = ["a", { name: "b", from: "a" }];
      expect(aTable('{"a":"x,y"}', { columns })).to.equal('a,b\r\n"x,y","x,y"\r\n');
    });

    it("are empty where no record has the path", () => {
      expect(aTable(document, { columns: ["id", "nothing"] })).to.equal("id,nothing\r\n1,\r\n2,\r\n");
      expect(aTable(document, { columns: ["nothing"] })).to.equal('nothing\r\n""\r\n""\r\n');
    });

    it("make a header even of no records", () => {
      expect(aTable("[]", { columns: ["id", "name"] })).to.equal("id,name\r\n");
    });

    it("do not excuse what was left out", () => {
      expect(aRefusal('{"id":1,"a.b":1,"a":{"b":2}}', { columns: ["id"] }).reason).to.equal("column-collision");
      expect(aRefusal('{"id":1,"x":01}', { columns: ["id"] }).reason).to.equal("syntax");
    });
  });
});
