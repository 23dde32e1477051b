/**
 * How long the lab's programs take from the start of their process: to the line that says a cloud is ready, and to the
 * end of a command that only reads. One start before the others makes the bundle that they run from (`bin/built.js`).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { median, type Row } from "./row.ts";

const ROUNDS = 11;
const PROGRAM = fileURLToPath(import.meta.resolve("../bin/chaoslab.js"));
/** At its end a process tells its CPU time. */
const TELLING = `data:text/javascript,process.on("exit",()=>process.send(process.cpuUsage()))`;

const STARTS = [
  { name: "chaoslab up --no-deploy, to its ready line", args: ["up", "--no-deploy", "--port", "0"], until: "line" },
  { name: "chaoslab list", args: ["list"], until: "end" },
] as const;

export async function benchStart(): Promise<Row[]> {
  const spent = STARTS.map((): Spent[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, start] of STARTS.entries()) spent[i]!.push(await started(start));
  }
  return STARTS.map(({ name }, i) => {
    const [wall, cpu] = (["wall", "cpu"] as const).map((kind) => median(spent[i]!.slice(1).map((one) => one[kind])));
    return { name, figure: wall!, unit: "ms", must: 600, beside: `CPU to its end: ${cpu!.toFixed(0)} ms` };
  });
}

/** Milliseconds. */
interface Spent {
  readonly wall: number;
  readonly cpu: number;
}

async function started({ args, until }: (typeof STARTS)[number]): Promise<Spent> {
  const start = performance.now();
  const child = spawn(process.execPath, ["--import", TELLING, PROGRAM, ...args], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const usage = once(child, "message");
  const wall = await (until === "line" ? firstLine(child) : ended(child)).then(() => performance.now() - start);
  if (until === "line") child.kill("SIGTERM");
  const [{ user, system }] = (await usage) as [NodeJS.CpuUsage];
  return { wall, cpu: (user + system) / 1000 };
}

const firstLine = (child: ChildProcess) => once(child.stdout!, "data");

async function ended(child: ChildProcess): Promise<void> {
  child.stdout!.resume();
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${child.spawnargs.join(" ")} ended with ${code}`);
}
