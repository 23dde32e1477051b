import { expect } from "chai";
import { Documents } from "../../drivers/documents.ts";
import { Ledger } from "../../drivers/ledger.ts";

const RUN = "r-7";

/** Ten documents, all malformed or none. */
function someDocuments(malformed: 0 | 1 | 0.1 = 0, run = RUN): Documents {
  return new Documents({ seed: 7, run, load: { documents: 10, perSecond: 20, malformed } });
}

function aLedger(documents = someDocuments()): Ledger {
  const ledger = new Ledger();
  ledger.open(documents);
  return ledger;
}

function deliver(ledger: Ledger, documents: Documents, sequence: number, at = 2000, changed: object = {}) {
  const { size, md5: eTag } = documents.expected(sequence) ?? { size: 1, md5: "0" };
  return ledger.delivered({ key: documents.outputKey(sequence), at, size, eTag, ...changed });
}

const letter = (key: string, at = 3000) => ({
  key,
  at,
  queue: "failures",
  reason: "Task timed out after 3.00 seconds",
});

type Story = (ledger: Ledger, documents: Documents) => void;
const nothing: Story = () => {};
const accepted: Story = (ledger, documents) => ledger.accepted(documents.inputKey(0), 1000);
const delivered: Story = (ledger, documents) => void deliver(ledger, documents, 0);
const deadLettered: Story = (ledger, documents) => ledger.swept([letter(documents.inputKey(0))], 9000);
const uncertain: Story = (ledger, documents) => ledger.uncertain(documents.inputKey(0), 1000, "TimeoutError");
const refused: Story = (ledger, documents) => ledger.refused(documents.inputKey(0), 1000, "AccessDenied");

describe("the ledger's cells", () => {
  for (const [cell, malformed, ...stories] of [
    ["unsent", 0, nothing],
    ["ok", 0, accepted, delivered],
    ["collateral", 0, accepted, deadLettered],
    ["lost", 0, accepted],
    ["poisonAccepted", 1, accepted, delivered],
    ["intended", 1, accepted, deadLettered],
    ["lostEvidence", 1, accepted],
    ["refused", 0, refused],
    ["refused", 0, uncertain],
    ["refused", 1, uncertain],
    ["ok", 0, uncertain, delivered],
    ["collateral", 0, uncertain, deadLettered],
    ["intended", 1, uncertain, deadLettered],
    ["ok", 0, delivered],
    ["ok", 0, accepted, deadLettered, delivered],
    ["ok", 0, accepted, delivered, deadLettered],
  ] as const)
    it(`say ${cell} of a ${malformed ? "malformed" : "well-formed"} document, ${stories.map(({ name }) => name).join(", ")}`, () => {
      const documents = someDocuments(malformed);
      const ledger = aLedger(documents);
      for (const story of stories) story(ledger, documents);
      expect(ledger.cell(documents.inputKey(0))).to.equal(cell);
      expect(ledger.cell(documents.outputKey(0))).to.equal(cell);
    });

  for (const [what, changed] of [
    ["another size", { size: 1 }],
    ["another entity tag", { eTag: "d41d8cd98f00b204e9800998ecf8427e" }],
  ] as const)
    it(`say corrupt of a CSV with ${what}, until it has been compared`, () => {
      const documents = someDocuments();
      const ledger = aLedger(documents);
      accepted(ledger, documents);
      deliver(ledger, documents, 0, 2000, changed);
      expect(ledger.cell(documents.inputKey(0))).to.equal("corrupt");
      expect(ledger.suspects(RUN)).to.deep.equal([documents.outputKey(0)]);
      ledger.compared(documents.outputKey(0), false);
      expect([ledger.cell(documents.inputKey(0)), ledger.suspects(RUN)]).to.deep.equal(["ok", []]);
      ledger.compared(documents.outputKey(0), true);
      expect(ledger.cell(documents.inputKey(0))).to.equal("corrupt");
    });

  it("say corrupt when one of several deliveries was", () => {
    const documents = someDocuments();
    const ledger = aLedger(documents);
    deliver(ledger, documents, 0);
    deliver(ledger, documents, 0, 3000, { size: 1 });
    deliver(ledger, documents, 0, 4000);
    expect(ledger.cell(documents.inputKey(0))).to.equal("corrupt");
  });

  it("add up to the documents that S3 accepted", () => {
    const documents = someDocuments(0.1);
    const ledger = aLedger(documents);
    for (const sequence of [0, 1, 2, 3, 4, 5, 6]) ledger.accepted(documents.inputKey(sequence), 1000);
    ledger.refused(documents.inputKey(7), 1000, "AccessDenied");
    ledger.uncertain(documents.inputKey(8), 1000, "TimeoutError");
    for (const sequence of [0, 1, 2]) deliver(ledger, documents, sequence);
    ledger.swept([letter(documents.inputKey(3))], 9000);
    const { cells, planned, accepted: taken, refused: not, unsent } = ledger.counts(RUN);
    expect(Object.values(cells).reduce((sum, n) => sum + n, 0)).to.equal(7);
    expect([planned, taken, not, unsent]).to.deep.equal([10, 7, 2, 1]);
  });
});

describe("the ledger", () => {
  it("knows a CSV that is named for more than its document, and takes work for another name for other work", () => {
    const documents = someDocuments(0);
    const ledger = aLedger(documents);
    const named = (time: string) => documents.outputKey(0).replace(".csv", `-${time}.csv`);
    const deliver = (key: string) => ledger.delivered({ key, at: 1000, ...documents.expected(0)!, eTag: "" });
    expect(deliver(named("12-00")).effects).to.equal(0);
    ledger.worked(named("12-00"), 1000);
    expect(deliver(named("12-00")).effects).to.equal(1);
    expect(deliver(named("12-01")).effects).to.equal(0);
    ledger.worked(named("12-01"), 2000);
    expect(ledger.counts(documents.run)).to.include({ duplicates: 2, duplicateEffects: 1 });
    expect(ledger.strays().strangers).to.deep.equal([]);
  });

  it("counts deliveries beyond the first, and effects beyond the first", () => {
    const documents = someDocuments();
    const ledger = aLedger(documents);
    for (const at of [2000, 2500, 2400]) deliver(ledger, documents, 0, at);
    for (const sequence of [0, 0, 0, 1]) ledger.worked(documents.outputKey(sequence), 3000);
    deliver(ledger, documents, 1);
    const { duplicates, duplicateEffects } = ledger.counts(RUN);
    expect([duplicates, duplicateEffects]).to.deep.equal([2, 1]);
    expect(ledger.fate(documents.inputKey(0))).to.include({
      firstDeliveryAt: 2000,
      lastDeliveryAt: 2500,
      deliveries: 3,
    });
  });

  it("says of each delivery whether it was the first, and since when the document counts", () => {
    const documents = someDocuments();
    const ledger = aLedger(documents);
    ledger.accepted(documents.inputKey(0), 1000);
    expect(deliver(ledger, documents, 0)).to.deep.equal({ first: true, effects: 0, acceptedAt: 1000 });
    ledger.worked(documents.outputKey(0), 2000);
    expect(deliver(ledger, documents, 0)).to.deep.equal({ first: false, effects: 1, acceptedAt: 1000 });
    expect(deliver(ledger, documents, 1)).to.deep.equal({ first: true, effects: 0 });
  });

  it("measures freshness to the first delivery, or to dead-lettering", () => {
    const documents = someDocuments();
    const ledger = aLedger(documents);
    for (const sequence of [0, 1, 2]) ledger.accepted(documents.inputKey(sequence), 1000 * sequence);
    deliver(ledger, documents, 0, 1400);
    deliver(ledger, documents, 0, 90_000);
    ledger.swept([letter(documents.inputKey(1), 187_000)], 200_000);
    ledger.uncertain(documents.inputKey(3), 500, "TimeoutError");
    deliver(ledger, documents, 3, 1500);
    expect(ledger.counts(RUN).freshness).to.deep.equal([1400, 186_000, 1000]);
    expect(ledger.journeys(RUN)).to.deep.equal([
      { acceptedAt: 0, settledAt: 1400 },
      { acceptedAt: 1000, settledAt: 187_000 },
      { acceptedAt: 2000, settledAt: null },
      { acceptedAt: 500, settledAt: 1500 },
    ]);
  });

  it("keeps the times of malformed documents apart", () => {
    const documents = someDocuments(1);
    const ledger = aLedger(documents);
    ledger.accepted(documents.inputKey(0), 1000);
    ledger.swept([letter(documents.inputKey(0), 188_000)], 200_000);
    const { freshness, malformedFreshness } = ledger.counts(RUN);
    expect([freshness, malformedFreshness]).to.deep.equal([[], [187_000]]);
  });

  it("believes the last reading of the dead-letter queues: a letter that is gone is lost evidence", () => {
    const documents = someDocuments(1);
    const ledger = aLedger(documents);
    for (const sequence of [0, 1]) ledger.accepted(documents.inputKey(sequence), 1000);
    ledger.swept([letter(documents.inputKey(0)), letter(documents.inputKey(1))], 9000);
    ledger.swept([letter(documents.inputKey(1))], 10_000);
    expect(ledger.counts(RUN).cells).to.include({ intended: 1, lostEvidence: 1 });
  });

  it("takes a parked notification for its document, until it is redriven", () => {
    const documents = someDocuments();
    const ledger = aLedger(documents);
    ledger.accepted(documents.inputKey(0), 1000);
    ledger.swept([letter(documents.outputKey(0))], 9000);
    expect(ledger.cell(documents.inputKey(0))).to.equal("collateral");
    deliver(ledger, documents, 0, 10_000);
    ledger.swept([], 11_000);
    expect(ledger.cell(documents.inputKey(0))).to.equal("ok");
  });

  it("mentions documents that are delivered and dead-lettered all the same", () => {
    const documents = someDocuments();
    const ledger = aLedger(documents);
    delivered(ledger, documents);
    deadLettered(ledger, documents);
    expect(ledger.counts(RUN).deliveredAndDeadLettered).to.equal(1);
  });

  it("keeps the first dead letter's time and reason, and the attempts it tells of", () => {
    const documents = someDocuments();
    const ledger = aLedger(documents);
    const key = documents.inputKey(0);
    ledger.swept([letter(key, 5000), { ...letter(key, 4000), reason: "earlier", attempts: 3 }], 9000);
    expect(ledger.fate(key)).to.deep.include({
      deadLetter: { at: 4000, queue: "failures", reason: "earlier" },
      deadLetters: 2,
      attempts: 3,
    });
  });

  it("tells what is on its way", () => {
    const documents = someDocuments();
    const ledger = aLedger(documents);
    for (const sequence of [0, 1, 2]) ledger.accepted(documents.inputKey(sequence), 1000);
    deliver(ledger, documents, 1);
    expect(ledger.unsettled(RUN)).to.deep.equal([documents.inputKey(0), documents.inputKey(2)]);
  });

  it("keeps cohorts apart, and counts a window of one", () => {
    const [own, baseline] = [someDocuments(), someDocuments(0, "r-7.baseline")];
    const ledger = aLedger(own);
    ledger.open(baseline);
    for (const sequence of [0, 1, 2]) ledger.accepted(own.inputKey(sequence), 1000 * sequence);
    ledger.accepted(baseline.inputKey(0), 0);
    expect(ledger.runs()).to.deep.equal([RUN, "r-7.baseline"]);
    expect([ledger.counts(RUN).accepted, ledger.counts("r-7.baseline").accepted]).to.deep.equal([3, 1]);
    const window = ledger.counts(RUN, ({ fate }) => (fate.acceptedAt ?? 0) >= 1000);
    expect([window.planned, window.accepted, window.cells.lost]).to.deep.equal([2, 2, 2]);
  });

  it("does not judge what is not its own", () => {
    const ledger = aLedger();
    expect(ledger.delivered({ key: "output/yesterday/00000001.csv", at: 1, size: 1, eTag: "0" }).first).to.equal(true);
    expect(ledger.delivered({ key: "somebody's.csv", at: 1, size: 1, eTag: "0" }).first).to.equal(true);
    expect(ledger.delivered({ key: "somebody's.csv", at: 2, size: 1, eTag: "0" }).first).to.equal(false);
    ledger.unreadable("m1", 3);
    expect(ledger.strays()).to.deep.equal({ unreadable: 1, strangers: ["somebody's.csv"] });
    expect(ledger.counts(RUN).accepted).to.equal(0);
    expect(() => ledger.counts("yesterday")).to.throw(RangeError, "yesterday");
  });
});
