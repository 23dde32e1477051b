import { expect } from "chai";
import fc from "fast-check";
import { compileArnPattern, compilePattern, type Variables } from "../../cloud/iam/match.ts";
import { variable } from "./policies.ts";

const nobody: Variables = { lookup: () => undefined };
const names: Record<string, string> = { "aws:username": "ana", "aws:userid": "AROA:run*" };
const ana: Variables = { lookup: (key) => names[key] };

function matches(pattern: string, value: string, request = nobody, variables = true): boolean {
  return compilePattern(pattern, { variables })(value, request);
}

describe("A pattern", () => {
  const table: [pattern: string, value: string, verdict: boolean][] = [
    ["s3:PutObject", "s3:PutObject", true],
    ["s3:PutObject", "s3:PutObjectAcl", false],
    ["*", "", true],
    ["**", "anything", true],
    ["s3:*", "s3:", true],
    ["s3:*", "s3", false],
    ["*Object", "s3:PutObject", true],
    ["s3:*Object", "s3:Object", true],
    ["s3:O*Object", "s3:Object", false],
    ["s3:?et*", "s3:GetObject", true],
    ["s3:?et*", "s3:etObject", false],
    ["arn:aws:s3:::documents/*", "arn:aws:s3:::documents/a/b:c", true],
    ["arn:aws:s3:::documents/*", "arn:aws:s3:::Documents/a", false],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "a-c-b", false],
    ["a?", "a", false],
    ["", "", true],
    ["", "a", false],
    ["a.c", "abc", false],
    ["[a]+(b)\\", "[a]+(b)\\", true],
  ];
  for (const [pattern, value, verdict] of table) {
    it(`${JSON.stringify(pattern)} ${verdict ? "matches" : "does not match"} ${JSON.stringify(value)}`, () => {
      expect(matches(pattern, value)).to.equal(verdict);
    });
  }

  it("takes time in proportion to its length times the value's, however many stars it has", () => {
    const evil = `${"*a".repeat(50)}b`;
    expect(matches(evil, "a".repeat(2000))).to.equal(false);
  });

  it("agrees with the regular expression of the same meaning", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
    const value = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 });
    fc.assert(
      fc.property(text, value, (pattern, candidate) => {
        const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(matches(pattern, candidate)).to.equal(expression.test(candidate));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it("puts the value of a variable in its place", () => {
    expect(matches(`home/${variable("aws:username")}/*`, "home/ana/a.txt", ana)).to.equal(true);
    expect(matches(`home/${variable("aws:username")}/*`, "home/bob/a.txt", ana)).to.equal(false);
  });

  it("takes a variable's value literally, wildcards included", () => {
    expect(matches(variable("aws:userid"), "AROA:run*", ana)).to.equal(true);
    expect(matches(variable("aws:userid"), "AROA:run-1", ana)).to.equal(false);
  });

  it("matches nothing when a variable has no value, unless it has a default", () => {
    expect(matches(`home/${variable("aws:username")}*`, "home/", nobody)).to.equal(false);
    expect(matches(`home/${variable("aws:username, 'guest'")}`, "home/guest", nobody)).to.equal(true);
    expect(matches(`home/${variable("aws:username, 'guest'")}`, "home/ana", ana)).to.equal(true);
  });

  it("has names for the characters that mean something", () => {
    expect(matches(`a${variable("*")}${variable("?")}${variable("$")}`, "a*?$")).to.equal(true);
    expect(matches(`a${variable("*")}`, "abc")).to.equal(false);
  });

  it("leaves variables alone where the version does not know them", () => {
    expect(matches(variable("aws:username"), variable("aws:username"), ana, false)).to.equal(true);
    expect(matches(variable("aws:username"), "ana", ana, false)).to.equal(false);
  });
});

describe("An ARN pattern", () => {
  const arnMatches = (pattern: string, value: string, request = nobody) =>
    compileArnPattern(pattern, { variables: true })(value, request);

  it("keeps a star inside its component", () => {
    const pattern = "arn:aws:someservice:*:111122223333:finance/*";
    expect(arnMatches(pattern, "arn:aws:someservice:us-east-2:111122223333:finance/a:b")).to.equal(true);
    const sly = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";
    expect(arnMatches(pattern, sly)).to.equal(false);
    expect(matches(pattern, sly), "a string pattern would have matched").to.equal(true);
  });

  it("needs six components on both sides", () => {
    expect(arnMatches("*", "arn:aws:s3:::documents")).to.equal(false);
    expect(arnMatches("arn:aws:s3:::*", "documents")).to.equal(false);
    expect(arnMatches("arn:*:*:*:*:*", "arn:aws:s3:::documents")).to.equal(true);
  });

  it("is not divided by the colon of a variable", () => {
    expect(arnMatches(`arn:aws:iam::1:user/${variable("aws:username")}`, "arn:aws:iam::1:user/ana", ana)).to.equal(
      true,
    );
  });
});
