import { expect } from "chai";
import fc from "fast-check";
import Papa from "papaparse";
import { aStream, aTable } from "./conversion.ts";

const MEBIBYTE = 1024 * 1024;

/** Cells so long that they are written one by one, and texts so long that their escapes are resolved in portions. */
describe("long cells", () => {
  const long = "é, x".repeat(MEBIBYTE / 4);
  const documents: [string, Record<string, string>[]][] = [
    ["in a record of its own", [{ id: "1", padding: long, note: "" }]],
    ["as the only column", [{ padding: long }, { padding: "" }]],
    ["with quotes and line ends", [{ id: "1", padding: 'say "hi"\r\n'.repeat(120_000) }]],
    ["beside rows that lack them", [{ id: "1", padding: long }, { id: "2" }, { id: "3", padding: "x" }]],
    ["before a column that comes late", [{ id: "1", padding: long }, { late: "2" }]],
    ["before a hundred short rows", [{ padding: long }, ...Array.from({ length: 100 }, (_, id) => ({ id: `${id}` }))]],
    ["under a name that needs quotes", [{ id: "1", "a, b": long }]],
  ];
  for (const [what, records] of documents) {
    it(`${what}: are what papaparse makes of them`, async () => {
      await expectTable(JSON.stringify(records), records);
    });
  }

  it("in any record, with keys that come late or twice: are what papaparse makes of them", async () => {
    const cell = fc.constantFrom("", "x", '"', "long, ".repeat(7_000));
    const members = fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d"), cell), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(members, { minLength: 1, maxLength: 5 }), async (some) => {
        // Long enough to be a batch of its own, so that columns behind it come too late for the header.
        const [first = [], ...rest] = some;
        const records = [[...first, ["z", "long".repeat(270_000)] as [string, string]], ...rest];
        const objects = records.map((record) => record.map((member) => member.map(quoted).join(":")).join());
        // Of a repeated key an object, too, keeps the first place and the last value.
        await expectTable(`[{${objects.join("},{")}}]`, records.map(Object.fromEntries));
      }),
      { numRuns: 25 },
    );
  });

  for (const [what, escapes] of [
    ["simple escapes", '\\n\\"\\\\\\/'],
    ["code points of every length", "\\u0041\\u00e9\\u20ac\\ud83d\\ude00"],
    ["half a surrogate pair", "x\\ud83dx"],
    ["plain text between escapes", `\\t${"plain ".repeat(10)}é`],
  ] as const) {
    it(`with ${what}: are the text that JSON means`, () => {
      const document = `{"id":1,"text":"${escapes.repeat(30_011)}"}`;
      const { text } = JSON.parse(document);
      const wellFormed = Buffer.from(text).toString();
      expect(aTable(document) === `id,text\r\n${Papa.unparse([["1", wellFormed]])}\r\n`).to.equal(true);
    });
  }
});

const quoted = (text: string) => JSON.stringify(text);

async function expectTable(document: string, records: Record<string, string>[]): Promise<void> {
  const columns = [...new Set(records.flatMap(Object.keys))];
  const rows = records.map((record) => columns.map((column) => record[column] ?? ""));
  const quotes = (cell: unknown) => columns.length === 1 && cell === "";
  const csv = `${Papa.unparse([columns, ...rows], { quotes })}\r\n`;
  // Compared before chai is asked, which would print megabytes.
  expect(aTable(document) === csv, "whole").to.equal(true);
  expect((await aStream(document, 100_003)).csv === csv, "in pieces").to.equal(true);
}
