import type { PutCompositeAlarmInput, PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { constraint, invalidValue, notInEnum, validationError } from "../errors.ts";
import { isBasic, parseStatistic } from "../metrics/statistic.ts";
import { isUnit, UNITS } from "../units.ts";
import { OPERATORS } from "./definition.ts";
import { MISSING_DATA } from "./evaluation.ts";
import { checkPeriod, checkQueries } from "./query-validation.ts";
import type { Ringing } from "./ringing.ts";

/**
 * What PutMetricAlarm refuses. The sentences were answered by AWS to others and passed on in public, except where a rule
 * of the API reference has none on record: TreatMissingData's values, exactly one of Statistic and ExtendedStatistic,
 * an action that is no ARN, and what is not served here. Those are our own, in the manner of their neighbours.
 */
export function checkAlarm(input: PutMetricAlarmInput, region: string): void {
  checkName(input.AlarmName);
  checkComparison(input);
  checkActions(input, region);
  checkUnserved(input);
  if (input.Metrics?.length) checkQueries(input);
  else checkMetric(input);
  checkPercentileOption(input);
  const treatment = input.TreatMissingData;
  if (treatment !== undefined && !(MISSING_DATA as readonly string[]).includes(treatment)) {
    throw notInEnum(treatment, "treatMissingData", MISSING_DATA);
  }
}

/** The same for PutCompositeAlarm. */
export function checkComposite(input: PutCompositeAlarmInput, region: string): void {
  checkName(input.AlarmName);
  if (!input.AlarmRule) throw constraint(input.AlarmRule, "alarmRule", "Member must not be null");
  checkActions(input, region);
  if (input.ActionsSuppressor !== undefined) throw unserved("actions suppressors");
}

/** A name belongs to one kind of alarm. Ours; AWS refuses it, in words that nobody has recorded. */
export function checkKind(known: Ringing | undefined, type: Ringing["type"]): void {
  if (known && known.type !== type) throw validationError(`An alarm named ${known.name} exists, and is no ${type}`);
}

/** An alarm stays while a composite alarm depends on it that stays, in AWS's words; one composite at once, in ours. */
export function checkRemoval(alarms: readonly Ringing[], parentsOf: (alarm: Ringing) => readonly Ringing[]): void {
  if (alarms.filter(({ type }) => type === "CompositeAlarm").length > 1) {
    throw validationError("DeleteAlarms can include no more than one composite alarm");
  }
  const needed = alarms.find((alarm) => parentsOf(alarm).some((parent) => !alarms.includes(parent)));
  if (needed) {
    throw validationError(`Cannot delete ${needed.name} as there are composite alarm(s) depending on it.`);
  }
}

function checkName(name: string | undefined): void {
  if (name === undefined) throw constraint(name, "alarmName", "Member must not be null");
  if (name === "") throw constraint(name, "alarmName", "Member must have length greater than or equal to 1");
  if (name.length > 255) throw constraint(name, "alarmName", "Member must have length less than or equal to 255");
}

function checkComparison(input: PutMetricAlarmInput): void {
  const { ComparisonOperator: operator, EvaluationPeriods: periods, DatapointsToAlarm: datapoints } = input;
  if (operator === undefined) throw constraint(operator, "comparisonOperator", "Member must not be null");
  if (!OPERATORS.includes(operator)) throw notInEnum(operator, "comparisonOperator", OPERATORS);
  if (periods === undefined) throw constraint(periods, "evaluationPeriods", "Member must not be null");
  checkPositive(periods, "evaluationPeriods");
  if (datapoints !== undefined) checkPositive(datapoints, "datapointsToAlarm");
  if (datapoints !== undefined && datapoints > periods) {
    throw validationError("DatapointsToAlarm must be less than or equal to EvaluationPeriods");
  }
  if (input.Threshold === undefined)
    throw validationError("PutMetricAlarm request should have valid Threshold parameter");
}

function checkPositive(value: number, member: string): void {
  if (value < 1) throw constraint(value, member, "Member must have value greater than or equal to 1");
}

/** The action list of PutMetricAlarm's API reference. */
const VENDORS = ["automate", "swf", "autoscaling", "lambda", "sns", "ssm", "ssm-incidents", "aiops"];

function checkActions(input: PutMetricAlarmInput | PutCompositeAlarmInput, region: string): void {
  for (const list of ["OKActions", "AlarmActions", "InsufficientDataActions"] as const) {
    const actions = input[list] ?? [];
    const member = list.charAt(0).toLowerCase() + list.slice(1);
    if (actions.length > 5) {
      throw constraint(`[${actions.join(", ")}]`, member, "Member must have length less than or equal to 5");
    }
    for (const action of actions) checkAction(action, region);
  }
}

function checkAction(action: string, region: string): void {
  const [scheme, , vendor = "", place = ""] = action.split(":");
  if (scheme !== "arn") throw validationError(`Invalid arn syntax: ${action}`);
  if (!VENDORS.includes(vendor)) throw validationError(`Unsupported AWS vendor ${vendor}`);
  if (place !== "" && place !== region) {
    throw validationError(`Invalid region ${place} specified. Only ${region} is supported.`);
  }
}

/** What AWS offers and the embedded CloudWatch does not. */
function checkUnserved(input: PutMetricAlarmInput): void {
  if (input.EvaluationCriteria) throw unserved("PromQL alarms");
  if (input.ThresholdMetricId !== undefined) throw unserved("alarms on anomaly detection");
  if (input.EvaluationWindow?.WallClockWindow) throw unserved("wall clock windows");
  if (input.WarmUpConfiguration) throw unserved("warm-up periods");
}

const unserved = (what: string) => validationError(`The embedded CloudWatch does not serve ${what}.`);

const STATISTICS = ["Maximum", "SampleCount", "Sum", "Minimum", "Average"];

function checkMetric(input: PutMetricAlarmInput): void {
  for (const name of ["MetricName", "Namespace", "Period"] as const) {
    if (input[name] === undefined) throw validationError(`${name} must not be null`);
  }
  for (const name of ["MetricName", "Namespace"] as const) {
    if (/[^\x20-\x7e]/.test(input[name]!)) throw validationError(`${name} must not contain Non-ASCII characters.`);
  }
  if (input.Unit !== undefined && !isUnit(input.Unit)) throw notInEnum(input.Unit, "unit", UNITS);
  checkStatistic(input);
  checkPeriod(input.Period!, input.EvaluationPeriods!);
}

function checkStatistic({ Statistic, ExtendedStatistic }: PutMetricAlarmInput): void {
  if (Statistic !== undefined && !STATISTICS.includes(Statistic)) throw notInEnum(Statistic, "statistic", STATISTICS);
  if (Statistic === undefined && ExtendedStatistic === undefined) {
    throw validationError("Either Statistic or ExtendedStatistic must be specified");
  }
  if (Statistic !== undefined && ExtendedStatistic !== undefined) {
    throw validationError("Statistic and ExtendedStatistic are mutually exclusive");
  }
  if (ExtendedStatistic !== undefined && (isBasic(ExtendedStatistic) || !parseStatistic(ExtendedStatistic))) {
    throw invalidValue(`The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`);
  }
}

function checkPercentileOption({ EvaluateLowSampleCountPercentile: option, Statistic }: PutMetricAlarmInput): void {
  if (option === undefined) return;
  if (option !== "evaluate" && option !== "ignore") {
    throw validationError(
      `Option ${option} is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.`,
    );
  }
  if (Statistic !== undefined) {
    throw validationError(`Option evaluateLowSampleCountPercentile can not be applied with statistic ${Statistic}.`);
  }
}
