/**
 * A queue for the drivers' tests, on a clock: visibility timeout, long polls, receipts, batches. It knows what they
 * lean on and nothing else; the lab's own queue is tested in its own room.
 */
import type { Message, SQSClient } from "@aws-sdk/client-sqs";
import type { Clock } from "../../drivers/pause.ts";

interface Held {
  id: string;
  body: string;
  sentAt: number;
  visibleAt: number;
  attributes: Record<string, string>;
  receives: number;
}

export class AQueue {
  readonly held: Held[] = [];
  readonly calls: string[] = [];
  /** Errors for the next calls of that name, thrown once each. */
  readonly failures: Record<string, Error[]> = {};
  readonly #clock: Clock;
  readonly #visibility: number;
  #sent = 0;

  constructor(clock: Clock, { visibility = 30_000 } = {}) {
    this.#clock = clock;
    this.#visibility = visibility;
  }

  send(body: string, attributes: Record<string, string> = {}): string {
    const [id, now] = [`m${++this.#sent}`, this.#clock.now()];
    this.held.push({ id, body, sentAt: now, visibleAt: now, attributes, receives: 0 });
    return id;
  }

  /** How many could be received now. */
  visible(): number {
    return this.held.filter(({ visibleAt }) => visibleAt <= this.#clock.now()).length;
  }

  client(): SQSClient {
    const send = async (command: object, options: { abortSignal?: AbortSignal } = {}) => {
      const name = command.constructor.name.replace(/Command$/, "");
      this.calls.push(name);
      const failure = this.failures[name]?.shift();
      if (failure !== undefined) throw failure;
      const { input } = command as { input: Record<string, unknown> };
      return this.#answer(name, input, options.abortSignal);
    };
    return { send } as unknown as SQSClient;
  }

  async #answer(name: string, input: Record<string, unknown>, stop?: AbortSignal): Promise<object> {
    if (name === "ReceiveMessage") return this.#receive(input as unknown as ReceiveInput, stop);
    if (name === "GetQueueAttributes") return { Attributes: this.#attributes() };
    const entries = input.Entries as { Id: string; ReceiptHandle: string; VisibilityTimeout?: number }[];
    if (entries.length === 0 || entries.length > 10) throw new Error(`${name} takes one to ten entries`);
    for (const { ReceiptHandle, VisibilityTimeout } of entries) {
      const index = this.held.findIndex(({ id }) => id === ReceiptHandle.split("#")[0]);
      if (index < 0) continue;
      if (name === "DeleteMessageBatch") this.held.splice(index, 1);
      else this.held[index]!.visibleAt = this.#clock.now() + VisibilityTimeout! * 1000;
    }
    return { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] };
  }

  async #receive(input: ReceiveInput, stop?: AbortSignal): Promise<{ Messages?: Message[] }> {
    const until = this.#clock.now() + (input.WaitTimeSeconds ?? 0) * 1000;
    while (this.visible() === 0 && this.#clock.now() < until && !stop?.aborted) await this.#clock.sleep(50);
    if (stop?.aborted) throw Object.assign(new Error("aborted"), { name: "AbortError" });
    const now = this.#clock.now();
    const taken = this.held.filter(({ visibleAt }) => visibleAt <= now).slice(0, input.MaxNumberOfMessages);
    for (const message of taken) {
      message.visibleAt =
        now + (input.VisibilityTimeout === undefined ? this.#visibility : input.VisibilityTimeout * 1000);
      message.receives += 1;
    }
    return taken.length === 0 ? {} : { Messages: taken.map(received) };
  }

  #attributes(): Record<string, string> {
    const visible = this.visible();
    return {
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(this.held.length - visible),
    };
  }
}

interface ReceiveInput {
  MaxNumberOfMessages: number;
  WaitTimeSeconds?: number;
  VisibilityTimeout?: number;
}

function received({ id, body, sentAt, attributes, receives }: Held): Message {
  const named = Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]);
  return {
    MessageId: id,
    ReceiptHandle: `${id}#${receives}`,
    Body: body,
    Attributes: { SentTimestamp: String(sentAt) },
    MessageAttributes: Object.fromEntries(named),
  };
}
