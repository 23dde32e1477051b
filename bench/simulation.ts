/**
 * How many seconds pass in the simulation while one passes here, with the SDK's clients in the loop and documents
 * being published: the pipeline's whole work, undisturbed. Both rates are measured in turns, in one process.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "../infra/bundle.ts";
import { stackOptions } from "../infra/options.ts";
import { type Synthesis, synthesize } from "../infra/synthesis.ts";
import { Simulation } from "../lab/simulation.ts";
import { median, type Row } from "./row.ts";

const ROUNDS = 5;
const LOADS = [
  { perSecond: 20, documents: 1600, must: 40 },
  { perSecond: 2, documents: 600, must: 300 },
] as const;

export async function benchSimulation(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "chaoslab-bench-"));
  try {
    const stack = synthesize(stackOptions({ timeoutSeconds: 120 }), folder, bundle());
    const speeds = LOADS.map((): number[] => []);
    // The first round warms up and is not counted.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [i, load] of LOADS.entries()) {
        const speed = await speedOf(stack, load, round);
        if (round > 0) speeds[i]!.push(speed);
      }
    }
    return LOADS.map(({ perSecond, must }, i) => ({
      name: `simulation with SDK clients, ${perSecond} documents a second`,
      figure: median(speeds[i]!),
      unit: "x real time",
      must,
      better: "more",
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Simulated seconds a real second while documents go in. */
function speedOf(stack: Synthesis, { perSecond, documents }: (typeof LOADS)[number], seed: number): Promise<number> {
  return Simulation.run({ seed, run: "bench", stack }, async (world) => {
    const [virtual, real] = [world.clock.now(), performance.now()];
    await world.drive({ name: "method", documents, perSecond, malformed: 0.01 }).published;
    const speed = (world.clock.now() - virtual) / (performance.now() - real);
    await world.crew.dismiss();
    return speed;
  });
}
