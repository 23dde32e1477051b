import { type Caller, rootOf } from "../../cloud/gateway/caller.ts";
import { Gateway, type Guard } from "../../cloud/gateway/gateway.ts";
import { textOf, type WireRequest, type WireResponse } from "../../cloud/gateway/message.ts";
import { EPOCH, VirtualClock } from "../../cloud/kernel/clock.ts";
import { DoorFaults } from "../../cloud/kernel/faults.ts";
import type { AnsweredRequest, Call, House, Need, Operations } from "../../cloud/kernel/house.ts";
import { Quantiles } from "../../cloud/kernel/quantiles.ts";
import { Random } from "../../cloud/kernel/random.ts";
import { aRequest } from "./a-request.ts";

interface Settings {
  /** The house's; `sqs` if nothing is said. */
  readonly name?: string;
  readonly operations?: Operations;
  readonly needs?: readonly Need[];
  readonly policy?: string;
  /** Milliseconds for every answer, or quantiles to draw them from. */
  readonly latency?: number | Quantiles;
  readonly latencyScale?: number;
  readonly check?: Guard["check"];
  readonly seed?: number;
}

/** A gateway on a virtual clock before one small house, and a diary of all that happens in their order. */
export function aGateway(settings: Settings = {}) {
  const clock = new VirtualClock();
  const diary: string[] = [];
  const bugs: unknown[] = [];
  const answered: AnsweredRequest[] = [];
  const calls: Call[] = [];
  const note = (what: string) => void diary.push(`${clock.now() - EPOCH} ${what}`);
  const latency = typeof settings.latency === "object" ? settings.latency : flat(settings.latency ?? 0);
  const house: House = {
    name: settings.name ?? "sqs",
    operations: settings.operations ?? {
      SendMessage: (_input: unknown, call: Call) => {
        note("house");
        calls.push(call);
        return SENT;
      },
    },
    needs: () => settings.needs ?? [{ action: "sqs:SendMessage", resource: "arn:q" }],
    policyOf: (arn) => settings.policy && `${settings.policy} of ${arn}`,
    latencyOf: () => latency,
    observe: (request) => void answered.push(request),
  };
  const random = Random.fromSeed(settings.seed ?? 1);
  const faults = new DoorFaults(random.fork("door faults"));
  const check: Guard["check"] = (service, caller, need, policy) => {
    note(`check ${need.action} on ${need.resource}${policy ? `, policy ${policy}` : ""}`);
    settings.check?.(service, caller, need, policy);
  };
  const gateway = new Gateway({
    clock,
    random,
    houses: [house],
    guard: { check },
    faults,
    ...(settings.latencyScale !== undefined && { latencyScale: settings.latencyScale }),
    onBug: (error) => void bugs.push(error),
  });
  const knock = (request: WireRequest = aMessage(), service = "sqs") => gateway.handle(service, request, A_CALLER);
  return { clock, gateway, faults, diary, note, bugs, answered, calls, house, knock };
}

/** The answer to a message "b", with the sum that clients check. */
export const SENT = { MD5OfMessageBody: "92eb5ffee6ae2fec3ad71c777531578f", MessageId: "m" };

export const A_CALLER: Caller = {
  principal: rootOf("111122223333"),
  sourceIp: "203.0.113.7",
  endpoint: "https://sqs.us-east-1.amazonaws.com",
  secure: true,
};

/** SendMessage, as SQS's clients write it. */
export function aMessage(body: object = { QueueUrl: "q", MessageBody: "b" }): WireRequest {
  const headers = { "x-amz-target": "AmazonSQS.SendMessage", "content-type": "application/x-amz-json-1.0" };
  return aRequest("POST /", { headers, body: JSON.stringify(body) });
}

/** What an answer says, in short. */
export function told(response: WireResponse | undefined): { status: number; body: Record<string, unknown> } {
  if (!response) throw new Error("there is no answer");
  return { status: response.status, body: JSON.parse(textOf(response.body)) };
}

export function flat(milliseconds: number): Quantiles {
  return new Quantiles({ 0: milliseconds, 100: milliseconds });
}
