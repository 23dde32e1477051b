import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { parseBody } from "../../dashboard/body/body.ts";
import { type Snapshot, takeSnapshot } from "../../dashboard/data/snapshot.ts";
import { load } from "../../lab/catalogue.ts";
import { HouseSource } from "../../lab/dashboard/house-source.ts";
import { requestOf, wishesOf } from "../../lab/request.ts";
import { writeRun } from "../../lab/run-folder.ts";
import { simulate } from "../../lab/simulated-run.ts";
import type { Simulation } from "../../lab/simulation.ts";

/** In the middle of seconds: before anything, while documents come, while they fail, and near the end. */
export const MOMENTS = [30, 100, 250, 330, 520, 800].map((seconds) => EPOCH + seconds * 1000 + 500);

/** A simulated run in its folder, and what its CloudWatch showed while it went on. */
export class PastRun {
  readonly folder: string;
  readonly seen: ReadonlyMap<number, Snapshot>;
  readonly #out: string;

  private constructor(folder: string, seen: ReadonlyMap<number, Snapshot>, out: string) {
    this.folder = folder;
    this.seen = seen;
    this.#out = out;
  }

  /** A short one of an experiment whose documents fail and are tried again for minutes. */
  static async make(): Promise<PastRun> {
    const out = mkdtempSync(join(tmpdir(), "a-past-run-"));
    const entry = await load("slow-transform");
    const request = requestOf(entry, wishesOf({ seed: 5, documents: 150 }));
    const seen = new Map<number, Snapshot>();
    const began = (world: Simulation) => {
      for (const at of MOMENTS) world.clock.at(at, () => void look(world).then((shown) => seen.set(at, shown)));
    };
    const result = await simulate(entry, request, new AbortController().signal, { began });
    return new PastRun(writeRun(result, { request, startedAt: new Date() }, out), seen, out);
  }

  remove(): void {
    rmSync(this.#out, { recursive: true });
  }
}

/** What CloudWatch shows at this moment, without a moment passing. */
async function look({ cloud, clock, pipeline }: Simulation): Promise<Snapshot> {
  const source = new HouseSource(() => cloud.houses.services.cloudwatch);
  const body = parseBody(await source.getDashboard(pipeline.dashboard));
  return await takeSnapshot(body, source, frameAt(clock.now()));
}

/** All of the run, and some minutes that it does not have. */
export const frameAt = (now: number) => ({
  ...{ now, range: { from: EPOCH, to: EPOCH + 1_200_000 } },
  periodOverride: "inherit" as const,
});
