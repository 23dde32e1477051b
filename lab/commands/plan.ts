import { load } from "../catalogue.ts";
import { planLines } from "../plan-lines.ts";
import { type RawRequest, requestOf, wishesOf } from "../request.ts";
import { Screen } from "../screen.ts";

/** `chaoslab plan`: what a run would publish, disturb, prove and undo. Nothing is touched. */
export async function plan(experiment: string, options: RawRequest & { readonly json: boolean }): Promise<number> {
  const screen = new Screen(options);
  const wishes = wishesOf(options);
  const entry = await load(experiment);
  const { planOf } = await import("../plan.ts");
  const planned = planOf(entry, requestOf(entry, wishes));
  screen.event("plan", planned);
  screen.lines(planLines(planned));
  return 0;
}
