import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as iam from "@aws-sdk/client-iam";
import * as lambda from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as ssm from "@aws-sdk/client-ssm";
import * as sts from "@aws-sdk/client-sts";
import { rootOf } from "../../cloud/gateway/caller.ts";
import { type Clients, clientsFor } from "../../cloud/gateway/clients.ts";
import { Gateway } from "../../cloud/gateway/gateway.ts";
import { Activity } from "../../cloud/kernel/activity.ts";
import type { Clock } from "../../cloud/kernel/clock.ts";
import { DoorFaults } from "../../cloud/kernel/faults.ts";
import type { House } from "../../cloud/kernel/house.ts";
import { Quantiles } from "../../cloud/kernel/quantiles.ts";
import { Random } from "../../cloud/kernel/random.ts";

/** The client modules the gateway speaks for. */
export const MODULES = { s3, sqs, sns, lambda, cloudwatch, logs, ssm, iam, sts } as const;

export type ServiceName = keyof typeof MODULES;

export const SERVICE_NAMES = Object.keys(MODULES) as ServiceName[];

/**
 * A gateway whose houses know every operation, remember what they were asked, and answer what they were told: what
 * comes out at one end is what went in at the other, or the wire has changed it.
 */
export function aMirror() {
  const heard: { input?: Record<string, unknown> } = {};
  const told: { output: Record<string, unknown>; error?: Error | undefined } = { output: {} };
  const bugs: unknown[] = [];
  const work = (input: Record<string, unknown>) => {
    heard.input = input;
    if (told.error) throw told.error;
    return told.output;
  };
  const houses = SERVICE_NAMES.map(
    (name): House => ({
      name,
      operations: new Proxy({}, { get: () => work }),
      needs: () => [],
      policyOf: () => undefined,
      latencyOf: () => NO_LATENCY,
    }),
  );
  const random = Random.fromSeed(1);
  const gateway = new Gateway({
    clock: NO_TIME,
    random,
    houses,
    guard: { check: () => {} },
    faults: new DoorFaults(random),
    onBug: (error) => void bugs.push(error),
  });
  const caller = {
    principal: rootOf("111122223333"),
    sourceIp: "127.0.0.1",
    endpoint: "https://amazonaws.com",
    secure: true,
  };
  const clients = clientsFor(caller, {
    gateway,
    clock: NO_TIME,
    activity: new Activity(),
    random,
    region: "us-east-1",
  });
  return { gateway, clients, caller, heard, told, bugs };
}

/** Sends an operation by its name: what the house heard, and what the client got back. */
export async function exchange(
  mirror: ReturnType<typeof aMirror>,
  service: ServiceName,
  operation: string,
  input: object,
  output: Record<string, unknown>,
): Promise<{ heard: Record<string, unknown>; got: Record<string, unknown> }> {
  mirror.told.output = output;
  const Command = (MODULES[service] as unknown as Record<string, new (input: object) => never>)[`${operation}Command`]!;
  const client = mirror.clients[service] as unknown as { send(command: never): Promise<Record<string, unknown>> };
  const { $metadata, ...got } = await client.send(new Command(input));
  return { heard: mirror.heard.input!, got };
}

/** Lets an operation fail in the house: the error that the client throws. */
export async function failure(
  mirror: ReturnType<typeof aMirror>,
  service: ServiceName,
  operation: string,
  input: object,
  error: Error,
): Promise<SdkError> {
  mirror.told.error = error;
  try {
    await exchange(mirror, service, operation, input, {});
  } catch (thrown) {
    return thrown as SdkError;
  } finally {
    mirror.told.error = undefined;
  }
  throw new Error("the operation did not fail");
}

export interface SdkError extends Error {
  readonly Code?: string;
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string; readonly attempts?: number };
}

export type { Clients };

/** Time that never passes and never holds anybody up. */
const NO_TIME: Clock = {
  now: () => 0,
  sleep: async () => {},
  at: () => {
    throw new Error("nobody here sets alarms");
  },
  every: () => {
    throw new Error("nobody here sets alarms");
  },
};

const NO_LATENCY = new Quantiles({ 0: 0, 100: 0 });
