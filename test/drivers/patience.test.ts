import { expect } from "chai";
import { EPOCH, VirtualClock } from "../../cloud/kernel/clock.ts";
import { NoAnswerError, Patience } from "../../drivers/patience.ts";

/** Waits for calls that take so many milliseconds each (Infinity: for ever), made one a second. */
async function waited(...takes: number[]): Promise<string[]> {
  const clock = new VirtualClock();
  const patience = new Patience(clock, 5000);
  const call = async (milliseconds: number) => {
    await (milliseconds === Number.POSITIVE_INFINITY ? new Promise(() => {}) : clock.sleep(milliseconds));
    return "answered";
  };
  const ends = takes.map(async (milliseconds, second) => {
    await clock.sleep(second * 1000);
    const end = await patience.answerTo(call(milliseconds)).catch((error: Error) => error.name);
    return `${end} at ${clock.now() - EPOCH}`;
  });
  return await clock.run(Promise.all(ends));
}

describe("patience", () => {
  it("hands on the answer that comes in time", async () => {
    expect(await waited(20)).to.deep.equal(["answered at 20"]);
  });

  it("gives up a call that is not answered, and no other", async () => {
    const never = Number.POSITIVE_INFINITY;
    expect(await waited(never, 20, never, 4999)).to.deep.equal([
      "NoAnswer at 5000",
      "answered at 1020",
      "NoAnswer at 7000",
      "answered at 7999",
    ]);
  });

  it("hands on what the call threw", async () => {
    const patience = new Patience(new VirtualClock(), 5000);
    const refusal = patience.answerTo(Promise.reject(new RangeError("no")));
    expect(await refusal.catch((error: Error) => error.name)).to.equal("RangeError");
    expect(new NoAnswerError().name).to.equal("NoAnswer");
  });
});
