/**
 * What the function needs from where it runs. On AWS the world is made of SDK clients and the machine's clock
 * (aws.ts); in the simulation it is handed in. Nothing else in src touches either.
 */

import type { S3Client } from "@aws-sdk/client-s3";
import type { SSMClient } from "@aws-sdk/client-ssm";

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface Network {
  /**
   * From now on requests to hosts that match one of these patterns fail as if the name did not resolve, on warm
   * connections too; `[]` lifts it. A pattern is a regular expression found anywhere in the host name, in any case of
   * letters, so `s3.*.amazonaws.com` also means `documents.s3.eu-west-1.amazonaws.com`.
   */
  deny(hosts: readonly string[]): void;
}

export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly s3: Pick<S3Client, "send">;
  readonly ssm: Pick<SSMClient, "send">;
  readonly clock: Clock;
  readonly network: Network;
  /** Frees what earlier runs have left in the function's memory; where the memory is not its own, nothing. */
  collect(): void;
  /** Writes one line to the function's log. */
  log(line: string): void;
}

/** What Lambda tells a handler about the run (the part of it that is used here). */
export interface Context {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export type Handler = (event: unknown, context: Context) => Promise<unknown>;
