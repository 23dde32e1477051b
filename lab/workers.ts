import { fork } from "node:child_process";

/**
 * Tasks done by processes of their own, a few at a time.
 *
 *     tasks -> worker 1 -> results, in the order of the tasks
 *          `-> worker 2 -'
 *
 * A worker's program calls `answering`; it ends with the process that has started it.
 */
export interface Workers {
  /** The module that a worker runs. */
  readonly program: string;
  readonly args?: readonly string[];
  /** Node's own arguments. */
  readonly execArgv?: readonly string[];
  /** How many work at once. */
  readonly jobs: number;
  /** Aborted: every worker is ended, and the call rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** `done` is told of each result as it comes. */
export async function inParallel<Task, Result>(
  workers: Workers,
  tasks: readonly Task[],
  done: (result: Result, task: Task) => void = () => {},
): Promise<Result[]> {
  const { jobs, signal } = workers;
  const results: Result[] = [];
  let next = 0;
  const work = async () => {
    const worker = new Worker(workers);
    const end = () => worker.dismiss();
    signal?.addEventListener("abort", end);
    try {
      while (next < tasks.length) {
        signal?.throwIfAborted();
        const task = next++;
        results[task] = (await worker.ask(tasks[task])) as Result;
        done(results[task]!, tasks[task]!);
      }
    } catch (error) {
      next = tasks.length; // One that failed fails them all.
      throw signal?.aborted ? signal.reason : error;
    } finally {
      signal?.removeEventListener("abort", end);
      await worker.dismiss();
    }
  };
  // Until every worker has gone, also after a failure.
  const ends = await Promise.allSettled(Array.from({ length: Math.min(jobs, tasks.length) }, work));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
  return results;
}

/** The same for work that this process only waits for; `done` is told of each result as it comes. */
export async function atOnce<Task, Result>(
  jobs: number,
  tasks: readonly Task[],
  work: (task: Task) => Promise<Result>,
  done: (result: Result) => void,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    while (next < tasks.length) {
      const task = next++;
      results[task] = await work(tasks[task]!);
      done(results[task]!);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(jobs, tasks.length) }, worker));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
  return results;
}

/** Answers the tasks of the process that started this one, until that is gone. */
export function answering<Task, Result>(work: (task: Task) => Promise<Result>): void {
  // Whoever interrupts the other process ends this one through it.
  process.on("SIGINT", () => {});
  process.on("disconnect", () => process.exit());
  process.on("message", (task: Task) => {
    work(task).then(
      (result) => process.send!({ result }),
      (error) => process.send!({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}

class Worker {
  readonly #child;
  readonly #gone: Promise<void>;

  constructor({ program, args = [], execArgv = [] }: Workers) {
    this.#child = fork(program, [...args], { execArgv: [...execArgv] });
    this.#gone = new Promise((resolve) => this.#child.once("exit", () => resolve()));
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

  /** Resolves when its process has gone: it computes, so it is not asked twice. */
  dismiss(): Promise<void> {
    this.#child.kill("SIGKILL");
    return this.#gone;
  }
}
