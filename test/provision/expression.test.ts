import { expect } from "chai";
import { evaluate, type Lookup, referencesIn } from "../../cloud/provision/expression.ts";

const VALUES: Record<string, unknown> = {
  "aws_sqs_queue.q.arn": "arn:aws:sqs:us-east-1:1:q",
  "aws_sqs_queue.with-dash.url": "https://q",
  "aws_lambda_function.f.version": 7,
  "aws_s3_bucket.b.tags": { a: "1" },
  "data.aws_region.here.name": "us-east-1",
};
const lookup: Lookup = (address, attribute) => VALUES[`${address}.${attribute}`];
const value = (of: unknown) => evaluate(of, lookup, "resource.x.y");

/** Terraform's `${...}`, which is not this language's. */
const $ = (expression: string) => `\${${expression}}`;

describe("an expression", () => {
  for (const [what, text, expected] of [
    ["a reference", $("aws_sqs_queue.q.arn"), "arn:aws:sqs:us-east-1:1:q"],
    ["a name with a dash", $("aws_sqs_queue.with-dash.url"), "https://q"],
    ["a data source", $("data.aws_region.here.name"), "us-east-1"],
    ["a reference inside a text", `${$("aws_sqs_queue.q.arn")}/*`, "arn:aws:sqs:us-east-1:1:q/*"],
    ["two of them", `${$("data.aws_region.here.name")}-${$("aws_lambda_function.f.version")}`, "us-east-1-7"],
    ["a number that stands alone, which stays one", $("aws_lambda_function.f.version"), 7],
    ["an object that stands alone", $("aws_s3_bucket.b.tags"), { a: "1" }],
    ["an escaped one", `$${$("aws:username")} and $${$("x")}`, `${$("aws:username")} and ${$("x")}`],
    [
      "an escaped one beside a real one",
      `$\${aws:username}/${$("data.aws_region.here.name")}`,
      `${$("aws:username")}/us-east-1`,
    ],
    ["a text without any", "100 % of $5 {x}", "100 % of $5 {x}"],
    ["an empty text", "", ""],
  ] as const) {
    it(`is evaluated: ${what}`, () => {
      expect(value(text)).to.deep.equal(expected);
    });
  }

  it("is evaluated wherever it stands in lists and objects; everything else stays as it is", () => {
    const region = $("data.aws_region.here.name");
    expect(value({ a: [region, { b: `in ${region}` }], n: 1, t: true, z: null })).to.deep.equal({
      a: ["us-east-1", { b: "in us-east-1" }],
      n: 1,
      t: true,
      z: null,
    });
  });

  for (const expression of [
    'jsonencode({"n" = aws_x.y.z})',
    'filebase64sha256("code.zip")',
    "aws_x.y.z[0].enabled",
    "aws_x.y.z.deep",
    "aws_x.y",
    "var.name",
    "local.name",
    "each.value",
    "count.index",
    "path.module",
    "aws_x.y.z == 1",
    'aws_x.y.z ? "a" : "b"',
    " aws_x.y.z",
    "",
  ]) {
    it(`is refused, with its place: ${$(expression)}`, () => {
      for (const text of [$(expression), `in a text: ${$(expression)}`]) {
        expect(() => value({ list: ["fine", text] })).to.throw(/ at resource\.x\.y\.list\[1\] in cdk\.tf\.json\.$/);
      }
    });
  }

  it("is refused by its own words", () => {
    expect(() => value($("var.stage"))).to.throw(`The expression ${$("var.stage")} at resource.x.y in cdk.tf.json.`);
  });

  it("is refused as a %{ directive, as a name, and as an object inside a text", () => {
    expect(() => value("%{ if true }x%{ endif }")).to.throw("A %{ directive at resource.x.y in cdk.tf.json.");
    expect(() => value({ [$("aws_sqs_queue.q.arn")]: 1 })).to.throw(
      `The name ${$("aws_sqs_queue.q.arn")} at resource.x.y`,
    );
    expect(() => value(`tags: ${$("aws_s3_bucket.b.tags")}`)).to.throw(
      `The {"a":"1"} of ${$("aws_s3_bucket.b.tags")} in a text at resource.x.y`,
    );
  });

  it("tells what it needs before anything is there", () => {
    const block = {
      a: $("aws_sqs_queue.q.arn"),
      b: [`${$("data.aws_region.here.name")}/${$("aws_sns_topic.t.arn")}`],
      c: "$${no.such.thing}",
    };
    expect([...referencesIn(block, "resource.x.y")]).to.deep.equal([
      "aws_sqs_queue.q",
      "data.aws_region.here",
      "aws_sns_topic.t",
    ]);
  });
});
