import type { Action, ActionProvider } from "../../chaos/experiment.ts";
import { type RunContext, run } from "../../chaos/run.ts";
import { action, type Experiment, equals, probe } from "../../chaos/vocabulary.ts";
import type { CohortPlan, Drive, End, Look, Settled, World } from "../../chaos/world.ts";
import { EPOCH, VirtualClock } from "../../cloud/kernel/clock.ts";
import { NO_AWS } from "./a-setting.ts";

/** How a fake world misbehaves; all is well if nothing is said. */
export interface Weather {
  /** What becomes of a cohort's documents, instead of all being well. */
  readonly settled?: (plan: CohortPlan, well: Settled) => Settled;
  readonly attempts?: World["attempts"];
  /** What a look at a cohort tells; nothing, if nothing is said. */
  readonly news?: (plan: CohortPlan, look: Look, now: number) => readonly End[] | Promise<readonly End[]>;
  readonly moving?: (now: number) => Awaited<ReturnType<World["moving"]>>;
  readonly throttled?: boolean;
  readonly faults?: World["aws"]["faults"];
}

/**
 * A world without a cloud: cohorts are published at their rate and settle a second after their last document. The
 * diary tells what was done to it, with milliseconds since the story began.
 */
export function aWorld(weather: Weather = {}) {
  const clock = new VirtualClock();
  const diary: string[] = [];
  const note = (what: string) => void diary.push(`${clock.now() - EPOCH} ${what}`);
  const world: World = {
    aws: weather.faults ? { ...NO_AWS, faults: weather.faults } : NO_AWS,
    clock,
    drive: (plan) => aDrive(plan, clock, note, weather),
    attempts: async (fault, from, until) => {
      note(`attempts under ${fault} from ${from - EPOCH} until ${until - EPOCH}`);
      return (await weather.attempts?.(fault, from, until)) ?? { first: 0, struck: 0, laterStrikes: 0 };
    },
    moving: async () => weather.moving?.(clock.now() - EPOCH) ?? [],
    throttled: async () => weather.throttled ?? false,
  };
  return { clock, world, diary, note };
}

function aDrive(plan: CohortPlan, clock: VirtualClock, note: (what: string) => void, weather: Weather): Drive {
  const { name, documents, perSecond } = plan;
  note(`${name} begins`);
  let stopped = false;
  let stop = () => {};
  const stopping = new Promise<void>((resolve) => {
    stop = () => {
      if (!stopped) note(`${name} stops`);
      stopped = true;
      resolve();
    };
  });
  const lasts = (documents / perSecond) * 1000;
  return {
    published: Promise.race([clock.sleep(lasts), stopping]),
    stop,
    open: () => 0,
    news: async (look) => (await weather.news?.(plan, look, clock.now() - EPOCH)) ?? [],
    settle: async (deadline) => {
      await clock.sleep(1000);
      note(`${name} settled by ${deadline - EPOCH}`);
      const well = allWell(plan, clock.now());
      return weather.settled?.(plan, well) ?? well;
    },
  };
}

/** Every well-formed document delivered after a second, every malformed one dead-lettered. */
export function allWell({ documents, malformed }: CohortPlan, now = EPOCH): Settled {
  const intended = Math.floor(documents * malformed);
  const ok = documents - intended;
  return {
    planned: documents,
    accepted: documents,
    cells: { ok, intended, corrupt: 0, collateral: 0, lost: 0, poisonAccepted: 0, lostEvidence: 0 },
    freshness: Array.from({ length: ok }, () => 1000),
    malformedFreshness: Array.from({ length: intended }, () => 186_000),
    duplicates: 0,
    duplicateEffects: 0,
    documents: Array.from({ length: ok }, () => ({ acceptedAt: now - 1000, settledAt: now })),
    acceptedMalformed: intended,
    foreignConsumers: [],
  };
}

/** An experiment that does what a test says, to 600 documents at 20 a second. */
export function anExperiment(changes: Partial<Experiment> = {}): Experiment {
  return {
    title: "Nothing happens",
    description: "Nothing\n    at all.",
    tags: ["test"],
    load: { documents: 600, perSecond: 20, malformed: 0.01 },
    steadyStateHypothesis: { title: "All is well", collateral: { budget: 0.01 }, probes: [] },
    method: [],
    rollbacks: [],
    ...changes,
  };
}

export function anAction(name: string, provider: ActionProvider, pauses: Action["pauses"] = {}): Action {
  return action(name, provider, pauses);
}

/** A provider that works once. */
export function aDeed(deed: () => unknown = () => null): ActionProvider {
  return {
    name: "test.deed",
    arguments: {},
    work: async () => {
      await deed();
      return null;
    },
  };
}

/** A probe that measures this. */
export function aProbe(measured: number | null, expected = 0) {
  const provider = { name: "test.measure", arguments: {}, measure: async () => measured };
  return probe("the measure is right", provider, equals(expected));
}

/** Runs an experiment in a fake world: its journal, and the diary. */
export async function aRun(experiment: Experiment, made = aWorld(), changes: Partial<RunContext> = {}) {
  const { clock, world, diary } = made;
  const told: string[] = [];
  const journal = await clock.run(
    run(experiment, {
      id: "test-7-00000000",
      name: "test",
      target: "sim",
      seed: 7,
      options: {},
      replay: "npx chaoslab replay test",
      world,
      pipeline: { timeout: 3000, retries: {} },
      signal: new AbortController().signal,
      progress: ({ phase }) => void told.push(phase),
      ...changes,
    }),
  );
  return { journal, diary, told };
}
