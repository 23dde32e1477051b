import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { LabError } from "../../../kernel/errors.ts";

/** How a process of a function is started: a program, and what it is told. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * The program that runs functions of a runtime, with our bootstrap in the place of Lambda's: Node is the host's own,
 * whatever version the function asks for; Python is the machine's, of that version if it has it.
 *
 * @throws LabError LAB_NO_RUNTIME when this machine cannot run such functions
 */
export function commandFor(runtime: string | undefined, memorySizeMb: number): Command {
  if (runtime === undefined || runtime.startsWith("nodejs")) return nodeCommand(memorySizeMb);
  if (!runtime.startsWith("python")) throw noRuntime(runtime, "Give the function a Node.js or a Python runtime.");
  const file = python(runtime);
  if (!file) throw noRuntime(runtime, "Install python3 so that it is on the PATH, and start the cloud anew.");
  // Unbuffered, and without writing compiled files into the package, which is read-only.
  return { file, args: ["-u", "-B", PYTHON_BOOTSTRAP] };
}

function nodeCommand(memorySizeMb: number): Command {
  const flags = [`--max-old-space-size=${heapOf(memorySizeMb)}`, `--max-semi-space-size=${youngOf(memorySizeMb)}`];
  return { file: process.execPath, args: [...flags, NODE_BOOTSTRAP] };
}

const NODE_BOOTSTRAP = fileURLToPath(new URL("./bootstrap/bootstrap.mjs", import.meta.url));
const PYTHON_BOOTSTRAP = fileURLToPath(new URL("./bootstrap/python/bootstrap.py", import.meta.url));

const noRuntime = (runtime: string, next: string) =>
  new LabError("LAB_NO_RUNTIME", `This machine cannot run functions of the runtime ${runtime}.`, next);

const found = new Map<string, string | undefined>();

/** The program itself: what stands on the PATH may be a script that needs more of the environment than a function has. */
function python(runtime: string): string | undefined {
  if (!found.has(runtime)) found.set(runtime, executable(runtime) ?? executable("python3"));
  return found.get(runtime);
}

function executable(name: string): string | undefined {
  const { status, stdout } = spawnSync(name, ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** V8's limit for what lives long, and for what is young, in megabytes: nine tenths and a twentieth of the memory. */
function heapOf(memorySizeMb: number): number {
  return Math.floor(memorySizeMb * 0.9);
}

function youngOf(memorySizeMb: number): number {
  return Math.min(16, Math.floor(memorySizeMb / 20));
}
