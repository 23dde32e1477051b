/** A function whose events are a queue's messages: a real SQS house beside the Lambda house, on virtual time. */
import type { Houses } from "../../cloud/cloud.ts";
import type { Authority } from "../../cloud/joints/authority.ts";
import { lambdaQueues } from "../../cloud/joints/lambda-queues.ts";
import { Feed } from "../../cloud/kernel/feed.ts";
import { Random } from "../../cloud/kernel/random.ts";
import type { QueuePort } from "../../cloud/lambda/ports.ts";
import type { SqsFact } from "../../cloud/sqs/facts.ts";
import { sqsHouse } from "../../cloud/sqs/house.ts";
import { SqsService } from "../../cloud/sqs/service.ts";
import { type ALambda, aCall, aDeployment, type FakeHandler, type LambdaSetting, PLACE } from "./a-lambda.ts";

export const SOURCE_ARN = "arn:aws:sqs:us-east-1:111111111111:orders";
export const SOURCE = "orders";

export interface ASource {
  readonly lambda: ALambda;
  readonly sqs: SqsService;
  /** Every event that a handler was given, with the second it came at. */
  readonly batches: { readonly at: number; readonly bodies: string[]; readonly event: SqsEvent }[];
  /** What the role may not do. */
  readonly denied: Set<string>;
  /** Creates the mapping and waits until it is enabled; its UUID. */
  map(input?: object): Promise<string>;
  send(...bodies: string[]): void;
  /** Lets so many seconds pass. */
  pass(seconds: number): Promise<void>;
  /** Bodies that are in the queue, visible or hidden. */
  left(): number;
  mapping(uuid: string): Record<string, unknown>;
}

export interface SqsEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string; readonly [name: string]: unknown }[];
}

export interface SourceSetting extends Omit<LambdaSetting, "handler" | "ports"> {
  readonly handler?: (event: SqsEvent, inside: Parameters<FakeHandler>[2]) => unknown;
  readonly queue?: Record<string, string>;
  readonly function?: object;
}

export async function aSource({ handler, queue = {}, ...setting }: SourceSetting = {}): Promise<ASource> {
  const batches: ASource["batches"] = [];
  const denied = new Set<string>();
  let port: QueuePort | undefined;
  const lambda = await aDeployment(
    {
      ...setting,
      handler: async (event, _context, inside) => {
        const sqsEvent = event as SqsEvent;
        const bodies = sqsEvent.Records.map(({ body }) => body);
        batches.push({ at: seconds(), bodies, event: sqsEvent });
        return await handler?.(sqsEvent, inside);
      },
      ports: {
        mayRole: (_role, action) => !denied.has(action),
        queues: {
          find: (...asked) => port!.find(...asked),
          receive: (...asked) => port!.receive(...asked),
          delete: (...asked) => port!.delete(...asked),
        },
      },
    },
    setting.function,
  );
  const { clock } = lambda;
  const start = clock.now();
  const seconds = () => Math.floor((clock.now() - start) / 1000);
  const sqs = new SqsService({ clock, random: Random.fromSeed(1), feed: new Feed<SqsFact>(clock), place: PLACE });
  sqs.create(SOURCE, queue, {});
  const authority = { roleMay: (_role: string, { action }: { action: string }) => !denied.has(action) };
  const houses = { place: PLACE, sqs: sqsHouse(sqs), services: { sqs } } as unknown as Houses;
  port = lambdaQueues(houses, authority as unknown as Authority);
  const pass = (time: number) => clock.run(clock.sleep(time * 1000));
  return {
    lambda,
    sqs,
    batches,
    denied,
    map: async (input = {}) => {
      const asked = { FunctionName: "transform", EventSourceArn: SOURCE_ARN, ...input };
      const { UUID } = lambda.do<{ UUID: string }>("CreateEventSourceMapping", asked, aCall());
      await pass(20);
      return UUID;
    },
    send: (...bodies) => {
      for (const body of bodies) sqs.send(SOURCE, { body, senderId: "AIDASENDER" });
    },
    pass,
    left: () => {
      const { visible, inFlight, delayed } = sqs.get(SOURCE).queue.counts(clock.now());
      return visible + inFlight + delayed;
    },
    mapping: (UUID) => lambda.do<Record<string, unknown>>("GetEventSourceMapping", { UUID }),
  };
}
