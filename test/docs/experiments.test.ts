import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect } from "chai";
import { documentsNeeded } from "../../chaos/verdict/bounds.ts";
import { count } from "../../chaos/verdict/words.ts";
import { load, names } from "../../lab/catalogue.ts";
import { paperPipeline } from "../../lab/paper-pipeline.ts";
import { blocksIn, textOf, unpadded } from "./pages.ts";

const PAGE = { path: "docs/experiments.md", text: textOf("docs/experiments.md") };

/** What `chaos/vocabulary.ts` hands on: `probe`, `seconds`, and by their namespaces `lambda.inject`. */
function vocabulary(): string[] {
  const source = textOf("chaos/vocabulary.ts");
  const plain = [...source.matchAll(/^export \{([^}]+)\}/gm)].flatMap(([, list]) => list!.split(","));
  const words = plain.map((word) => word.trim()).filter((word) => word !== "" && !word.startsWith("type "));
  const spaces = [...source.matchAll(/^export \* as (\w+) from "\.\/(.+)";$/gm)];
  return [
    ...words,
    ...spaces.flatMap(([, space, file]) => exportsOf(`chaos/${file}`).map((name) => `${space}.${name}`)),
  ];
}

function exportsOf(file: string): string[] {
  return [...textOf(file).matchAll(/^export (?:function|const) (\w+)/gm)].map(([, name]) => name!);
}

describe("docs/experiments.md", () => {
  it("has every word of the vocabulary", () => {
    expect(vocabulary()).to.include.members(["action", "equals", "seconds", "lambda.inject", "documents.lost"]);
    expect(vocabulary().filter((word) => !PAGE.text.includes(`\`${word}(`))).to.deep.equal([]);
  });

  it("has every experiment of the catalogue, with its claim", async () => {
    const claims = await Promise.all(
      names().map(async (name) => `| \`${name}\` | ${(await load(name)).write(paperPipeline).title} |`),
    );
    expect(claims.filter((claim) => !unpadded(PAGE.text).includes(claim))).to.deep.equal([]);
  });

  it("shows an experiment that can be used from outside of the checkout", async () => {
    const [example] = blocksIn(PAGE).filter(({ file }) => file.startsWith("mine/"));
    const outside = mkdtempSync(join(tmpdir(), "chaoslab-docs-"));
    try {
      mkdirSync(join(outside, "mine"));
      const path = join(outside, example!.file);
      writeFileSync(path, example!.code);
      const entry = await load(path);
      expect(entry.name).to.equal(basename(example!.file, ".ts"));
      expect(entry.write(paperPipeline).title).to.equal("A transform that fails now and then loses no document");
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });
});

describe("the table of documents in docs/verdict.md", () => {
  const rows: [string, number][] = [
    ["1 %", 0.01],
    ["0.5 %", 0.005],
    ["0.1 %", 0.001],
    ["0.01 %", 0.0001],
  ];
  for (const [name, budget] of rows) {
    it(`is what the rule computes for ${name}`, () => {
      const figures = [0, 1, 2, 5].map((damaged) => count(documentsNeeded(budget, damaged)));
      expect(unpadded(textOf("docs/verdict.md"))).to.contain(`| ${name} | ${figures.join(" | ")} |\n`);
    });
  }
});
