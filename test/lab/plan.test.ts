import { expect } from "chai";
import { load } from "../../lab/catalogue.ts";
import { planLines } from "../../lab/plan/lines.ts";
import { planOf } from "../../lab/plan/plan.ts";
import { requestOf, wishesOf } from "../../lab/request.ts";
import { aShell, each, type Shell } from "./a-shell.ts";

const MINUTE = 60_000;

async function aPlan(name: string, wishes: Parameters<typeof wishesOf>[0] = {}) {
  const entry = await load(name);
  return planOf(entry, requestOf(entry, wishesOf(wishes)));
}

describe("a plan", () => {
  it("says what is published, disturbed, proven and undone, and how long it takes", async () => {
    expect(planLines(await aPlan("slow-transform"))).to.deep.equal([
      "slow-transform: A slow transform costs time and no document",
      "  documents   3 100 at 20/s for 155 s, 31 malformed; 300 before and 300 after",
      "  proof       zero collateral among 3 069 well-formed documents proves <= 0.0976 %; the budget of 0.1 % allows 0",
      "              p99 within 120 s takes 299 well-formed documents to show",
      "  retries     2, over 180 s; timeout 3 s",
      "  action      slow half of the runs down: lambda.inject",
      "              in force for 420 s: reaches up to 3 of 3 attempts of a document, every attempt of 100.0 % of documents",
      "              undone: parameter <transformFaults> is restored as it was, and read back; expires by itself, by a date in the configuration",
      "  rollback    let the transform run freely: lambda.heal",
      "  phases      baseline about 222 s, method 425 s, rollback 5 s, recovery 15 s, settling at most 267 s",
    ]);
  });

  it("says that few documents prove nothing", async () => {
    const plan = await aPlan("slow-transform", { documents: 50 });
    expect(plan).to.deep.include({ documents: 50, malformed: 0, canHold: false });
    expect(plan.proof).to.include({ allowed: null, needed: 2995 });
    const lines = planLines(plan).join("\n");
    expect(lines).to.contain("none malformed: dead-lettering is not exercised");
    expect(lines).to.contain("proves <= 5.8 %: too few for the budget of 0.1 %, which needs 2 995\n");
    expect(lines).to.contain("p99 within 120 s takes 299 well-formed documents to show: too few\n");
    expect(lines).to.contain("nothing is proven by so few: a run may refute the claim, but without any damage it is");
  });

  for (const [documents, canHold] of [
    [3025, true],
    [3024, false],
  ] as const)
    it(`knows that ${documents} documents ${canHold ? "can" : "cannot"} hold the claim`, async () => {
      expect((await aPlan("slow-transform", { documents })).canHold).to.equal(canHold);
    });

  it("says what a quick gate tells apart, and of how few documents; and where there is nothing to gate", async () => {
    const gated = await aPlan("slow-transform", { gate: "quick", documents: 513, stopRule: "on" });
    expect(gated).to.deep.include({
      gate: { accepts: 0.001, refuses: 0.01, clean: 508 },
      canHold: true,
      stopRule: true,
    });
    const lines = planLines(gated);
    expect(lines).to.include(
      "  gate        quick: tells at most 0.1 % from 1 % or more, wrong at most once in 100; 508 documents without damage hold it",
    );
    expect(lines.join()).to.match(/stop rule {3}damage that is beyond doubt/);
    expect(lines.join()).not.to.match(/proves|nothing is proven/);
    expect((await aPlan("slow-transform", { gate: "quick", documents: 512 })).canHold).to.equal(false);
    const permitted = await aPlan("bad-version", { gate: "quick", stopRule: "on" });
    expect(permitted).to.include({ gate: null, stopRule: false });
    expect(planLines(permitted).join()).to.match(
      /gate {8}quick: collateral damage is permitted here, so there is nothing/,
    );
  });

  it("counts the malformed documents of a burst as the drivers do", async () => {
    const plan = await aPlan("poison-burst");
    // 20 s and 55 s at 1 %, 100 s at 20 %, all at 20 documents a second.
    expect(plan.malformed).to.be.within(413, 417);
    expect(plan).to.deep.include({ actions: [], publishing: 175_000 });
  });

  it("reaches fewer attempts with a shorter fault and with fewer retries", async () => {
    const [denial] = (await aPlan("output-denied")).actions;
    expect(denial!.inForce).to.equal(5 * MINUTE);
    // The last of three attempts begins 180 s after the first; 155 s of documents, 300 s of fault.
    expect(denial!.reach!.every).to.be.closeTo((300 - 180) / 155, 0.001);
    const [once] = (await aPlan("output-denied", { set: ["retries=0"] })).actions;
    expect(once!.reach).to.deep.equal({ attempts: 1, of: 1, every: 1 });
  });

  it("says of a permitted damage that it spends no budget, and of a policy that it ends by its date", async () => {
    const lines = planLines(await aPlan("output-denied")).join("\n");
    expect(lines).to.contain("proof       collateral damage is permitted here, so it spends no budget\n");
    expect(lines).to.contain("is restored as it was, and read back; expires by itself, by a date in the policy\n");
  });

  it("takes as long as its load and its stack say", async () => {
    const { publishing, phases, retryCover } = await aPlan("steady-state", { rate: 10, set: ["retries=1"] });
    expect([publishing, retryCover]).to.deep.equal([310_000, MINUTE]);
    expect(phases).to.include({ method: 310_000, rollback: 0, recovery: 30_000 });
  });
});

describe("chaoslab plan and list", function () {
  this.timeout(120_000);
  let shell: Shell;
  before(() => {
    shell = aShell();
  });
  after(() => shell.close());

  it("write lines for people and events for programs, and no run", async () => {
    const [plan, planned, list, listed] = await each(
      ["plan slow-transform --documents 50", "plan slow-transform --documents 50 --json", "list", "list --json"],
      (words) => shell.chaoslab(...words.split(" ")),
    );
    for (const { code, err } of [plan!, planned!, list!, listed!]) expect([code, err]).to.deep.equal([0, ""]);
    expect(plan!.out).to.equal(`${planLines(await aPlan("slow-transform", { documents: 50 })).join("\n")}\n`);
    const expected = { event: "plan", ...(await aPlan("slow-transform", { documents: 50 })) };
    expect(JSON.parse(planned!.out)).to.deep.equal(JSON.parse(JSON.stringify(expected)));
    expect(list!.out).to.match(/^slow-transform +A slow transform costs time and no document$/m);
    const events = listed!.out.trimEnd().split("\n");
    const names = events.map((line) => JSON.parse(line)).map(({ event, name }) => `${event} ${name}`);
    expect(names).to.deep.equal(
      list!.out
        .trimEnd()
        .split("\n")
        .map((line) => `experiment ${line.split(" ")[0]}`),
    );
    expect(names)
      .to.include("experiment slow-transform")
      .and.to.deep.equal([...names].sort());
    expect(shell.list()).to.deep.equal([]);
  });
});
