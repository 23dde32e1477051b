import { AwsError } from "./errors.ts";
import { isLike } from "./glob.ts";
import type { Random } from "./random.ts";

/** Everything a door fault may choose a request by. Patterns know `*`. */
export interface Knock {
  readonly service: string;
  readonly operation: string;
  /** The ARN that the request is about. */
  readonly resource: string;
  /** The ARN of the caller, or the service's name. */
  readonly principal: string;
}

/**
 * A fault at a service's door. `before` strikes instead of the work, `after` strikes when the work is done and cannot
 * be undone: the caller gets an error for something that happened, or (`silence`) no answer at all.
 */
export interface DoorFault {
  readonly service?: string;
  readonly operation?: string;
  readonly resource?: string;
  readonly principal?: string;
  readonly probability: number;
  readonly when: "before" | "after";
  readonly effect:
    | { readonly error: { readonly code: string; readonly message: string; readonly status: number } }
    | { readonly latency: { readonly min: number; readonly max: number } }
    | { readonly silence: true };
}

/** What the door must do to one request. */
export type Strike = { readonly error: AwsError } | { readonly latency: number } | { readonly silence: true };

/** The faults in force at all doors of one cloud. */
export class DoorFaults {
  readonly #faults = new Set<InForce>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Puts a fault in force, which calls `struck` at every strike; the answer lifts it again. */
  add(fault: DoorFault, struck = () => {}): () => void {
    const inForce = { fault, struck };
    this.#faults.add(inForce);
    return () => void this.#faults.delete(inForce);
  }

  /** The strikes of this moment on one request. Each fault draws only for requests that it chooses. */
  strikes(when: DoorFault["when"], knock: Knock): Strike[] {
    if (this.#faults.size === 0) return [];
    return [...this.#faults]
      .filter(({ fault }) => fault.when === when && chooses(fault, knock) && this.#random.chance(fault.probability))
      .map(({ fault, struck }) => {
        struck();
        return this.#strike(fault.effect);
      });
  }

  #strike(effect: DoorFault["effect"]): Strike {
    if ("error" in effect) return { error: new AwsError(effect.error.code, effect.error.message, effect.error.status) };
    if ("latency" in effect) return { latency: this.#random.uniform(effect.latency.min, effect.latency.max) };
    return effect;
  }
}

interface InForce {
  readonly fault: DoorFault;
  struck(): void;
}

function chooses(fault: DoorFault, knock: Knock): boolean {
  return (["service", "operation", "resource", "principal"] as const).every((property) => {
    const pattern = fault[property];
    return pattern === undefined || isLike(pattern, knock[property]);
  });
}
