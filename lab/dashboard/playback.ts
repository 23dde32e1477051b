import { CloudWatchService } from "../../cloud/cloudwatch/service.ts";
import { Feed } from "../../cloud/kernel/feed.ts";
import type { Place } from "../../cloud/kernel/house.ts";
import type { Datum } from "../../cloud/kernel/metric.ts";
import { Random } from "../../cloud/kernel/random.ts";
import type { AlarmState, Source } from "../../dashboard/data/source.ts";
import { HouseSource } from "./house-source.ts";
import type { Line, Values } from "./recording.ts";
import { Tape } from "./tape.ts";

/**
 * A recorded CloudWatch, to be asked what it would have answered at any moment of the run:
 *
 *     metrics.ndjson -> tape -> CloudWatch as far as it had been told -> GetMetricData, DescribeAlarms, GetDashboard
 *
 * What was told later is not left out of answers: it is not there. So the last minute is half full, as it was then.
 */
export class Playback {
  readonly #tape: Tape<Told, Then>;

  constructor(lines: Iterable<string>) {
    const { place, steps } = read(lines);
    this.#tape = new Tape(steps, () => new Then(place), play);
  }

  source(at: number): Source {
    return new PastSource(() => Object.assign(this.#tape.at(at), { now: at }));
  }
}

class PastSource extends HouseSource {
  readonly #then: () => Then;

  constructor(then: () => Then) {
    super(() => then().cloudwatch);
    this.#then = then;
  }

  /** As they were told: an alarm that was evaluated again would have looked at another time. */
  override async describeAlarms(names: readonly string[]): Promise<AlarmState[]> {
    const { alarms } = this.#then();
    return names.flatMap((name) => alarms.get(name) ?? []);
  }
}

/** CloudWatch at some moment of the past. */
class Then {
  now = 0;
  readonly cloudwatch: CloudWatchService;
  readonly alarms = new Map<string, AlarmState>();

  constructor(place: Place) {
    const now = () => this.now;
    const clock = { now, sleep: never, at: still, every: still };
    const actions = { act: () => {} };
    this.cloudwatch = new CloudWatchService({
      ...{ clock, feed: new Feed(clock), place, actions },
      random: Random.fromSeed(0),
    });
  }
}

/** Nothing comes of itself any more. */
const still = (instant: number) => ({ instant, cancel: () => {} });
const never = () => new Promise<void>(() => {});

/** A line that something is told by; values with the metric that they are of. */
type Told = { readonly at: number } & (
  | { readonly data: readonly Datum[] }
  | Extract<Line, { readonly alarm: unknown } | { readonly dashboard: unknown } | { readonly sample: unknown }>
);

function play(then: Then, step: Told): void {
  const { cloudwatch, alarms } = then;
  then.now = step.at;
  if ("data" in step) cloudwatch.put(step.data);
  else if ("sample" in step) cloudwatch.add(step.identity, step.sample);
  else if ("alarm" in step) alarms.set(step.alarm.name, step.alarm);
  else cloudwatch.dashboards.put(step.dashboard, step.body, undefined);
}

function read(lines: Iterable<string>): { place: Place; steps: Told[] } {
  const steps: Told[] = [];
  const metrics: Omit<Datum, "value" | "at">[] = [];
  let [since, place] = [0, undefined as Place | undefined];
  const dataOf = ([told, earlier, ...pairs]: Values): Told => {
    const at = since + told - earlier;
    const data: Datum[] = [];
    for (let i = 0; i < pairs.length; i += 2) data.push({ ...metrics[pairs[i]!]!, value: pairs[i + 1]!, at });
    // Known when the millisecond is over in which it was told.
    return { at: since + told + 1, data };
  };
  for (const text of lines) {
    const line = JSON.parse(text) as Line;
    if (isValues(line)) steps.push(dataOf(line));
    else if ("since" in line) ({ since, place } = line);
    else if ("at" in line) steps.push(line);
    else metrics[line.metric] = { ...line, dimensions: Object.fromEntries(line.dimensions) };
  }
  if (!place) throw new SyntaxError("there is no first line");
  return { place, steps };
}

function isValues(line: Line): line is Values {
  return Array.isArray(line);
}
