/**
 * An experiment as Chaos Toolkit's JSON. What its AWS extension can do is written as calls of that extension; everything
 * else stands where it belongs as a process that no machine has, so that `chaos validate` and `chaos run` refuse it
 * instead of passing it over, and is named in `x-chaoslab-unmapped`.
 *
 *     lambda.limitConcurrency   chaosaws.awslambda.actions.put_function_concurrency
 *                               and, as a rollback, ...delete_function_concurrency
 *
 * The extension's actions for SSM know documents and commands but no parameters, so that an injector cannot be told from
 * there; its probe of an alarm tells the state at the moment, and ours asks what it was in a window.
 */
import type { Action, Experiment, Probe } from "../../chaos/experiment.ts";
import type { Json } from "../../chaos/lease.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";

/** A pipeline whose outputs are to be filled in by Chaos Toolkit: each is `${itsName}` of the configuration. */
export const configurable: EtlPipeline = new Proxy({} as EtlPipeline, {
  get: (_target, name) => (typeof name === "string" ? `\${${name}}` : undefined),
});

interface Mapped {
  readonly func: string;
  readonly module: string;
  readonly arguments: Readonly<Record<string, Json>>;
}

interface Mapping {
  does(args: Readonly<Record<string, Json>>): Mapped;
  /** What gives the setting back, as far as the extension can. */
  undoes(args: Readonly<Record<string, Json>>): Mapped;
  readonly differs: string;
}

const LAMBDA = "chaosaws.awslambda.actions";

/** Names and arguments are those of chaostoolkit-aws. */
const MAPPINGS: Readonly<Record<string, Mapping>> = {
  "lambda.limitConcurrency": {
    does: ({ functionName, executions }) => ({
      module: LAMBDA,
      func: "put_function_concurrency",
      arguments: { function_name: functionName!, concurrent_executions: executions! },
    }),
    undoes: ({ functionName }) => ({
      module: LAMBDA,
      func: "delete_function_concurrency",
      arguments: { function_name: functionName! },
    }),
    differs: "the lab restores the reservation that was there; the rollback here removes it",
  },
};

interface Unmapped {
  readonly where: string;
  readonly name: string;
  readonly why: string;
}

export function chaosToolkit(experiment: Experiment) {
  const { title, description, tags, steadyStateHypothesis: hypothesis, method, rollbacks } = experiment;
  const body = {
    title,
    description: description.replace(/\s+/g, " ").trim(),
    tags,
    "steady-state-hypothesis": { title: hypothesis.title, probes: hypothesis.probes.map(probe) },
    method: method.map(activity),
    // As a run does: first what was changed is given back, the last change first.
    rollbacks: [...[...method].reverse().flatMap(undoing), ...rollbacks.map(activity)],
    controls: [],
  };
  const { "steady-state-hypothesis": claim, method: done, rollbacks: undone, controls } = body;
  return {
    version: "1.0.0",
    ...{ title: body.title, description: body.description, tags: body.tags },
    configuration: configurationFor(JSON.stringify(body)),
    controls,
    "steady-state-hypothesis": claim,
    method: done,
    rollbacks: undone,
    "x-chaoslab-unmapped": unmapped(experiment),
  };
}

/** Each output that the experiment names, to be read from the environment: `transformFunction` from TRANSFORM_FUNCTION. */
function configurationFor(text: string) {
  const names = [...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!))].sort();
  const key = (name: string) => name.replace(/[A-Z]/g, "_$&").toUpperCase();
  return Object.fromEntries(names.map((name) => [name, { type: "env", key: key(name) }]));
}

function activity({ name, provider, pauses }: Action) {
  const mapping = MAPPINGS[provider.name];
  const { before = 0, after = 0 } = pauses;
  return {
    type: "action",
    name,
    provider: mapping ? python(mapping.does(provider.arguments)) : placeholder(provider),
    // Seconds, as Chaos Toolkit counts.
    ...(before + after > 0 && { pauses: { before: before / 1000, after: after / 1000 } }),
  };
}

/** What gives a change back; Chaos Toolkit does not by itself. */
function undoing({ name, provider }: Action) {
  const mapping = MAPPINGS[provider.name];
  if (!mapping) return [];
  return [{ type: "action", name: `undo: ${name}`, provider: python(mapping.undoes(provider.arguments)) }];
}

function probe({ name, provider, tolerance }: Probe) {
  return { type: "probe", name, tolerance: tolerance.exported, provider: placeholder(provider) };
}

function python(call: Mapped) {
  return { type: "python", ...call };
}

/** The lab's own word and what it is told; JSON, because arguments of a process are words. */
function placeholder({ name, arguments: args }: { name: string; arguments: Readonly<Record<string, Json>> }) {
  return { type: "process", path: "chaoslab-unmapped", arguments: [name, JSON.stringify(args)] };
}

function unmapped({ load, steadyStateHypothesis, method, rollbacks }: Experiment): Unmapped[] {
  const { title: _, probes, ...claims } = steadyStateHypothesis;
  const why = (name: string) => `chaostoolkit-aws has nothing that does what ${name} does`;
  const actions = (where: string, list: readonly Action[]): Unmapped[] =>
    list.map(({ provider }) => ({
      where,
      name: provider.name,
      why: MAPPINGS[provider.name]?.differs ?? why(provider.name),
    }));
  return [
    { where: "load", name: JSON.stringify(load), why: "Chaos Toolkit publishes no documents" },
    ...Object.entries(claims).map(([name, value]) => ({
      where: "steady-state-hypothesis",
      name: `${name} ${JSON.stringify(value)}`,
      why: "judged from the lab's ledger of documents",
    })),
    ...probes.map(({ provider: { name } }) => ({ where: "steady-state-hypothesis", name, why: why(name) })),
    ...actions("method", method),
    ...actions("rollbacks", rollbacks),
  ];
}
