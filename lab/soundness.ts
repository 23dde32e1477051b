import type { Experiment } from "../chaos/experiment.ts";

/**
 * What is wrong with something that calls itself an experiment. TypeScript sees most of it, but experiments also come
 * as JavaScript, and without a type check. Each complaint names the place in the experiment, what was found there and
 * what was expected.
 */
export function complaintsAbout(experiment: Experiment): string[] {
  if (!isRecord(experiment)) return [`it is ${show(experiment)}, expected an object with title, load, method, ...`];
  return [
    ...["title", "description"].map((name) => text(experiment, name)),
    ...["tags", "method", "rollbacks"].map((name) => list(experiment, name)),
    ...loadComplaints(experiment.load),
    ...hypothesisComplaints(experiment.steadyStateHypothesis),
    ...activities(experiment, "method", "action"),
    ...activities(experiment, "rollbacks", "action"),
    ...activities(experiment.steadyStateHypothesis, "probes", "probe", "steadyStateHypothesis."),
  ].filter((complaint) => complaint !== undefined);
}

function loadComplaints(load: unknown) {
  if (!isRecord(load)) return [`load is ${show(load)}, expected { documents, perSecond, malformed }`];
  return [
    within(load, "load.", "documents", 1, 1_000_000),
    within(load, "load.", "perSecond", 0.001, 1000),
    within(load, "load.", "malformed", 0, 1),
  ];
}

function hypothesisComplaints(hypothesis: unknown) {
  const place = "steadyStateHypothesis";
  if (!isRecord(hypothesis)) return [`${place} is ${show(hypothesis)}, expected { title, probes, ... }`];
  return [text(hypothesis, "title", `${place}.`), list(hypothesis, "probes", `${place}.`)];
}

function activities(owner: unknown, name: string, type: "action" | "probe", place = "") {
  const found = isRecord(owner) ? owner[name] : undefined;
  if (!Array.isArray(found)) return [];
  return found.map((activity, i) =>
    isRecord(activity) && activity.type === type && isRecord(activity.provider)
      ? undefined
      : `${place}${name}[${i}] is ${show(activity)}, expected what ${type}(...) makes`,
  );
}

function text(owner: object, name: string, place = ""): string | undefined {
  const found = (owner as Record<string, unknown>)[name];
  return typeof found === "string" && found.trim() !== ""
    ? undefined
    : `${place}${name} is ${show(found)}, expected a text`;
}

function list(owner: object, name: string, place = ""): string | undefined {
  const found = (owner as Record<string, unknown>)[name];
  return Array.isArray(found) ? undefined : `${place}${name} is ${show(found)}, expected a list`;
}

function within(
  owner: Record<string, unknown>,
  place: string,
  name: string,
  min: number,
  max: number,
): string | undefined {
  const found = owner[name];
  if (typeof found === "number" && found >= min && found <= max) return undefined;
  return `${place}${name} is ${show(found)}, expected a number from ${min} to ${max}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (value === undefined) return "missing";
  const json = JSON.stringify(value) ?? typeof value;
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}
