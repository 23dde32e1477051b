/**
 * Puts documents into the bucket, each at its own moment of the schedule.
 *
 *     due ----> PutObject ----> 200         accepted: from now on the document counts
 *                        \----> 4xx         refused
 *                         \---> 5xx, none   uncertain: what the pipeline shows will settle it
 *
 * A slow PutObject delays no other document, up to a bound on calls in the air; beyond it the publisher falls behind
 * its schedule and catches up later.
 */
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Call } from "./call.ts";
import type { Documents } from "./documents.ts";
import { Flight } from "./flight.ts";
import { INPUT } from "./keys.ts";
import type { Load } from "./load.ts";
import { METER_CALL, Meter } from "./meter.ts";
import { Patience } from "./patience.ts";
import { type Clock, pause } from "./pause.ts";
import { scheduleOf } from "./schedule.ts";
import { nameOf, saysNo, sentenceOf } from "./trouble.ts";

/** The calls of a publisher. */
export const publisherCalls = (bucket: string): Call[] => [
  { operation: "s3:PutObject", resource: `${bucket}/${INPUT}*` },
  METER_CALL,
];

/** What a publisher touches. */
export interface Publisher {
  s3: Pick<S3Client, "send">;
  /** For the metric `published`; none without it. */
  cloudwatch?: CloudWatchClient;
  pipeline?: string;
  /** Counts, in the metric `retried`, requests that it took beyond one for each document. */
  tellsRetries?: boolean;
  clock: Clock;
  documents: Documents;
  /** Which of the load's documents, each at its own moment; all of them when absent. */
  only?: ReadonlySet<number>;
  ledger: {
    accepted(key: string, at: number): void;
    uncertain(key: string, at: number, error: string): void;
    refused(key: string, at: number, error: string): void;
  };
  progress?: (progress: PublisherProgress) => void;
  /** How many calls may be in the air. Default 100. */
  inFlight?: number;
  /** Milliseconds to wait for an answer. Default 60 000. */
  patience?: number;
}

export type PublisherProgress =
  | { kind: "accepted"; key: string }
  | { kind: "uncertain" | "refused"; key: string; error: string }
  | { kind: "metrics"; error: string };

/** Puts documents into the bucket at a steady rate until told to stop, or until the load is through. */
export async function publish(publisher: Publisher, bucket: string, load: Load, stop: AbortSignal): Promise<void> {
  const { clock, only, progress, inFlight = 100, patience = 60_000 } = publisher;
  const [due, start, flight] = [scheduleOf(load), clock.now(), new Flight(inFlight)];
  const answers = new Patience(clock, patience);
  const meterOf = (name: "published" | "retried") =>
    new Meter(publisher, name, (error) => progress?.({ kind: "metrics", error }));
  const meters = { published: meterOf("published"), ...(publisher.tellsRetries && { retried: meterOf("retried") }) };
  for (let sequence = 0; sequence < (load.documents ?? Number.POSITIVE_INFINITY); sequence++) {
    if (only && !only.has(sequence)) continue;
    await pause(clock, start + due(sequence) - clock.now(), stop);
    await flight.room();
    if (stop.aborted) break;
    flight.launch(put(publisher, bucket, sequence, meters, answers));
  }
  await flight.landed();
  for (const meter of Object.values(meters)) await meter.close();
}

async function put(
  publisher: Publisher,
  bucket: string,
  sequence: number,
  meters: Meters,
  answers: Patience,
): Promise<void> {
  const { s3, clock, documents, ledger, progress } = publisher;
  const [key, sentAt] = [documents.inputKey(sequence), clock.now()];
  const object = { Bucket: bucket, Key: key, Body: documents.bytes(sequence), ContentType: "application/json" };
  const sent = s3.send(new PutObjectCommand(object));
  if (meters.retried) void sent.then(({ $metadata }) => count($metadata.attempts, clock, meters.retried!), trouble);
  const failure = await answers.answerTo(sent).then(() => undefined, trouble);
  if (failure !== undefined) {
    const kind = saysNo(failure.error) ? "refused" : "uncertain";
    ledger[kind](key, sentAt, nameOf(failure.error));
    progress?.({ kind, key, error: sentenceOf(failure.error) });
    return;
  }
  ledger.accepted(key, clock.now());
  meters.published.record(clock.now(), 1);
  progress?.({ kind: "accepted", key });
}

function count(attempts = 1, clock: Clock, retried: Meter): void {
  if (attempts > 1) retried.record(clock.now(), attempts - 1);
}

interface Meters {
  readonly published: Meter;
  readonly retried?: Meter;
}

function trouble(error: unknown): { error: unknown } {
  return { error };
}
