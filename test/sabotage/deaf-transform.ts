import { transform } from "../../src/transform/transform.ts";
import type { Handler, World } from "../../src/world.ts";

/** The function without its injector: it hears of no fault, and so none strikes. */
export function create(world: World): { handler: Handler } {
  return { handler: (event) => transform(event, world) };
}
