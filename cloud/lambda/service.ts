import type { Clock } from "../kernel/clock.ts";
import { AwsError } from "../kernel/errors.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Place } from "../kernel/house.ts";
import type { Datum } from "../kernel/metric.ts";
import type { Random } from "../kernel/random.ts";
import type { Code } from "./code.ts";
import { Concurrency } from "./concurrency.ts";
import { functionExists, functionNotFound } from "./errors.ts";
import { type Address, type Destination, EventQueue } from "./event-queue.ts";
import { EventSources } from "./event-sources/event-sources.ts";
import type { LambdaFact } from "./facts.ts";
import { LambdaFunction } from "./function.ts";
import { type Answer, Invoker, type Target, type Throttled } from "./invoker.ts";
import { Layers } from "./layers.ts";
import { gaugesOf } from "./metrics.ts";
import { keysOf } from "./notification.ts";
import type { LambdaPorts } from "./ports.ts";
import { arnOf, LATEST, type Reference, referenceOf } from "./reference.ts";
import type { Settings } from "./settings.ts";
import type { Version } from "./version.ts";
import type { LambdaWiring } from "./wiring.ts";

/**
 * Lambda: functions by name, and the ways to invoke them.
 *
 *     invoke ----------------------> invoker -> answer
 *     invokeAsync -> event queue --> invoker
 *     queues <- event sources -----> invoker
 */
export class LambdaService {
  readonly place: Place;
  readonly ports: LambdaPorts;
  readonly concurrency: Concurrency;
  readonly eventSources: EventSources;
  readonly layers: Layers;
  readonly #clock: Clock;
  readonly #feed: Feed<LambdaFact>;
  readonly #revisions: Random;
  readonly #requestIds: Random;
  readonly #routes: Random;
  readonly #invoker: Invoker;
  readonly #queue: EventQueue;
  readonly #functions = new Map<string, LambdaFunction>();

  constructor(wiring: LambdaWiring) {
    const random = wiring.random.fork("lambda");
    this.place = wiring.place;
    this.ports = wiring.ports;
    this.layers = new Layers(wiring.place);
    this.concurrency = new Concurrency(wiring.accountConcurrency);
    this.#clock = wiring.clock;
    this.#feed = wiring.feed;
    this.#revisions = random.fork("revisions");
    this.#requestIds = random.fork("request ids");
    this.#routes = random.fork("routes");
    this.#invoker = new Invoker({ ...wiring, random, concurrency: this.concurrency, layers: this.layers });
    const find = (address: Address) => this.#destination(address);
    this.#queue = new EventQueue({
      ...wiring,
      clock: wiring.eventClock ?? wiring.clock,
      random,
      invoker: this.#invoker,
      find,
    });
    this.eventSources = new EventSources({
      ...wiring,
      random,
      queues: wiring.ports.queues,
      invoke: async (reference, requestId, event) => this.invoke(reference, requestId, event),
      roleOf: (reference) => this.get(reference).version(reference.qualifier).settings.Role,
    });
  }

  create(name: string, settings: Settings, code: Code, tags: Record<string, string>): LambdaFunction {
    if (this.#functions.has(name)) throw functionExists(name);
    const fn = new LambdaFunction(name, arnOf({ name }, this.place), this.#latest(settings, code), tags);
    this.#functions.set(name, fn);
    this.#feed.record({ kind: "FunctionCreated", function: name });
    return fn;
  }

  /** Replaces what the function is now; environments of what it was are given up. */
  change(fn: LambdaFunction, what: { settings: Settings } | { code: Code; settings?: Settings }): Version {
    const old = fn.latest;
    const { settings, code } = { ...old, ...what };
    const latest = this.#latest(settings, code);
    fn.change(latest);
    this.#invoker.recycle(old);
    const kind = "code" in what ? "FunctionCodeUpdated" : "FunctionConfigurationUpdated";
    this.#feed.record({ kind, function: fn.name });
    return latest;
  }

  publish(fn: LambdaFunction, description?: string): Version {
    const before = fn.versions().length;
    const version = fn.publish(this.now(), this.revision(), description);
    if (fn.versions().length > before) {
      fn.revise(undefined, this.revision());
      this.#feed.record({ kind: "VersionPublished", function: fn.name, version: version.number });
    }
    return version;
  }

  remove(fn: LambdaFunction): void {
    for (const version of fn.versions()) this.#invoker.recycle(version);
    this.concurrency.unreserve(fn.name);
    this.#functions.delete(fn.name);
    this.#feed.record({ kind: "FunctionDeleted", function: fn.name });
  }

  /** Takes one version away with its environments. */
  removeVersion(fn: LambdaFunction, number: string): void {
    const version = fn.removeVersion(number);
    if (version) this.#invoker.recycle(version);
  }

  /** Gives up all environments of a function, as AWS does now and then; the next events start cold. */
  recycle(name: string): number {
    const versions = this.get({ name }).versions();
    const count = versions.reduce((sum, version) => sum + this.#invoker.recycle(version), 0);
    this.#feed.record({ kind: "EnvironmentsRecycled", function: name, count });
    return count;
  }

  reference(functionName: string | undefined, qualifier?: string, said?: string): Reference {
    return referenceOf(functionName, qualifier, this.place, said);
  }

  qualifiedArn(reference: Reference): string {
    return arnOf(reference, this.place);
  }

  /** @throws ResourceNotFoundException naming the function as it was asked for */
  get(reference: Reference): LambdaFunction {
    const fn = this.#functions.get(reference.name);
    if (!fn) throw functionNotFound(arnOf(reference, this.place));
    return fn;
  }

  find(name: string): LambdaFunction | undefined {
    return this.#functions.get(name);
  }

  all(): LambdaFunction[] {
    return [...this.#functions.values()];
  }

  now(): number {
    return this.#clock.now();
  }

  revision(): string {
    return this.#revisions.uuid();
  }

  /** Runs one event and waits for its end. Nobody tries again. */
  invoke(
    reference: Reference,
    requestId: string,
    payload: string,
    clientContext?: string,
  ): Promise<Answer | Throttled> {
    const target = this.#target(this.#functionFor(reference), reference.qualifier);
    return this.#invoker.invoke(target, { requestId, payload, attempt: 1, clientContext, keys: keysOf(payload) });
  }

  /** Takes an event and promises attempts. */
  enqueue(reference: Reference, requestId: string, payload: string, source?: string): void {
    const fn = this.#functionFor(reference);
    fn.version(reference.qualifier);
    const { name, qualifier } = reference;
    const address = { name, qualifier, resource: resourceOf(reference), arn: fn.qualified(qualifier ?? LATEST) };
    this.#queue.accept(address, requestId, payload, source);
  }

  /**
   * Takes an event of another service, as S3 and SNS deliver them. Whether they may is for the cloud to ask: the policy
   * is `policyOf(functionArn)`.
   *
   * @param functionArn with the qualifier that the service was told
   * @param event JSON
   * @param source the service's principal, for the feed
   */
  invokeAsync(functionArn: string, event: string, source: string): { readonly requestId: string } | AwsError {
    try {
      const requestId = this.#requestIds.uuid();
      this.enqueue(this.reference(functionArn), requestId, event, source);
      return { requestId };
    } catch (error) {
      if (error instanceof AwsError) return error;
      throw error;
    }
  }

  /** Asynchronous events that are neither done nor given up. */
  get waitingEvents(): number {
    return this.#queue.waiting;
  }

  /** When the one that waits for longest was taken; milliseconds since 1970. */
  get waitingSince(): number | undefined {
    return this.#queue.waitingSince;
  }

  /** What CloudWatch reads each minute: the highest concurrency since it read last. */
  gauges(): Datum[] {
    return gaugesOf(this.concurrency, this.now());
  }

  /** Invocation has named `$LATEST` in this error since November 2025. */
  #functionFor({ name, qualifier = LATEST }: Reference): LambdaFunction {
    return this.get({ name, qualifier });
  }

  #latest(settings: Settings, code: Code): Version {
    return { number: LATEST, settings, code, modifiedAt: this.now(), revisionId: this.revision() };
  }

  #target(fn: LambdaFunction, qualifier: string | undefined): Target {
    const { name } = fn;
    const version = fn.route(qualifier, this.#routes);
    return {
      name,
      version,
      resource: resourceOf({ name, ...(qualifier && { qualifier }) }),
      arn: fn.qualified(qualifier),
    };
  }

  #destination({ name, qualifier }: Address): Destination | undefined {
    const fn = this.#functions.get(name);
    if (!fn?.has(qualifier)) return undefined;
    return {
      target: this.#target(fn, qualifier),
      settings: fn.eventSettings.get(qualifier ?? LATEST),
      isStopped: this.concurrency.reservedOf(name) === 0,
    };
  }
}

/** As CloudWatch names it. */
function resourceOf({ name, qualifier }: Reference): string {
  return qualifier === undefined ? name : `${name}:${qualifier}`;
}
