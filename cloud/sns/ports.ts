import type { MessageAttribute } from "./message.ts";

/**
 * What SNS needs of others. Whoever puts the cloud together hands these in: SNS itself knows neither queues nor
 * functions, only where a notification should go and what became of it.
 */
export interface SnsPorts {
  /** Sends one notification on its way. A parcel that gets lost never calls `outcome`, and nobody tries again. */
  deliver(delivery: Delivery): void;
  /** Puts a notification that could not be delivered into its subscription's dead-letter queue. */
  redrive(letter: DeadLetter): "sent" | "refused";
}

export type DeadLetter = Pick<Delivery, "topicArn" | "body" | "attributes" | "turn" | "traceHeader"> & {
  readonly queueArn: string;
};

/** Where a message stands in a queue that has groups. */
export interface Turn {
  readonly groupId: string;
  /** Only for FIFO queues. */
  readonly deduplicationId?: string | undefined;
}

/** One attempt to deliver one notification to one endpoint. */
export interface Delivery {
  readonly kind: "sqs" | "lambda";
  readonly endpointArn: string;
  readonly topicArn: string;
  readonly subscriptionArn: string;
  /** What the queue or the function gets: the JSON envelope, or the bare message under raw delivery. */
  readonly body: string;
  /** Only under raw delivery, and only when the message has some. */
  readonly attributes: Readonly<Record<string, MessageAttribute>> | undefined;
  readonly turn?: Turn | undefined;
  /** X-Ray's, for queues. */
  readonly traceHeader?: string | undefined;
  /** To be called once, when the endpoint took the notification or refused it; later calls count for nothing. */
  outcome(result: Outcome): void;
}

/** A client-side error is final; after a server-side error SNS tries again. */
export type Outcome =
  | "delivered"
  | { readonly error: "client" | "server"; readonly code: string; readonly message: string };
