import { expect } from "chai";
import { aRefusal, aTable } from "./conversion.ts";

describe("a document", () => {
  const twoRows = "id,name\r\n1,Ada\r\n2,Grace\r\n";
  const forms: [string, string][] = [
    ["an array of objects", '[{"id":1,"name":"Ada"},{"id":2,"name":"Grace"}]'],
    ["an array with white space everywhere", ' [\r\n\t{ "id" : 1 , "name" : "Ada" } ,\n{"id":2,"name":"Grace"} ] \n'],
    ["NDJSON", '{"id":1,"name":"Ada"}\n{"id":2,"name":"Grace"}\n'],
    ["NDJSON without a final newline", '{"id":1,"name":"Ada"}\n{"id":2,"name":"Grace"}'],
    ["NDJSON with CRLF", '{"id":1,"name":"Ada"}\r\n{"id":2,"name":"Grace"}\r\n'],
    ["NDJSON with blank lines", '\n\n{"id":1,"name":"Ada"}\n \t\n\r\n{"id":2,"name":"Grace"}\n\n'],
    ["objects next to each other", '{"id":1,"name":"Ada"}{"id":2,"name":"Grace"}'],
    ["pretty-printed objects", '{\n  "id": 1,\n  "name": "Ada"\n}\n{\n  "id": 2,\n  "name": "Grace"\n}\n'],
  ];
  for (const [form, document] of forms) {
    it(`may be ${form}`, () => expect(aTable(document)).to.equal(twoRows));
  }

  it("may be one object, a table of one row", () => {
    expect(aTable('{"id":1,"name":"Ada"}')).to.equal("id,name\r\n1,Ada\r\n");
  });

  for (const document of ["[]", " [ ] ", "{}", "{ }", "[{}]", "[{},{}]", "{}{}"]) {
    it(`without a single column gives no bytes: ${document}`, () => expect(aTable(document)).to.equal(""));
  }

  const strangers: [string, string, number][] = [
    ["a number", "1", 0],
    ["a string", '"text"', 0],
    ["null", "null", 0],
    ["a boolean", "false", 0],
    ["an array", "[[]]", 0],
    ["a boolean", '[{"a":1},true]', 1],
    ["an array", '{"a":1}\n[{"a":2}]', 1],
    ["a number", '{"a":1} 2', 1],
  ];
  for (const [kind, document, record] of strangers) {
    it(`is refused whole for a record that is ${kind}: ${document}`, () => {
      const error = aRefusal(document);
      expect([error.reason, error.record]).to.deep.equal(["not-tabular", record]);
      expect(error.message).to.include(`found ${kind} at`);
    });
  }

  it("is judged by its grammar before its shape", () => {
    expect(aRefusal("[1,2").reason).to.equal("truncated");
    expect(aRefusal("[1,]").reason).to.equal("syntax");
    expect(aRefusal('{"a.b":1,"a":{"b":2}}]').reason).to.equal("syntax");
  });

  for (const document of ["", " ", "\n\n", "\ufeff", "\ufeff \r\n"]) {
    it(`is empty without a value: ${JSON.stringify(document)}`, () => {
      expect(aRefusal(document).reason).to.equal("empty");
    });
  }

  it("may hold 512 arrays and objects in each other and not one more", () => {
    const nested = (depth: number) => `{"a":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`;
    expect(aTable(nested(512))).to.equal(`a\r\n"${"[".repeat(511)}${"]".repeat(511)}"\r\n`.replaceAll('"', ""));
    expect(aRefusal(nested(513)).reason).to.equal("too-deep");
    const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    expect(aTable(objects(512))).to.equal(`${Array(512).fill("a").join(".")}\r\n1\r\n`);
    expect(aRefusal(objects(513)).reason).to.equal("too-deep");
  });

  for (const opening of ["[", '{"a":', '[{"a":', '{"a":[']) {
    it(`of a million levels of ${opening} is too deep, and no stack overflows`, () => {
      expect(aRefusal(opening.repeat(1_000_000)).reason).to.equal("too-deep");
    });
  }

  it("of a million levels that come late is too deep as well", () => {
    expect(aRefusal(`{"a":1}\n{"a":1,"a":${"[".repeat(1_000_000)}`).reason).to.equal("too-deep");
  });
});
