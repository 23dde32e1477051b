import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { build } from "esbuild";
import { LeaseJournal } from "../../lab/leases/journal.ts";
import { leftovers, recordedRuns } from "../../lab/leases/records.ts";
import { siteOf } from "../../lab/leases/site.ts";
import { undo } from "../../lab/leases/undoing.ts";
import { type ADeployment, aDeployment, configurationOf } from "./a-deployment.ts";
import type { Fate } from "./a-victim.ts";

/** Of four leases; three of the settings are not there yet, and so are taken away first, for a trial. */
const TAKING = 4 * 5 + 3;

describe("kill -9", function () {
  this.timeout(600_000);
  let deployment: ADeployment;
  let program: string;
  let untouched: unknown;

  before(async () => {
    deployment = await aDeployment();
    program = join(deployment.folder, "../victim.mjs");
    await bundled(program);
    untouched = await configurationOf(deployment);
  });
  after(() => deployment.close());

  /** Lets a victim live, or die at a step: how many steps it took if it lived, `SIGKILL` if it died. */
  async function fateOf(fate: Partial<Fate>): Promise<number | string> {
    const { pipeline, folder, environment } = deployment;
    const told = JSON.stringify({ work: "run", pipeline, folder, ...fate });
    const env = { ...environment, PATH: process.env.PATH };
    return await new Promise((resolve, reject) => {
      execFile(process.execPath, [program, told], { env, timeout: 20_000 }, (error, out, err) => {
        if (!error) resolve(JSON.parse(out).steps);
        else if (error.signal === "SIGKILL") resolve("SIGKILL");
        else reject(new Error(`${error.message}\n${err}`));
      });
    });
  }

  const undoAll = async () => {
    const outcomes: string[] = [];
    for (const { path } of leftovers(deployment.folder)) {
      for (const { restoration } of await undo(path, deployment.clients)) outcomes.push(restoration.outcome);
    }
    return outcomes;
  };

  /** Whatever happened before: nobody runs over leftovers, one undo gives everything back, and a second does nothing. */
  async function checkUndone(when: string): Promise<number> {
    const begin = () =>
      LeaseJournal.begin("next", siteOf(deployment.pipeline, deployment.local.endpoint), deployment.folder);
    const left = leftovers(deployment.folder).flatMap(({ open }) => open);
    if (left.length > 0) expect(begin, when).to.throw().with.property("code", "LAB_LEFTOVERS");
    expect(await undoAll(), when).to.deep.equal(left.map(() => "restored"));
    expect(await undoAll(), when).to.deep.equal([]);
    expect(await configurationOf(deployment), when).to.deep.equal(untouched);
    begin().close();
    return left.length;
  }

  it("at any step of a run, leaves nothing that an undo does not give back", async () => {
    const steps = (await fateOf({})) as number;
    expect(steps).to.equal(TAKING + 4 * 5);
    expect(recordedRuns(deployment.folder)).to.deep.equal([]);
    const leftAt: number[] = [];
    for (let step = 1; step <= steps; step++) {
      expect(await fateOf({ step }), `step ${step}`).to.equal("SIGKILL");
      leftAt.push(await checkUndone(`killed before step ${step}`));
    }
    expect(leftAt.slice(0, 3), "nothing is written down before it is meant").to.deep.equal([0, 0, 1]);
    expect(Math.max(...leftAt)).to.equal(4);
  });

  it("in the middle of a line takes back what the line was to announce", async () => {
    for (let tear = 1; tear <= 4 * 2 + 4 * 2; tear++) {
      expect(await fateOf({ tear }), `line ${tear}`).to.equal("SIGKILL");
      await checkUndone(`killed in the middle of line ${tear}`);
    }
  });

  it("at any step of an undo leaves the rest to the next one", async () => {
    const die = async () => {
      expect(await fateOf({ step: TAKING + 1 })).to.equal("SIGKILL");
      const { path, open } = leftovers(deployment.folder)[0]!;
      expect(open.map(({ state }) => state)).to.deep.equal(Array(4).fill("in force"));
      return path;
    };
    const steps = (await fateOf({ work: "undo", path: await die() })) as number;
    await checkUndone("nobody was killed");
    for (let step = 1; step <= steps; step++) {
      expect(await fateOf({ work: "undo", path: await die(), step })).to.equal("SIGKILL");
      await checkUndone(`undo killed before step ${step}`);
    }
  });
});

/** One file starts in a fraction of the time that the sources take. */
async function bundled(outfile: string): Promise<void> {
  const banner = { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' };
  const entryPoints = [join(import.meta.dirname, "a-victim.ts")];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", banner, logLevel: "error" });
}
