import type { FaultRecord, TimedFault } from "../../chaos/aws.ts";
import type { LinkFault as PlannedLinkFault } from "../../chaos/world.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import type { Alarm } from "../../cloud/kernel/alarms.ts";
import type { Clock } from "../../cloud/kernel/clock.ts";
import { delay, duplicate, type LinkFault, lose } from "../../cloud/kernel/link.ts";
import type { LinkName } from "../../cloud/links.ts";

/**
 * The faults on the links and at the doors of one cloud, by their ids. They count their strikes, end by themselves when
 * their time has come, and die with the cloud.
 *
 *     put -> [in force] -> removed, replaced or expired -> [remembered] -> forgotten, the oldest first
 */
export class FaultBoard {
  readonly #clock: Clock;
  readonly #cloud: Disturbable;
  readonly #inForce = new Map<string, InForce>();
  readonly #ended: FaultRecord[] = [];
  #taken = 0;

  constructor(clock: Clock, cloud: Disturbable) {
    this.#clock = clock;
    this.#cloud = cloud;
  }

  /** Puts a fault in force, in the place of one with the same id. What it says must have been checked. */
  put(id: string, fault: TimedFault): FaultRecord {
    this.remove(id);
    const since = this.#clock.now();
    const inForce: InForce = { fault, since, strikes: 0, lift: () => {} };
    inForce.lift = this.#disturb(fault, () => {
      inForce.strikes++;
    });
    this.#inForce.set(id, inForce);
    if (fault.expiresAt !== undefined) {
      const end = () => void this.remove(id);
      inForce.alarm = this.#clock.at(Math.max(since, Date.parse(fault.expiresAt)), end);
    }
    return recordOf(id, inForce);
  }

  /** One that is in force, or the last of that id that is remembered. */
  find(id: string): FaultRecord | undefined {
    const inForce = this.#inForce.get(id);
    return inForce ? recordOf(id, inForce) : this.#ended.findLast((record) => record.id === id);
  }

  isInForce(id: string): boolean {
    return this.#inForce.has(id);
  }

  /** Ends a fault. Answers with nothing if none of that id is in force. */
  remove(id: string): FaultRecord | undefined {
    const inForce = this.#inForce.get(id);
    if (!inForce) return undefined;
    inForce.alarm?.cancel();
    inForce.lift();
    this.#inForce.delete(id);
    const record = recordOf(id, inForce, this.#clock.now());
    this.#ended.push(record);
    if (this.#ended.length > REMEMBERED) this.#ended.shift();
    return record;
  }

  /** In the order in which they were put. */
  get inForce(): readonly FaultRecord[] {
    return [...this.#inForce].map(([id, inForce]) => recordOf(id, inForce));
  }

  /** In the order in which they ended. */
  get ended(): readonly FaultRecord[] {
    return this.#ended;
  }

  /** An id that nobody has: `fault-1`, `fault-2`, ... */
  freeId(): string {
    for (;;) {
      const id = `fault-${++this.#taken}`;
      if (!this.find(id)) return id;
    }
  }

  #disturb(fault: TimedFault, struck: () => void): () => void {
    if ("door" in fault) return this.#cloud.faults.add(fault.door, struck);
    return this.#cloud.links[fault.link as LinkName].disturb(onWire(fault.fault), struck);
  }
}

/** What faults are put on. */
export type Disturbable = Pick<Cloud, "links" | "faults">;

/** Faults that have ended and can still be asked for. */
const REMEMBERED = 1000;

interface InForce {
  readonly fault: TimedFault;
  readonly since: number;
  strikes: number;
  lift: () => void;
  alarm?: Alarm;
}

function recordOf(id: string, { fault, since, strikes }: InForce, until?: number): FaultRecord {
  const ended = until !== undefined && { until: new Date(until).toISOString() };
  return { id, ...fault, since: new Date(since).toISOString(), ...ended, strikes };
}

function onWire(fault: PlannedLinkFault): LinkFault {
  if (fault.kind === "delay") return delay(fault);
  return fault.kind === "lose" ? lose(fault) : duplicate(fault);
}
