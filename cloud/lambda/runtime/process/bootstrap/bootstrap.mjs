/**
 * The program of a function's own process, in the place of /var/runtime: it loads the handler and then asks the Runtime
 * API for one event after another, as Lambda's Node runtime does. It runs without the lab's loaders and imports nothing
 * but Node's own modules and the files beside it.
 *
 *     load -> next -> handler -> response or error -> next -> ...
 *       `-> init error -> exit       `-> uncaught -> error -> exit
 */
import { writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { flush, logError, patchConsole } from "./console.mjs";
import { describe, UnhandledPromiseRejection } from "./errors.mjs";
import { load } from "./handler.mjs";
import { Run } from "./run.mjs";
import { get, post } from "./runtime-api.mjs";

/** Taken before a handler can replace it. */
const exit = process.exit.bind(process);
let run;
let isCrashing = false;

dieWithTheHost();
volunteerForTheOomKiller();
patchConsole();
process.on("uncaughtException", (error) => crash("Uncaught Exception", error, 129));
process.on("unhandledRejection", (reason) =>
  crash("Unhandled Promise Rejection", new UnhandledPromiseRejection(reason), 128),
);
// Nothing is left that could wake the handler: what it has not said by now it never will.
process.on("beforeExit", () => run?.exhausted());
await main();

async function main() {
  let handler;
  try {
    handler = await load(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
  } catch (error) {
    await crash("Uncaught Exception", error, 129);
    return;
  }
  for (let mark = 1; ; mark++) {
    await flush(mark);
    const { headers, body } = await get("invocation/next", { "chaoslab-output-mark": String(mark) });
    process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"];
    run = new Run(handler, headers);
    await answer(await run.outcome(body));
    run = undefined;
  }
}

async function answer({ kind, id, body, error }) {
  if (kind === "response") await post(`invocation/${id}/response`, body);
  else {
    logError("Invoke Error", error);
    await postError(`invocation/${id}/error`, error);
  }
}

/** Tells what went wrong and ends the process: its state cannot be trusted any more. */
async function crash(what, error, code) {
  if (isCrashing) return;
  isCrashing = true;
  logError(what, error);
  try {
    await flush();
    await postError(run ? `invocation/${run.id}/error` : "init/error", error);
  } finally {
    exit(code);
  }
}

function postError(path, error) {
  const described = describe(error);
  const type = described.errorType.replace(/[^\x20-\x7e]/g, "?").slice(0, 256);
  return post(path, JSON.stringify(described), { "Lambda-Runtime-Function-Error-Type": type });
}

/** The fourth file is a pipe that the host holds open for as long as it lives. */
function dieWithTheHost() {
  const lifeline = new Socket({ fd: 3, readable: true, writable: false });
  for (const event of ["end", "error", "close"]) lifeline.on(event, () => process.kill(process.pid, "SIGKILL"));
  lifeline.resume();
  lifeline.unref();
}

/** A machine that runs out of memory must take functions before it takes the host (Linux). */
function volunteerForTheOomKiller() {
  try {
    writeFileSync("/proc/self/oom_score_adj", "1000");
  } catch {
    // Elsewhere there is no such file, and nothing to be done.
  }
}
