/** A call of AWS's API that a driver makes, and the right it takes: said beside the code that makes it. */
export interface Call {
  /** IAM's prefix of the service, and the operation's name: `sqs:DeleteMessageBatch`. */
  readonly operation: string;
  /** The right it takes, where IAM calls it otherwise: `sqs:DeleteMessage`. */
  readonly action?: string;
  /** The last part of the ARN, as the service writes it. `*` where a right knows no resource. */
  readonly resource: string;
  /** What a policy may demand of it: operator, key, value. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** When it is made, if that is not in every run. */
  readonly only?: string;
  /** What is so without its right, if all else works. */
  readonly spare?: string;
}

/** A batch takes the right of the single call (SQS developer guide, "Amazon SQS API permissions"). */
export function callsOn(queue: string, ...operations: readonly string[]): Call[] {
  return operations.map((operation) => ({
    operation: `sqs:${operation}`,
    ...(operation.endsWith("Batch") && { action: `sqs:${operation.slice(0, -"Batch".length)}` }),
    resource: queue,
  }));
}
