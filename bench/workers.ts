import { fork } from "node:child_process";
import { stdout } from "node:process";

/**
 * Tasks done by processes of their own, a few at a time: a program starts itself again as its own worker.
 *
 *     tasks -> worker 1 -> results, in the order of the tasks
 *          `-> worker 2 -'
 *
 * Both sides of a conversation are one module, which calls `answering` when it runs as a worker and `inParallel` when
 * it does not.
 */
export async function inParallel<Task, Result>(
  program: string,
  tasks: readonly Task[],
  jobs: number,
): Promise<Result[]> {
  const results: Result[] = [];
  let [next, done] = [0, 0];
  const work = async () => {
    const worker = new Worker(program);
    try {
      while (next < tasks.length) {
        const task = next++;
        results[task] = (await worker.ask(tasks[task])) as Result;
        say(++done, tasks.length);
      }
    } finally {
      worker.dismiss();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, work));
  return results;
}

/** Whether this process was started to work for another. */
export function isWorker(): boolean {
  return process.argv[2] === WORKER;
}

/** Answers the tasks of the process that started this one, until that is gone. */
export function answering<Task, Result>(work: (task: Task) => Promise<Result>): void {
  process.on("message", (task: Task) => {
    work(task).then(
      (result) => process.send!({ result }),
      (error) => process.send!({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}

const WORKER = "--worker";

class Worker {
  readonly #child;

  constructor(program: string) {
    this.#child = fork(program, [WORKER], { execArgv: ["--import", "tsx"] });
  }

  ask(task: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`a worker ended with ${code}`));
      this.#child.once("exit", ended);
      this.#child.once("message", (answer: { result?: unknown; error?: string }) => {
        this.#child.off("exit", ended);
        if (answer.error !== undefined) reject(new Error(answer.error));
        else resolve(answer.result);
      });
      this.#child.send(task as object);
    });
  }

  dismiss(): void {
    this.#child.kill();
  }
}

/** One moving line on a terminal, a line for each tenth elsewhere. */
function say(done: number, of: number): void {
  const text = `${done} of ${of} runs`;
  if (process.stderr.isTTY) process.stderr.write(`\r${text}${done === of ? "\n" : ""}`);
  else if (Math.floor((done * 10) / of) > Math.floor(((done - 1) * 10) / of)) console.error(text);
}

/** Rows of text in columns. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    stdout.write(
      `${row
        .map((text, column) => text.padEnd(widths[column]!))
        .join("  ")
        .trimEnd()}\n`,
    );
  }
}
