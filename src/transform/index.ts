/**
 * The door of the bundle. `handler` is what Lambda calls on AWS; `create` gives the simulation the same handler in a
 * world of its own. Clients are made at the first run, so loading the bundle does nothing.
 */

import { awsWorld } from "../aws.ts";
import { withFaults } from "../faults/injector.ts";
import type { Handler, World } from "../world.ts";
import { transform } from "./transform.ts";

export function create(world: World): { handler: Handler } {
  return { handler: withFaults((event) => transform(event, world), world) };
}

let onAws: { handler: Handler } | undefined;

/** Two parameters, no more: with a third Lambda would wait for a callback. */
export const handler: Handler = async (event, context) => {
  onAws ??= create(awsWorld());
  return onAws.handler(event, context);
};
