import type { Quantiles } from "./quantiles.ts";

/**
 * What a house - one AWS service - shows to the gateway: its operations, what each needs to be allowed, and the
 * policies on its resources. A house knows no protocol, no signature and no other house.
 */
export interface House {
  /** The name in action names and ARNs: `s3`, `sqs`, `cloudwatch`. */
  readonly name: string;
  /** By AWS's operation name: `(input, call) -> output`, typed by the SDK's own inputs and outputs. */
  readonly operations: Operations;
  /** What the caller of an operation must be allowed to do: one need per resource, all of which are checked. */
  needs(operation: string, input: never): readonly Need[];
  /** The resource policy (JSON) of what an ARN names, if it has one. */
  policyOf(arn: string): string | undefined;
  /** How long the service takes to answer an operation, in milliseconds. */
  latencyOf(operation: string): Quantiles;
  /** Headers that no model of the service has; `request` is there when a browser asks for a page of another origin. */
  headersOf?(
    operation: string,
    input: Readonly<Record<string, unknown>>,
    request: CrossOrigin | undefined,
  ): Readonly<Record<string, string>> | undefined;
  /** Hears of every answered request, refused ones too (S3's request metrics count them). */
  observe?(request: AnsweredRequest): void;
}

/** What a browser says of a request that it sends for a page of another origin. */
export interface CrossOrigin {
  readonly origin: string;
  /** The request's, or the one that is asked for beforehand. */
  readonly method: string;
  /** In lower case; those that are asked for beforehand. */
  readonly headers: readonly string[];
}

/** A request as it looked from outside. */
export interface AnsweredRequest {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly status: number;
  /** Milliseconds from the request's arrival to its answer. */
  readonly latency: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

// biome-ignore lint/suspicious/noExplicitAny: each operation has its own input; the gateway decodes to it by the model.
export type Operations = Readonly<Record<string, (input: any, call: Call) => unknown>>;

/** An operation's answer without the SDK's transport metadata. */
export type Output<CommandOutput> = Omit<CommandOutput, "$metadata">;

/** One thing a caller must be allowed to do. */
export interface Need {
  /** `sqs:SendMessage` */
  readonly action: string;
  /** The ARN it is done to, or `*` for actions without a resource. */
  readonly resource: string;
  /** Condition keys that only the service knows (`s3:prefix`). */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** One request on its way through a house. */
export interface Call {
  readonly requestId: string;
  /** The caller's ARN; for AWS services their principal name. */
  readonly callerArn: string;
  /** The caller's unique id as AWS writes it (`AIDA...`, `AROA...:session`). */
  readonly callerId: string;
  /** The address the request came from. */
  readonly sourceIp: string;
  /** Scheme and host the caller used (SQS builds queue URLs from it). */
  readonly endpoint: string;
  /** X-Ray's header, if the request had one: SNS passes it on to queues. */
  readonly traceHeader?: string;
  /**
   * For needs that belong to a part of the request only, and whose refusal must not refuse the rest: throws what the
   * service says to a caller who may not.
   */
  readonly authorize?: (need: Need) => void;
  /** The door the request waits at: aborted when the caller has gone. Long polls listen to it. */
  readonly signal?: AbortSignal | undefined;
}

/** Where a cloud is. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}
