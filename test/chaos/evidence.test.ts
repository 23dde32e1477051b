import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { byLoad, faultsOf, measure } from "../../chaos/evidence.ts";
import type { Bite, Metric } from "../../chaos/experiment.ts";
import { minutes, seconds } from "../../chaos/units.ts";
import { efficacy } from "../../chaos/verdict/efficacy.ts";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { aCloud } from "./a-cloud.ts";
import { NO_AWS } from "./a-setting.ts";
import { allWell, aProbe, aWorld } from "./a-world.ts";

const LOAD = { documents: 100, perSecond: 20, malformed: 0.01 };
const SETTLED = allWell({ name: "method", ...LOAD });
const METRIC: Metric = { namespace: "Test", name: "Throttles", dimensions: { FunctionName: "f" }, statistic: "Sum" };

describe("the evidence that a fault bit", () => {
  /** Ten throttles at each of these moments, and what is made of them between `from` and `until`. */
  async function shown(moments: readonly number[], from: number, until: number, statistic = METRIC.statistic) {
    const lab = aCloud();
    const found: unknown[] = [];
    await lab.tell(async () => {
      const MetricData = moments.map((moment) => ({
        MetricName: METRIC.name,
        Dimensions: [{ Name: "FunctionName", Value: "f" }],
        Timestamp: new Date(EPOCH + moment),
        Value: 10,
      }));
      await lab.clock.sleep(minutes(20));
      if (MetricData.length > 0)
        await lab.aws.cloudwatch.send(new PutMetricDataCommand({ Namespace: "Test", MetricData }));
      const bite: Bite = { kind: "metric", metric: { ...METRIC, statistic }, atLeast: 7 };
      const inForce = { action: "throttle it", bite, from: EPOCH + from, until: EPOCH + until };
      found.push(...(await faultsOf([inForce], LOAD, SETTLED, { ...aWorld().world, aws: lab.aws })));
    });
    return found;
  }

  it("is a metric's sum over the minutes in which it was in force, whole ones", async () => {
    const before = minutes(5) - 1;
    const [first, last] = [minutes(5), minutes(8) - 1];
    const after = minutes(8);
    const [fault] = await shown(
      [before, first, minutes(6), last, after],
      minutes(5) + seconds(20),
      minutes(7) + seconds(1),
    );
    expect(fault).to.deep.equal({ name: "throttle it", fact: "Throttles", count: 30, atLeast: 7 });
  });

  it("is the gap between two metrics, and never less than none", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      await lab.clock.sleep(minutes(20));
      for (const [MetricName, Value] of [
        ["Received", 9],
        ["Sent", 4],
      ] as const) {
        const MetricData = [{ MetricName, Value, Timestamp: new Date(EPOCH + minutes(6)) }];
        await lab.aws.cloudwatch.send(new PutMetricDataCommand({ Namespace: "Test", MetricData }));
      }
      const named = (name: string): Metric => ({ ...METRIC, name, dimensions: {} });
      const gap = (metric: string, beyond: string): Bite => ({
        ...{ kind: "gap", metric: named(metric), beyond: named(beyond), atLeast: 3 },
      });
      const bites = [gap("Received", "Sent"), gap("Sent", "Received"), gap("Received", "Nothing")];
      const faults = byLoad(bites, { from: EPOCH + minutes(5), until: EPOCH + minutes(7) });
      const found = await faultsOf(faults, LOAD, SETTLED, { ...aWorld().world, aws: lab.aws });
      expect(found).to.deep.equal([
        { name: "the load", fact: "Received beyond Sent", count: 5, atLeast: 3 },
        { name: "the load", fact: "Sent beyond Received", count: 0, atLeast: 3 },
        { name: "the load", fact: "Received beyond Nothing", count: 9, atLeast: 3 },
      ]);
    });
  });

  it("is nothing when there are no data", async () => {
    expect(await shown([], 0, minutes(1))).to.have.nested.property("[0].count", 0);
  });

  for (const [statistic, count] of [
    ["Sum", 30],
    ["SampleCount", 3],
    ["Maximum", 10],
    ["Minimum", 10],
    ["Average", 10],
  ] as const) {
    it(`keeps to the statistic: ${statistic} of thirty throttles in two minutes is ${count}`, async () => {
      const [fault] = await shown([minutes(1), minutes(1) + 1, minutes(2)], minutes(1), minutes(3), statistic);
      expect(fault).to.include({ count });
    });
  }

  it("is what the cloud counted, for faults that draw lots", async () => {
    const bite: Bite = { kind: "draws", fault: "latency", probability: 0.5 };
    const { world } = aWorld({ attempts: async () => ({ first: 100, struck: 51, laterStrikes: 3 }) });
    expect(await faultsOf([{ action: "slow", bite, from: 0, until: 1 }], LOAD, SETTLED, world)).to.deep.equal([
      { name: "latency", probability: 0.5, firstAttempts: 100, struck: 51, laterStrikes: 3 },
    ]);
  });

  it("is that any first attempt was struck, for faults that another one may forestall", async () => {
    const bite: Bite = { kind: "strikes", fault: "exception", atLeast: 1 };
    const { world } = aWorld({ attempts: async () => ({ first: 100, struck: 12, laterStrikes: 3 }) });
    expect(await faultsOf([{ action: "break", bite, from: 0, until: 1 }], LOAD, SETTLED, world)).to.deep.equal([
      { name: "exception", fact: "first attempts struck", count: 12, atLeast: 1 },
    ]);
  });

  for (const [struck, outcome] of [
    [0, "invalid"],
    [3, "held"],
  ] as const) {
    it(`is how often a local fault struck: ${struck} times is ${outcome}`, async () => {
      const inForce = { action: "lose events", bite: undefined, from: 0, until: 1, struck };
      const [fault] = await faultsOf([inForce], LOAD, SETTLED, aWorld().world);
      expect(fault).to.deep.equal({ name: "lose events", fact: "strikes", count: struck, atLeast: 1 });
      expect(efficacy(fault!).outcome).to.equal(outcome);
    });
  }

  it("is the bursts' malformed documents, nearly all of which S3 must have taken", async () => {
    const bursts = [
      { after: 0, for: seconds(10), malformed: 0.2 },
      { after: seconds(20), for: seconds(5), malformed: 1 },
    ];
    const settled = { ...SETTLED, acceptedMalformed: 140 };
    expect(await faultsOf([], { ...LOAD, bursts }, settled, aWorld().world)).to.deep.equal([
      { name: "the burst", fact: "malformed documents", count: 140, atLeast: 133 },
    ]);
  });

  it("is none for what nothing shows", async () => {
    const unseen = { action: "deny", bite: undefined, from: 0, until: 1 };
    expect(await faultsOf([unseen], LOAD, SETTLED, aWorld().world)).to.deep.equal([]);
  });
});

describe("measuring probes", () => {
  it("says what was measured, what it may be, and whether it is", async () => {
    const observations = { documents: SETTLED, from: 0, until: 0, clock: aWorld().clock };
    const measured = await measure([aProbe(0), aProbe(2), aProbe(null)], observations, NO_AWS);
    expect(measured.map((probe) => [probe.measured, probe.tolerance, probe.tolerance_met])).to.deep.equal([
      [0, "equal to 0", true],
      [2, "equal to 0", false],
      [null, "equal to 0", null],
    ]);
  });
});
