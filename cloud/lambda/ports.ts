/**
 * What Lambda needs of other services. The cloud joins these ports to houses; Lambda has never heard of any of them.
 * The role whose rights count is named in each call, because Lambda acts as the function's execution role.
 */
export interface LambdaPorts {
  /** The bytes of an object, for code that is deployed from a bucket. Throws S3's AwsError. */
  readObject(object: CodeObject): Promise<Uint8Array> | Uint8Array;
  /** Whether Lambda may become the role: its trust policy names lambda.amazonaws.com. */
  canAssume(roleArn: string): boolean;
  /** Whether the role may do `action` (`sqs:SendMessage`) to `resource`. */
  mayRole(roleArn: string, action: string, resource: string): boolean;
  /** Sends a dead letter or an invocation record, as the role. The attributes are those of SQS and SNS messages. */
  deposit(
    targetArn: string,
    body: string,
    attributes: Readonly<Record<string, DepositAttribute>>,
    roleArn: string,
  ): Promise<"sent" | "refused">;
  /** Takes the log lines of one invocation, as the role. */
  log(group: string, stream: string, events: readonly LogEvent[], roleArn: string): void;
  /** The queues of event source mappings. */
  readonly queues: QueuePort;
}

/** What a poller does with a queue, as the function's role. Each throws SQS's AwsError. */
export interface QueuePort {
  find(queueArn: string, roleArn: string): QueueFacts;
  /** Waits up to `wait` milliseconds for a first message; a signal ends the wait with what is there. */
  receive(queueArn: string, roleArn: string, how: ReceiveHow): Promise<readonly QueueMessage[]>;
  delete(queueArn: string, roleArn: string, receiptHandles: readonly string[]): void;
}

export interface QueueFacts {
  /** Milliseconds. */
  readonly visibilityTimeout: number;
}

export interface ReceiveHow {
  /** 1 to 10. */
  readonly limit: number;
  readonly wait: number;
  readonly signal: AbortSignal;
}

export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  /** SQS's own, by name: ApproximateReceiveCount, SentTimestamp, ... */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, QueueMessageAttribute>>;
  readonly md5OfMessageAttributes?: string | undefined;
}

export interface QueueMessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
}

export interface CodeObject {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
}

export interface DepositAttribute {
  readonly DataType: "String" | "Number";
  readonly StringValue: string;
}

export interface LogEvent {
  /** Milliseconds since 1970, a whole number. */
  readonly timestamp: number;
  readonly message: string;
}
