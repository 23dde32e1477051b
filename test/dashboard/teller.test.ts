import { expect } from "chai";
import type { Fact, Recorded } from "../../cloud/kernel/feed.ts";
import { toText } from "../../dashboard/picture/part.ts";
import { drawStory } from "../../dashboard/picture/story.ts";
import { Teller } from "../../dashboard/story/teller.ts";

/** A teller who has heard these facts, one a second. */
function aTeller(...facts: object[]) {
  const clock = { time: 0 };
  const teller = new Teller();
  const hear = (fact: object) => {
    clock.time += 1000;
    teller.hear({ at: clock.time, ...fact } as unknown as Recorded<Fact>);
  };
  facts.forEach(hear);
  return { story: () => teller.story(clock.time), hear, clock };
}

const put = (name: string) => ({ kind: "ObjectCreated", bucket: "b", key: `input/${name}.json` });
const csv = (name: string) => ({ kind: "ObjectCreated", bucket: "b", key: `output/${name}.csv` });
const accepted = (name: string, requestId: string) => ({
  kind: "EventAccepted",
  requestId,
  keys: [`input/${name}.json`],
});
const ended = (requestId: string, attempt: number, outcome: string, errorType?: string) => ({
  ...{ kind: "InvocationEnded", requestId, attempt, outcome },
  ...(errorType && { errorType }),
});
const told = (name: string, destination: string) => ({ kind: "NotificationDispatched", key: name, destination });

describe("the teller of documents", () => {
  it("tells a document's way to its announcement", () => {
    const { story } = aTeller(
      put("r-method/1"),
      told("input/r-method/1.json", "arn:aws:lambda:x"),
      accepted("r-method/1", "q1"),
      ended("q1", 1, "timeout"),
      ended("q1", 2, "error", "Boom"),
      csv("r-method/1"),
      told("output/r-method/1.csv", "arn:aws:sns:x"),
      ended("q1", 3, "success"),
    );
    const [document] = story().documents;
    expect(document).to.include({ key: "input/r-method/1.json", end: "announced", at: 1000 });
    expect(document!.steps).to.deep.equal([
      { after: 3000, says: "run 1 timed out", bad: true },
      { after: 4000, says: "run 2 failed (Boom)", bad: true },
      { after: 5000, says: "CSV", bad: false },
      { after: 6000, says: "announced", bad: false },
      { after: 7000, says: "run 3 done", bad: false },
    ]);
    expect(toText(drawStory(story()))).to.contain("00:00:01input/r-method/1.jsonrun 1 timed out +3 s");
  });

  it("tells dead letters from losses, and both from documents on their way", () => {
    const { story } = aTeller(
      ...[put("r/1"), accepted("r/1", "a"), { kind: "EventDeadLettered", requestId: "a" }],
      ...[put("r/2"), accepted("r/2", "b"), { kind: "DeadLetterFailed", requestId: "b" }],
      put("r/3"),
    );
    expect(story().documents.map(({ key, end }) => [key, end])).to.deep.equal([
      ["input/r/3.json", "on its way"],
      ["input/r/2.json", "lost"],
      ["input/r/1.json", "dead-lettered"],
    ]);
  });

  it("shows who moved last first", () => {
    const { story, hear } = aTeller(put("r/1"), put("r/2"), accepted("r/1", "a"));
    expect(story().documents[0]!.key).to.equal("input/r/2.json");
    hear(ended("a", 1, "success"));
    expect(story().documents[0]!.key).to.equal("input/r/1.json");
  });

  it("knows the run that publishes, over its cohorts, until nothing came for a minute", () => {
    const { story, clock } = aTeller(put("slow-7-baseline/1"), put("slow-7-method/1"), put("slow-7-method/2"));
    expect(story().run).to.deep.equal({ id: "slow-7", since: 1000, documents: 3 });
    clock.time += 60_001;
    expect(story()).to.not.have.property("run");
  });

  it("forgets the oldest, and hears nothing more of them", () => {
    const { story, hear } = aTeller(
      ...Array.from({ length: 300 }, (_, i) => [put(`r/${i}`), accepted(`r/${i}`, `q${i}`)]).flat(),
    );
    hear(ended("q0", 1, "success"));
    const { documents } = story();
    expect(documents).to.have.length(12);
    expect(documents[0]!.key).to.equal("input/r/299.json");
  });

  it("does not listen to objects that are no documents", () => {
    const { story } = aTeller({ kind: "ObjectCreated", key: "state/x.tfstate" }, csv("r/1"), ended("z", 1, "success"));
    expect(story().documents).to.deep.equal([]);
  });
});
