import { createHash } from "node:crypto";
import { expect } from "chai";
import Papa from "papaparse";
import { DEFECTS } from "../../drivers/documents/malformed.ts";
import { plain } from "../../drivers/documents/plain.ts";
import { SUBTLETIES } from "../../drivers/documents/subtle.ts";
import { Documents } from "../../drivers/documents.ts";
import { placeOf } from "../../drivers/keys.ts";
import type { Load } from "../../drivers/load.ts";
import { streamOf } from "../../drivers/random.ts";
import { convert } from "../../src/transform/convert.ts";

const COLUMNS = ["symbol", "messageId", "value", "objectName", "submissionDate", "author", "version"];

function someDocuments(load: Partial<Load> = {}, seed: number | string = 7): Documents {
  return new Documents({
    seed,
    run: "slow-transform-7",
    load: { documents: 300, perSecond: 20, malformed: 0.01, ...load },
  });
}

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("utf8");

describe("a document", () => {
  it("is bulky each so manieth time, and plain between", () => {
    const load = { malformed: 0, payload: "bulky", bytes: 4000, bulkyEach: 3 } as const;
    const sizes = Array.from({ length: 6 }, (_, i) => someDocuments(load).bytes(i).length);
    expect(sizes.map((size) => size >= 4000)).to.deep.equal([false, false, true, false, false, true]);
    expect(text(someDocuments(load).csv(2))).to.include("padding");
    expect(text(someDocuments(load).bytes(0))).to.equal(text(someDocuments({ malformed: 0 }).bytes(0)));
  });

  it("is a pure function of seed and sequence number", () => {
    const [once, again] = [someDocuments(), someDocuments()];
    for (const sequence of [0, 7, 299]) expect(text(once.bytes(sequence))).to.equal(text(again.bytes(sequence)));
    expect(text(someDocuments({}, 8).bytes(0))).not.to.equal(text(once.bytes(0)));
    expect(createHash("md5").update(once.bytes(0)).digest("hex")).to.equal("fe7e0159863432201d485a0398d320c8");
  });

  it("has the workshop's members, in their order", () => {
    const documents = someDocuments({ malformed: 0 });
    for (let sequence = 0; sequence < 50; sequence++)
      expect(Object.keys(JSON.parse(text(documents.bytes(sequence))))).to.deep.equal(COLUMNS);
  });

  it("tells its date by its number, and its name by its key", () => {
    const document = JSON.parse(text(someDocuments({ malformed: 0 }).bytes(61)));
    expect(document).to.include({ submissionDate: "2026-01-01T00:01:01.000Z", objectName: "00000061.json" });
  });

  it("says what CSV must come out, down to the last byte", () => {
    const documents = someDocuments({ malformed: 0 });
    for (let sequence = 0; sequence < 200; sequence++) {
      const csv = text(documents.csv(sequence));
      const source = text(documents.bytes(sequence));
      const { data } = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
      const { value, ...texts } = JSON.parse(source) as Record<string, string>;
      expect(data).to.have.length(1);
      expect(data[0]).to.include(texts);
      expect(source).to.contain(`"value":${data[0]!.value},`);
      expect(Number(data[0]!.value)).to.equal(Number(value));
    }
  });

  it("knows size and MD5 of that CSV", () => {
    const documents = someDocuments({ malformed: 0 });
    const csv = documents.csv(3)!;
    expect(documents.expected(3)).to.deep.equal({ size: csv.length, md5: createHash("md5").update(csv).digest("hex") });
  });

  it("expects nothing of a malformed one", () => {
    const documents = someDocuments({ malformed: 1 });
    expect([documents.csv(0), documents.expected(0)]).to.deep.equal([undefined, undefined]);
  });

  it("can be bulky", () => {
    const documents = someDocuments({ malformed: 0, payload: "bulky", bytes: 100_000 });
    expect(documents.bytes(0).length).to.be.within(100_000, 100_010);
    expect(JSON.parse(text(documents.bytes(0))).padding).to.match(/^x{99000,}$/);
    expect(documents.csv(0)!.length).to.be.above(99_000);
  });

  it("goes in and comes out under keys that sort as it was published", () => {
    const documents = someDocuments();
    const keys = [0, 9, 10, 99_999, 1_000_000].map((sequence) => documents.inputKey(sequence));
    expect([...keys].sort()).to.deep.equal(keys);
    expect(documents.outputKey(42)).to.equal("output/slow-transform-7/00000042.csv");
    expect(placeOf(documents.inputKey(42))).to.deep.equal({ run: "slow-transform-7", sequence: 42 });
    expect(placeOf(documents.outputKey(42))).to.deep.equal({ run: "slow-transform-7", sequence: 42 });
  });

  for (const key of ["input/a/1.json", "output/a/00000001.json", "input/00000001.json", "other/a/00000001.json"])
    it(`is not what ${key} stands for`, () => {
      expect(placeOf(key)).to.equal(undefined);
    });
});

describe("a malformed document", () => {
  for (const [name, defect] of Object.entries(DEFECTS))
    it(`with the defect ${name} is refused by JSON.parse and by the converter`, () => {
      for (let sequence = 0; sequence < 30; sequence++) {
        const broken = defect(plain(sequence, streamOf("plain", sequence)), streamOf("defect", sequence));
        expect(() => JSON.parse(broken), broken).to.throw(SyntaxError);
        expect(() => convert(Buffer.from(broken)), broken).to.throw();
      }
    });

  it("has every defect sooner or later", () => {
    const documents = someDocuments({ malformed: 1 });
    const messages = new Set<string>();
    for (let sequence = 0; sequence < 200; sequence++) {
      try {
        convert(documents.bytes(sequence));
      } catch (error) {
        messages.add((error as Error).message.replace(/ at line.*/, ""));
      }
    }
    expect(messages.size).to.be.at.least(5);
  });
});

describe("the expected CSV and the converter", () => {
  it("were written apart and agree, for plain documents", () => {
    const documents = someDocuments({ malformed: 0 });
    for (let sequence = 0; sequence < 300; sequence++)
      expect(text(convert(documents.bytes(sequence)))).to.equal(text(documents.csv(sequence)));
  });

  for (const [name, subtlety] of Object.entries(SUBTLETIES))
    it(`agree on ${name}`, () => {
      const { json, csv } = subtlety(plain(5, streamOf(name)));
      expect(text(convert(Buffer.from(json)))).to.equal(csv);
    });

  it("agree on a load of subtle documents, which has them all", () => {
    const documents = someDocuments({ malformed: 0.1, payload: "subtle" });
    const good = Array.from({ length: 300 }, (_, i) => i).filter((i) => !documents.isMalformed(i));
    expect(good).to.have.length(270);
    for (const sequence of good)
      expect(text(convert(documents.bytes(sequence)))).to.equal(text(documents.csv(sequence)));
    expect(new Set(good.map((i) => text(documents.csv(i)).split("\r\n")[0])).size).to.be.at.least(7);
  });
});
