import { checkAttributes, defaultAttributes, merged, settingsOf } from "./attributes.ts";
import { deletedRecently, invalidAttribute, nonExistentQueue, queueNameExists } from "./errors.ts";
import { FifoMemory } from "./fifo.ts";
import { checkName } from "./name.ts";
import { Queue } from "./queue.ts";
import type { QueueRecord } from "./record.ts";
import { checkRedrive, readRedrivePolicy } from "./redrive.ts";

/** All queues by name: made, found, changed and removed. Times are told. */
export class Queues {
  readonly #records = new Map<string, QueueRecord>();
  /** When a name became free. */
  readonly #deleted = new Map<string, number>();
  readonly #arnOf: (name: string) => string;
  readonly #isPolicy: (document: string) => boolean;

  constructor(rules: { arnOf(name: string): string; isPolicy(document: string): boolean }) {
    this.#arnOf = rules.arnOf;
    this.#isPolicy = rules.isPolicy;
  }

  /** A new queue, or the one that is there and was asked for with nothing that it is not. */
  create(now: number, draft: QueueDraft): { record: QueueRecord; created: boolean } {
    const { name, attributes, tags } = draft;
    const fifo = attributes.FifoQueue === "true";
    checkName(name, fifo);
    const identity = { arn: this.#arnOf(name), fifo };
    this.#check(attributes, identity);
    const existing = this.#records.get(name);
    if (existing) return { record: sameQueue(existing, attributes), created: false };
    if (now - (this.#deleted.get(name) ?? Number.NEGATIVE_INFINITY) < NAME_REST) throw deletedRecently();
    const all = merged(defaultAttributes(fifo), attributes);
    const queue = new Queue(name, settingsOf(all), fifo);
    const memory = fifo ? new FifoMemory() : undefined;
    const record: QueueRecord = { ...identity, queue, memory, createdAt: now, modifiedAt: now, attributes: all, tags };
    this.#records.set(name, record);
    this.#deleted.delete(name);
    return { record, created: true };
  }

  get(name: string): QueueRecord {
    const record = this.#records.get(name);
    if (!record) throw nonExistentQueue();
    return record;
  }

  find(arn: string): QueueRecord | undefined {
    const record = this.#records.get(arn.slice(arn.lastIndexOf(":") + 1));
    return record?.arn === arn ? record : undefined;
  }

  all(): QueueRecord[] {
    return [...this.#records.values()];
  }

  remove(now: number, name: string): void {
    this.get(name);
    this.#records.delete(name);
    this.#deleted.set(name, now);
  }

  change(now: number, name: string, attributes: Readonly<Record<string, string>>): void {
    const record = this.get(name);
    this.#check(attributes, record);
    record.attributes = merged(record.attributes, attributes);
    record.queue.settings = settingsOf(record.attributes);
    record.modifiedAt = now;
  }

  /** Nothing when none is asked for, or when it has been deleted: then messages stay where they are. */
  deadLetterQueueOf({ attributes: { RedrivePolicy } }: QueueRecord): QueueRecord | undefined {
    return RedrivePolicy ? this.find(readRedrivePolicy(RedrivePolicy).deadLetterTargetArn) : undefined;
  }

  /** The queues whose dead letters go to this one. */
  sourcesOf(target: QueueRecord): QueueRecord[] {
    return this.all().filter((record) => this.deadLetterQueueOf(record) === target);
  }

  #check(attributes: Readonly<Record<string, string>>, source: Pick<QueueRecord, "arn" | "fifo">): void {
    checkAttributes(attributes, source.fifo);
    if (attributes.Policy && !this.#isPolicy(attributes.Policy)) throw invalidAttribute("Policy");
    if (attributes.RedrivePolicy) checkRedrive(attributes.RedrivePolicy, source, (arn) => this.find(arn));
  }
}

export interface QueueDraft {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Record<string, string>;
}

/** Milliseconds until the name of a deleted queue can be used again. */
const NAME_REST = 60_000;

/** Creating a queue again is answered like the first time, unless an attribute differs. */
function sameQueue(existing: QueueRecord, attributes: Readonly<Record<string, string>>): QueueRecord {
  for (const [name, value] of Object.entries(attributes)) {
    if ((existing.attributes[name] ?? "") !== value) throw queueNameExists(name);
  }
  return existing;
}
