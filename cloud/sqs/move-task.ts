import { invalidValue } from "./errors.ts";

/** One message move task. Times are milliseconds since 1970. */
export interface MoveTask {
  readonly id: string;
  readonly sourceArn: string;
  /** Absent when each message goes back to where it came from. */
  readonly destinationArn: string | undefined;
  readonly perSecond: number | undefined;
  /** Messages there were when it began. */
  readonly toMove: number;
  readonly startedAt: number;
  moved: number;
  status: "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";
  failureReason?: string;
}

/** The base64 of a JSON object that names task and source, as AWS's are. */
export function taskHandleOf({ id, sourceArn }: MoveTask): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn })).toString("base64");
}

export function readTaskHandle(handle: string): { taskId: string; sourceArn: string } {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, "base64").toString()) as Record<string, unknown>;
    if (typeof taskId === "string" && typeof sourceArn === "string") return { taskId, sourceArn };
  } catch {
    // SQS says the same of all that is no handle.
  }
  throw invalidValue("Value for parameter TaskHandle is invalid.");
}
