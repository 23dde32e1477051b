import type * as CloudWatch from "@aws-sdk/client-cloudwatch";
import type { Output } from "../../kernel/house.ts";
import { exclusive, invalidCombination, invalidValue, startNotBeforeEnd, tooManyDatapoints } from "../errors.ts";
import { identityOf, type Period } from "../metrics/metric.ts";
import type { TimeRange } from "../metrics/series.ts";
import { isBasic, parseStatistic } from "../metrics/statistic.ts";
import { isPeriod, PERIOD_RULE } from "../queries/query.ts";
import { isRetained, rounded } from "../queries/retention.ts";
import type { CloudWatchService } from "../service.ts";
import { checkUnit } from "../units.ts";

type Input = CloudWatch.GetMetricStatisticsCommandInput;

const MAX_DATAPOINTS = 1440;

/**
 * The older way to read one metric: several statistics at once, units side by side, in no promised order. Its periods
 * begin where the rounded start of the range is, as the timestamps in the CLI's reference show.
 */
export function getMetricStatistics(
  cloudwatch: CloudWatchService,
  input: Input,
): Output<CloudWatch.GetMetricStatisticsCommandOutput> {
  const now = cloudwatch.now();
  const whole = { start: input.StartTime!.getTime(), end: input.EndTime!.getTime() };
  const length = input.Period! * 1000;
  check(input, whole);
  const metric = cloudwatch.metrics.find(identityOf(input.Namespace!, input.MetricName!, input.Dimensions));
  const range = rounded(whole, length, now);
  const units = input.Unit ? [input.Unit] : (metric?.units(range) ?? []);
  const kept = metric && isRetained(length, range.start, now) ? units : [];
  const Datapoints = kept.flatMap((unit) =>
    metric!.periods(unit, range, length).flatMap((period) => datapoint(period, unit, input)),
  );
  return { Label: input.MetricName!, Datapoints };
}

function check({ Statistics = [], ExtendedStatistics = [], Period, Unit }: Input, { start, end }: TimeRange): void {
  if (start >= end) throw invalidValue(startNotBeforeEnd);
  if (!isPeriod(Period!)) throw invalidValue(`The parameter Period ${PERIOD_RULE}`);
  checkUnit(Unit, "Unit");
  const count = Math.ceil((end - start) / (Period! * 1000));
  if (count > MAX_DATAPOINTS) throw tooManyDatapoints(count);
  if (Statistics.length > 0 && ExtendedStatistics.length > 0) throw exclusive("Statistics", "ExtendedStatistics");
  if (Statistics.length + ExtendedStatistics.length === 0) {
    throw invalidCombination("Must specify either Statistics or ExtendedStatistics");
  }
  for (const name of Statistics) if (!isBasic(name)) throw unsupported("Statistics", name);
  for (const name of ExtendedStatistics)
    if (isBasic(name) || !parseStatistic(name)) throw unsupported("ExtendedStatistics", name);
}

const unsupported = (parameter: string, name: string) =>
  invalidValue(`The value ${name} for parameter ${parameter} is not supported.`);

/** Only the statistics that were asked for; no datapoint when the data can tell none of them. */
function datapoint({ start, bucket }: Period, unit: string, input: Input): CloudWatch.Datapoint[] {
  const figures = (names: readonly string[] = []) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = parseStatistic(name)!(bucket);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  const extended = figures(input.ExtendedStatistics);
  if (input.ExtendedStatistics?.length && Object.keys(extended).length === 0) return [];
  return [
    {
      Timestamp: new Date(start),
      ...figures(input.Statistics),
      Unit: unit as CloudWatch.StandardUnit,
      ...(input.ExtendedStatistics?.length && { ExtendedStatistics: extended }),
    },
  ];
}
