/** A queue as its reader sees it: receive, then delete or give back, ten a call. Failures are told, not thrown. */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { chunks } from "./chunks.ts";
import { sentenceOf } from "./trouble.ts";

const BATCH = 10;

export type Doing = "receive" | "delete" | "release";

export class Inbox {
  readonly #sqs: SQSClient;
  readonly #queueUrl: string;
  readonly #failed: (doing: Doing, error: string) => void;

  constructor(sqs: SQSClient, queueUrl: string, failed: (doing: Doing, error: string) => void) {
    this.#sqs = sqs;
    this.#queueUrl = queueUrl;
    this.#failed = failed;
  }

  /** Undefined when the call failed. A poll that was told to stop has not failed, and brings nothing. */
  async receive(most: number, waitSeconds: number, stop: AbortSignal): Promise<Message[] | undefined> {
    const call = { QueueUrl: this.#queueUrl, MaxNumberOfMessages: Math.min(most, BATCH), WaitTimeSeconds: waitSeconds };
    try {
      const { Messages = [] } = await this.#sqs.send(new ReceiveMessageCommand(call), { abortSignal: stop });
      return Messages;
    } catch (error) {
      if (stop.aborted) return [];
      this.#failed("receive", sentenceOf(error));
      return undefined;
    }
  }

  /** How many are gone. The others come again. */
  async remove(messages: readonly Message[]): Promise<number> {
    return this.#each("delete", messages, (entries) =>
      this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.#queueUrl, Entries: entries })),
    );
  }

  /** Makes messages visible again at once. How many are. */
  async release(messages: readonly Message[]): Promise<number> {
    const visible = (entry: Receipt) => ({ ...entry, VisibilityTimeout: 0 });
    return this.#each("release", messages, (entries) =>
      this.#sqs.send(
        new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#queueUrl, Entries: entries.map(visible) }),
      ),
    );
  }

  async #each(
    doing: Doing,
    messages: readonly Message[],
    call: (entries: Receipt[]) => Promise<Answer>,
  ): Promise<number> {
    let done = 0;
    for (const some of chunks(messages, BATCH)) {
      const entries = some.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
      try {
        const { Failed = [] } = await call(entries);
        for (const { Code = "unknown" } of Failed) this.#failed(doing, Code);
        done += some.length - Failed.length;
      } catch (error) {
        this.#failed(doing, sentenceOf(error));
      }
    }
    return done;
  }
}

interface Receipt {
  Id: string;
  ReceiptHandle: string | undefined;
}

interface Answer {
  Failed?: { Code: string | undefined }[] | undefined;
}
