/**
 * The console of a function's process. Its messages go to the host as frames, so that one of several lines stays one
 * entry of the log; what is written to the standard output as it is stays as it is.
 *
 *     U+001E {"level":"INFO","text":"hello"} newline
 *     U+001E {"mark":3} newline                         everything before the third event has been written
 */
import { format } from "node:util";
import { enumerable, intoError } from "./errors.mjs";

/** Taken before a handler can replace them. */
const streams = [process.stdout, process.stderr].map((stream) => {
  // Who writes faster than the host reads waits, as on Lambda, and does not fill its memory with what it wrote.
  stream._handle?.setBlocking?.(true);
  return { stream, write: stream.write.bind(stream) };
});

/** Characters of one message; CloudWatch Logs takes no longer event. */
const LONGEST = 262_144;

export function patchConsole() {
  const log =
    (level) =>
    (message, ...more) =>
      entry(level, format(message, ...more));
  Object.assign(console, { trace: log("TRACE"), debug: log("DEBUG"), info: log("INFO"), log: log("INFO") });
  Object.assign(console, { warn: log("WARN"), error: log("ERROR"), fatal: log("FATAL") });
}

/** The line that Lambda's Node runtime writes about an error. */
export function logError(what, error) {
  entry("ERROR", `${what} \t${JSON.stringify(enumerable(intoError(error)))}`);
}

function entry(level, text) {
  frame(streams[0], { level, text: text.slice(0, LONGEST) });
}

/** Resolves when everything has left that was written so far; a mark tells the host that it has. */
export async function flush(mark) {
  await Promise.all(
    streams.map((output) => new Promise((resolve) => frame(output, mark === undefined ? {} : { mark }, resolve))),
  );
}

function frame({ stream, write }, content, done = () => {}) {
  // A handler may have closed its output: then nobody hears it, and nobody waits.
  if (stream.destroyed || stream.writableEnded) done();
  else write(`\u001e${JSON.stringify(content)}\n`, () => done());
}
