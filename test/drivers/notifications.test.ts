import { expect } from "chai";
import { objectsIn } from "../../drivers/notifications.ts";
import { anEnvelope, anEvent, TEST_EVENT } from "./messages.ts";

const csv = "a\r\n1\r\n";
const object = {
  bucket: "documents-lab",
  key: "output/r/00000001.csv",
  size: 6,
  eTag: "93170a9b1598cb475b79031c8b09e3c7",
};

describe("a notification", () => {
  it("tells of its object, raw or in an envelope", () => {
    expect(objectsIn(anEvent(object.key, csv))).to.deep.equal([object]);
    expect(objectsIn(anEnvelope(anEvent(object.key, csv)))).to.deep.equal([object]);
  });

  it("has its key encoded as a form field", () => {
    const key = "output/a b+c@d/ünï/00000001.csv";
    expect(objectsIn(anEvent(key))![0]!.key).to.equal(key);
    expect(anEvent(key)).to.contain("output/a+b%2Bc%40d/%C3%BCn%C3%AF/00000001.csv");
  });

  it("keeps a key that nobody encoded", () => {
    expect(objectsIn(anEvent("x").replace('"key":"x"', '"key":"100%"'))![0]!.key).to.equal("100%");
  });

  it("tells of every record", () => {
    const two = JSON.stringify({ Records: ["a", "b"].flatMap((key) => JSON.parse(anEvent(key)).Records) });
    expect(objectsIn(two)!.map(({ key }) => key)).to.deep.equal(["a", "b"]);
  });

  for (const [what, body] of [
    ["S3's test event", TEST_EVENT],
    ["the test event in an envelope", anEnvelope(TEST_EVENT)],
    ["a removal", anEvent("a", "", "ObjectRemoved:Delete")],
    ["another service's records", '{"Records":[{"eventSource":"aws:sqs"},null]}'],
  ] as const)
    it(`of ${what} tells of no object`, () => {
      expect(objectsIn(body)).to.deep.equal([]);
    });

  for (const body of ["", "hello", "null", "[]", "{}", '{"Records":1}', anEnvelope("hello")])
    it(`is not ${JSON.stringify(body.slice(0, 24))}`, () => {
      expect(objectsIn(body)).to.equal(undefined);
    });
});
