/**
 * Reads a dead-letter queue without taking anything from it.
 *
 *     receive (hidden for one sweep) ... until each message was seen ... then all visible again, at once
 *
 * Released one by one they would be received again and again before the others; hidden for the length of a sweep each
 * comes once. Nothing is ever deleted: the queue belongs to its owners. The receive count of each message rises by one,
 * which only a dead-letter queue with a redrive policy of its own would mind.
 */
import { GetQueueAttributesCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { type Call, callsOn } from "./call.ts";
import { documentsIn } from "./dead-letter.ts";
import { Inbox } from "./inbox.ts";
import type { DeadLettered } from "./ledger/event.ts";
import { isDenied } from "./trouble.ts";

/** The calls of a sweep, by the name of its queue. */
export const deadLetterCalls = (queue: string): Call[] => [
  ...callsOn(queue, "GetQueueAttributes", "ReceiveMessage"),
  ...callsOn(queue, "ChangeMessageVisibilityBatch").map((call) => ({ ...call, only: "when letters wait there" })),
];

export interface Sweep {
  /** One for each document that a message tells of. */
  letters: DeadLettered[];
  /** How many messages were seen, and how many the queue had said it holds. */
  seen: number;
  expected: number;
  /** Held by somebody else meanwhile, and so invisible to us. */
  hidden: number;
  /** Messages that tell of no document. */
  unreadable: string[];
}

/**
 * Throws what SQS throws, after giving back what it holds; also when it may not give it back. `inPassing` is content with
 * as many messages as the queue says it holds: where letters keep coming nobody would ever have seen the last.
 */
export async function readDeadLetters(sqs: SQSClient, queueUrl: string, { inPassing = false } = {}): Promise<Sweep> {
  const { expected, hidden } = await depth(sqs, queueUrl);
  const seen = new Map<string, Message>();
  const enough = inPassing ? expected : Number.POSITIVE_INFINITY;
  try {
    await sweep(sqs, queueUrl, { expected, enough }, seen);
  } finally {
    await release(sqs, queueUrl, [...seen.values()]);
  }
  const told = [...seen.values()].map((message) => ({ message, letters: documentsIn(message, queueUrl) }));
  return {
    letters: told.flatMap(({ letters }) => letters),
    seen: seen.size,
    expected,
    hidden,
    unreadable: told.filter(({ letters }) => letters.length === 0).map(({ message }) => message.MessageId ?? ""),
  };
}

/** What else goes wrong here mends itself: a message that is not given back is seen again when its time is up. */
async function release(sqs: SQSClient, queueUrl: string, messages: readonly Message[]): Promise<void> {
  let denial: string | undefined;
  const inbox = new Inbox(sqs, queueUrl, (_doing, error) => {
    if (isDenied(error)) denial = error;
  });
  await inbox.release(messages);
  if (denial !== undefined) throw new Error(denial);
}

/** A queue may answer "nothing" while it holds messages, so it is asked twice, and five times if it owes us some. */
async function sweep(sqs: SQSClient, queueUrl: string, goal: Goal, seen: Map<string, Message>): Promise<void> {
  const { expected, enough } = goal;
  const receive = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 1,
    VisibilityTimeout: Math.min(43_200, 60 + Math.ceil(expected / 5)),
    MessageSystemAttributeNames: ["SentTimestamp"],
    MessageAttributeNames: ["All"],
  });
  let fruitless = 0;
  while (seen.size < enough && fruitless < (seen.size < expected ? 5 : 2)) {
    const before = seen.size;
    const { Messages = [] } = await sqs.send(receive);
    // The same message twice means that a sweep outlasted its visibility; the later receipt is the one that counts.
    for (const message of Messages) seen.set(message.MessageId ?? "", message);
    fruitless = seen.size > before ? 0 : fruitless + 1;
  }
}

interface Goal {
  readonly expected: number;
  readonly enough: number;
}

async function depth(sqs: SQSClient, queueUrl: string): Promise<{ expected: number; hidden: number }> {
  const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const asked = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] });
  const { Attributes = {} } = await sqs.send(asked);
  return { expected: Number(Attributes[names[0]] ?? 0), hidden: Number(Attributes[names[1]] ?? 0) };
}
