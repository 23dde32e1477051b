import type { Load } from "./experiment.ts";

/** Milliseconds from the first document until a load that is the fault itself is as it was meant; 0 for a plain one. */
export function shapedAfter({ bursts = [], surge }: Load): number {
  const burst = bursts.length === 0 ? 0 : Math.min(...bursts.map(({ after }) => after));
  return Math.max(burst, surge ? surge.after + (surge.ramp ?? 0) : 0);
}
