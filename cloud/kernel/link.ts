import type { Clock } from "./clock.ts";
import type { Quantiles } from "./quantiles.ts";
import type { Random } from "./random.ts";

/**
 * A wire between two services. What one sends travels for a while and is handed to the other; faults sit on the wire
 * and have never heard of either service.
 *
 *     send(parcel) -> fault -> fault -> [parcel, parcel] -> latency -> deliver(parcel)
 */
export class Link<Parcel> {
  readonly #faults = new Set<LinkFault>();
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #latency: Quantiles;
  readonly #deliver: (parcel: Parcel) => void;

  constructor(wiring: { clock: Clock; random: Random; latency: Quantiles; deliver: (parcel: Parcel) => void }) {
    this.#clock = wiring.clock;
    this.#random = wiring.random;
    this.#latency = wiring.latency;
    this.#deliver = wiring.deliver;
  }

  send(parcel: Parcel): void {
    let shipments: Shipment<Parcel>[] = [{ parcel, delay: this.#latency.draw(this.#random) }];
    for (const fault of this.#faults) shipments = shipments.flatMap((shipment) => fault(shipment, this.#random));
    for (const { parcel, delay } of shipments) this.#clock.at(this.#clock.now() + delay, () => this.#deliver(parcel));
  }

  /** Puts a fault on the wire, which calls `struck` at every strike; the answer takes it off again. */
  disturb(fault: LinkFault, struck = () => {}): () => void {
    const counted: LinkFault = (shipment, random) => {
      const made = fault(shipment, random);
      if (made.length !== 1 || made[0] !== shipment) struck();
      return made;
    };
    this.#faults.add(counted);
    return () => void this.#faults.delete(counted);
  }
}

/** A parcel on its way, with what is left of its journey in milliseconds. */
export interface Shipment<Parcel> {
  readonly parcel: Parcel;
  readonly delay: number;
}

/** What becomes of one shipment: none (lost), one, or several (duplicated). */
export type LinkFault = <Parcel>(shipment: Shipment<Parcel>, random: Random) => Shipment<Parcel>[];

export function lose({ probability }: { probability: number }): LinkFault {
  return (shipment, random) => (random.chance(probability) ? [] : [shipment]);
}

export function duplicate({ probability }: { probability: number }): LinkFault {
  return (shipment, random) => (random.chance(probability) ? [shipment, shipment] : [shipment]);
}

/** Holds parcels back by `min` to `max` milliseconds; parcels sent later overtake them. */
export function delay(fault: { probability: number; min: number; max: number }): LinkFault {
  return (shipment, random) =>
    random.chance(fault.probability)
      ? [{ ...shipment, delay: shipment.delay + random.uniform(fault.min, fault.max) }]
      : [shipment];
}
