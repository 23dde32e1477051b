import type { Failure } from "../runtime.ts";

/** How a process came to its end. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It had more memory than it may have, or V8 gave up for want of it. */
  readonly outOfMemory: boolean;
  /** It could not even begin: the machine's own words. */
  readonly error?: string;
}

/** Lambda's supervisor is written in Go and names signals as Go does on Linux. */
const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGHUP: "hangup",
  SIGINT: "interrupt",
  SIGQUIT: "quit",
  SIGILL: "illegal instruction",
  SIGTRAP: "trace/breakpoint trap",
  SIGABRT: "aborted",
  SIGBUS: "bus error",
  SIGFPE: "floating point exception",
  SIGKILL: "killed",
  SIGUSR1: "user defined signal 1",
  SIGSEGV: "segmentation fault",
  SIGUSR2: "user defined signal 2",
  SIGPIPE: "broken pipe",
  SIGALRM: "alarm clock",
  SIGTERM: "terminated",
};

/**
 * What a run answers whose process has gone. `exit status 1` and the text for 0 were recorded on AWS; `signal: killed`
 * and the error type of exhausted memory stand in public reports.
 *
 * Two guards watch the memory, V8's limit for its heap and the host's for all of it, and chance says which comes
 * first. Both give the answer that Lambda gives when its own guard has killed a process.
 */
export function failureOfExit(requestId: string, exit: Exit): Failure {
  const errorType = exit.error ? "Runtime.InvalidEntrypoint" : exit.outOfMemory ? "Runtime.OutOfMemory" : EXIT_ERROR;
  const errorMessage = `RequestId: ${requestId} Error: ${reasonOf(exit)}`;
  const payload = JSON.stringify({ errorType, errorMessage });
  return { kind: "error", payload, errorType, errorMessage, ended: true, crash: { errorType, message: errorMessage } };
}

/** The same, for a run that had answered with an error before its process went. */
export function endedBy(requestId: string, failure: Failure, exit: Exit): Failure {
  const { crash } = failureOfExit(requestId, exit);
  return { ...failure, ended: true, ...(crash && { crash }) };
}

const EXIT_ERROR = "Runtime.ExitError";

function reasonOf({ code, signal, outOfMemory, error }: Exit): string {
  if (error !== undefined) return error;
  if (outOfMemory) return "Runtime exited with error: signal: killed";
  if (signal) return `Runtime exited with error: signal: ${SIGNALS[signal] ?? signal}`;
  return code === 0 ? "Runtime exited without providing a reason" : `Runtime exited with error: exit status ${code}`;
}
