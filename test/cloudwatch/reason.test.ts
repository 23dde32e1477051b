import { expect } from "chai";
import { type Datapoint, evaluate, type MissingData, type State } from "../../cloud/cloudwatch/alarms/evaluation.ts";
import { asDouble, double, instant, json, shortInstant } from "../../cloud/cloudwatch/alarms/java.ts";
import { reasonDataFor, reasonFor, type Threshold } from "../../cloud/cloudwatch/alarms/reason.ts";
import { MINUTE } from "./a-cloudwatch.ts";

const NEWEST = Date.UTC(2023, 9, 26, 16, 42);

const aThreshold = (more: Partial<Threshold> = {}): Threshold => ({
  threshold: 2,
  operator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  datapointsToAlarm: more.evaluationPeriods ?? 1,
  counting: false,
  treatMissingData: "missing",
  breaches: (value) => value > 2,
  ...more,
});

/** Values newest first. */
const aRange = (...values: (number | undefined)[]): Datapoint[] =>
  values.map((value, i) => ({ at: NEWEST - i * MINUTE, value, ...(value !== undefined && { sampleCount: 2 }) }));

const reason = (range: Datapoint[], threshold: Threshold, state?: State) => {
  const evaluation = evaluate(range, threshold);
  return reasonFor(state ?? evaluation.state!, evaluation, threshold);
};

const treating = (treatMissingData: MissingData, evaluationPeriods: number, datapointsToAlarm = evaluationPeriods) =>
  aThreshold({ treatMissingData, evaluationPeriods, datapointsToAlarm });

describe("A reason", () => {
  const table: [sentence: string, range: (number | undefined)[], threshold: Threshold][] = [
    [
      "Threshold Crossed: 1 datapoint [21.5 (26/10/23 16:42:00)] was greater than the threshold (2.0).",
      [21.5],
      aThreshold(),
    ],
    [
      "Threshold Crossed: 1 datapoint [0.0 (26/10/23 16:42:00)] was not greater than the threshold (2.0).",
      [0],
      aThreshold(),
    ],
    [
      "Threshold Crossed: 3 datapoints [4.0 (26/10/23 16:42:00), 3.0 (26/10/23 16:41:00), 5.0 (26/10/23 16:40:00)] were greater than the threshold (2.0).",
      [4, 3, 5],
      aThreshold({ evaluationPeriods: 3 }),
    ],
    [
      "Threshold Crossed: 1 datapoint [1.0 (26/10/23 16:41:00)] was not greater than the threshold (2.0).",
      [4, 1, 5],
      aThreshold({ evaluationPeriods: 3 }),
    ],
    [
      "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].",
      [undefined, undefined],
      treating("breaching", 2),
    ],
    [
      "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].",
      [undefined],
      treating("notBreaching", 1),
    ],
    [
      "Threshold Crossed: 1 datapoint [9.0 (26/10/23 16:41:00)] was greater than the threshold (2.0) and 1 missing datapoint was treated as [Breaching].",
      [undefined, 9],
      treating("breaching", 2),
    ],
    [
      "Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].",
      [0, undefined, undefined],
      treating("breaching", 3, 2),
    ],
    ["Insufficient Data: 1 datapoint was unknown.", [undefined], aThreshold()],
    [
      "Insufficient Data: 3 datapoints were unknown.",
      [undefined, undefined, undefined],
      aThreshold({ evaluationPeriods: 3 }),
    ],
    [
      "Threshold Crossed: 1 out of the last 1 datapoints [7.0 (26/10/23 16:42:00)] was greater than the threshold (2.0) (minimum 1 datapoint for OK -> ALARM transition).",
      [7],
      aThreshold({ counting: true }),
    ],
    [
      "Threshold Crossed: 1 out of the last 1 datapoints [1.0166666666666666 (26/10/23 16:42:00)] was not greater than the threshold (2.0) (minimum 1 datapoint for ALARM -> OK transition).",
      [1.0166666666666666],
      aThreshold({ counting: true }),
    ],
    [
      "Threshold Crossed: 2 out of the last 3 datapoints [9.0 (26/10/23 16:42:00), 8.0 (26/10/23 16:40:00)] were greater than the threshold (2.0) (minimum 2 datapoints for OK -> ALARM transition).",
      [9, 1, 8],
      aThreshold({ counting: true, evaluationPeriods: 3, datapointsToAlarm: 2 }),
    ],
    [
      "Threshold Crossed: 2 out of the last 3 datapoints [1.0 (26/10/23 16:42:00), 0.0 (26/10/23 16:41:00)] were not greater than the threshold (2.0) (minimum 2 datapoints for ALARM -> OK transition).",
      [1, 0, 8],
      aThreshold({ counting: true, evaluationPeriods: 3, datapointsToAlarm: 2 }),
    ],
    [
      "Threshold Crossed: 1 out of the last 4 datapoints [613.0 (26/10/23 16:42:00)] was greater than the threshold (2.0) and 3 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).",
      [613, undefined, undefined, undefined],
      aThreshold({ counting: true, evaluationPeriods: 4, datapointsToAlarm: 1, treatMissingData: "notBreaching" }),
    ],
    [
      "Threshold Crossed: 6 out of the last 6 datapoints were greater than the threshold (2.0). The most recent datapoints which crossed the threshold: [9.0 (26/10/23 16:42:00), 8.0 (26/10/23 16:41:00), 7.0 (26/10/23 16:40:00), 6.0 (26/10/23 16:39:00), 5.0 (26/10/23 16:38:00)] (minimum 6 datapoints for OK -> ALARM transition).",
      [9, 8, 7, 6, 5, 4],
      aThreshold({ counting: true, evaluationPeriods: 6, datapointsToAlarm: 6 }),
    ],
    [
      "Threshold Crossed: 1 datapoint [2.0 (26/10/23 16:42:00)] was not less than or equal to the threshold (0.05).",
      [2],
      aThreshold({ operator: "LessThanOrEqualToThreshold", threshold: 0.05, breaches: (value) => value <= 0.05 }),
    ],
    [
      "Threshold Crossed: 1 datapoint [3.0 (26/10/23 16:42:00)] was greater than or equal to the threshold (1.0).",
      [3],
      aThreshold({ operator: "GreaterThanOrEqualToThreshold", threshold: 1, breaches: (value) => value >= 1 }),
    ],
    [
      "Threshold Crossed: 1 datapoint [2.0 (26/10/23 16:42:00)] was less than the threshold (3.0).",
      [2],
      aThreshold({ operator: "LessThanThreshold", threshold: 3, breaches: (value) => value < 3 }),
    ],
  ];
  for (const [sentence, range, threshold] of table) {
    it(sentence, () => {
      expect(reason(aRange(...range), threshold)).to.equal(sentence);
    });
  }

  it("is there for programs too", () => {
    const threshold = aThreshold({ evaluationPeriods: 3, treatMissingData: "breaching" });
    const source = { period: 60, statistic: "Average", unit: "Seconds", threshold: 2 };
    const data = reasonDataFor(NEWEST + 90_500, evaluate(aRange(21.5, undefined, 20), threshold), source);
    expect(data).to.equal(
      '{"version":"1.0","queryDate":"2023-10-26T16:43:30.500+0000","startDate":"2023-10-26T16:40:00.000+0000","unit":"Seconds","statistic":"Average","period":60,"recentDatapoints":[20.0,21.5],"threshold":2.0,"evaluatedDatapoints":[{"timestamp":"2023-10-26T16:42:00.000+0000","sampleCount":2.0,"value":21.5},{"timestamp":"2023-10-26T16:41:00.000+0000"},{"timestamp":"2023-10-26T16:40:00.000+0000","sampleCount":2.0,"value":20.0}]}',
    );
    const nothing = evaluate(aRange(undefined), aThreshold());
    expect(reasonDataFor(NEWEST, nothing, { period: 10, threshold: 2 })).to.equal(
      '{"version":"1.0","queryDate":"2023-10-26T16:42:00.000+0000","period":10,"recentDatapoints":[],"threshold":2.0,"evaluatedDatapoints":[{"timestamp":"2023-10-26T16:42:00.000+0000"}]}',
    );
  });
});

describe("Java", () => {
  const doubles: [number, string][] = [
    [0, "0.0"],
    [2, "2.0"],
    [-3, "-3.0"],
    [0.05, "0.05"],
    [21.5, "21.5"],
    [9_999_999, "9999999.0"],
    [10_000_000, "1.0E7"],
    [12_345_678.9, "1.23456789E7"],
    [0.001, "0.001"],
    [0.000125, "1.25E-4"],
    [1e-7, "1.0E-7"],
    [-2.5e21, "-2.5E21"],
  ];
  for (const [value, text] of doubles) {
    it(`writes ${value} as ${text}`, () => {
      expect(double(value)).to.equal(text);
      expect(json({ value: asDouble(value) })).to.equal(`{"value":${text}}`);
      expect(Number(text)).to.equal(value);
    });
  }

  it("writes dates with a zone that has no colon, and short ones with the day first", () => {
    expect(instant(NEWEST + 7)).to.equal("2023-10-26T16:42:00.007+0000");
    expect(shortInstant(Date.UTC(2026, 0, 9, 3, 5, 1))).to.equal("09/01/26 03:05:01");
  });
});
