import type * as CloudWatch from "@aws-sdk/client-cloudwatch";
import type { Output } from "../../kernel/house.ts";
import { exclusive, invalidValue, missingParameter } from "../errors.ts";
import type { Sample } from "../metrics/metric.ts";
import { identityOf } from "../metrics/metric.ts";
import { checkDimensionTexts, checkMetricName, checkNamespace } from "../metrics/names.ts";
import type { CloudWatchService } from "../service.ts";
import { checkUnit } from "../units.ts";

/** PutMetricData's quotas (its API reference). */
const MAX_DATA = 1000;
const MAX_VALUES = 150;
const MAX_DIMENSIONS = 30;
const TWO_WEEKS = 14 * 24 * 3_600_000;
const TWO_HOURS = 2 * 3_600_000;
/** CloudWatch stores numbers between -2^360 and 2^360. */
const LARGEST = 2 ** 360;

/**
 * The operation that writes metrics. Nothing is stored unless all of a request is right. What is refused is in AWS's
 * words but for quotas, StorageResolution and the distant future, of which only the rules are known.
 */
export function dataOperations(cloudwatch: CloudWatchService) {
  return {
    PutMetricData(input: CloudWatch.PutMetricDataCommandInput): Output<CloudWatch.PutMetricDataCommandOutput> {
      checkNamespace(input.Namespace!);
      const data = [
        ...(input.MetricData ?? []),
        ...(input.EntityMetricData ?? []).flatMap((entity) => entity.MetricData ?? []),
      ];
      if (data.length === 0) throw missingParameter("MetricData");
      if (data.length > MAX_DATA) {
        throw invalidValue(`The collection MetricData must not have a size greater than ${MAX_DATA}.`);
      }
      const now = cloudwatch.now();
      const read = data.map((datum, i) => readDatum(input.Namespace!, datum, `MetricData.member.${i + 1}`, now));
      for (const { identity, sample } of read) cloudwatch.add(identity, sample);
      return {};
    },
  };
}

function readDatum(namespace: string, datum: CloudWatch.MetricDatum, path: string, now: number) {
  if (!datum.MetricName) throw missingParameter(`${path}.MetricName`);
  checkMetricName(datum.MetricName, `${path}.MetricName`);
  checkDimensions(datum.Dimensions ?? [], path);
  checkUnit(datum.Unit, `${path}.Unit`);
  if (![undefined, 1, 60].includes(datum.StorageResolution)) {
    throw invalidValue(`The parameter ${path}.StorageResolution must be a value in the set [1, 60].`);
  }
  const sample: Sample = {
    at: instantOf(datum.Timestamp, path, now),
    unit: datum.Unit ?? "None",
    ...measured(datum, path),
    highResolution: datum.StorageResolution === 1,
  };
  return { identity: identityOf(namespace, datum.MetricName, datum.Dimensions), sample };
}

function checkDimensions(dimensions: readonly CloudWatch.Dimension[], path: string): void {
  if (dimensions.length > MAX_DIMENSIONS) {
    throw invalidValue(`The collection ${path}.Dimensions must not have a size greater than ${MAX_DIMENSIONS}.`);
  }
  dimensions.forEach(({ Name, Value }, i) => {
    if (!Name) throw missingParameter(`${path}.Dimensions.member.${i + 1}.Name`);
    if (!Value) throw missingParameter(`${path}.Dimensions.member.${i + 1}.Value`);
    checkDimensionTexts(Name, Value, `${path}.Dimensions.member.${i + 1}`);
  });
}

/** Two weeks back and two hours ahead (PutMetricData's API reference). */
function instantOf(timestamp: Date | undefined, path: string, now: number): number {
  const at = timestamp?.getTime() ?? now;
  if (at < now - TWO_WEEKS) {
    throw invalidValue(`The parameter ${path}.Timestamp must specify a time within the past two weeks.`);
  }
  if (at > now + TWO_HOURS) {
    throw invalidValue(`The parameter ${path}.Timestamp must specify a time no more than two hours in the future.`);
  }
  return at;
}

/** One value, values with their counts, or a set of statistics: exactly one of them. */
function measured({ Value, Values, Counts, StatisticValues }: CloudWatch.MetricDatum, path: string): Partial<Sample> {
  if (Value !== undefined && Values?.length) throw exclusive(`${path}.Value`, `${path}.Values`);
  if (Value !== undefined && StatisticValues) throw exclusive(`${path}.Value`, `${path}.StatisticValues`);
  if (Values?.length && StatisticValues) throw exclusive(`${path}.Values`, `${path}.StatisticValues`);
  if (StatisticValues) return { set: readSet(StatisticValues, `${path}.StatisticValues`) };
  if (Value !== undefined) return { values: [number(Value, `${path}.Value`)] };
  if (!Values?.length) throw missingParameter(`${path}.Value`);
  if (Values.length > MAX_VALUES) {
    throw invalidValue(`The collection ${path}.Values must not have a size greater than ${MAX_VALUES}.`);
  }
  if (Counts && Counts.length !== Values.length) {
    throw invalidValue(`The parameters ${path}.Values and ${path}.Counts must be of the same size.`);
  }
  const values = Values.map((value, i) => number(value, `${path}.Values.member.${i + 1}`));
  return {
    values,
    ...(Counts && { counts: Counts.map((count, i) => countOf(count, `${path}.Counts.member.${i + 1}`)) }),
  };
}

function readSet(set: CloudWatch.StatisticSet, path: string) {
  const [count, sum, min, max] = (["SampleCount", "Sum", "Minimum", "Maximum"] as const).map((name) => {
    const value = set[name];
    if (value === undefined) throw missingParameter(`${path}.${name}`);
    return number(value, `${path}.${name}`);
  }) as [number, number, number, number];
  if (max < min) throw invalidValue(`The parameter ${path}.Maximum must be greater than ${path}.Minimum.`);
  return { count, sum, min, max };
}

function number(value: number, path: string): number {
  if (Number.isFinite(value) && Math.abs(value) <= LARGEST) return value;
  throw invalidValue(`The value ${value} for parameter ${path} is invalid.`);
}

/** A value cannot have been seen less than never. */
function countOf(count: number, path: string): number {
  if (count < 0) throw invalidValue(`The value ${count} for parameter ${path} is invalid.`);
  return number(count, path);
}
