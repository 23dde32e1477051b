import { expect } from "chai";
import { type Block, blocksIn, exists, pages, textOf } from "./pages.ts";

/**
 * Code on a page is the code that runs. A block that begins with the name of a file holds pieces of that file, word for
 * word and in their order; `// ...` stands for what was left out. How far a line is indented does not count: a piece
 * of a class stands further left on a page.
 */
function misquoted({ file, code }: Block): string[] {
  const source = flush(textOf(file));
  let from = 0;
  return piecesOf(code).filter((piece) => {
    const at = source.indexOf(piece, from);
    from = at < 0 ? from : at + piece.length;
    return at < 0;
  });
}

function piecesOf(code: string): string[] {
  return flush(code)
    .split(/^\/\/ \.\.\.\n/m)
    .map((piece) => piece.trim());
}

function flush(code: string): string {
  return code.replace(/^[ \t]+/gm, "");
}

const quoted = pages()
  .flatMap(blocksIn)
  .filter(({ file }) => !file.startsWith("mine/"));

describe("code on a page", () => {
  for (const block of quoted) {
    it(`of ${block.page} is in ${block.file}`, () => {
      expect(exists(block.file), block.file).to.equal(true);
      expect(misquoted(block)).to.deep.equal([]);
    });
  }

  it("is compared word for word, and in order", () => {
    const block = (code: string): Block => ({ page: "", file: "chaos/units.ts", code });
    expect(misquoted(block("export const seconds = (n: number): number => n * 1000;\n"))).to.deep.equal([]);
    expect(misquoted(block("export const seconds = (n: number): number => n;\n"))).to.have.length(1);
    expect(misquoted(block("export const hours\n// ...\nexport const seconds\n"))).to.deep.equal([
      "export const seconds",
    ]);
  });
});
