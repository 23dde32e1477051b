import { inParallel as shared } from "../lab/workers.ts";

/** A program that starts itself again as its own worker, and says how far it has come. */
export async function inParallel<Task, Result>(
  program: string,
  tasks: readonly Task[],
  jobs: number,
): Promise<Result[]> {
  let done = 0;
  const workers = { program, args: [WORKER], execArgv: ["--import", "tsx"], jobs };
  return await shared<Task, Result>(workers, tasks, () => say(++done, tasks.length));
}

/** Whether this process was started to work for another. */
export function isWorker(): boolean {
  return process.argv[2] === WORKER;
}

const WORKER = "--worker";

/** One moving line on a terminal, a line for each tenth elsewhere. */
function say(done: number, of: number): void {
  const text = `${done} of ${of} runs`;
  if (process.stderr.isTTY) process.stderr.write(`\r${text}${done === of ? "\n" : ""}`);
  else if (Math.floor((done * 10) / of) > Math.floor(((done - 1) * 10) / of)) console.error(text);
}
