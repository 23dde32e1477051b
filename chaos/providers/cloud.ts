import type { ActionProvider } from "../experiment.ts";
import type { Json } from "../lease.ts";
import type { DoorFault, LinkFault } from "../world.ts";

/** Faults that AWS has no switch for; only an embedded cloud can strike with them. */

/**
 * Disturbs a wire between two services.
 *
 * @param link named as an arrow: `s3 -> lambda`, `s3 -> sns`, `sns -> sqs`, `lambda -> sqs`, ...
 */
export function disturb(link: string, fault: LinkFault): ActionProvider {
  return {
    name: "cloud.disturb",
    arguments: { link, fault: fault as unknown as Json },
    local: { link, fault },
  };
}

/** Strikes requests at a service's door, before or after their work is done. */
export function strike(fault: DoorFault): ActionProvider {
  return {
    name: "cloud.strike",
    arguments: { fault: fault as unknown as Json },
    local: { door: fault },
  };
}
