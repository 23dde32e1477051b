import { invalidValue } from "./errors.ts";

/** What a queue may be called. A FIFO queue is told by its suffix, which no other queue may have. */
export function checkName(name: string, fifo: boolean): void {
  if (fifo && !/^[\w-]{1,75}\.fifo$/.test(name)) throw invalidValue(FIFO_NAME);
  if (!fifo && !/^[\w-]{1,80}$/.test(name)) throw invalidValue(STANDARD_NAME);
}

const STANDARD_NAME = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
const FIFO_NAME =
  "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.";
