import type { FifoMemory } from "./fifo.ts";
import type { Queue } from "./queue.ts";

/** A queue and what the service knows about it beyond its messages. Times are milliseconds since 1970. */
export interface QueueRecord {
  readonly queue: Queue;
  readonly arn: string;
  readonly fifo: boolean;
  /** Only FIFO queues have one. */
  readonly memory: FifoMemory | undefined;
  readonly createdAt: number;
  attributes: Record<string, string>;
  tags: Record<string, string>;
  modifiedAt: number;
  purgedAt?: number;
}
