import { expect } from "chai";
import * as plan from "../../chaos/verdict/plan.ts";
import { SECOND } from "./evidence.ts";

const MINUTE = 60 * SECOND;
/** 3 100 documents at 20 a second. */
const publishing = { from: 0, until: 155 * SECOND };

describe("the plan's arithmetic", () => {
  for (const [retries, offsets] of [
    [{}, [0, 60_000, 180_000]],
    [{ retries: 1 }, [0, 60_000]],
    [{ retries: 0 }, [0]],
    [{ maximumEventAge: 60_000 }, [0]],
    [{ maximumEventAge: 90_000 }, [0, 60_000]],
  ] as const)
    it(`has attempts at ${offsets.join(", ")} ms for ${JSON.stringify(retries)}`, () => {
      expect(plan.attemptOffsets(retries)).to.deep.equal(offsets);
      expect(plan.retryCover(retries)).to.equal(offsets.at(-1));
    });

  it("settles a quiet run at the last event + 1.1 x retry cover + 3 timeouts + a minute", () => {
    const run = {
      lastPublishAt: 155_000,
      rollbackConfirmedAt: 420_000,
      timeout: 3000,
      backlog: 0,
      subscriberPerSecond: 2,
    };
    expect(plan.settleDeadline({ ...run, throttled: false })).to.equal(420_000 + 198_000 + 9000 + 60_000);
    expect(plan.settleDeadline({ ...run, throttled: true, backlog: 600 })).to.equal(687_000 + 300_000 + 300_000);
    expect(plan.settleDeadline({ ...run, throttled: false, lastPublishAt: 500_000, retries: { retries: 0 } })).to.equal(
      569_000,
    );
    expect(plan.settleDeadline({ ...run, throttled: false, subscriberPerSecond: Infinity, backlog: 9 })).to.equal(
      687_000,
    );
  });

  it("asks for seven minutes of fault to spend every retry of 3 100 documents at 20/s", () => {
    const window = plan.windowToSpendRetries(155 * SECOND, 3 * SECOND);
    expect([window, Math.ceil(window / MINUTE)]).to.deep.equal([362_000, 7]);
  });

  for (const [minutes, attempts, every] of [
    [7, 3, 1],
    [5, 3, 120 / 155],
    [3, 2, 0],
    [0.9, 1, 0],
    [0, 0, 0],
  ] as const)
    it(`reaches ${attempts} of 3 attempts with a fault of ${minutes} min`, () => {
      const reach = plan.faultReach({ from: 0, until: minutes * MINUTE }, publishing);
      expect(reach).to.deep.equal({ attempts, of: 3, every });
    });

  it("reaches later attempts of documents that were published before the fault", () => {
    const reach = plan.faultReach({ from: 200 * SECOND, until: 400 * SECOND }, publishing);
    expect(reach).to.deep.equal({ attempts: 2, of: 3, every: 0 });
  });

  it("spends everything at the first attempt when there are no retries", () => {
    expect(plan.faultReach({ from: 0, until: 55 * SECOND }, publishing, { retries: 0 }).every).to.equal(55 / 155);
  });

  it("says what zero collateral proves", () => {
    expect(plan.proofLine(plan.proof(3069, 0.001))).to.equal(
      "zero collateral among 3 069 well-formed documents proves <= 0.0976 %; the budget of 0.1 % allows 0",
    );
    expect(plan.proofLine(plan.proof(495, 0.001))).to.equal(
      "zero collateral among 495 well-formed documents proves <= 0.603 %: too few for the budget of 0.1 %, which needs 2 995",
    );
    expect(plan.proof(10_511, 0.001).allowed).to.equal(5);
  });
});
