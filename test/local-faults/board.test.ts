import { expect } from "chai";
import type { TimedFault } from "../../chaos/aws.ts";
import { EPOCH, VirtualClock } from "../../cloud/kernel/clock.ts";
import { DoorFaults } from "../../cloud/kernel/faults.ts";
import { Random } from "../../cloud/kernel/random.ts";
import { type Links, linksOf } from "../../cloud/links.ts";
import { FaultBoard } from "../../lab/faults/board.ts";

const LOSE = { link: "sns -> sqs", fault: { kind: "lose", probability: 1 } } as const;
const silence: TimedFault = {
  door: { service: "s3", operation: "*", probability: 1, when: "before", effect: { silence: true } },
};
const KNOCK = { service: "s3", operation: "PutObject", resource: "arn:r", principal: "arn:p" };
const at = (milliseconds: number) => new Date(EPOCH + milliseconds).toISOString();

function aBoard() {
  const clock = new VirtualClock();
  const links: Links = linksOf(clock, Random.fromSeed(1));
  const faults = new DoorFaults(Random.fromSeed(1));
  const board = new FaultBoard(clock, { links, faults });
  /** How many of a hundred parcels arrive. */
  const arriving = async () => {
    let arrived = 0;
    for (let i = 0; i < 100; i++) links["sns -> sqs"].send(() => void arrived++);
    await clock.sleep(1000);
    return arrived;
  };
  const isStruck = () => faults.strikes("before", KNOCK).length > 0;
  return { clock, board, arriving, isStruck };
}

describe("a board of faults", () => {
  it("puts them in force, counts their strikes, and remembers them when they have ended", async () => {
    const { clock, board, arriving } = aBoard();
    await clock.run(
      (async () => {
        expect(board.put("a", LOSE)).to.deep.equal({ id: "a", ...LOSE, since: at(0), strikes: 0 });
        expect(await arriving()).to.equal(0);
        expect(board.inForce).to.deep.equal([{ id: "a", ...LOSE, since: at(0), strikes: 100 }]);
        const ended = { id: "a", ...LOSE, since: at(0), until: at(1000), strikes: 100 };
        expect(board.remove("a")).to.deep.equal(ended);
        expect(await arriving()).to.equal(100);
        expect([board.inForce, board.ended, board.find("a")]).to.deep.equal([[], [ended], ended]);
        expect([board.remove("a"), board.find("b")]).to.deep.equal([undefined, undefined]);
      })(),
    );
  });

  it("ends them when their time has come, and not those that took their places", async () => {
    const { clock, board, isStruck } = aBoard();
    await clock.run(
      (async () => {
        board.put("a", { ...silence, expiresAt: at(1000) });
        await clock.sleep(999);
        expect(isStruck()).to.equal(true);
        await clock.sleep(1);
        expect(isStruck()).to.equal(false);
        expect(board.find("a")).to.deep.include({ until: at(1000), strikes: 1 });

        board.put("b", { ...silence, expiresAt: at(2000) });
        board.put("b", { ...silence, expiresAt: at(3000) });
        await clock.sleep(1500);
        expect(isStruck()).to.equal(true);
        expect(board.inForce).to.have.length(1);
        await clock.sleep(500);
        expect(isStruck()).to.equal(false);
      })(),
    );
  });

  it("lifts the fault that is meant, where two are alike", () => {
    const { board, isStruck } = aBoard();
    board.put("a", silence);
    board.put("b", silence);
    board.remove("a");
    board.remove("a");
    expect(board.inForce.map(({ id }) => id)).to.deep.equal(["b"]);
    expect(isStruck()).to.equal(true);
    expect(board.find("b")!.strikes).to.equal(1);
  });

  it("chooses ids that nobody has", () => {
    const { board } = aBoard();
    board.put("fault-1", silence);
    board.put("fault-2", silence);
    board.remove("fault-2");
    expect([board.freeId(), board.freeId()]).to.deep.equal(["fault-3", "fault-4"]);
  });

  it("forgets the oldest of a thousand that have ended", () => {
    const { board } = aBoard();
    for (let i = 0; i <= 1000; i++) board.remove(board.put(`f${i}`, silence).id);
    expect([board.ended.length, board.find("f0"), board.find("f1")?.id]).to.deep.equal([1000, undefined, "f1"]);
  });
});
