import type { Clock } from "../../kernel/clock.ts";
import type { Feed } from "../../kernel/feed.ts";
import type { Place } from "../../kernel/house.ts";
import type { Random } from "../../kernel/random.ts";
import { mappingExists, mappingInUse, resourceNotFound } from "../errors.ts";
import type { LambdaFact } from "../facts.ts";
import { MAPPING_CHANGE } from "../latency.ts";
import type { QueuePort } from "../ports.ts";
import type { Reference } from "../reference.ts";
import { Crew } from "./crew.ts";
import { EventSourceMapping, type MappingSettings } from "./mapping.ts";
import type { PollerWiring } from "./poller.ts";

/** The account's event source mappings, and the pollers of those that are enabled. */
export class EventSources {
  readonly #wiring: EventSourcesWiring;
  readonly #random: Random;
  readonly #mappings = new Map<string, EventSourceMapping>();
  readonly #crews = new Map<string, Crew>();

  constructor(wiring: EventSourcesWiring) {
    this.#wiring = wiring;
    this.#random = wiring.random.fork("event sources");
  }

  create(queueArn: string, settings: MappingSettings, tags: Record<string, string>): EventSourceMapping {
    const { clock } = this.#wiring;
    const twin = this.all().find(
      (one) => one.queueArn === queueArn && one.settings.functionArn === settings.functionArn,
    );
    if (twin) throw mappingExists(queueArn, settings.function.name, twin.uuid);
    const uuid = this.#random.uuid();
    const mapping = new EventSourceMapping({ uuid, arn: this.arnOf(uuid), queueArn, tags }, settings, clock.now());
    this.#mappings.set(uuid, mapping);
    this.#settleLater(mapping);
    return mapping;
  }

  /** @throws ResourceInUseException while it is changing */
  update(mapping: EventSourceMapping, settings: MappingSettings): void {
    if (!mapping.isSettled) throw mappingInUse("update");
    mapping.change(this.#wiring.clock.now(), settings);
    if (!settings.Enabled) this.#stopPolling(mapping);
    this.#settleLater(mapping);
  }

  /** @throws ResourceInUseException while it is changing */
  remove(mapping: EventSourceMapping): void {
    if (!mapping.isSettled) throw mappingInUse("delete");
    mapping.state = "Deleting";
    this.#stopPolling(mapping);
    this.#tell(mapping);
    this.#later(() => {
      this.#mappings.delete(mapping.uuid);
      this.#wiring.feed.record({ kind: "MappingDeleted", ...whose(mapping) });
    });
  }

  /** @throws ResourceNotFoundException */
  get(uuid: string | undefined): EventSourceMapping {
    const mapping = this.#mappings.get(uuid ?? "");
    if (!mapping) throw resourceNotFound();
    return mapping;
  }

  arnOf(uuid: string): string {
    const { region, accountId } = this.#wiring.place;
    return `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${uuid}`;
  }

  all(): EventSourceMapping[] {
    return [...this.#mappings.values()];
  }

  /** How many pollers a mapping has at the moment. */
  pollersOf(uuid: string): number {
    return this.#crews.get(uuid)?.size ?? 0;
  }

  /** Ends all polling; on a wall clock it would keep the process alive. */
  stop(): void {
    for (const mapping of this.all()) this.#stopPolling(mapping);
  }

  #settleLater(mapping: EventSourceMapping): void {
    this.#tell(mapping);
    this.#later(() => {
      mapping.settle(this.#wiring.clock.now());
      if (mapping.state === "Enabled") this.#startPolling(mapping);
      this.#tell(mapping);
    });
  }

  #later(work: () => void): void {
    const { clock } = this.#wiring;
    clock.at(clock.now() + MAPPING_CHANGE.draw(this.#random), work);
  }

  #startPolling(mapping: EventSourceMapping): void {
    if (this.#crews.has(mapping.uuid)) return;
    const { clock, feed, queues, invoke, roleOf } = this.#wiring;
    const role = () => roleOf(mapping.settings.function);
    const random = this.#random.fork(mapping.uuid);
    this.#crews.set(mapping.uuid, new Crew({ clock, feed, queues, invoke, role, random, mapping }));
  }

  #stopPolling({ uuid }: EventSourceMapping): void {
    this.#crews.get(uuid)?.stop();
    this.#crews.delete(uuid);
  }

  #tell(mapping: EventSourceMapping): void {
    this.#wiring.feed.record({ kind: "MappingChanged", ...whose(mapping), state: mapping.state });
  }
}

export interface EventSourcesWiring {
  readonly clock: Clock;
  readonly random: Random;
  readonly feed: Feed<LambdaFact>;
  readonly place: Place;
  readonly queues: QueuePort;
  readonly invoke: PollerWiring["invoke"];
  /** The role of what a reference leads to. @throws ResourceNotFoundException */
  roleOf(reference: Reference): string;
}

function whose({ uuid, queueArn, settings }: EventSourceMapping) {
  return { function: settings.function.name, mapping: uuid, source: queueArn };
}
