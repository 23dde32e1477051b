import { expect } from "chai";
import fc from "fast-check";
import { KeyIndex } from "../../cloud/s3/key-index.ts";
import { pageOf, type Query } from "../../cloud/s3/listing.ts";

const KEYS = ["a", "folder/sub/1", "folder/sub/2", "folder/x", "folder/y", "z"];

describe("a page of a listing", () => {
  it("holds all keys of a prefix", () => {
    expect(list({ prefix: "folder/" })).to.deep.equal({
      items: ["folder/sub/1", "folder/sub/2", "folder/x", "folder/y"],
      prefixes: [],
      truncated: false,
      last: "folder/y",
    });
  });

  it("rolls keys up to the delimiter behind the prefix", () => {
    expect(list({ delimiter: "/" })).to.deep.include({ items: ["a", "z"], prefixes: ["folder/"] });
    expect(list({ prefix: "folder/", delimiter: "/" })).to.deep.include({
      items: ["folder/x", "folder/y"],
      prefixes: ["folder/sub/"],
    });
  });

  it("counts a rolled-up prefix as one entry, and knows whether more would follow", () => {
    const page = list({ prefix: "folder/", delimiter: "/", limit: 1 });
    expect(page).to.deep.equal({ items: [], prefixes: ["folder/sub/"], truncated: true, last: "folder/sub/" });
    expect(list({ limit: KEYS.length }).truncated).to.equal(false);
  });

  it("goes on behind a key, behind a common prefix, and behind a key inside one", () => {
    const below = { prefix: "folder/", delimiter: "/" };
    for (const after of ["folder/sub/", "folder/sub/1"]) {
      expect(list({ ...below, after })).to.deep.include({ items: ["folder/x", "folder/y"], prefixes: [] });
    }
    expect(list({ ...below, after: "folder/x" })).to.deep.include({ items: ["folder/y"], prefixes: [] });
  });

  it("is empty and final when nothing was asked for", () => {
    expect(list({ limit: 0 })).to.deep.equal({ items: [], prefixes: [], truncated: false });
  });

  it("leaves out prefixes under which nothing is listed", () => {
    const page = pageOf(anIndex(KEYS), aQuery({ delimiter: "/" }), (key) => (key.startsWith("folder") ? [] : [key]));
    expect(page).to.deep.include({ items: ["a", "z"], prefixes: [] });
  });

  it("jumps over the keys of a common prefix instead of reading them", () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `input/${i}`);
    let read = 0;
    const page = pageOf(anIndex([...keys, "last"]), aQuery({ delimiter: "/" }), (key) => {
      read++;
      return [key];
    });
    expect(page).to.deep.include({ items: ["last"], prefixes: ["input/"] });
    expect(read).to.equal(2);
  });

  it("gives the same entries page by page as in one", () => {
    const key = fc.string({ unit: fc.constantFrom("a", "b", "/"), minLength: 1, maxLength: 6 });
    const query = fc.record({ prefix: fc.constantFrom("", "a", "a/"), delimiter: fc.constantFrom("", "/") });
    fc.assert(
      fc.property(fc.array(key), query, fc.integer({ min: 1, max: 4 }), (keys, asked, limit) => {
        const index = anIndex(keys);
        const whole = pageOf(index, aQuery(asked), (found) => [found]);
        expect(entriesOf(pages(index, { ...asked, limit }))).to.deep.equal(entriesOf([whole]));
      }),
    );
  });
});

function pages(index: KeyIndex, query: Partial<Query>) {
  const all = [];
  for (let after: string | undefined; ; ) {
    const page = pageOf(index, aQuery({ ...query, after }), (key) => [key]);
    all.push(page);
    if (!page.truncated) return all;
    after = page.last;
  }
}

function entriesOf(all: readonly { items: string[]; prefixes: string[] }[]): string[] {
  return all.flatMap(({ items, prefixes }) => [...items, ...prefixes.map((prefix) => `${prefix}*`)]).sort();
}

function list(query: Partial<Query>) {
  return pageOf(anIndex(KEYS), aQuery(query), (key) => [key]);
}

function aQuery(query: Partial<Query> = {}): Query {
  return { prefix: "", delimiter: "", limit: 1000, ...query };
}

function anIndex(keys: readonly string[]): KeyIndex {
  const index = new KeyIndex();
  for (const key of keys) index.add(key);
  return index;
}
