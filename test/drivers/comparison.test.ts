import { expect } from "chai";
import { VirtualClock } from "../../cloud/kernel/clock.ts";
import { compareSuspects } from "../../drivers/comparison.ts";
import { Documents } from "../../drivers/documents.ts";
import { Ledger } from "../../drivers/ledger.ts";
import { AStore } from "./a-store.ts";

const documents = new Documents({ seed: 7, run: "r", load: { documents: 10, perSecond: 20, malformed: 0 } });
const key = documents.outputKey(0);
const { size, md5 } = documents.expected(0)!;
const right = Buffer.from(documents.csv(0)!);
const wrong = Buffer.from(right.toString("utf8").replace("2", "3"));

/** A document that was delivered with that size and tag, and the object that is there now. */
async function compared(notified: { size?: number; eTag?: string }, object?: { bytes: Buffer; eTag?: string }) {
  const ledger = new Ledger();
  ledger.open(documents);
  ledger.accepted(documents.inputKey(0), 1000);
  ledger.delivered({ key, at: 2000, size, eTag: md5, ...notified });
  const store = new AStore(new VirtualClock());
  if (object !== undefined) store.objects.set(key, object);
  const corrupt = await compareSuspects(store.client(), "documents-lab", ledger, "r");
  return { cell: ledger.cell(key), corrupt, gets: store.gets };
}

describe("comparing suspects", () => {
  it("fetches nothing while every notification is as expected", async () => {
    expect(await compared({})).to.deep.equal({ cell: "ok", corrupt: [], gets: [] });
  });

  for (const [what, notified, object, cell] of [
    ["one byte is flipped", { eTag: "other" }, { bytes: wrong }, "corrupt"],
    ["the object is gone", { eTag: "other" }, undefined, "corrupt"],
    ["it was another object that was notified", { eTag: "other" }, { bytes: right }, "corrupt"],
    ["the size was wrong, whatever is there now", { size: size + 1 }, { bytes: right }, "corrupt"],
    ["the tag is no MD5, as with a KMS key", { eTag: "opaque" }, { bytes: right, eTag: "opaque" }, "ok"],
    ["the tag is no MD5 and the bytes are wrong", { eTag: "opaque" }, { bytes: wrong, eTag: "opaque" }, "corrupt"],
  ] as const)
    it(`says ${cell} when ${what}`, async () => {
      const result = await compared(notified, object);
      expect([result.cell, result.corrupt]).to.deep.equal([cell, cell === "corrupt" ? [key] : []]);
    });
});
