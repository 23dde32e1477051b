import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Random } from "../kernel/random.ts";
import { AsyncEvent, type GivenUp, type NextStep } from "./async-event.ts";
import { deadLetterAttributes, type Fate, invocationRecord, type LastAnswer } from "./dead-letter.ts";
import { type EventSettings, limitsOf } from "./event-settings.ts";
import type { LambdaFact } from "./facts.ts";
import type { Answer, Invoker, Target, Throttled } from "./invoker.ts";
import { DISPATCH } from "./latency.ts";
import { keysOf } from "./notification.ts";
import type { LambdaPorts } from "./ports.ts";

/**
 * Asynchronous invocation: events that were taken, and wait for their attempts.
 *
 *     accept -> attempt -> success -----------------------> record (if a destination asks for it)
 *                 ^  '--> error, throttle -> wait --.
 *                 '---------------------------------'
 *                    '--> given up -> dead letter, record -> dropped
 *
 * Settings are read at each attempt: an event that waits heeds a change.
 */
export class EventQueue {
  readonly #wiring: EventQueueWiring;
  readonly #dispatches: Random;
  readonly #waits: Random;
  /** Taken, and neither done nor given up; in the order they came. */
  readonly #open = new Set<AsyncEvent>();

  constructor(wiring: EventQueueWiring) {
    this.#wiring = wiring;
    this.#dispatches = wiring.random.fork("dispatch");
    this.#waits = wiring.random.fork("waits");
  }

  /** Events that were taken and are neither done nor given up. */
  get waiting(): number {
    return this.#open.size;
  }

  /** When the one that waits for longest was taken. */
  get waitingSince(): number | undefined {
    const [oldest] = this.#open;
    return oldest?.acceptedAt;
  }

  accept(address: Address, requestId: string, payload: string, source?: string): void {
    const { clock, feed } = this.#wiring;
    const keys = keysOf(payload);
    const event = new AsyncEvent(requestId, payload, clock.now());
    const entry: Entry = { event, address, keys, settings: undefined, roleArn: "", last: undefined };
    this.#open.add(event);
    feed.record({ kind: "EventAccepted", ...this.#whose(entry), ...(source && { source }), ...(keys && { keys }) });
    this.#attemptAt(clock.now() + DISPATCH.draw(this.#dispatches), entry);
  }

  #attemptAt(instant: number, entry: Entry): void {
    this.#wiring.clock.at(instant, () => void this.#attempt(entry));
  }

  async #attempt(entry: Entry): Promise<void> {
    const destination = this.#wiring.find(entry.address);
    if (!destination) return this.#failed(entry, lost(entry.address));
    const { target, settings, isStopped } = destination;
    entry.settings = settings;
    entry.roleArn = target.version.settings.Role;
    entry.deadLetterArn = target.version.settings.DeadLetterConfig?.TargetArn;
    if (isStopped) return this.#giveUp(entry, "ZeroReservedConcurrency");
    const { requestId, payload, invocations } = entry.event;
    const age = () => entry.event.age(this.#wiring.clock.now());
    const job = { requestId, payload, age, attempt: invocations + 1, keys: entry.keys };
    const answer = await this.#wiring.invoker.invoke(target, job);
    if ("throttled" in answer) this.#throttled(entry);
    else if (answer.outcome === "success") await this.#succeeded(entry, answer);
    else await this.#failed(entry, lastAnswerOf(answer));
  }

  #throttled(entry: Entry): Promise<void> | undefined {
    entry.last = { statusCode: 429, errorMessage: "Rate Exceeded." };
    const step = entry.event.throttled(this.#wiring.clock.now(), limitsOf(entry.settings), this.#waits);
    return this.#follow(entry, step, "throttle");
  }

  #failed(entry: Entry, last: LastAnswer): Promise<void> | undefined {
    entry.last = last;
    const step = entry.event.failed(this.#wiring.clock.now(), limitsOf(entry.settings), this.#waits);
    return this.#follow(entry, step, "error");
  }

  #follow(entry: Entry, step: NextStep, after: "error" | "throttle"): Promise<void> | undefined {
    if ("giveUp" in step) return this.#giveUp(entry, step.giveUp);
    const delay = step.retryAt - this.#wiring.clock.now();
    this.#wiring.feed.record({ kind: "EventRetried", ...this.#whose(entry), delay, after });
    this.#attemptAt(step.retryAt, entry);
    return undefined;
  }

  async #succeeded(entry: Entry, answer: Answer): Promise<void> {
    entry.event.invocations++;
    entry.last = lastAnswerOf(answer);
    if (entry.settings?.onSuccess) await this.#sendRecord(entry, entry.settings.onSuccess, "Success");
    this.#open.delete(entry.event);
  }

  async #giveUp(entry: Entry, condition: GivenUp): Promise<void> {
    const { keys, event, deadLetterArn, settings } = entry;
    const what = { ...this.#whose(entry), invocations: event.invocations, ...(keys && { keys }) };
    if (condition === "EventAgeExceeded") this.#wiring.feed.record({ kind: "EventExpired", ...what });
    else this.#wiring.feed.record({ kind: "EventDropped", condition, ...what });
    if (deadLetterArn) await this.#sendDeadLetter(entry, deadLetterArn, condition);
    if (settings?.onFailure) await this.#sendRecord(entry, settings.onFailure, condition);
    this.#open.delete(event);
  }

  async #sendDeadLetter(entry: Entry, target: string, condition: GivenUp): Promise<void> {
    const attributes = deadLetterAttributes(fateOf(entry, condition));
    const { ports, feed } = this.#wiring;
    const answer = await ports.deposit(target, entry.event.payload, attributes, entry.roleArn);
    const kind = answer === "sent" ? "EventDeadLettered" : "DeadLetterFailed";
    feed.record({ kind, ...this.#whose(entry), target, condition });
  }

  async #sendRecord(entry: Entry, target: string, condition: GivenUp | "Success"): Promise<void> {
    const { ports, feed, clock } = this.#wiring;
    const record = invocationRecord(clock.now(), fateOf(entry, condition));
    const answer = await ports.deposit(target, record, {}, entry.roleArn);
    const kind = answer === "sent" ? "RecordDelivered" : "RecordFailed";
    feed.record({ kind, ...this.#whose(entry), target, condition });
  }

  #whose({ address, event }: Entry) {
    return { function: address.name, resource: address.resource, requestId: event.requestId };
  }
}

/** Whom an event was sent to. The version is looked for at each attempt. */
export interface Address {
  readonly name: string;
  readonly qualifier?: string | undefined;
  readonly resource: string;
  /** With its qualifier; `$LATEST` where none was asked for. */
  readonly arn: string;
}

export interface Destination {
  readonly target: Target;
  readonly settings: EventSettings | undefined;
  /** Its reserved concurrency is zero. */
  readonly isStopped: boolean;
}

export interface EventQueueWiring {
  readonly clock: Clock;
  readonly random: Random;
  readonly feed: Feed<LambdaFact>;
  readonly ports: Pick<LambdaPorts, "deposit">;
  readonly invoker: { invoke: Invoker["invoke"] };
  /** Nothing when the function, the version or the alias has gone. */
  find(address: Address): Destination | undefined;
}

interface Entry {
  readonly event: AsyncEvent;
  readonly address: Address;
  readonly keys: string[] | undefined;
  settings: EventSettings | undefined;
  roleArn: string;
  deadLetterArn?: string | undefined;
  last: LastAnswer | undefined;
}

function fateOf({ event, address, last }: Entry, condition: Fate["condition"]): Fate {
  const { requestId, payload, invocations } = event;
  return { requestId, payload, functionArn: address.arn, condition, invocations, last };
}

function lastAnswerOf(answer: Exclude<Answer | Throttled, Throttled>): LastAnswer {
  const { version, payload, outcome, errorMessage } = answer;
  return {
    statusCode: 200,
    executedVersion: version.number,
    ...(outcome !== "success" && { functionError: "Unhandled" as const }),
    payload,
    ...(errorMessage !== undefined && { errorMessage }),
  };
}

/** An attempt that finds its function gone is an attempt all the same, and is tried again. */
function lost({ arn }: Address): LastAnswer {
  return { statusCode: 404, errorMessage: `Function not found: ${arn}` };
}
