import { plannedTime } from "../../chaos/script.ts";
import { DEFAULT_BUDGET } from "../../chaos/verdict/evidence.ts";
import { faultReach, proof, proofLine, retryCover } from "../../chaos/verdict/plan.ts";
import { duration, percent } from "../../chaos/verdict/words.ts";
import { load } from "../catalogue.ts";
import { paperPipeline } from "../paper-pipeline.ts";
import { loadOf, optionsOf, requestOf } from "../request.ts";
import { Screen } from "../screen.ts";
import type { RunOptions } from "./run.ts";

/** `chaoslab plan`: what a run would publish, disturb, prove and undo. Nothing is touched. */
export async function plan(name: string, options: Omit<RunOptions, "strict" | "out">): Promise<number> {
  const screen = new Screen(options);
  const request = requestOf(name, options);
  const [entry, stack] = [await load(name), optionsOf(request)];
  const experiment = entry.write(paperPipeline);
  const { documents, perSecond, malformed } = loadOf(experiment.load, request);
  const publishing = (documents / perSecond) * 1000;
  const retries = { retries: stack.retries, maximumEventAge: stack.eventAgeSeconds * 1000 };
  const poison = Math.floor(documents * malformed + 1e-9);
  const budget = experiment.steadyStateHypothesis.collateral?.budget ?? DEFAULT_BUDGET;
  const window = plannedTime(experiment.method);
  const reach = faultReach({ from: 0, until: window }, { from: 0, until: publishing }, retries);
  const lines = [
    `${entry.name}: ${experiment.title}`,
    `  documents   ${documents} at ${perSecond}/s for ${duration(publishing)}, ${poison} malformed; 300 before and 300 after`,
    ...(poison === 0 ? ["              none malformed: dead-lettering is not exercised"] : []),
    `  proof       ${proofLine(proof(documents - poison, budget))}`,
    `  retries     ${stack.retries}, over ${duration(retryCover(retries))}; timeout ${stack.timeoutSeconds} s`,
    ...experiment.method.map(({ name, provider }) => `  action      ${name}: ${provider.name}${undoneBy(provider)}`),
    ...(experiment.method.length > 0
      ? [
          `  reach       ${reach.attempts} of ${reach.of} attempts of a document; all attempts of ${percent(reach.every)} of documents`,
        ]
      : []),
    ...experiment.rollbacks.map(({ name, provider }) => `  rollback    ${name}: ${provider.name}`),
    `  phases      baseline, method ${duration(Math.max(window, publishing))}, rollback, recovery, settling`,
  ];
  screen.event("plan", { experiment: entry.name, documents, perSecond, malformed: poison, window, reach });
  screen.lines(lines);
  return 0;
}

function undoneBy({ lease }: { lease?: { resource: string; expiry: string } }): string {
  if (!lease) return "";
  const expiry = lease.expiry === "none" ? "does not expire by itself" : `expires by itself (${lease.expiry})`;
  return `, restores ${lease.resource}, ${expiry}`;
}
