/**
 * The time of day, for the two programs, which nobody replays: they drive clouds whose time is real. Everything else in
 * the drivers is handed a clock and cannot tell; in the simulation that is the kernel's.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../pause.ts";

export const wallClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => sleep(milliseconds),
};

/** `20260101T120000Z`, for names of runs. */
export function stamp(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+/, "").replace(/[-:]/g, "");
}
