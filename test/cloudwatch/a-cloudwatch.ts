import type { CloudWatchFact } from "../../cloud/cloudwatch/facts.ts";
import { cloudwatchHouse } from "../../cloud/cloudwatch/house.ts";
import type { AlarmNotice } from "../../cloud/cloudwatch/ports.ts";
import { CloudWatchService } from "../../cloud/cloudwatch/service.ts";
import { EPOCH, VirtualClock } from "../../cloud/kernel/clock.ts";
import { Feed } from "../../cloud/kernel/feed.ts";
import type { Call } from "../../cloud/kernel/house.ts";
import { Random } from "../../cloud/kernel/random.ts";
import { ScaledClock } from "../../cloud/kernel/scaled-clock.ts";

export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export { EPOCH };

export const ACCOUNT = "111111111111";

/**
 * CloudWatch by itself on a virtual clock, its operations called without a gateway. `acted` is what alarms did, `scale`
 * what share of an alarm's period passes.
 */
export function aCloudWatch({ region = "us-east-1", refuse = (_action: string) => {}, scale = 1 } = {}) {
  const clock = new VirtualClock();
  const feed = new Feed<CloudWatchFact>(clock);
  const acted: { action: string; notice: AlarmNotice }[] = [];
  const act = (action: string, notice: AlarmNotice) => {
    refuse(action);
    acted.push({ action, notice });
  };
  const place = { accountId: ACCOUNT, region };
  const alarmClock = new ScaledClock(clock, scale);
  const wiring = { clock, alarmClock, random: Random.fromSeed(1), feed, place, actions: { act } };
  const cloudwatch = new CloudWatchService(wiring);
  const house = cloudwatchHouse(cloudwatch);
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the operation answers
  const operate = (name: string, input: object): any => house.operations[name]!(input, CALL);
  const pass = (milliseconds: number) => clock.run(clock.sleep(milliseconds));
  return { clock, feed, cloudwatch, house, operate, acted, pass };
}

const CALL: Call = {
  requestId: "11111111-2222-4333-8444-555555555555",
  callerArn: `arn:aws:iam::${ACCOUNT}:root`,
  callerId: ACCOUNT,
  sourceIp: "127.0.0.1",
  endpoint: "https://monitoring.us-east-1.amazonaws.com",
};

/** What an operation was refused with. */
export function refusal(work: () => unknown): { code: string; message: string; status: number } {
  try {
    work();
  } catch (error) {
    const { code, message, status } = error as { code: string; message: string; status: number };
    return { code, message, status };
  }
  throw new Error("the operation was not refused");
}

/** A value of `lab/m` at an instant after the epoch. */
export function aDatum(value: number, { at = 0, unit = "Count", name = "m", dimensions = {} } = {}) {
  return { namespace: "lab", name, dimensions, value, unit, at: EPOCH + at };
}

/** A query for the sum of `lab/m` by the minute. */
export function aQuery(id: string, { stat = "Sum", period = 60, name = "m", unit, ...more }: QueryOptions = {}) {
  const Metric = { Namespace: "lab", MetricName: name };
  return { Id: id, MetricStat: { Metric, Period: period, Stat: stat, ...(unit && { Unit: unit }) }, ...more };
}

export interface QueryOptions {
  readonly stat?: string;
  readonly period?: number;
  readonly name?: string;
  readonly unit?: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
}

/** The first minutes after the epoch. */
export function minutes(count: number, from = 0) {
  return { StartTime: new Date(EPOCH + from * MINUTE), EndTime: new Date(EPOCH + (from + count) * MINUTE) };
}

/** Minutes since the epoch. */
export function minuteOf(timestamp: Date): number {
  return (timestamp.getTime() - EPOCH) / MINUTE;
}
