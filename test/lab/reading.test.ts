import { expect } from "chai";
import { Documents } from "../../drivers/documents.ts";
import { Ledger } from "../../drivers/ledger.ts";
import { type Range, Reading } from "../../lab/reading.ts";

const LOOK = { emptied: [], settled: false };
const ALL = { from: 0, until: 10 };

/** Ten documents of which the fifth (number 4) is malformed, a reader of them, and what may happen to each. */
function aReading(range: () => Range = () => ALL) {
  const seed = Array.from({ length: 100 }, (_, i) => i).find((i) => documentsOf(i).isMalformed(4))!;
  const documents = documentsOf(seed);
  const ledger = new Ledger();
  ledger.open(documents);
  const [input, output] = [(i: number) => documents.inputKey(i), (i: number) => documents.outputKey(i)];
  const deliver = (i: number) => ledger.delivered({ key: output(i), at: i + 100, size: 1, eTag: "x" });
  const accept = (i: number) => ledger.accepted(input(i), i);
  return {
    ...{ ledger, input, accept, deliver, reading: new Reading(documents, ledger, range) },
    through: (...numbers: number[]) => {
      for (const i of numbers) {
        accept(i);
        deliver(i);
      }
    },
    buried: (queue: string, ...numbers: number[]) =>
      ledger.swept(
        numbers.map((i) => ({ key: input(i), at: 200, queue, reason: "it threw" })),
        200,
      ),
  };
}

function documentsOf(seed: number): Documents {
  return new Documents({ seed, run: "r", load: { documents: 10, perSecond: 1, malformed: 0.1 } });
}

const told = (ends: ReturnType<Reading["read"]>) =>
  ends.map(({ acceptedAt, collateral }) => `${acceptedAt}${collateral ? " collateral" : ""}`);

describe("a reading of a cohort", () => {
  it("goes on to the first document without an end, and never back", () => {
    const { reading, through, accept, deliver } = aReading();
    through(0, 1);
    accept(2);
    through(3);
    expect(told(reading.read(LOOK))).to.deep.equal(["0", "1"]);
    expect(reading.waits).to.equal(true);
    expect(reading.read(LOOK)).to.deep.equal([]);
    deliver(2);
    expect(told(reading.read(LOOK))).to.deep.equal(["2", "3"]);
  });

  it("leaves malformed documents out, wherever they are", () => {
    const { reading, through } = aReading();
    through(0, 1, 2, 3, 5);
    expect(told(reading.read(LOOK))).to.deep.equal(["0", "1", "2", "3", "5"]);
    // The next has not been sent, so no queue can hold it.
    expect(reading.waits).to.equal(false);
  });

  it("tells a dead-lettered document, unless it was delivered all the same", () => {
    const { reading, through, accept, buried } = aReading();
    through(0);
    accept(1);
    buried("failures", 0, 1);
    expect(told(reading.read(LOOK))).to.deep.equal(["0", "1 collateral"]);
  });

  it("waits for what somebody will yet fetch, and takes it as it is when all has settled", () => {
    const parked = aReading();
    parked.accept(0);
    parked.buried("undelivered", 0);
    expect(parked.reading.read({ ...LOOK, emptied: ["undelivered"] })).to.deep.equal([]);
    expect(told(parked.reading.read({ emptied: [], settled: true }))).to.deep.equal(["0 collateral"]);
  });

  it("passes by what S3 refused or left unanswered, and is not held up by it", () => {
    const { reading, ledger, input, through } = aReading();
    ledger.refused(input(0), 0, "AccessDenied");
    ledger.uncertain(input(1), 1, "TimeoutError");
    through(2);
    expect(told(reading.read(LOOK))).to.deep.equal(["2"]);
  });

  it("waits for S3's answer about a document that was delivered before it was written down", () => {
    const { reading, deliver, accept } = aReading();
    deliver(0);
    expect(reading.read(LOOK)).to.deep.equal([]);
    accept(0);
    expect(told(reading.read(LOOK))).to.deep.equal(["0"]);
  });

  it("counts what is lost as not dead-lettered once all has settled", () => {
    const { reading, accept, through } = aReading();
    accept(0);
    through(1);
    expect(told(reading.read({ emptied: [], settled: true }))).to.deep.equal(["0", "1"]);
  });

  it("keeps to its cohort, which may be cut short", () => {
    const range = { from: 1, until: 4 };
    const { reading, through } = aReading(() => range);
    through(0, 1, 2, 3);
    range.until = 3;
    expect(told(reading.read(LOOK))).to.deep.equal(["1", "2"]);
  });
});
