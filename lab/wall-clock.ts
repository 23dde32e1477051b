import { WallClock } from "../cloud/kernel/clock.ts";

/** The machine's time, for whatever of the lab is not a simulation: live runs, their leases, pages, and waiting. */
export const wallClock = new WallClock();
