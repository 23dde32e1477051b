/** The three states of an alarm. */
export type State = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export const STATES: readonly State[] = ["INSUFFICIENT_DATA", "ALARM", "OK"];

export const MISSING_DATA = ["breaching", "notBreaching", "ignore", "missing"] as const;

export type MissingData = (typeof MISSING_DATA)[number];

/** When an alarm rings: `datapointsToAlarm` of the last `evaluationPeriods` breach. */
export interface Rule {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
  breaches(value: number): boolean;
}

/** One period that an alarm looks at, and what was measured in it. */
export interface Datapoint {
  /** The start of the period, milliseconds since 1970. */
  readonly at: number;
  readonly value?: number | undefined;
  readonly sampleCount?: number | undefined;
}

export interface Evaluation {
  /** Nothing when the alarm keeps the state it is in. */
  readonly state: State | undefined;
  /** What was measured, newest first, no more than the evaluation periods. */
  readonly measured: readonly Datapoint[];
  /** Periods without data that had to be filled in. */
  readonly missing: readonly Datapoint[];
}

/**
 * How many periods are fetched for an evaluation. CloudWatch fetches more than it needs, so that data which come late or
 * seldom are still seen; the user guide gives five for three and says no more.
 */
export function rangeOf({ evaluationPeriods }: Pick<Rule, "evaluationPeriods">): number {
  return evaluationPeriods + 2;
}

/**
 * The user guide's rules ("Configuring how CloudWatch alarms treat missing data"), for the periods of the evaluation
 * range, newest first:
 *
 *     enough data: the newest decide         0 X X - X   ->  X X X            ALARM
 *     too few: fill as TreatMissingData says 0 - X - -   ->  X 0 + one of -   OK, or ALARM where - breaches
 *     none: INSUFFICIENT_DATA, ALARM, OK, or as it was
 */
export function evaluate(range: readonly Datapoint[], rule: Rule): Evaluation {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = rule;
  const measured = range.filter(({ value }) => value !== undefined).slice(0, evaluationPeriods);
  const missing = range.filter(({ value }) => value === undefined).slice(0, evaluationPeriods - measured.length);
  const breaching = measured.filter(({ value }) => rule.breaches(value!)).length;
  const filled = treatMissingData === "breaching" ? missing.length : 0;
  const answer = (state: State | undefined): Evaluation => ({ state, measured, missing });
  if (breaching + filled >= datapointsToAlarm) return answer("ALARM");
  if (missing.length === 0 || breaching < measured.length) return answer("OK");
  return answer(undecided(range, rule));
}

/** All that was measured breaches, and it is less than it takes to ring. */
function undecided(range: readonly Datapoint[], { treatMissingData, datapointsToAlarm }: Rule): State | undefined {
  if (treatMissingData === "ignore") return undefined;
  if (treatMissingData !== "missing") return "OK";
  // With nothing but missing data after it, a breach as old as DatapointsToAlarm rings by itself.
  const age = range.findLastIndex(({ value }) => value !== undefined) + 1;
  return age >= datapointsToAlarm ? "ALARM" : "INSUFFICIENT_DATA";
}
