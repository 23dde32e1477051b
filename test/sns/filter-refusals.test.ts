import { expect } from "chai";
import { FilterPolicy } from "../../cloud/sns/filter/policy.ts";
import type { Scope } from "../../cloud/sns/filter/verdict.ts";

/**
 * The texts and columns were recorded on AWS. (Those recordings quote the policy where newer ones say that the source
 * is redacted; the columns are the same.)
 */
const at = (column: number, line = 1) =>
  `\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: ${line}, column: ${column}]`;

const refused = (source: string, scope: Scope = "MessageAttributes") => {
  try {
    new FilterPolicy(source, scope);
  } catch (error) {
    return (error as Error).message.replace(/^FilterPolicy: /, "");
  }
  return "nothing was refused";
};

describe("SNS's refusal of a filter policy", () => {
  const table: [string, string, number][] = [
    ['{"key":[["value"]]}', "Match value must be String, number, true, false, or null", 10],
    ['{"key":[{"wrong-operator":true}]}', "Unrecognized match type wrong-operator", 31],
    ['{"key":[{"suffix":"value","prefix":"value2"}]}', "Only one key allowed in match expression", 37],
    ['{"key":[{"suffix":100}]}', "suffix match pattern must be a string", 22],
    ['{"key":[{"suffix":null}]}', "suffix match pattern must be a string", 23],
    ['{"key":{"suffix":"value"}}', '"suffix" must be an object or an array', 19],
    ['{"key":[{"suffix":[]}]}', "suffix match pattern must be a string", 20],
    ['{"key":{"not-an-operator":"value"}}', '"not-an-operator" must be an object or an array', 28],
    ['{"key_a":"value_one"}', '"key_a" must be an object or an array', 11],
    ['{"key":[{"numeric":[]}]}', "Invalid member in numeric match: ]", 22],
    ['{"key":[{"numeric":["operator"]}]}', "Unrecognized numeric range operator: operator", 32],
    ['{"key":[{"numeric":[1,"<="]}]}', "Invalid member in numeric match: 1", 22],
    ['{"key":[{"numeric":["=","000"]}]}', "Value of equals must be numeric", 26],
    ['{"key":[{"numeric":[">="]}]}', "Value of >= must be numeric", 26],
    ['{"key":[{"numeric":["<",100,">",10]}]}', "Too many elements in numeric expression", 30],
    ['{"key":[{"numeric":[">=",1,">",2]}]}', "Bad numeric range operator: >", 31],
    ['{"key":[{"numeric":[">",3,"<",1]}]}', "Bottom must be less than top", 33],
    ['{"key":[{"numeric":[">",20,"<="]}]}', "Value of <= must be numeric", 33],
    ['{"key":[{"numeric":[">",20,30]}]}', "Bad value in numeric range: 30", 30],
    ['{"key":[{"numeric":[">",20,"test"]}]}', "Bad numeric range operator: test", 34],
    ['{"key":[{"numeric":[">","20","<","30"]}]}', "Value of > must be numeric", 26],
    ['{"key":[{"numeric":[">",20,"<","30"]}]}', "Value of < must be numeric", 33],
    ['{"key":[{"numeric":[">",20,"<",30,"<",50]}]}', "Too many terms in numeric range expression", 36],
    ['{"key":[{"exists":null}]}', "exists match pattern must be either true or false.", 23],
    ['{"key":[{"exists":"no"}]}', "exists match pattern must be either true or false.", 20],
    ['{"key":[{"anything-but":{"wrong-operator":null}}]}', "Unsupported anything-but pattern: wrong-operator", 47],
    ['{"key":[{"anything-but":{"suffix":"test"}}]}', "Unsupported anything-but pattern: suffix", 36],
    ['{"key":[{"anything-but":{"exists":false}}]}', "Unsupported anything-but pattern: exists", 40],
    ['{"key":[{"anything-but":{"prefix":false}}]}', "prefix match pattern must be a string", 40],
    [
      "invalid policy",
      "failed to parse JSON. Unrecognized token 'invalid': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      8,
    ],
    [
      "{invalid",
      "failed to parse JSON. Unexpected character ('i' (code 105)): was expecting double-quote to start field name",
      2,
    ],
  ];
  for (const [source, message, column] of table) {
    it(`says "${message}" of ${source}`, () => {
      expect(refused(source)).to.equal(message + at(column));
    });
  }

  it("counts lines", () => {
    expect(refused('{\n  "key": "value"\n}')).to.equal(`"key" must be an object or an array${at(11, 2)}`);
  });

  it("names what stays open when the text ends", () => {
    expect(refused('{"key":[1')).to.match(
      /^failed to parse JSON\. Unexpected end-of-input: expected close marker for Array \(start marker at .* column: 8\]\)/,
    );
  });

  it("does not take JavaScript's own names for operators", () => {
    expect(refused('{"key":[{"constructor":1}]}')).to.contain("Unrecognized match type constructor");
    expect(refused('{"key":[{"numeric":["toString",1]}]}')).to.contain("Unrecognized numeric range operator: toString");
  });
});

describe("the limits of filter policies", () => {
  const values = (count: number) => Array.from({ length: count }, (_, i) => `value${i}`);
  const complex = "Filter policy is too complex";

  it("are 150 combinations of values", () => {
    expect(refused(JSON.stringify({ key: values(150) }))).to.equal("nothing was refused");
    expect(refused(JSON.stringify({ key: values(151) }))).to.equal(complex);
    expect(refused(JSON.stringify({ key1: values(100), key2: values(51) }))).to.equal(complex);
  });

  it("add alternatives up and weigh depth, as recorded", () => {
    const flat = (source: number, spaces: number) =>
      JSON.stringify({
        source: values(source),
        $or: [
          { metricName: values(6) },
          { metricType: values(4), $or: [{ metricId: [1, 2, 3, 4] }, { spaceId: values(spaces) }] },
        ],
      });
    expect(refused(flat(4, 4))).to.equal(complex);
    expect(refused(flat(3, 7))).to.equal("nothing was refused");
    const nested = { a: { b: { c: values(4) } }, d: { e: values(3) }, f: values(3) };
    expect(refused(JSON.stringify(nested), "MessageBody")).to.equal(complex);
  });

  it("stop alternatives of alternatives before they fill the memory", () => {
    const choice = { $or: [{ a: [1] }, { b: [1] }] };
    const deep = JSON.stringify({ x: choice, y: { x: choice, y: { x: choice, y: { x: choice, y: { x: choice } } } } });
    let policy = deep;
    for (let i = 0; i < 6; i++) policy = `{"l${i}":${policy},"m${i}":${policy}}`;
    expect(refused(policy, "MessageBody")).to.equal(complex);
  });

  it("are a thousand levels", () => {
    expect(refused(`${'{"a":'.repeat(50_000)}["x"]${"}".repeat(50_000)}`, "MessageBody")).to.contain(
      "Document nesting depth (1001) exceeds the maximum allowed (1000",
    );
  });

  it("are five keys", () => {
    const keys = Object.fromEntries(values(6).map((key) => [key, ["x"]]));
    expect(refused(JSON.stringify(keys))).to.equal("Filter policy can not have more than 5 keys");
  });

  it("allow nesting over the body only", () => {
    const policy = '{"object":{"key":[{"prefix":"auto-"}]}}';
    expect(refused(policy)).to.equal("Filter policy scope MessageAttributes does not support nested filter policy");
    expect(refused(policy, "MessageBody")).to.equal("nothing was refused");
  });
});
