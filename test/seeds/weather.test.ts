import { createHash } from "node:crypto";
import { expect } from "chai";
import { judge } from "../../chaos/verdict/rule.ts";
import type { Settled } from "../../chaos/world.ts";
import { Random } from "../../cloud/kernel/random.ts";
import type { Simulation } from "../../lab/simulation.ts";
import { aLab } from "../a-lab.ts";
import { CHECKERS } from "./checkers.ts";
import { LATEST, Weather } from "./weather.ts";

const STORMS = 100;
const LOAD = { documents: 80, perSecond: 10, malformed: 0.1 };

interface Storm {
  readonly seed: number;
  readonly settled: Settled;
  /** What each checker had to say against it. */
  readonly complaints: ReadonlyMap<string, string>;
  /** Of everything that happened. */
  readonly hash: string;
}

/** Publishes in bad weather, lets it clear up after a while, waits until all has come to rest, and checks. */
async function aStorm(seed: number): Promise<Storm> {
  const random = Random.fromSeed(seed).fork("weather");
  const weather = new Weather(random);
  return await aLab({ seed, settings: weather.settings }, async (world) => {
    await weather.begin(world);
    const drive = world.drive({ name: "method", ...LOAD });
    await drive.published;
    await world.clock.sleep(random.uniform(0, 300_000));
    await weather.clear();
    expect(await rest(world), `seed ${seed} is still moving: ${weather.report.join("\n")}`).to.equal(true);
    const settled = await drive.settle(world.clock.now());
    await world.crew.dismiss();
    const hash = createHash("sha256").update(JSON.stringify(world.facts)).digest("hex");
    return { seed, settled, complaints: complaints(world, weather), hash };
  });
}

/** Quiet for longer than anything travels on a wire. */
async function rest(world: Simulation): Promise<boolean> {
  await world.clock.sleep(LATEST);
  for (let [minutes, quiet] = [0, 0]; minutes < 120; minutes++) {
    await world.clock.sleep(60_000);
    quiet = (await world.moving()).length === 0 ? quiet + 1 : 0;
    if (quiet * 60_000 > LATEST) return true;
  }
  return false;
}

function complaints(world: Simulation, { settings, lost, report }: Weather): Map<string, string> {
  const [run] = world.crew.ledger.runs();
  const found = new Map<string, string>();
  for (const [name, check] of Object.entries(CHECKERS)) {
    try {
      check({ world, run: run!, retries: settings.retries ?? 2, lost });
    } catch (error) {
      found.set(name, `${(error as Error).message}\n${report.join("\n")}`);
    }
  }
  return found;
}

describe("the pipeline in bad weather", () => {
  const storms: Storm[] = [];

  before(async function () {
    this.timeout(300_000);
    for (let seed = 1; seed <= STORMS; seed++) storms.push(await aStorm(seed));
  });

  for (const name of Object.keys(CHECKERS)) {
    it(name, () => {
      const against = storms.flatMap(({ seed, complaints }) => {
        const complaint = complaints.get(name);
        return complaint === undefined ? [] : [`seed ${seed}: ${complaint}`];
      });
      expect(against).to.deep.equal([]);
    });
  }

  it("is judged with a verdict that JSON can carry", () => {
    for (const { settled, seed } of storms) {
      const evidence = { experiment: "storm", seed, replay: "", faults: [], probes: [], moving: [], ...settled };
      const verdict = judge(evidence, { freshness: { percentile: 99, within: 60_000 }, recovery: { within: 60_000 } });
      expect(JSON.parse(JSON.stringify(verdict))).to.deep.equal(verdict);
    }
  });

  it("was bad: documents were lost, dead-lettered, refused, late and delivered twice", () => {
    const sum = (count: (settled: Settled) => number) =>
      storms.reduce((total, { settled }) => total + count(settled), 0);
    expect(sum(({ cells }) => cells.lost)).to.be.greaterThan(100);
    expect(sum(({ cells }) => cells.collateral)).to.be.greaterThan(100);
    expect(sum(({ planned, accepted }) => planned - accepted)).to.be.greaterThan(100);
    expect(sum(({ duplicates }) => duplicates)).to.be.greaterThan(100);
    expect(sum(({ freshness }) => freshness.filter((time) => time > 30_000).length)).to.be.greaterThan(100);
  });

  it("is the same weather again with the same seed", async () => {
    for (const { seed, hash } of storms.slice(0, 3)) expect((await aStorm(seed)).hash).to.equal(hash);
  });
});
