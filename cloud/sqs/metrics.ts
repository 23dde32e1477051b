import type { Datum } from "../kernel/metric.ts";
import type { SqsFact } from "./facts.ts";
import type { Queue } from "./queue.ts";

const NAMES = {
  MessageSent: "NumberOfMessagesSent",
  MessageReceived: "NumberOfMessagesReceived",
  MessageDeleted: "NumberOfMessagesDeleted",
  EmptyReceive: "NumberOfEmptyReceives",
} as const;

/** What a fact adds to SQS's metrics. A redriven message counts nowhere as sent: AWS documents it so. */
export function metricsOf(fact: SqsFact): Datum[] {
  if (!(fact.kind in NAMES)) return [];
  const data = [datum(fact.queue, NAMES[fact.kind as keyof typeof NAMES], 1, "Count")];
  if (fact.kind === "MessageSent") data.push(datum(fact.queue, "SentMessageSize", fact.size, "Bytes"));
  return data;
}

/** The gauges that SQS reads each minute. */
export function gaugesOf(queue: Queue, now: number): Datum[] {
  const { visible, inFlight, delayed } = queue.counts(now);
  return [
    datum(queue.name, "ApproximateNumberOfMessagesVisible", visible, "Count"),
    datum(queue.name, "ApproximateNumberOfMessagesNotVisible", inFlight, "Count"),
    datum(queue.name, "ApproximateNumberOfMessagesDelayed", delayed, "Count"),
    datum(queue.name, "ApproximateAgeOfOldestMessage", Math.floor((queue.ageOfOldest(now) ?? 0) / 1000), "Seconds"),
  ];
}

function datum(queue: string, name: string, value: number, unit: string): Datum {
  return { namespace: "AWS/SQS", name, dimensions: { QueueName: queue }, value, unit };
}
