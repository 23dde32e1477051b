import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import { invalidValue, missingParameter, resourceNotFound } from "./errors.ts";
import { type MoveTask, readTaskHandle, taskHandleOf } from "./move-task.ts";
import type { QueueRecord } from "./record.ts";

/**
 * Message move tasks: a dead-letter queue's messages go back to where they came from, or to a queue of choice, one
 * after the other at a rate.
 *
 *     start -> RUNNING -> [message -> target] ... -> COMPLETED
 *                 |  \-> cancel -> CANCELLED
 *                 \----> no target -> FAILED
 */
export class MoveTasks {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #queues: MovableQueues;
  /** By the source's ARN, the oldest first. */
  readonly #tasks = new Map<string, MoveTask[]>();

  constructor(wiring: { clock: Clock; random: Random; queues: MovableQueues }) {
    this.#clock = wiring.clock;
    this.#random = wiring.random;
    this.#queues = wiring.queues;
  }

  /** @returns the handle to cancel the task with */
  start(sourceArn: string, destinationArn: string | undefined, perSecond: number | undefined): string {
    const source = this.#source(sourceArn);
    this.#checkDestination(source, destinationArn);
    if (perSecond !== undefined && (perSecond < 1 || perSecond > FASTEST)) throw invalidValue(RATE);
    if (this.#queues.sourcesOf(source).length === 0) throw invalidValue(NO_DEAD_LETTER_QUEUE);
    const before = this.#tasks.get(sourceArn) ?? [];
    if (before.some(({ status }) => status === "RUNNING")) throw invalidValue(ALREADY_RUNNING);
    const now = this.#clock.now();
    const toMove = source.queue.counts(now).visible;
    const id = this.#random.uuid();
    const task: MoveTask = {
      id,
      sourceArn,
      destinationArn,
      perSecond,
      toMove,
      startedAt: now,
      moved: 0,
      status: "RUNNING",
    };
    this.#tasks.set(sourceArn, [...before, task]);
    this.#clock.at(now, () => this.#step(task));
    return taskHandleOf(task);
  }

  /** @returns how many messages had been moved by then */
  cancel(handle: string): number {
    const { taskId, sourceArn } = readTaskHandle(handle);
    this.#source(sourceArn);
    const task = this.#tasks.get(sourceArn)?.find(({ id }) => id === taskId);
    if (!task) throw resourceNotFound("Task does not exist.");
    if (task.status !== "RUNNING") throw invalidValue("Only active tasks can be cancelled.");
    task.status = "CANCELLED";
    return task.moved;
  }

  /** The latest first. */
  list(sourceArn: string, limit: number): MoveTask[] {
    this.#source(sourceArn);
    return [...(this.#tasks.get(sourceArn) ?? [])].reverse().slice(0, limit);
  }

  #source(arn: string): QueueRecord {
    checkArn("SourceArn", arn);
    const source = this.#queues.find(arn);
    if (!source) throw missingResource("SourceArn");
    return source;
  }

  #checkDestination(source: QueueRecord, arn: string | undefined): void {
    if (arn === undefined) return;
    checkArn("DestinationArn", arn);
    if (arn === source.arn) throw invalidValue("Source queue arn and destination queue arn cannot be the same.");
    const destination = this.#queues.find(arn);
    if (!destination) throw missingResource("DestinationArn");
    if (destination.fifo !== source.fifo) {
      throw invalidValue("The source queue and destination queue must be of the same queue type.");
    }
  }

  #step(task: MoveTask): void {
    if (task.status !== "RUNNING") return;
    const outcome = this.#queues.moveNext(task.sourceArn, task.destinationArn);
    if (outcome === "moved") {
      task.moved++;
      const rest = 1000 / (task.perSecond ?? FASTEST);
      this.#clock.at(this.#clock.now() + rest, () => this.#step(task));
    } else if (outcome === "nothing left") {
      task.status = "COMPLETED";
    } else {
      task.status = "FAILED";
      task.failureReason = outcome.failure;
    }
  }
}

/** What a task needs of the queues. */
export interface MovableQueues {
  find(arn: string): QueueRecord | undefined;
  sourcesOf(queue: QueueRecord): readonly unknown[];
  /** Moves the source's next visible message to the destination, or to the queue it came from. */
  moveNext(sourceArn: string, destinationArn: string | undefined): MoveOutcome;
}

export type MoveOutcome = "moved" | "nothing left" | { readonly failure: string };

/** Messages a second, which is also the rate without one: AWS says that it chooses it by the load. */
const FASTEST = 500;

const RATE =
  "Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter a number that's between 1 and 500.";
const NO_DEAD_LETTER_QUEUE = "Source queue must be configured as a Dead Letter Queue.";
const ALREADY_RUNNING =
  "There is already a task running. Only one active task is allowed for a source queue arn at a given time.";

function checkArn(parameter: string, arn: string | undefined): void {
  if (arn === undefined) throw missingParameter(parameter);
  if (arn.split(":").length === 6) return;
  throw invalidValue(
    `You must use this format to specify the ${parameter}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`,
  );
}

function missingResource(parameter: string) {
  return resourceNotFound(`The resource that you specified for the ${parameter} parameter doesn't exist.`);
}
