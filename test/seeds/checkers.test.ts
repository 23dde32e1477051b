import { expect } from "chai";
import type { CloudFact } from "../../cloud/cloud.ts";
import type { Recorded } from "../../cloud/kernel/feed.ts";
import type { Simulation } from "../../lab/simulation.ts";
import { aLab } from "../a-lab.ts";
import { CHECKERS } from "./checkers.ts";

/** What the checkers complain about after `meddle` has changed what twenty documents left behind on a fine day. */
async function complaints(meddle: (world: Simulation, facts: Recorded<CloudFact>[]) => void): Promise<string[]> {
  return await aLab({}, async (world) => {
    const drive = world.drive({ name: "method", documents: 20, perSecond: 10, malformed: 0.1 });
    await drive.published;
    await drive.settle(world.clock.now() + 300_000);
    await world.crew.dismiss();
    meddle(world, world.cloud.feed.facts);
    const [run] = world.crew.ledger.runs();
    const ended = { world, run: run!, retries: 2, lost: 0 };
    return Object.keys(CHECKERS).filter((name) => {
      try {
        CHECKERS[name]!(ended);
        return false;
      } catch {
        return true;
      }
    });
  });
}

function drop(facts: Recorded<CloudFact>[], kind: string): void {
  facts.splice(
    facts.findLastIndex((fact) => fact.kind === kind),
    1,
  );
}

/** All of a kind. */
function forget(facts: Recorded<CloudFact>[], kind: string): void {
  facts.splice(0, facts.length, ...facts.filter((fact) => fact.kind !== kind));
}

/** One more than were planned. */
const UNHEARD = "input/test-method/00000020.json";

function repeat(facts: Recorded<CloudFact>[], kind: string): void {
  facts.push(facts.findLast((fact) => fact.kind === kind)!);
}

describe("the checkers", () => {
  it("have nothing against a fine day", async () => {
    expect(await complaints(() => {})).to.deep.equal([]);
  });

  const published = "delivers nothing that was never published";
  const ends = "knows an end for every document";
  const lost = "loses nothing but what a wire lost, or a queue refused";
  const message = "accounts for every message of every queue";
  const runs = "ends every run that it starts, once";
  const attempts = "makes at most retries + 1 attempts of an event, in order, all for the same keys";
  const events = "brings every event to one end";
  const letters = "tells of each given-up event in the dead-letter queue, or that it could not";
  const time = "never goes back in time";

  for (const [says, meddle, against] of [
    ["a message that vanished", (_, facts) => drop(facts, "MessageDeleted"), [message]],
    ["a message from nowhere", (_, facts) => drop(facts, "MessageSent"), [message]],
    ["a run without an end", (_, facts) => drop(facts, "InvocationEnded"), [runs]],
    ["an end without a run", (_, facts) => drop(facts, "InvocationStarted"), [runs]],
    ["an attempt too many", (_, facts) => repeat(facts, "InvocationStarted"), [runs, attempts, time]],
    ["an event that was given up twice", (_, facts) => repeat(facts, "EventDropped"), [events, letters]],
    ["a dead letter that nobody sent", (_, facts) => drop(facts, "EventDeadLettered"), [letters]],
    ["a delivery of what S3 never had", (_, facts) => forget(facts, "ObjectCreated"), [published]],
    ["a document without an end", ({ crew: { ledger } }) => ledger.accepted(UNHEARD, 0), [lost, ends]],
    ["time that went back", (_, facts) => facts.push({ ...facts[0]!, at: facts.at(-1)!.at - 1 }), [time]],
  ] as readonly (readonly [string, Parameters<typeof complaints>[0], readonly string[]])[]) {
    it(`see ${says}`, async () => {
      expect(await complaints(meddle)).to.include.members([...against]);
    });
  }
});
