import type { Datapoint, Evaluation, Rule, State } from "./evaluation.ts";
import { asDouble, double, instant, json, shortInstant } from "./java.ts";

/** What an alarm's reasons need to know of it. */
export interface Threshold extends Rule {
  readonly threshold: number;
  readonly operator: string;
  /** Whether DatapointsToAlarm was given: such an alarm also says how many it takes. */
  readonly counting: boolean;
}

const COMPARISONS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: "greater than",
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  LessThanThreshold: "less than",
  LessThanOrEqualToThreshold: "less than or equal to",
};

const TREATED: Readonly<Record<string, string>> = { breaching: "Breaching", notBreaching: "NonBreaching" };

/** From here on CloudWatch lists only the most recent ones. */
const LISTED = 5;

/**
 * Why an alarm is in a state, in CloudWatch's sentences, each of which was seen in a notification or a history:
 *
 *     Threshold Crossed: 1 datapoint [21.5 (26/10/23 16:42:00)] was greater than the threshold (2.0).
 *     Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].
 */
export function reasonFor(state: State, { measured, missing }: Evaluation, threshold: Threshold): string {
  if (state === "INSUFFICIENT_DATA") return `Insufficient Data: ${were(missing.length)} unknown.`;
  const crossing = measured.filter(({ value }) => threshold.breaches(value!) === (state === "ALARM"));
  const treated = TREATED[threshold.treatMissingData];
  const filled =
    treated && missing.length > 0 ? ` and ${were(missing.length, "missing ")} treated as [${treated}]` : "";
  if (crossing.length === 0) return `Threshold Crossed: ${received(measured.length, threshold)}${filled}.`;
  return `Threshold Crossed: ${crossed(crossing, state, threshold, filled)}.`;
}

/** `1 datapoint was`, `2 missing datapoints were` */
function were(count: number, kind = ""): string {
  return `${count} ${kind}${plural(count, "datapoint")} ${count === 1 ? "was" : "were"}`;
}

function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}

function received(count: number, { evaluationPeriods }: Rule): string {
  const datapoints = count === 0 ? "no datapoints were" : were(count);
  return `${datapoints} received for ${evaluationPeriods} ${plural(evaluationPeriods, "period")}`;
}

function crossed(crossing: readonly Datapoint[], state: State, threshold: Threshold, filled: string): string {
  const count = crossing.length;
  const values = crossing.slice(0, LISTED).map(({ value, at }) => `${double(value!)} (${shortInstant(at)})`);
  const listed = `[${values.join(", ")}]`;
  const counted = threshold.counting
    ? `${count} out of the last ${threshold.evaluationPeriods} datapoints`
    : `${count} ${plural(count, "datapoint")}`;
  const verdict = `${count === 1 ? "was" : "were"}${state === "ALARM" ? "" : " not"} ${comparison(threshold)}`;
  if (count < LISTED) return `${counted} ${listed} ${verdict}${filled}${minimum(state, threshold)}`;
  const recent = `The most recent datapoints which crossed the threshold: ${listed}`;
  return `${counted} ${verdict}${filled}. ${recent}${minimum(state, threshold)}`;
}

function comparison({ operator, threshold }: Threshold): string {
  return `${COMPARISONS[operator]} the threshold (${double(threshold)})`;
}

function minimum(state: State, { counting, datapointsToAlarm, evaluationPeriods }: Threshold): string {
  if (!counting) return "";
  const needed = state === "ALARM" ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  const transition = state === "ALARM" ? "OK -> ALARM" : "ALARM -> OK";
  return ` (minimum ${needed} ${plural(needed, "datapoint")} for ${transition} transition)`;
}

export interface ReasonSource {
  readonly period: number;
  readonly statistic?: string | undefined;
  readonly unit?: string | undefined;
  readonly threshold: number;
}

/** The same for programs: StateReasonData. Values oldest first, evaluated datapoints newest first, as CloudWatch has them. */
export function reasonDataFor(now: number, { measured, missing }: Evaluation, source: ReasonSource): string {
  const evaluated = [...measured, ...missing].sort((a, b) => b.at - a.at);
  const oldest = measured.at(-1);
  return json({
    version: "1.0",
    queryDate: instant(now),
    ...(oldest && { startDate: instant(oldest.at) }),
    ...(source.unit !== undefined && { unit: source.unit }),
    ...(source.statistic !== undefined && { statistic: source.statistic }),
    period: source.period,
    recentDatapoints: measured.map(({ value }) => asDouble(value!)).reverse(),
    threshold: asDouble(source.threshold),
    evaluatedDatapoints: evaluated.map(shown),
  });
}

function shown({ at, value, sampleCount }: Datapoint) {
  return {
    timestamp: instant(at),
    ...(sampleCount !== undefined && { sampleCount: asDouble(sampleCount) }),
    ...(value !== undefined && { value: asDouble(value) }),
  };
}
