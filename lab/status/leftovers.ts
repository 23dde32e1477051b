import type { FaultRecord } from "../../chaos/aws.ts";
import { placeOf } from "../../chaos/settings/cloud.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { RecordedRun } from "../leases/records.ts";
import { check, type Section } from "./checklist.ts";
import type { Observation } from "./observation.ts";
import { denialsIn, endedDenialsIn } from "./statements.ts";

/**
 * Whether the pipeline is as it was deployed: what faults leave behind when nobody has taken them back.
 *
 */
export function leftovers(seen: Observation, pipeline: EtlPipeline, now: number, { runs, faults = [] }: Told): Section {
  const strangers = (seen.rolePolicies?.PolicyNames ?? []).filter((name) => name.startsWith("chaoslab"));
  const weights = Object.entries(seen.alias?.RoutingConfig?.AdditionalVersionWeights ?? {});
  const reserved = seen.concurrency?.ReservedConcurrentExecutions;
  const filter = seen.subscription?.Attributes?.FilterPolicy;
  return {
    title: "leftovers of faults",
    checks: [
      ...runs.filter(({ atWork }) => atWork).map(atWork),
      written(runs.filter((run) => !run.atWork && run.open.length > 0)),
      injector(seen.faults?.Parameter?.Value, now),
      check("the function's role has no policy of a fault", strangers.length === 0, `inline: ${strangers.join(", ")}`),
      check(
        `${pipeline.transformAlias} sends everything to one version`,
        weights.length === 0,
        weights.map(([version, weight]) => `${weight * 100} % go to version ${version}`).join(", "),
      ),
      check("the function is not stopped", reserved !== 0, "its reserved concurrency is 0: every event is given up"),
      check("the subscription filters nothing out", !filter || filter === "{}", `it filters by ${filter}`),
      ...(["deliveries", "undelivered", "failures"] as const).map((queue) =>
        denials(pipeline[`${queue}Queue`], seen[queue]?.Attributes?.Policy, now),
      ),
      check(
        "no fault is in force on links and at doors",
        faults.length === 0,
        faults.map((fault) => `${fault.id} at ${placeOf(fault)}, ${endOf(fault)}`).join("; "),
      ),
    ],
  };
}

/** What does not stand in the pipeline's own settings. */
export interface Told {
  /** What runs at this pipeline wrote down of their changes. */
  readonly runs: readonly RecordedRun[];
  /** In force in the embedded cloud itself. */
  readonly faults?: readonly FaultRecord[];
}

function endOf({ expiresAt }: FaultRecord): string {
  return expiresAt === undefined ? "without an end" : `until ${expiresAt}`;
}

/** Nothing is wrong with that, but it says whose the faults are. */
function atWork({ run, pid }: RecordedRun) {
  return check(`run ${run} is at work (pid ${pid}): faults that are open below are its own`, true);
}

function written(dead: readonly RecordedRun[]) {
  const changes = dead.flatMap(({ run, open }) => open.map(({ resource, state }) => `${run}: ${resource} (${state})`));
  return check(
    "no run has ended and left something changed",
    dead.length === 0,
    `npx chaoslab undo: ${changes.join("; ")}`,
  );
}

/** The injector honours an end date; what has ended does nothing, and is still there. */
function injector(value = "{}", now: number) {
  const { expiresAt, seed, ...faults } = JSON.parse(value) as { expiresAt?: string; seed?: unknown };
  const kinds = Object.keys(faults);
  const over = expiresAt !== undefined && Date.parse(expiresAt) <= now;
  const until = expiresAt === undefined ? "without an end" : over ? `ended at ${expiresAt}` : `until ${expiresAt}`;
  return check(
    "the injector is told to strike nothing",
    kinds.length === 0,
    `it is told: ${kinds.join(", ")}, ${until}`,
  );
}

const OURS = "ChaosLab";

function denials(queue: string, policy: string | undefined, now: number) {
  const [active, ended] = [denialsIn(policy, now), endedDenialsIn(policy, now)].map((found) =>
    found.some(({ Sid }) => Sid === OURS),
  );
  return check(
    `${queue} has no denial of a fault`,
    !active && !ended,
    active ? "one is in force" : "one has ended by its date, and stands in the policy still",
  );
}
