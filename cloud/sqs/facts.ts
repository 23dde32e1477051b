/** What can happen in SQS. `queue` is the queue's name, `by` the ARN of who asked for it. */
export type SqsFact =
  | { readonly kind: "QueueCreated" | "QueueDeleted"; readonly queue: string }
  | { readonly kind: "QueuePurged"; readonly queue: string; readonly by: string }
  | {
      readonly kind: "MessageSent";
      readonly queue: string;
      readonly messageId: string;
      /** Bytes of body and attributes. */
      readonly size: number;
    }
  | {
      readonly kind: "MessageReceived";
      readonly queue: string;
      readonly messageId: string;
      readonly receiveCount: number;
    }
  | { readonly kind: "MessageDeleted"; readonly queue: string; readonly messageId: string; readonly by: string }
  | { readonly kind: "EmptyReceive"; readonly queue: string }
  | {
      readonly kind: "MessageRedriven";
      readonly queue: string;
      readonly messageId: string;
      readonly receiveCount: number;
      /** The dead-letter queue's name. */
      readonly to: string;
    }
  | {
      /** By a message move task. */
      readonly kind: "MessageMoved";
      readonly queue: string;
      readonly messageId: string;
      readonly to: string;
      /** The id it has there. */
      readonly as: string;
    }
  | { readonly kind: "MessageExpired"; readonly queue: string; readonly messageId: string };
