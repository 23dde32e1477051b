/** Errors in the forms and with the names and texts of Lambda's Node runtime (its interface client's Errors.js). */
import { types } from "node:util";

class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    // Not enumerable, or the log would show it twice.
    Object.defineProperty(this, "name", { value: `Runtime.${name}` });
    this.stack = this.stack.replace(/^Error\b/, this.name);
  }
}

export const handlerNotFound = (message) => new RuntimeError("HandlerNotFound", message);

export const malformedHandlerName = (message) => new RuntimeError("MalformedHandlerName", message);

export const importModuleError = (error) => new RuntimeError("ImportModuleError", String(error));

export const userCodeSyntaxError = (error) =>
  Object.assign(new RuntimeError("UserCodeSyntaxError", String(error)), { stack: error.stack });

export const nodeJsExit = () =>
  new RuntimeError(
    "NodeJsExit",
    "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes",
  );

export class UnhandledPromiseRejection extends RuntimeError {
  constructor(reason) {
    super("UnhandledPromiseRejection", String(reason));
    this.reason = reason;
  }
}

/** What the Runtime API is told. */
export function describe(error) {
  try {
    if (!isErrorLike(error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
    const { name, message, stack } = error;
    return { errorType: name, errorMessage: onLambda(message), trace: onLambda(stack).split("\n") };
  } catch {
    return {
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
    };
  }
}

function isErrorLike(error) {
  if (types.isNativeError(error)) return true;
  return ["name", "message", "stack"].every((member) => typeof error?.[member] === "string" && error[member] !== "");
}

export function intoError(error) {
  return error instanceof Error ? error : new Error(error);
}

/** What the log shows of an error: its own members, and those that JSON would leave out. */
export function enumerable(error) {
  try {
    const { name, message, code, stack } = error;
    const shown = { errorType: name, errorMessage: message, code, ...error };
    if (typeof stack === "string") shown.stack = onLambda(stack).split("\n");
    return JSON.parse(JSON.stringify(shown, (_key, value) => (value instanceof Error ? describe(value) : value)));
  } catch {
    return describe(error);
  }
}

/** Taken before a handler can change them. */
const { LAMBDA_TASK_ROOT: TASK, CHAOSLAB_OPT: OPT } = process.env;
const HERE = new URL(".", import.meta.url);

/** Names the places of this machine as they are named on Lambda, so that traces tell nothing else apart. */
function onLambda(text) {
  return String(text).replaceAll(TASK, "/var/task").replaceAll(OPT, "/opt").replaceAll(HERE.pathname, "/var/runtime/");
}
