import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What a process holds in memory, in kilobytes. */
export interface Memory {
  readonly resident: number;
  /** The most it ever held, where the system keeps count of it. */
  readonly peak?: number;
}

/** Where Linux tells it; elsewhere `ps` is asked, less often, because each question is a process. */
const HAS_PROC = process.platform === "linux";

/** Milliseconds between two looks at a process that is running. */
export const LOOK_EVERY = HAS_PROC ? 20 : 250;

/** Nothing when there is no such process. */
export function memoryOf(pid: number): Memory | undefined {
  return HAS_PROC ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): Memory | undefined {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return undefined;
  }
  const [resident, peak] = [kilobytes(status, "VmRSS"), kilobytes(status, "VmHWM")];
  if (resident === undefined) return undefined; // a zombie has no memory
  return { resident, ...(peak !== undefined && { peak }) };
}

function kilobytes(status: string, name: string): number | undefined {
  const [, digits] = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function fromPs(pid: number): Memory | undefined {
  const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  const resident = Number(stdout?.trim());
  return resident > 0 ? { resident } : undefined;
}
