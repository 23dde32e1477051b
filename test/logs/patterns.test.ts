import { expect } from "chai";
import { compile } from "../../cloud/logs/pattern/pattern.ts";
import { refusal } from "./a-logs.ts";

describe("a filter pattern of terms", () => {
  const lines = [
    "[ERROR 400] BAD REQUEST",
    "[ERROR 401] UNAUTHORIZED REQUEST",
    "[ERROR 419] MISSING ARGUMENTS",
    "[ERROR 420] INVALID ARGUMENTS",
    "[ERROR 500] INTERNAL SERVER ERROR",
    "[INFO] REQUEST FAILED",
  ];
  /** The numbers of the lines that match. */
  const table: [string, string][] = [
    ["", "012345"],
    ['" "', "012345"],
    ["ERROR", "01234"],
    ["error", ""],
    ["ERROR REQUEST", "01"],
    ["?BAD ?INVALID", "03"],
    ["?ERROR ?ARGUMENTS REQUEST", "015"],
    ["?ERROR -ARGUMENTS", "0145"],
    ['"INTERNAL SERVER ERROR"', "4"],
    ["ERROR -ARGUMENTS", "014"],
    ['ERROR -"BAD REQUEST"', "1234"],
    ["-ERROR", "5"],
    ["%40[01]%", "01"],
    ["%^\\[ERROR\\s4[0-9]{2}\\]%", "0123"],
    ["%MISSING|INFO%", "25"],
  ];
  for (const [pattern, expected] of table) {
    it(`matches as documented: ${pattern || "(none)"}`, () => {
      const { matches } = compile(pattern);
      expect(lines.map((line, i) => (matches(line) ? i : "")).join("")).to.equal(expected);
    });
  }

  it("knows quotes in quotes", () => {
    expect(compile('"say \\"hello\\""').matches('they say "hello" now')).to.equal(true);
  });

  it("is refused in AWS's words", () => {
    const words = (pattern: string) => refusal(() => compile(pattern)).replace("InvalidParameterException: ", "");
    expect(words("email@domain.com")).to.equal("Invalid character(s) in term '@'");
    expect(words("?Status: timeout")).to.equal("Invalid character(s) in term ':'");
    expect(words("hello (world")).to.equal("Invalid character(s) in term '('");
    expect(words('"ERROR')).to.equal("Invalid filter pattern");
    expect(words("%(ERROR|WARN)%")).to.equal("Invalid character(s) in term '('");
    expect(words("%hello!%")).to.equal("Invalid character(s) in term '!'");
    expect(words("%[abc%")).to.equal("Invalid filter pattern");
  });
});

describe("a filter pattern on JSON", () => {
  const message = JSON.stringify({
    eventType: "UpdateTrail",
    sourceIPAddress: "111.111.111.111",
    arrayKey: ["value", "another value"],
    objectList: [
      { name: "a", id: 1 },
      { name: "b", id: 2 },
    ],
    SomeObject: null,
    ThisFlag: true,
    "cluster.name": "c",
    empty: "",
    user: { id: 1, email: "John.Stiles@example.com" },
    users: [
      { id: 2, email: "John.Doe@example.com" },
      { id: 3, email: "Jane.Doe@example.com" },
    ],
    actions: ["GET", "PUT", "DELETE"],
    coordinates: [
      [0, 1, 2],
      [4, 5, 6],
    ],
    someInt: 123,
    someFloat: 12.34,
    accountId: "123456789012",
  });

  const matching = [
    '{ $.eventType = "UpdateTrail" }',
    "{ $.eventType = UpdateTrail }",
    '{$.eventType="Update*"}',
    '{ $.eventType = "*Trail" }',
    '{ $.eventType = "*date*" }',
    "{ $.eventType = * }",
    "{ $.sourceIPAddress != 123.123.* }",
    '{ $.arrayKey[0] = "value" }',
    "{ $.objectList[1].id = 2 }",
    "{ $.SomeObject IS NULL }",
    "{ $.SomeOtherObject NOT EXISTS }",
    "{ $.ThisFlag IS TRUE }",
    "{ $.['cluster.name'] = \"c\" }",
    "{ $.eventType = %Trail% }",
    "{ $.arrayKey[*] = %val.{2}% }",
    "{ $.* = %111\\.111\\.111\\.1[0-9]{1,2}% }",
    '{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }',
    '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch" && $.actions[2] = "nonmatch" }',
    "{ $.coordinates[0][1] = 1 }",
    "{ $.someInt = 123 }",
    "{ $.someInt = 123.0 }",
    "{ $.someInt = 1.23e2 }",
    '{ $.someInt = "123" }',
    '{ $.someInt != "123.0" }',
    "{ $.someInt = 12* }",
    "{ $.someInt != 111 }",
    "{ $.someInt > 122.5 && $.someInt <= 123 }",
    '{ $.someFloat = "*.34" }',
    "{ $.accountId = 123456789012 }",
    '{ $.empty = "" }',
    '{ $.empty = "*" }',
    "{ $.users[*].id = 3 }",
  ];
  for (const pattern of matching) {
    it(`matches: ${pattern}`, () => expect(compile(pattern).matches(message)).to.equal(true));
  }

  const failing = [
    '{ $.eventType = "updatetrail" }',
    '{ $.eventType = "Up*Trail" }',
    '{ $.missing = "x" }',
    '{ $.missing != "x" }',
    "{ $.users = 1 }",
    "{ $.users != 1 }",
    "{ $.user NOT EXISTS }",
    "{ $.eventType IS NULL }",
    "{ $.missing IS NULL }",
    "{ $.ThisFlag IS FALSE }",
    '{ $.ThisFlag = "true" }',
    '{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }',
    '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch") && $.actions[2] = "nonmatch" }',
    "{ $.sourceIPAddress > 100 }",
    "{ $.someInt != 123 }",
    "{ $.arrayKey[2] NOT EXISTS && $.arrayKey[1] NOT EXISTS }",
  ];
  for (const pattern of failing) {
    it(`does not match: ${pattern}`, () => expect(compile(pattern).matches(message)).to.equal(false));
  }

  it("never matches what is no JSON object", () => {
    for (const line of ["plain", '"text"', "[1]", "null", "{"]) {
      expect(compile("{ $.missing NOT EXISTS }").matches(line)).to.equal(false);
    }
  });

  it("is refused in AWS's words", () => {
    const words = (pattern: string) => refusal(() => compile(pattern)).replace("InvalidParameterException: ", "");
    expect(words("{ $.a = 1")).to.equal("If a filter pattern starts with '{' it must end with '}'");
    expect(words('{ $.a >= "someString" }')).to.equal("Invalid character(s) in term '\"someString\"'");
    expect(words("{ $.a >= someString }")).to.equal("Invalid character(s) in term '\"someString\"'");
    for (const pattern of [
      "{ }",
      "{ a = 1 }",
      "{ $.a EXISTS }",
      "{ $.a IS NOT NULL }",
      "{ $.a == 1 }",
      "{ !($.a = 1) }",
      "{ $.a > 0 AND $.a < 2 }",
      "{ ($.a = 1 }",
      "{ $.a = 1) }",
      "{ $.items[*].* = 1 }",
      "{ $..a = 1 }",
      "{ $.a[-1] = 1 }",
      '{ "v": [1] }',
    ]) {
      expect(words(pattern), pattern).to.match(/^Invalid (filter pattern|character\(s\) in term '.+')$/);
    }
  });
});
