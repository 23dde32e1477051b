/** A world for the function in which everything is remembered: objects, log lines, sleeps and denied hosts. */

import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import type { Context, World } from "../../src/world.ts";

/** What a fake client answers to a command, or throws. */
export type Answer = (command: unknown) => unknown;

export interface Remembered {
  readonly objects: Map<string, Uint8Array>;
  readonly types: Map<string, string | undefined>;
  readonly commands: unknown[];
  readonly lines: Record<string, unknown>[];
  readonly sleeps: number[];
  readonly denied: (readonly string[])[];
  /** The parameter's value; undefined: there is none. */
  parameter: string | undefined;
  now: number;
  /** How often it was asked to free what earlier runs have left. */
  collections: number;
}

export interface AWorld extends Remembered {
  readonly world: World;
}

/** `s3` and `ssm` may answer instead of the buckets and the parameter; undefined lets those answer. */
export function aWorld(options: { env?: World["env"]; s3?: Answer; ssm?: Answer } = {}): AWorld {
  const told: Remembered = {
    objects: new Map(),
    types: new Map(),
    commands: [],
    lines: [],
    sleeps: [],
    denied: [],
    parameter: undefined,
    now: 1_767_225_600_000,
    collections: 0,
  };
  const client = (special: Answer | undefined, usual: Answer) => ({
    async send(command: unknown) {
      told.commands.push(command);
      return special?.(command) ?? usual(command);
    },
  });
  const world = {
    env: options.env ?? {},
    s3: client(options.s3, (command) => bucket(told, command)),
    ssm: client(options.ssm, (command) => parameter(told, command)),
    clock: {
      now: () => told.now,
      sleep: async (milliseconds: number) => {
        told.sleeps.push(milliseconds);
        told.now += milliseconds;
      },
    },
    collect: () => void told.collections++,
    network: { deny: (hosts: readonly string[]) => void told.denied.push(hosts) },
    log: (line: string) => void told.lines.push(JSON.parse(line)),
  } as unknown as World;
  return Object.assign(told, { world });
}

function bucket(told: Remembered, command: unknown): unknown {
  if (command instanceof GetObjectCommand) {
    const bytes = told.objects.get(command.input.Key!);
    if (bytes === undefined) throw anAwsError("NoSuchKey", 404);
    return { ContentLength: bytes.length, Body: { transformToByteArray: async () => bytes } };
  }
  if (command instanceof PutObjectCommand) {
    told.objects.set(command.input.Key!, command.input.Body as Uint8Array);
    told.types.set(command.input.Key!, command.input.ContentType);
    return {};
  }
  throw new Error("no such operation here");
}

function parameter(told: Remembered, command: unknown): unknown {
  if (!(command instanceof GetParameterCommand)) throw new Error("no such operation here");
  if (told.parameter === undefined) throw anAwsError("ParameterNotFound", 400);
  return { Parameter: { Name: command.input.Name, Value: told.parameter } };
}

/** An error as the SDK's clients throw it. */
export function anAwsError(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error(`${name} happened`), { name, $fault: "client", $metadata: { httpStatusCode } });
}

/** S3's event for keys as they stand in events: form-url-encoded. */
export function anEvent(...keys: string[]): unknown {
  const records = keys.map((key) => ({
    eventVersion: "2.1",
    eventSource: "aws:s3",
    eventName: "ObjectCreated:Put",
    s3: { s3SchemaVersion: "1.0", bucket: { name: "documents-lab" }, object: { key, size: 1, sequencer: "00" } },
  }));
  return { Records: records };
}

export function aContext(requestId = "11111111-2222-3333-4444-555555555555", remaining = 120_000): Context {
  return { awsRequestId: requestId, getRemainingTimeInMillis: () => remaining };
}
