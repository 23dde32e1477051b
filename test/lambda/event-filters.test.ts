import { expect } from "chai";
import { Filters } from "../../cloud/lambda/event-sources/filter.ts";

const passes = (pattern: object, body: unknown) =>
  new Filters([JSON.stringify(pattern)]).passes(typeof body === "string" ? body : JSON.stringify(body));

describe("a filter of a message's body", () => {
  const cases: readonly [what: string, rule: unknown, yes: readonly unknown[], no: readonly unknown[]][] = [
    ["a value", { kind: ["order"] }, [{ kind: "order" }, { kind: "order", more: 1 }], [{ kind: "ad" }, {}]],
    ["one of several", { n: [1, 2, true, null] }, [{ n: 1 }, { n: true }, { n: null }], [{ n: "1" }, { n: false }, {}]],
    ["an empty text", { kind: [""] }, [{ kind: "" }], [{ kind: null }, { kind: "x" }]],
    ["several members", { a: [1], b: [2] }, [{ a: 1, b: 2 }], [{ a: 1 }, { a: 1, b: 1 }]],
    ["a member of a member", { a: { b: [1] } }, [{ a: { b: 1 } }], [{ a: 1 }, { b: 1 }, { a: null }]],
    ["any element of an array", { tags: ["x"] }, [{ tags: ["y", "x"] }], [{ tags: ["y"] }, { tags: [] }]],
    ["members of array elements", { a: { b: [1] } }, [{ a: [{ b: 0 }, { b: 1 }] }], [{ a: [{ b: 0 }] }]],
    ["a beginning", { k: [{ prefix: "re" }] }, [{ k: "red" }], [{ k: "ore" }, { k: 1 }]],
    ["an end", { k: [{ suffix: ".csv" }] }, [{ k: "a.csv" }], [{ k: "csv" }]],
    ["a text in any case", { k: [{ "equals-ignore-case": "Red" }] }, [{ k: "rED" }], [{ k: "rd" }]],
    ["a number", { n: [{ numeric: ["=", 5] }] }, [{ n: 5 }, { n: 5.0 }], [{ n: 4 }, { n: "5" }]],
    ["a range", { n: [{ numeric: [">", 0, "<=", 10] }] }, [{ n: 10 }, { n: 0.1 }], [{ n: 0 }, { n: 11 }]],
    ["presence", { k: [{ exists: true }] }, [{ k: 1 }, { k: null }], [{}, { k: { inner: 1 } }]],
    ["absence", { k: [{ exists: false }] }, [{}, { other: 1 }], [{ k: 1 }]],
    ["anything but", { k: [{ "anything-but": ["a", "b"] }] }, [{ k: "c" }, { k: 1 }], [{ k: "a" }, {}]],
    ["anything but a beginning", { k: [{ "anything-but": { prefix: "a" } }] }, [{ k: "b" }], [{ k: "ab" }, {}]],
    ["either member", { $or: [{ a: [1] }, { b: [2] }] }, [{ a: 1 }, { b: 2 }], [{ a: 2, b: 1 }, {}]],
    ["a choice and more", { c: [3], $or: [{ a: [1] }, { b: [2] }] }, [{ c: 3, b: 2 }], [{ b: 2 }, { c: 3 }]],
  ];
  for (const [what, rule, yes, no] of cases) {
    it(`asks for ${what}`, () => {
      for (const body of yes) expect(passes({ body: rule }, body), JSON.stringify(body)).to.equal(true);
      for (const body of no) expect(passes({ body: rule }, body), JSON.stringify(body)).to.equal(false);
    });
  }

  it("in JSON drops a body that is none", () => {
    expect(passes({ body: { kind: [{ exists: false }] } }, "plain")).to.equal(false);
  });

  it("for plain text looks at plain text, and drops JSON", () => {
    expect(passes({ body: ["stop", { prefix: "go" }] }, "going")).to.equal(true);
    expect(passes({ body: ["stop"] }, "start")).to.equal(false);
    expect(passes({ body: [{ prefix: "{" }] }, "{}")).to.equal(false);
  });

  it("heeds nothing but the body", () => {
    expect(passes({ messageAttributes: { kind: ["order"] } }, "anything")).to.equal(true);
  });

  it("is one of several, any of which may match", () => {
    const filters = new Filters(['{"body":{"n":[1]}}', '{"body":{"n":[2]}}']);
    expect([1, 2, 3].map((n) => filters.passes(JSON.stringify({ n })))).to.deep.equal([true, true, false]);
    expect(new Filters([]).passes("anything")).to.equal(true);
  });

  const refused = [
    "",
    "[]",
    '"text"',
    '{"body":"text"}',
    '{"body":{"n":[]}}',
    '{"body":{"n":[[1]]}}',
    '{"body":{"n":[{"exists":"yes"}]}}',
    '{"body":{"n":[{"prefix":1}]}}',
    '{"body":{"n":[{"numeric":["~",1]}]}}',
    '{"body":{"n":[{"numeric":[">"]}]}}',
    '{"body":{"n":[{"anything-but":[]}]}}',
    '{"body":{"n":[{"prefix":"a","suffix":"b"}]}}',
  ];
  for (const source of refused) {
    it(`is none: ${source || "nothing"}`, () => {
      expect(() => new Filters([source])).to.throw(SyntaxError);
    });
  }
});
