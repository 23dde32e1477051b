import { format } from "node:util";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { Gate, GateClock } from "./gate.ts";
import { blame, type Culprit } from "./rejections.ts";
import type { EnvironmentSpec, Principal } from "./runtime.ts";

/**
 * What a bundle's `create(world)` is handed: the same things its `handler` finds for itself on AWS, wired to the
 * embedded cloud and the lab's time. It answers with handlers by name: `{ handler }`.
 */
export interface World {
  readonly env: Readonly<Record<string, string>>;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
  readonly clock: GateClock;
  /** Writes one line to the function's log, as it is. */
  log(line: string): void;
  readonly network: {
    /** Takes hosts off the environment's network, until it is called again (see `Gate.deny`). */
    deny(hosts: readonly string[]): void;
  };
  /** Does nothing: what a function leaves in memory lies in the host's, which has no limit to run into. */
  collect(): void;
}

/**
 * Makes the SDK clients of one environment. Their request handlers must ask the gate (see `gate.ts`); retries should
 * wait on `gate.clock`.
 */
export type ClientsFor = (principal: Principal, gate: Gate) => { readonly s3: S3Client; readonly ssm: SSMClient };

export function worldOf(spec: EnvironmentSpec, gate: Gate, clientsFor: ClientsFor, culprit: Culprit): World {
  const clients = clientsFor(spec.principal, gate);
  return {
    env: spec.variables,
    s3: guarded(clients.s3, gate, culprit),
    ssm: guarded(clients.ssm, gate, culprit),
    clock: gate.clock,
    log: (line) => spec.write(line),
    network: { deny: (hosts) => gate.deny(hosts) },
    collect: () => {},
  };
}

/**
 * The same client, with a `send` that starts nothing in a frozen environment, answers nothing to one, and whose errors
 * are known for the environment's. (Callers with callbacks pass it by.)
 */
function guarded<Client extends { send: unknown }>(client: Client, gate: Gate, culprit: Culprit): Client {
  const send = client.send as (...args: unknown[]) => Promise<unknown>;
  const guardedSend = async (...args: unknown[]): Promise<unknown> => {
    if (!gate.isOpen) await gate.through();
    try {
      const answer = await send.apply(client, args);
      if (!gate.isOpen) await gate.through();
      return answer;
    } catch (error) {
      if (!gate.isOpen) await gate.through();
      blame(error, culprit);
      throw error;
    }
  };
  return Object.create(client, { send: { value: guardedSend } }) as Client;
}

/** `console` and `process` as the code of one environment sees them. */
export function scopeOf({ variables, write }: EnvironmentSpec): { console: object; process: object } {
  const level =
    (name: "DEBUG" | "INFO" | "WARN" | "ERROR") =>
    (...args: unknown[]) =>
      write(format(...args), name);
  const lines = {
    log: level("INFO"),
    info: level("INFO"),
    debug: level("DEBUG"),
    warn: level("WARN"),
    error: level("ERROR"),
  };
  return {
    console: Object.assign(Object.create(console) as object, lines, { trace: level("DEBUG") }),
    process: Object.create(process, { env: { value: { ...variables }, writable: true } }) as object,
  };
}
