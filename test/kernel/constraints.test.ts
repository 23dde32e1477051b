import { expect } from "chai";
import { checkConstraints, type Rules, type Sentence } from "../../cloud/kernel/constraints.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";

const RULES: Rules = {
  Name: { min: 2, max: 4, pattern: "[a-z]+" },
  Size: { min: 1, max: 10 },
  Kind: { values: ["One", "Two"] },
  Keys: { max: 2, each: { min: 1, max: 3 } },
  Tags: { each: { members: { Key: { max: 3 } } } },
};
const loud: Sentence = { code: "ValidationException", showsValue: true };
const quiet: Sentence = { code: "ValidationError", showsValue: false, saysNotNull: true };

function complaint(input: object, sentence = loud): string | undefined {
  try {
    checkConstraints(input, RULES, sentence);
    return undefined;
  } catch (error) {
    expect(error).to.be.instanceOf(AwsError).and.to.include({ code: sentence.code, status: 400 });
    return (error as AwsError).message;
  }
}

describe("Constraints", () => {
  const failed = "failed to satisfy constraint: Member must";
  const rows: [name: string, input: object, message: string | undefined][] = [
    ["let through what fits, and what is not there", { Name: "abc", Size: 10, Keys: ["a"] }, undefined],
    [
      "measure texts",
      { Name: "abcde" },
      `1 validation error detected: Value 'abcde' at 'name' ${failed} have length less than or equal to 4`,
    ],
    [
      "ask for all of a text to fit",
      { Name: "a1" },
      `1 validation error detected: Value 'a1' at 'name' ${failed} satisfy regular expression pattern: [a-z]+`,
    ],
    [
      "weigh numbers",
      { Size: 0 },
      `1 validation error detected: Value '0' at 'size' ${failed} have value greater than or equal to 1`,
    ],
    [
      "know what there is to choose from",
      { Kind: "Three" },
      `1 validation error detected: Value 'Three' at 'kind' ${failed} satisfy enum value set: [One, Two]`,
    ],
    [
      "count lists",
      { Keys: ["a", "b", "c"] },
      `1 validation error detected: Value '[a, b, c]' at 'keys' ${failed} have length less than or equal to 2`,
    ],
    [
      "complain of entries once, with all that they must be",
      { Keys: ["abcd", ""] },
      `1 validation error detected: Value '[abcd, ]' at 'keys' ${failed} satisfy constraint: [Member must have length less than or equal to 3, Member must have length greater than or equal to 1]`,
    ],
    [
      "name the place of a structure in its list",
      { Tags: [{ Key: "a" }, { Key: "abcd" }] },
      `1 validation error detected: Value 'abcd' at 'tags.2.member.key' ${failed} have length less than or equal to 3`,
    ],
    [
      "tell everything at once",
      { Size: 11, Kind: "x" },
      `2 validation errors detected: Value '11' at 'size' ${failed} have value less than or equal to 10; Value 'x' at 'kind' ${failed} satisfy enum value set: [One, Two]`,
    ],
  ];
  for (const [name, input, message] of rows) it(name, () => expect(complaint(input)).to.equal(message));

  it("keep the value to themselves where the service does", () => {
    expect(complaint({ Name: "abcde" }, quiet)).to.equal(
      `1 validation error detected: Value at 'name' ${failed} have length less than or equal to 4`,
    );
    expect(complaint({ Keys: [""] }, quiet)).to.match(/, Member must not be null]$/);
  });
});
