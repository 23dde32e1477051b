import { expect } from "chai";
import fc from "fast-check";
import {
  type Datapoint,
  evaluate,
  MISSING_DATA,
  type MissingData,
  type Rule,
  rangeOf,
} from "../../cloud/cloudwatch/alarms/evaluation.ts";
import { MINUTE } from "./a-cloudwatch.ts";

const THRESHOLD = 10;

const aRule = (datapointsToAlarm: number, evaluationPeriods: number, treatMissingData: MissingData): Rule => ({
  evaluationPeriods,
  datapointsToAlarm,
  treatMissingData,
  breaches: (value) => value > THRESHOLD,
});

const VALUES: Record<string, number | undefined> = { "0": 5, X: 50, "-": undefined };

/** `0 - X` as the user guide writes it, oldest first; evaluations get the newest first. */
const aRange = (text: string): Datapoint[] =>
  text
    .split(" ")
    .reverse()
    .map((letter, i) => ({ at: -i * MINUTE, value: VALUES[letter] }));

const states = (text: string, datapoints: number, periods: number) =>
  (["missing", "ignore", "breaching", "notBreaching"] as const).map(
    (treatment) => evaluate(aRange(text), aRule(datapoints, periods, treatment)).state ?? "retain",
  );

const [OK, ALARM, UNKNOWN, RETAIN] = ["OK", "ALARM", "INSUFFICIENT_DATA", "retain"];

/** Columns as in the user guide: missing, ignore, breaching, notBreaching. */
type Row = [range: string, states: string[]];

const THREE_OF_THREE: Row[] = [
  ["0 - X - X", [OK, OK, OK, OK]],
  ["0 - - - -", [OK, OK, OK, OK]],
  ["- - - - 0", [OK, OK, OK, OK]],
  ["- - - - -", [UNKNOWN, RETAIN, ALARM, OK]],
  ["0 X X - X", [ALARM, ALARM, ALARM, ALARM]],
  ["- - - - X", [UNKNOWN, RETAIN, ALARM, OK]],
  ["- - X - -", [ALARM, RETAIN, ALARM, OK]],
  ["X - - - -", [ALARM, RETAIN, ALARM, OK]],
  // Not in the guide.
  ["X X X X X", [ALARM, ALARM, ALARM, ALARM]],
  ["X X X X 0", [OK, OK, OK, OK]],
  ["0 0 X X X", [ALARM, ALARM, ALARM, ALARM]],
  ["- - - X X", [UNKNOWN, RETAIN, ALARM, OK]],
  ["- - 0 - X", [OK, OK, OK, OK]],
];

const TWO_OF_THREE: Row[] = [
  ["0 - X - X", [ALARM, ALARM, ALARM, ALARM]],
  ["0 0 X 0 X", [ALARM, ALARM, ALARM, ALARM]],
  ["0 - X - -", [OK, OK, ALARM, OK]],
  ["- - - - 0", [OK, OK, ALARM, OK]],
  ["- - - - X", [UNKNOWN, RETAIN, ALARM, OK]],
  ["- - - X -", [ALARM, RETAIN, ALARM, OK]],
  // Not in the guide.
  ["X X 0 0 X", [OK, OK, OK, OK]],
  ["- - - X X", [ALARM, ALARM, ALARM, ALARM]],
  ["- - - - -", [UNKNOWN, RETAIN, ALARM, OK]],
];

const ONE_OF_ONE: Row[] = [
  ["0 0 X", [ALARM, ALARM, ALARM, ALARM]],
  ["X X 0", [OK, OK, OK, OK]],
  ["X - -", [ALARM, ALARM, ALARM, ALARM]],
  ["- 0 -", [OK, OK, OK, OK]],
  ["- - -", [UNKNOWN, RETAIN, ALARM, OK]],
];

const ONE_OF_THREE: Row[] = [
  ["- - - - X", [ALARM, ALARM, ALARM, ALARM]],
  ["0 X 0 0 0", [OK, OK, OK, OK]],
  ["- - 0 0 -", [OK, OK, ALARM, OK]],
];

describe("An evaluation", () => {
  const tables: [datapoints: number, periods: number, rows: Row[]][] = [
    [3, 3, THREE_OF_THREE],
    [2, 3, TWO_OF_THREE],
    [1, 1, ONE_OF_ONE],
    [1, 3, ONE_OF_THREE],
  ];
  for (const [datapoints, periods, rows] of tables) {
    for (const [range, expected] of rows) {
      it(`of ${range}, ${datapoints} of ${periods}, is ${[...new Set(expected)].join(", ")}`, () => {
        expect(range.split(" ")).to.have.length(rangeOf({ evaluationPeriods: periods }));
        expect(states(range, datapoints, periods)).to.deep.equal(expected);
      });
    }
  }

  it("looks at the newest data there are, and at as few missing ones as possible", () => {
    const { measured, missing } = evaluate(aRange("X 0 - - X"), aRule(2, 4, "missing"));
    expect(measured.map(({ at }) => at / MINUTE)).to.deep.equal([-0, -3, -4]);
    expect(missing.map(({ at }) => at / MINUTE)).to.deep.equal([-1]);
  });

  const letters = fc.array(fc.constantFrom("0", "X", "-"), { minLength: 3, maxLength: 12 });
  const cases = letters.chain((all) =>
    fc.nat({ max: all.length - 3 }).chain((extra) =>
      fc.record({
        range: fc.constant(all.join(" ")),
        periods: fc.constant(all.length - 2),
        datapoints: fc.constant(extra + 1),
        treatment: fc.constantFrom(...MISSING_DATA),
      }),
    ),
  );

  it("does not ask how missing data are treated while there are enough data", () => {
    fc.assert(
      fc.property(cases, ({ range, periods, datapoints }) => {
        fc.pre(aRange(range).filter(({ value }) => value !== undefined).length >= periods);
        expect(new Set(states(range, datapoints, periods)).size).to.equal(1);
      }),
    );
  });

  it("never rings without a breach, unless missing data breach", () => {
    fc.assert(
      fc.property(cases, ({ range, periods, datapoints, treatment }) => {
        fc.pre(treatment !== "breaching" && !range.includes("X"));
        expect(evaluate(aRange(range), aRule(datapoints, periods, treatment)).state).not.to.equal("ALARM");
      }),
    );
  });

  it("rings all the more when a datapoint breaches that did not", () => {
    fc.assert(
      fc.property(cases, fc.nat(), ({ range, periods, datapoints, treatment }, index) => {
        const rule = aRule(datapoints, periods, treatment);
        fc.pre(evaluate(aRange(range), rule).state === "ALARM");
        const worse = range
          .split(" ")
          .map((letter, i) => (i === index % (periods + 2) && letter === "0" ? "X" : letter));
        expect(evaluate(aRange(worse.join(" ")), rule).state).to.equal("ALARM");
      }),
    );
  });
});
