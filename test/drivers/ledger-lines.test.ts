import { expect } from "chai";
import { Documents } from "../../drivers/documents.ts";
import { Ledger } from "../../drivers/ledger.ts";

function aStory(): { ledger: Ledger; documents: Documents; told: string[] } {
  const told: string[] = [];
  const ledger = new Ledger({ tell: (line) => told.push(line) });
  const documents = new Documents({ seed: 7, run: "r-7", load: { documents: 100, perSecond: 20, malformed: 0.1 } });
  ledger.open(documents);
  for (let sequence = 0; sequence < 90; sequence++) {
    const key = documents.inputKey(sequence);
    if (sequence % 30 === 7) ledger.uncertain(key, sequence * 50, "TimeoutError");
    else if (sequence % 30 === 8) ledger.refused(key, sequence * 50, "AccessDenied");
    else ledger.accepted(key, sequence * 50);
    const { size, md5: eTag } = documents.expected(sequence) ?? { size: 0, md5: "" };
    const times = documents.isMalformed(sequence) || sequence % 30 === 9 ? 0 : sequence % 10 === 3 ? 2 : 1;
    for (let n = 0; n < times; n++) ledger.delivered({ key: documents.outputKey(sequence), at: 5000 + n, size, eTag });
  }
  ledger.worked(documents.outputKey(0), 5001);
  ledger.attempts(documents.inputKey(0), 2);
  ledger.unreadable("m1", 5002);
  const letters = [1, 2, 3].map((n) => ({
    key: documents.inputKey(n * 11),
    at: 190_000,
    queue: "failures",
    reason: "syntax",
  }));
  ledger.swept(letters, 200_000);
  ledger.delivered({ key: documents.outputKey(4), at: 6000, size: 1, eTag: '"other"' });
  ledger.compared(documents.outputKey(4), true);
  return { ledger, documents, told };
}

describe("the ledger's lines", () => {
  it("tell the same ledger when the events are read back", () => {
    const { ledger, told } = aStory();
    const again = Ledger.fromLines(told);
    expect(again.toLines()).to.deep.equal(ledger.toLines());
    expect(again.counts("r-7")).to.deep.equal(ledger.counts("r-7"));
    expect(again.strays()).to.deep.equal(ledger.strays());
  });

  it("tell the same ledger when the documents are read back", () => {
    const { ledger } = aStory();
    const again = Ledger.fromLines(ledger.toLines());
    expect(again.toLines()).to.deep.equal(ledger.toLines());
    expect(again.counts("r-7")).to.deep.equal(ledger.counts("r-7"));
  });

  it("are the same bytes for the same story", () => {
    expect(aStory().ledger.toLines().join("\n")).to.equal(aStory().ledger.toLines().join("\n"));
  });

  it("do not depend on the order in which drivers wrote", () => {
    const { ledger, told } = aStory();
    const publisher = told.filter((line) => /"kind":"(cohort|accepted|uncertain|refused)"/.test(line));
    const others = told.filter((line) => !publisher.includes(line));
    expect(Ledger.fromLines(others).read(publisher).toLines()).to.deep.equal(ledger.toLines());
  });

  it("stand one a document, in order of publication, with the cell for other tools to read", () => {
    const { ledger, documents } = aStory();
    const [cohort, ...lines] = ledger.toLines().map((line) => JSON.parse(line));
    expect(cohort).to.deep.equal({
      kind: "cohort",
      run: "r-7",
      seed: 7,
      load: { documents: 100, perSecond: 20, malformed: 0.1 },
    });
    expect(lines.map(({ key }) => key)).to.deep.equal(Array.from({ length: 90 }, (_, i) => documents.inputKey(i)));
    expect(lines[4]).to.deep.include({ cell: "corrupt", malformed: false, deliveries: 2, corrupt: true });
    expect(Object.keys(lines[0])).to.deep.equal([
      ...["kind", "key", "malformed", "cell", "acceptedAt", "firstDeliveryAt", "lastDeliveryAt"],
      ...["deliveries", "effects", "versions", "deadLetters", "attempts"],
    ]);
  });

  it("do not depend on the order in which a load was written", () => {
    const load = { malformed: 0.1, perSecond: 20, documents: 100 };
    const ledger = new Ledger();
    ledger.open(new Documents({ load, run: "r-7", seed: 7 }));
    expect(ledger.toLines()).to.deep.equal(aStory().ledger.toLines().slice(0, 1));
  });

  it("survive a driver that was killed in the middle of one", () => {
    const { told } = aStory();
    const torn = [...told, '{"kind":"accepted","key":"input/r-7/0000'];
    expect(Ledger.fromLines(torn).toLines()).to.deep.equal(Ledger.fromLines(told).toLines());
  });

  it("do not hide damage in the middle", () => {
    const { told } = aStory();
    expect(() => Ledger.fromLines([told[0]!, "{", told[1]!])).to.throw(SyntaxError, "line 2");
  });

  it("leave out what other programs wrote between them", () => {
    const { told } = aStory();
    const mixed = ['{"kind":"program","pid":1}', "", ...told, '{"kind":"ended","at":1}'];
    expect(Ledger.fromLines(mixed).toLines()).to.deep.equal(Ledger.fromLines(told).toLines());
  });
});
