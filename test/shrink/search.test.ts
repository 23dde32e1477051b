import { expect } from "chai";
import { type Ground, search } from "../../lab/shrink/search.ts";
import { type Part, type Story, storyOf } from "../../lab/shrink/story.ts";

const documents = Array.from({ length: 200 }, (_, sequence): Part => ({ cohort: "method", sequence }));

/** A run of 200 documents with two faults, in which the documents from 100 on are counter-examples. */
function aGround(tell: (story: Story) => boolean, stories: Story[] = []): Ground {
  return {
    ...{ documents, suspects: documents.slice(100), faults: [0, 1] },
    tell: async (story) => {
      stories.push(story);
      return tell(story);
    },
  };
}

function method({ documents: { method: chosen = [] } }: Story): readonly number[] {
  return chosen;
}

describe("the search for the smallest story", () => {
  it("begins with a counter-example alone, and then leaves out every fault", async () => {
    const stories: Story[] = [];
    const found = await search(aGround((story) => method(story).includes(100), stories));
    expect(found?.story).to.deep.equal({ documents: { method: [100] }, faults: [], luck: 0 });
    expect(stories[0]).to.deep.equal({ documents: { method: [100] }, faults: [0, 1], luck: 0 });
    expect(stories).to.have.length(2);
  });

  it("tries other counter-examples where chance spares the first", async () => {
    const found = await search(aGround((story) => method(story).join() === "150"));
    expect(found?.story.documents).to.deep.equal({ method: [150] });
  });

  it("tries again with other luck, and keeps the luck that shows it", async () => {
    const found = await search({ ...aGround(({ luck }) => luck === 5), suspects: documents.slice(100, 102) });
    expect(found?.story).to.deep.equal({ documents: { method: [101] }, faults: [], luck: 5 });
  });

  it("keeps the one fault that it takes", async () => {
    const found = await search(aGround(({ faults }) => faults.includes(1)));
    expect(found?.story).to.deep.equal({ documents: { method: [100] }, faults: [1], luck: 0 });
  });

  it("sees with other luck that a fault was not needed", async () => {
    const found = await search(aGround(({ faults, luck }) => faults.includes(1) && (faults.includes(0) || luck === 6)));
    expect(found?.story).to.deep.equal({ documents: { method: [100] }, faults: [1], luck: 6 });
  });

  it("keeps both faults where it takes both", async () => {
    const found = await search(aGround(({ faults }) => faults.length === 2));
    expect(found?.story.faults).to.deep.equal([0, 1]);
  });

  it("takes neighbours along where one document alone shows nothing, and only those it needs", async () => {
    const found = await search(aGround((story) => [97, 100, 103].every((n) => method(story).includes(n))));
    expect(found?.story).to.deep.equal({ documents: { method: [97, 100, 103] }, faults: [], luck: 0 });
  });

  it("takes the other cohorts along where it needs them", async () => {
    const baseline = [0, 1, 2].map((sequence): Part => ({ cohort: "baseline", sequence }));
    const both = ({ documents: { baseline: some = [], method: more = [] } }: Story) =>
      some.includes(1) && more.includes(100);
    const found = await search({ ...aGround(both), documents: [...baseline, ...documents] });
    expect(found?.story.documents).to.deep.equal({ baseline: [1], method: [100] });
  });

  it("finds nothing where the whole run shows nothing again", async () => {
    const stories: Story[] = [];
    expect(await search(aGround(() => false, stories))).to.equal(undefined);
    expect(stories.at(-1)).to.deep.equal(storyOf(documents, [0, 1]));
  });

  it("ends in time with what it has, and says so", async () => {
    const many = Array.from({ length: 4000 }, (_, sequence): Part => ({ cohort: "method", sequence }));
    const odd = (story: Story) => method(story).filter((n) => n % 2 === 1).length >= 1500;
    const found = await search({ ...aGround(odd), documents: many, suspects: many.slice(1, 2) });
    expect(found?.unfinished).to.equal(true);
    expect(odd(found!.story)).to.equal(true);
  });

  it("tells no story twice", async () => {
    const stories: Story[] = [];
    await search(aGround((story) => [97, 100, 103].every((n) => method(story).includes(n)), stories));
    const texts = stories.map((story) => JSON.stringify(story));
    expect(new Set(texts).size).to.equal(texts.length);
  });
});
