import { types } from "node:util";
import type { Failure } from "./runtime.ts";

/**
 * Errors in the form in which Lambda's Node runtime hands them on (its interface client's `toRapidResponse`): the class
 * as errorType, the message, and the stack line by line.
 *
 * Of the stack only the function's own frames are kept. The others name places of this machine, which would make the
 * same run differ from one checkout to the next.
 */
export function failureOf(error: unknown, ended = false): Failure {
  const { errorType, errorMessage, trace } = described(error);
  const payload = JSON.stringify({ errorType, errorMessage, trace });
  return { kind: "error", payload, errorType, errorMessage, ...(ended && { ended }) };
}

/** An error that Lambda's runtime raises itself: `Runtime.ImportModuleError` and its kin. */
export function runtimeFailure(errorType: string, errorMessage: string): Failure {
  const payload = JSON.stringify({ errorType, errorMessage, trace: [`${errorType}: ${errorMessage}`] });
  return { kind: "error", payload, errorType, errorMessage, ended: true };
}

/** The line that the runtime writes about an error: `Invoke Error`, a tab, and JSON. */
export function errorLine(what: string, error: unknown): string {
  const { errorType, errorMessage, trace: stack } = described(error);
  return `${what} \t${JSON.stringify({ errorType, errorMessage, stack })}`;
}

function described(error: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  if (!types.isNativeError(error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: ownFrames(error.stack ?? "") };
}

/** Where the function's files are, on AWS as here. */
export const TASK_ROOT = "/var/task";

export function ownFrames(stack: string): string[] {
  return stack.split("\n").filter((line) => !/^ {4}at /.test(line) || line.includes(`${TASK_ROOT}/`));
}
