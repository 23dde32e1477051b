import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import type { Expectation, Metric } from "../../chaos/experiment.ts";
import { disturbedBy, signatureOf } from "../../chaos/signature.ts";
import { atMost } from "../../chaos/tolerance.ts";
import { minutes, seconds } from "../../chaos/units.ts";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { aCloud } from "./a-cloud.ts";

const METRIC: Metric = { namespace: "Test", name: "Errors", dimensions: { FunctionName: "f" }, statistic: "Sum" };

/** Ten errors at each of these moments, and what the book's reader makes of them. */
async function read(moments: readonly number[], moves: Expectation["moves"], from: number, until: number) {
  const lab = aCloud();
  let found: unknown[] = [];
  await lab.tell(async () => {
    await lab.clock.sleep(minutes(20));
    for (const moment of moments) {
      const Timestamp = new Date(EPOCH + moment);
      const Dimensions = [{ Name: "FunctionName", Value: "f" }];
      const MetricData = [{ MetricName: "Errors", Dimensions, Timestamp, Value: 10 }];
      await lab.aws.cloudwatch.send(new PutMetricDataCommand({ Namespace: "Test", MetricData }));
    }
    const window = { from: EPOCH + from, until: EPOCH + until };
    const records = await signatureOf([{ metric: METRIC, moves }], window, lab.aws);
    found = records.map(({ expected, measured, as_expected }) => [expected, measured, as_expected]);
  });
  return found[0];
}

describe("a signature", () => {
  const [from, until] = [minutes(5) + seconds(20), minutes(8) + seconds(20)];

  for (const [what, moments, moves, measured, asExpected] of [
    ["up when there is something in a minute that the fault touched", [minutes(5)], "up", 10, true],
    ["not up when there is nothing", [minutes(4), minutes(9)], "up", null, false],
    [
      "flat though something came before and after, in the same minutes",
      [minutes(5), minutes(8) + 1],
      "flat",
      null,
      true,
    ],
    ["not flat when something came in between", [minutes(7)], "flat", 10, false],
  ] as const) {
    it(`is ${what}`, async () => {
      expect(await read(moments, moves, from, until)).to.deep.equal([moves, measured, asExpected]);
    });
  }

  it("keeps to a tolerance", async () => {
    expect(await read([minutes(6), minutes(7)], atMost(20), from, until)).to.deep.equal(["at most 20", 20, true]);
    expect(await read([minutes(6), minutes(7)], atMost(19), from, until)).to.deep.equal(["at most 19", 20, false]);
  });

  it("says nothing where there is nothing to say it by: no datum, or no whole minute", async () => {
    expect(await read([], atMost(20), from, until)).to.deep.equal(["at most 20", null, null]);
    expect(await read([from + 1], "flat", from, from + seconds(55))).to.deep.equal(["flat", null, null]);
  });

  it("is that of the time from the first fault to the last, or of the method where the load is the fault", () => {
    const fault = { action: "act", bite: undefined };
    const faults = [
      { ...fault, from: 20, until: 80 },
      { ...fault, from: 30, until: 90 },
    ];
    expect(disturbedBy(faults, { from: 0, until: 100 })).to.deep.equal({ from: 20, until: 90 });
    expect(disturbedBy([], { from: 0, until: 100 })).to.deep.equal({ from: 0, until: 100 });
  });
});
