import type {
  Action,
  Bite,
  Burst,
  Expectation,
  Experiment,
  Load,
  Metric,
  Publisher,
  SteadyStateHypothesis,
  Subscriber,
  Surge,
} from "../chaos/experiment.ts";
import type { Hypothesis } from "../chaos/verdict/evidence.ts";
import { type Check, flag, isRecord, listOf, madeBy, number, oneOf, optional, shape, text, whole } from "./form.ts";

/**
 * What is wrong with something that calls itself an experiment. TypeScript sees most of it, but experiments also come
 * as JavaScript, and are run without a type check. Each complaint names the place in the experiment, what was found
 * there and what was expected. The compiler holds these forms to the types they mirror, member by member.
 */
export function complaintsAbout(experiment: unknown): string[] {
  const complaints = form(experiment, "");
  if (complaints.length > 0) return complaints;
  return [...nothingBites(experiment as Experiment), ...nobodySigns(experiment as Experiment)];
}

/** Where nobody signs, a wrong clock is no fault. */
function nobodySigns({ needs, load }: Experiment): string[] {
  if (load.publisher?.clockOffset === undefined || needs === "signatures") return [];
  return [
    `needs is ${needs ? JSON.stringify(needs) : "missing"}, expected "signatures" beside load.publisher.clockOffset`,
  ];
}

/** What only prepares has no effect of its own, so a method of such actions alone disturbs nothing. */
function nothingBites({ method, bites = [], load }: Experiment): string[] {
  const faults = method.filter(({ provider }) => provider.lease || provider.local);
  const felt = faults.some(({ provider }) => !provider.prepares);
  if (faults.length === 0 || felt || bites.length > 0 || load.bursts) return [];
  return ["method only prepares, expected an action that is felt, or bites of the experiment"];
}

/** Milliseconds in a day: no window of an experiment is longer. */
const DAY = 24 * 3_600_000;

const rate = number(0.001, 1000);
const share = number(0, 1);
const time = number(0, DAY);

const load = shape<Load>({
  documents: whole(1, 1_000_000),
  perSecond: rate,
  malformed: share,
  bursts: optional(listOf(shape<Burst>({ after: time, for: time, malformed: share }))),
  surge: optional(shape<Surge>({ perSecond: rate, after: time, ramp: optional(time), for: optional(time) })),
  payload: optional(oneOf("plain", "subtle", "bulky")),
  bytes: optional(whole(1, 2 ** 30)),
  bulkyEach: optional(whole(1, 1_000_000)),
  publisher: optional(shape<Publisher>({ clockOffset: optional(number(-DAY, DAY)) })),
  subscriber: optional(
    shape<Subscriber>({ perSecond: optional(rate), work: optional(time), pollers: optional(whole(1, 100)) }),
  ),
});

const probe = madeBy(
  "probe",
  ({ type, provider, tolerance }) =>
    type === "probe" && hasFunction(provider, "measure") && hasFunction(tolerance, "holds"),
);

const anyAction = madeBy(
  "action",
  ({ type, provider, pauses }) =>
    type === "action" &&
    isRecord(pauses) &&
    isRecord(provider) &&
    (isRecord(provider.lease) || hasFunction(provider, "work") || isRecord(provider.local)),
);

/** A change that nothing tells of would make a run that disturbed nothing look like a pass. */
const action: Check = (found, place) => {
  const complaints = anyAction(found, place);
  const { provider } = (complaints.length === 0 ? found : {}) as Partial<Action>;
  if (!provider?.lease || provider.prepares || [provider.bites ?? []].flat().length > 0) return complaints;
  return [
    `${place} is ${provider.name}(...) without bites, expected the metric that shows that it bit, and how much of it`,
  ];
};

const hypothesis = shape<SteadyStateHypothesis>({
  title: text,
  probes: listOf(probe),
  collateral: optional(shape<NonNullable<Hypothesis["collateral"]>>({ budget: share })),
  freshness: optional(
    shape<NonNullable<Hypothesis["freshness"]>>({ percentile: number(1, 100), within: number(1, DAY) }),
  ),
  recovery: optional(shape<NonNullable<Hypothesis["recovery"]>>({ within: number(1, DAY) })),
  permits: optional(listOf(oneOf("lost", "collateral", "corrupt", "poison accepted"))),
  exactlyOnce: optional(flag),
});

const atLeast = number(0, 1e9);

const metric = shape<Metric>({
  namespace: text,
  name: text,
  dimensions: (found, place) => (isRecord(found) ? [] : [`${place} is missing, expected { name: "value" }`]),
  statistic: oneOf("Sum", "Maximum", "Minimum", "Average", "SampleCount"),
});

/** What a load can show by itself; faults that draw lots are actions. */
const bite: Check = (found, place) => {
  const { kind } = isRecord(found) ? found : {};
  if (kind === "gap")
    return shape<Bite & { kind: "gap" }>({ kind: text, metric, beyond: metric, atLeast })(found, place);
  return shape<Bite & { kind: "metric" }>({ kind: oneOf("metric"), metric, atLeast })(found, place);
};

const moves: Check = (found, place) => (hasFunction(found, "holds") ? [] : oneOf("up", "flat")(found, place));

const form = shape<Experiment>({
  title: text,
  description: text,
  tags: listOf(text),
  needs: optional(oneOf("local", "process runtime", "signatures")),
  load,
  steadyStateHypothesis: hypothesis,
  method: listOf(action),
  rollbacks: listOf(action),
  bites: optional(listOf(bite)),
  expects: optional(listOf(shape<Expectation>({ metric, moves }))),
});

function hasFunction(owner: unknown, name: string): boolean {
  return isRecord(owner) && typeof owner[name] === "function";
}
