/** Functions in processes of their own: a real Lambda house and a real process runtime, on the machine's time. */
import { WallClock } from "../../cloud/kernel/clock.ts";
import { Feed } from "../../cloud/kernel/feed.ts";
import { Random } from "../../cloud/kernel/random.ts";
import type { LambdaFact } from "../../cloud/lambda/facts.ts";
import { lambdaHouse } from "../../cloud/lambda/house.ts";
import { ProcessRuntime, type ProcessRuntimeWiring } from "../../cloud/lambda/runtime/process/process-runtime.ts";
import { LambdaService } from "../../cloud/lambda/service.ts";
import { aCall, aFunction, aZip, noQueues, PLACE } from "../lambda/a-lambda.ts";

export interface AHost {
  readonly runtime: ProcessRuntime;
  readonly service: LambdaService;
  readonly facts: LambdaFact[];
  /** Log lines by stream, in order. */
  readonly logs: Map<string, string[]>;
  /** Deploys a function of these files and answers with its name. */
  deploy(files: Files, input?: object): Promise<string>;
  invoke(name: string, event?: unknown, requestId?: string, clientContext?: object): Promise<Answered>;
  stop(): Promise<void>;
}

export type Files = string | Readonly<Record<string, string>> | Uint8Array;

export interface Answered {
  /** X-Amz-Function-Error. */
  readonly error: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the function has answered.
  readonly payload: any;
  /** What LogType Tail shows. */
  readonly tail: string;
}

export function aHost(wiring: Partial<ProcessRuntimeWiring> = {}): AHost {
  const clock = new WallClock();
  const random = Random.fromSeed(1);
  const feed = new Feed<LambdaFact>(clock);
  const logs = new Map<string, string[]>();
  const runtime = new ProcessRuntime({
    clock,
    random,
    endpoint: () => "http://127.0.0.1:4566",
    credentialsFor: () => CREDENTIALS,
    ...wiring,
  });
  const service = new LambdaService({
    clock,
    random,
    feed,
    place: PLACE,
    runtime,
    ports: {
      readObject: () => aZip(),
      canAssume: () => true,
      mayRole: () => true,
      deposit: async () => "sent",
      queues: noQueues(),
      log: (_group, stream, events) => {
        logs.set(stream, [...(logs.get(stream) ?? []), ...events.map(({ message }) => message)]);
      },
    },
  });
  const { operations } = lambdaHouse(service);
  let functions = 0;
  return {
    runtime,
    service,
    facts: feed.facts,
    logs,
    stop: () => runtime.stop(),
    deploy: async (files, input = {}) => {
      const FunctionName = `function-${++functions}`;
      const Code = { ZipFile: zipOf(files) };
      await operations.CreateFunction!(aFunction({ FunctionName, Code, MemorySize: 256, ...input }), aCall());
      return FunctionName;
    },
    invoke: async (FunctionName, event = {}, requestId = ID, context = undefined) => {
      const ClientContext = context && Buffer.from(JSON.stringify(context)).toString("base64");
      const Payload = Buffer.from(JSON.stringify(event));
      const input = { FunctionName, Payload, LogType: "Tail", ...(ClientContext && { ClientContext }) };
      const answer = (await operations.Invoke!(input, aCall({ requestId }))) as InvokeOutput;
      const payload = JSON.parse(Buffer.from(answer.Payload).toString());
      return { error: answer.FunctionError, payload, tail: Buffer.from(answer.LogResult, "base64").toString() };
    },
  };
}

interface InvokeOutput {
  readonly FunctionError?: string;
  readonly Payload: Uint8Array;
  readonly LogResult: string;
}

export const ID = "00000000-0000-4000-8000-000000000001";

export const CREDENTIALS = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" };

/** One text is an index.js whose `event` and `context` are in scope of the handler's body. */
function zipOf(files: Files): Uint8Array {
  if (files instanceof Uint8Array) return files;
  return aZip(typeof files === "string" ? { "index.js": handler(files) } : files);
}

export const handler = (body: string) => `exports.handler = async (event, context) => { ${body} };`;

/** Whether a process is there; a zombie is not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when something has come true; five seconds is long enough for all of it. */
export async function eventually(condition: () => boolean): Promise<void> {
  for (let look = 0; look < 500 && !condition(); look++) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!condition()) throw new Error("it did not come true in five seconds");
}
