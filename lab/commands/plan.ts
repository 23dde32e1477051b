import { LabError } from "../../cloud/kernel/errors.ts";
import { load } from "../catalogue.ts";
import type { Plan } from "../plan/plan.ts";
import { type RawRequest, requestOf, testsOf, wishesOf } from "../request.ts";
import { Screen } from "../screen.ts";

export interface PlanOptions extends RawRequest {
  readonly json: boolean;
  readonly target: "sim" | "local" | "aws";
  readonly policy: boolean;
}

/**
 * `chaoslab plan`: what a run would publish, disturb, ask for, cost, prove and undo. Nothing is touched, and nobody is
 * asked: names are those of the simulation, or those that a deployment left in build/outputs.json.
 */
export async function plan(experiment: string, options: PlanOptions): Promise<number> {
  const screen = new Screen(options);
  const wishes = wishesOf(options);
  const entry = await load(experiment);
  const [{ planOf }, { wholePlanLines }] = await Promise.all([import("../plan/plan.ts"), import("../plan/lines.ts")]);
  const request = requestOf(entry, wishes);
  const tests = testsOf(request, options.target);
  const planned = planOf(entry, request, { tests, ...(await deployed(options.target)) });
  if (options.policy) {
    printPolicy(planned, options, screen);
    return 0;
  }
  screen.event("plan", planned);
  screen.lines(wholePlanLines(planned));
  return 0;
}

/** @throws LabError LAB_NOT_DEPLOYED */
async function deployed(target: PlanOptions["target"]) {
  if (target === "sim") return {};
  const { deployedPipeline } = await import("../live/deployment.ts");
  return { pipeline: deployedPipeline() };
}

/** The policy alone on stdout, so that it can go into a file; what is to be said of it on stderr. */
function printPolicy({ experiment, onAws }: Plan, { target }: PlanOptions, screen: Screen): void {
  if (!onAws) {
    throw new LabError(
      "LAB_LOCAL_ONLY",
      `${experiment} uses faults that no AWS call makes, so no policy lets it run there.`,
      "See its plan: leave --policy out.",
    );
  }
  process.stdout.write(`${JSON.stringify(onAws.policy, null, 2)}\n`);
  for (const word of onAws.undeclared) screen.note(`missing: ${word} does not say what it calls`);
  if (target === "sim") screen.note("with the names of the simulation; with those of what is deployed: --target aws");
}
