import type { LogEvent } from "./ports.ts";
import type { Crash, LogLevel } from "./runtime/runtime.ts";

/**
 * The log of one invocation, in the lines Lambda writes for Node (recorded on AWS in 2025):
 *
 *     START RequestId: <id> Version: 1
 *     2026-01-01T00:00:00.123Z <id> INFO hello            (tabs between)
 *     END RequestId: <id>
 *     REPORT RequestId: <id> Duration: 1.23 ms ...        (tabs between)
 */
export class InvocationLog {
  readonly events: LogEvent[] = [];
  readonly #requestId: string;

  constructor(requestId: string) {
    this.#requestId = requestId;
  }

  start(now: number, version: string): void {
    this.#add(now, `START RequestId: ${this.#requestId} Version: ${version}\n`);
  }

  /** What the function wrote: its console puts a head before the text, its standard output does not. */
  line(now: number, text: string, level?: LogLevel): void {
    this.#add(now, level ? `${timestamp(now)}\t${this.#requestId}\t${level}\t${text}\n` : `${text}\n`);
  }

  timedOut(now: number, timeoutSeconds: number): void {
    this.#add(now, `${timestamp(now)} ${this.#requestId} ${timeoutMessage(timeoutSeconds)}\n\n`);
  }

  end(now: number, report: Report): void {
    this.#add(now, `END RequestId: ${this.#requestId}\n`);
    this.#add(now, `REPORT RequestId: ${this.#requestId}\t${reportOf(report)}\t\n`);
    // Stands after the report in logs that people have published.
    if (report.crash) this.#add(now, `${report.crash.message}\n${report.crash.errorType}\n`);
  }

  /** The last 4 KB, as the answer to an Invoke with LogType Tail carries them. */
  tail(): string {
    const all = Buffer.from(this.events.map(({ message }) => message).join(""));
    return all.subarray(Math.max(0, all.length - 4096)).toString("base64");
  }

  #add(now: number, message: string): void {
    this.events.push({ timestamp: Math.floor(now), message });
  }
}

export interface Report {
  /** Milliseconds. */
  readonly duration: number;
  readonly initDuration?: number | undefined;
  readonly memorySizeMb: number;
  readonly memoryUsedMb: number;
  readonly status?: "timeout" | undefined;
  readonly crash?: Crash | undefined;
}

export function timeoutMessage(seconds: number): string {
  return `Task timed out after ${seconds.toFixed(2)} seconds`;
}

export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** Init is billed with the run since August 2025. */
function reportOf({ duration, initDuration, memorySizeMb, memoryUsedMb, status, crash }: Report): string {
  const fields = [
    `Duration: ${duration.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(duration + (initDuration ?? 0))} ms`,
    `Memory Size: ${memorySizeMb} MB`,
    `Max Memory Used: ${memoryUsedMb} MB`,
  ];
  if (initDuration !== undefined) fields.push(`Init Duration: ${initDuration.toFixed(2)} ms`);
  if (status) fields.push(`Status: ${status}`);
  if (crash) fields.push("Status: error", `Error Type: ${crash.errorType}`);
  return fields.join("\t");
}

/** A fault that the function reported: a line of JSON with `"chaos": "strike"`. */
export function strikeIn(text: string): { readonly fault: string } | undefined {
  if (!text.includes('"chaos"')) return undefined;
  try {
    const said = JSON.parse(text) as { chaos?: unknown; fault?: unknown };
    return said.chaos === "strike" ? { fault: String(said.fault) } : undefined;
  } catch {
    return undefined;
  }
}
