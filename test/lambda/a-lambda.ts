/** A Lambda house on virtual time, with everything around it played by the test. */
import { zipSync } from "fflate";
import { VirtualClock } from "../../cloud/kernel/clock.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { Feed } from "../../cloud/kernel/feed.ts";
import type { Call, House } from "../../cloud/kernel/house.ts";
import { Random } from "../../cloud/kernel/random.ts";
import { ScaledClock } from "../../cloud/kernel/scaled-clock.ts";
import type { LambdaFact } from "../../cloud/lambda/facts.ts";
import { lambdaHouse } from "../../cloud/lambda/house.ts";
import type { LambdaPorts, LogEvent } from "../../cloud/lambda/ports.ts";
import { failureOf } from "../../cloud/lambda/runtime/node-error.ts";
import type { Environment, EnvironmentSpec, InvocationContext, Runtime } from "../../cloud/lambda/runtime/runtime.ts";
import { LambdaService } from "../../cloud/lambda/service.ts";

export const PLACE = { accountId: "111111111111", region: "us-east-1" };
export const ROLE = "arn:aws:iam::111111111111:role/transform";
export const FUNCTION_ARN = "arn:aws:lambda:us-east-1:111111111111:function:transform";
export const QUEUE_ARN = "arn:aws:sqs:us-east-1:111111111111:failures";

export interface Deposit {
  readonly at: number;
  readonly target: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;
  readonly roleArn: string;
}

export interface LogBatch {
  readonly group: string;
  readonly stream: string;
  readonly events: readonly LogEvent[];
}

export interface ALambda {
  readonly clock: VirtualClock;
  readonly service: LambdaService;
  readonly house: House;
  readonly facts: LambdaFact[];
  readonly deposits: Deposit[];
  readonly logs: LogBatch[];
  readonly environments: FakeEnvironment[];
  /** Calls an operation. */
  do<T = Record<string, unknown>>(operation: string, input?: object, call?: Call): T;
  kinds(): string[];
  of<K extends LambdaFact["kind"]>(kind: K): Extract<LambdaFact, { kind: K }>[];
}

export type FakeHandler = (
  event: unknown,
  context: InvocationContext,
  inside: { sleep(milliseconds: number): Promise<void>; write: EnvironmentSpec["write"]; spec: EnvironmentSpec },
) => unknown;

export interface LambdaSetting {
  readonly handler?: FakeHandler;
  readonly runtime?: (clock: VirtualClock) => Runtime;
  readonly ports?: Partial<LambdaPorts>;
  readonly seed?: number;
  readonly accountConcurrency?: number;
  /** How much of the waits of asynchronous events is waited. */
  readonly timeScale?: number;
}

export function aLambda(setting: LambdaSetting = {}): ALambda {
  const clock = new VirtualClock();
  const feed = new Feed<LambdaFact>(clock);
  const deposits: Deposit[] = [];
  const logs: LogBatch[] = [];
  const environments: FakeEnvironment[] = [];
  const ports: LambdaPorts = {
    readObject: () => aZip(),
    canAssume: () => true,
    mayRole: () => true,
    deposit: async (target, body, attributes, roleArn) => {
      deposits.push({ at: clock.now(), target, body, attributes, roleArn });
      return "sent";
    },
    log: (group, stream, events) => void logs.push({ group, stream, events }),
    queues: noQueues(),
    ...setting.ports,
  };
  const fake: Runtime = {
    start: (spec) => {
      const environment = new FakeEnvironment(spec, clock, setting.handler ?? (() => ({ ok: true })));
      environments.push(environment);
      return environment;
    },
  };
  const runtime = setting.runtime?.(clock) ?? fake;
  const random = Random.fromSeed(setting.seed ?? 1);
  const quota = setting.accountConcurrency !== undefined && { accountConcurrency: setting.accountConcurrency };
  const faster = setting.timeScale !== undefined && { eventClock: new ScaledClock(clock, setting.timeScale) };
  const service = new LambdaService({ clock, random, feed, place: PLACE, ports, runtime, ...quota, ...faster });
  const house = lambdaHouse(service);
  return {
    clock,
    service,
    house,
    facts: feed.facts,
    deposits,
    logs,
    environments,
    do: <T>(operation: string, input: object = {}, call = aCall()) => house.operations[operation]!(input, call) as T,
    kinds: () => feed.facts.map(({ kind }) => kind),
    of: <K extends LambdaFact["kind"]>(kind: K) =>
      feed.facts.filter((fact) => fact.kind === kind) as unknown as Extract<LambdaFact, { kind: K }>[],
  };
}

/** Ports of a cloud without queues. */
export function noQueues(): LambdaPorts["queues"] {
  const none = (): never => {
    throw new AwsError("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
  };
  return { find: none, receive: async () => none(), delete: none };
}

/** An environment that runs a function of the test, and remembers what was done to it. */
export class FakeEnvironment implements Environment {
  readonly ready = Promise.resolve();
  readonly spec: EnvironmentSpec;
  readonly history: string[] = [];
  readonly #clock: VirtualClock;
  readonly #handler: FakeHandler;

  constructor(spec: EnvironmentSpec, clock: VirtualClock, handler: FakeHandler) {
    this.spec = spec;
    this.#clock = clock;
    this.#handler = handler;
  }

  async invoke(event: string, context: InvocationContext) {
    this.history.push("invoke");
    const inside = {
      sleep: (milliseconds: number) => this.#clock.sleep(milliseconds),
      write: this.spec.write,
      spec: this.spec,
    };
    try {
      const answer = await this.#handler(JSON.parse(event), context, inside);
      return { kind: "success" as const, payload: JSON.stringify(answer) ?? "null" };
    } catch (error) {
      return failureOf(error);
    }
  }

  freeze(): void {
    this.history.push("freeze");
  }

  thaw(): void {
    this.history.push("thaw");
  }

  stop(): void {
    this.history.push("stop");
  }
}

export function aCall(call: Partial<Call> = {}): Call {
  return {
    requestId: "00000000-0000-4000-8000-000000000001",
    callerArn: "arn:aws:iam::111111111111:user/somebody",
    callerId: "AIDAEXAMPLE",
    sourceIp: "127.0.0.1",
    endpoint: "http://127.0.0.1:4566",
    ...call,
  };
}

/** A deployment package of one or more files. */
export function aZip(files: Readonly<Record<string, string>> = { "index.js": "exports.handler = async () => 1" }) {
  const mtime = new Date(2000, 0, 1, 12);
  const bytes = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)] as const);
  return zipSync(Object.fromEntries(bytes), { mtime });
}

/** What CreateFunction needs. */
export function aFunction(input: object = {}): object {
  return {
    FunctionName: "transform",
    Runtime: "nodejs22.x",
    Role: ROLE,
    Handler: "index.handler",
    Code: { ZipFile: aZip() },
    ...input,
  };
}

/** A Lambda house with `transform` published as version 1 behind the alias `live`. */
export async function aDeployment(setting: LambdaSetting = {}, input: object = {}): Promise<ALambda> {
  const lambda = aLambda(setting);
  await lambda.do<Promise<object>>("CreateFunction", aFunction({ Publish: true, ...input }));
  lambda.do("CreateAlias", { FunctionName: "transform", Name: "live", FunctionVersion: "1" });
  return lambda;
}

export const LIVE_ARN = `${FUNCTION_ARN}:live`;

/** Hands an event to the alias, as S3 does. */
export function send(lambda: ALambda, event: object = { n: 1 }, arn = LIVE_ARN): string {
  const answer = lambda.service.invokeAsync(arn, JSON.stringify(event), "s3.amazonaws.com");
  if (!("requestId" in answer)) throw answer;
  return answer.requestId;
}

/** Lets time pass until nothing waits in the asynchronous queue. */
export async function settled({ clock, service }: ALambda): Promise<void> {
  await clock.run(
    (async () => {
      while (service.waitingEvents > 0) await clock.sleep(1000);
    })(),
  );
}

/** A port that remembers what it was asked and always answers the same. */
export function aPort<Question extends unknown[], Answer>(answer: Answer) {
  const asked: Question[] = [];
  const port = (...question: Question): Answer => {
    asked.push(question);
    return answer;
  };
  return { asked, port };
}

/** The error that something throws or rejects with. */
export async function errorOf(
  work: () => unknown,
): Promise<{ code: string; message: string; status: number; extra: object }> {
  try {
    await work();
  } catch (error) {
    return error as never;
  }
  throw new Error("nothing was thrown");
}
