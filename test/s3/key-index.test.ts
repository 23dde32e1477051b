import { expect } from "chai";
import fc from "fast-check";
import { isBefore, KeyIndex } from "../../cloud/s3/key-index.ts";

describe("a key index", () => {
  it("keeps keys in the order of their UTF-8 bytes", () => {
    const keys = ["b", "a/2", "a", "a/10", "ä", "z", "\ufffd", "\u{1f600}", ""];
    expect(allOf(anIndex(keys))).to.deep.equal(byBytes(keys));
  });

  it("puts astral characters last, where JavaScript would not", () => {
    expect(["\u{1f600}", "\uffff"].sort()).to.deep.equal(["\u{1f600}", "\uffff"]);
    expect(isBefore("\uffff", "\u{1f600}")).to.equal(true);
  });

  it("agrees with a sorted array after any adding and removing", () => {
    const changes = fc.array(fc.tuple(fc.boolean(), fc.string({ unit: "binary", maxLength: 4 })), { maxLength: 200 });
    fc.assert(
      fc.property(changes, (steps) => {
        const index = new KeyIndex();
        const model = new Set<string>();
        for (const [adds, key] of steps) {
          if (adds) index.add(key);
          else index.delete(key);
          model[adds ? "add" : "delete"](key);
        }
        expect(allOf(index)).to.deep.equal(byBytes([...model]));
      }),
    );
  });

  it("splits and drops blocks without losing a key", () => {
    const keys = Array.from({ length: 5000 }, (_, i) => `k${(i * 7919) % 5000}`);
    const index = anIndex(keys);
    expect(allOf(index)).to.deep.equal(byBytes(keys));
    for (const key of keys.slice(0, 4990)) index.delete(key);
    expect(allOf(index)).to.deep.equal(byBytes(keys.slice(4990)));
  });

  it("finds a place among a hundred thousand keys in some thirty looks", () => {
    const index = new KeyIndex();
    for (let i = 0; i < 100_000; i++) index.add(`input/${String(i).padStart(6, "0")}.json`);
    let looks = 0;
    const cursor = index.seek((key) => {
      looks++;
      return !isBefore(key, "input/077777.json");
    });
    expect(cursor.key).to.equal("input/077777.json");
    expect(looks).to.be.lessThan(40);
  });
});

function anIndex(keys: readonly string[]): KeyIndex {
  const index = new KeyIndex();
  for (const key of keys) index.add(key);
  return index;
}

function allOf(index: KeyIndex): string[] {
  const keys: string[] = [];
  for (const cursor = index.seek(() => true); cursor.key !== undefined; cursor.next()) keys.push(cursor.key);
  return keys;
}

/** fast-check's binary strings may hold lone surrogates, which have no UTF-8: code points say the same. */
function byBytes(keys: readonly string[]): string[] {
  return [...new Set(keys)].sort((a, b) => {
    const [left, right] = [points(a), points(b)];
    const at = left.findIndex((point, i) => point !== right[i]);
    return at < 0 ? left.length - right.length : (left[at] ?? -1) - (right[at] ?? -1);
  });
}

function points(text: string): number[] {
  return [...text].map((character) => character.codePointAt(0)!);
}
