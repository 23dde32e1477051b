import { ACCOUNT, aCloudWatch, aDatum, EPOCH, MINUTE } from "./a-cloudwatch.ts";

export const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:people`;

/** Rings when the sum of `lab/m` is above 2 in a minute. */
export const ALARM = {
  AlarmName: "too-many",
  MetricName: "m",
  Namespace: "lab",
  Statistic: "Sum",
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 2,
  ComparisonOperator: "GreaterThanThreshold",
};

/** CloudWatch with one alarm. `states` are the states it has moved to, with the second at which it did. */
export function anAlarm(more: object = {}, options: Parameters<typeof aCloudWatch>[0] = {}) {
  const lab = aCloudWatch(options);
  lab.operate("PutMetricAlarm", { ...ALARM, ...more });
  const described = () => lab.operate("DescribeAlarms", {}).MetricAlarms[0];
  const states = () =>
    lab.feed.facts.flatMap((fact) => (fact.kind === "AlarmStateChanged" ? [[(fact.at - EPOCH) / 1000, fact.to]] : []));
  /** A value in each minute; nothing for a minute without. */
  const measure = (values: readonly (number | undefined)[]) =>
    lab.cloudwatch.put(
      values.flatMap((value, minute) => (value === undefined ? [] : [aDatum(value, { at: minute * MINUTE })])),
    );
  return { ...lab, described, states, measure };
}
