import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { differenceOf, digestOf, writeLines } from "../../lab/run-file.ts";

const LINES = ["one\n", "zwei ü\n", "three 漢字 🌧\n"];

describe("a file of a run", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "run-file-"));
    path = join(folder, "feed.ndjson");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("holds its lines", () => {
    writeLines(path, LINES);
    expect(readFileSync(path, "utf8")).to.equal(LINES.join(""));
    expect(differenceOf(path, LINES)).to.equal(undefined);
    expect(digestOf(path).bytes).to.equal(Buffer.byteLength(LINES.join("")));
  });

  it("is longer than a piece, or empty, or one long line", () => {
    const many = Array.from({ length: 90_000 }, (_, i) => `${"ü".repeat(i % 40)} ${i}\n`);
    for (const lines of [many, [], [`${"x".repeat(3_000_000)}\n`]]) {
      rmSync(path, { force: true });
      writeLines(path, lines);
      expect(readFileSync(path, "utf8") === lines.join("")).to.equal(true);
      expect(differenceOf(path, lines)).to.equal(undefined);
    }
    expect(digestOf(path)).to.deep.equal({
      bytes: 3_000_001,
      sha256: "ee225414ecc411ab85f2addc9760772e228ae02fc4f1f51deefe44d25a5fcff7",
    });
  });

  it("is never written over", () => {
    writeLines(path, LINES);
    expect(() => writeLines(path, LINES)).to.throw("EEXIST");
  });

  for (const [what, text, line, was, is] of [
    ["a changed word", "one\nzwei u\nthree 漢字 🌧\n", 2, "zwei u\n", "zwei ü\n"],
    ["a missing end", "one\nzwei ü\nthree 漢字 🌧", 3, "three 漢字 🌧", "three 漢字 🌧\n"],
    ["a missing line", "one\nthree 漢字 🌧\n", 2, "three 漢字 🌧\n", "zwei ü\n"],
    ["missing lines", "one\n", 2, undefined, "zwei ü\n"],
    ["a line too many", `${LINES.join("")}four\n`, 4, "four\n", undefined],
    ["another end of a line", "one\r\nzwei ü\nthree 漢字 🌧\n", 1, "one\r\n", "one\n"],
    ["nothing", "", 1, undefined, "one\n"],
  ] as const)
    it(`tells ${what} from what should be there`, () => {
      writeFileSync(path, text);
      expect(differenceOf(path, LINES)).to.deep.equal({ line, was, is });
    });

  it("tells bytes apart that are the same text", () => {
    writeFileSync(path, Buffer.from([0x61, 0xff, 0x0a]));
    expect(differenceOf(path, ["a\ufffd\n"])).to.include({ line: 1 });
  });
});
