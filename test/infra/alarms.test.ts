/**
 * The alarms, minute by minute: what does each of them say of a healthy pipeline, and of the one it is meant to notice?
 */
import { expect } from "chai";
import { aStack, resource } from "./a-stack.ts";

interface Query {
  readonly id: string;
  readonly expression?: string;
  readonly return_data: boolean;
  readonly metric?: { readonly metric_name: string };
}

/** A minute of figures by id; a metric that published nothing is missing. */
type Minute = Readonly<Record<string, number>>;

const { json } = aStack({ suffix: "blue" });
const alarm = (name: string) => resource(json, "aws_cloudwatch_metric_alarm", `alarms-${name}`);

describe("the completeness alarm", () => {
  it("is calm while every object becomes an event, and while nothing happens", () => {
    expect(
      figures("completeness", [
        { put: 1200, refused: 0, received: 1200 },
        { put: 120, received: 120 },
      ]),
    ).to.deep.equal([0, 0]);
    expect(figures("completeness", [{}, { received: 3 }])).to.deep.equal([Number.NaN, Number.NaN]);
    expect(alarm("completeness").treat_missing_data).to.equal("notBreaching");
  });

  it("rings within three minutes of a lost notification, though ratios of the function look perfect", () => {
    const minutes = [{ put: 1200, received: 1200 }, { put: 1200, received: 600 }, { put: 1200 }, { put: 1200 }];
    expect(figures("completeness", minutes)).to.deep.equal([0, 50, 100, 100]);
    expect(rings("completeness", minutes)).to.deep.equal([false, false, true, true]);
  });

  it("does not mistake refused requests, repeated events or a minute's boundary for a loss", () => {
    expect(figures("completeness", [{ put: 1800, refused: 600, received: 1200 }])).to.deep.equal([0]);
    expect(figures("completeness", [{ put: 1200, received: 1260 }])).to.deep.equal([-5]);
    expect(
      rings("completeness", [{ put: 10 }, { put: 1200, received: 1210 }, { put: 1200, received: 1200 }]),
    ).to.not.include(true);
  });
});

describe("the alarm on the function's errors", () => {
  it("is calm at three errors in 102 runs, which are the malformed documents", () => {
    expect(rings("transform-errors", [{ errors: 36, runs: 1224 }, { errors: 36, runs: 1224 }, {}])).to.not.include(
      true,
    );
  });

  it("rings when half of the runs fail", () => {
    expect(
      rings("transform-errors", [
        { errors: 600, runs: 1200 },
        { errors: 600, runs: 1200 },
      ]),
    ).to.deep.equal([false, true]);
  });
});

describe("the alarm on other versions", () => {
  it("is calm while the deployed version alone runs, malformed documents and all", () => {
    const minute = { runs: 1224, errors: 36, deployedRuns: 1224, deployedErrors: 36 };
    expect(figures("version-errors", [minute, {}])).to.deep.equal([0, Number.NaN]);
  });

  it("rings for a version that fails on a tenth of the traffic, which the alarm on all versions does not notice", () => {
    const minute = { runs: 1224, errors: 36 + 60, deployedRuns: 1102, deployedErrors: 33 };
    expect(rings("version-errors", [minute, minute])).to.deep.equal([false, true]);
    expect(rings("transform-errors", [minute, minute])).to.deep.equal([false, false]);
  });

  it("rings when the alias points at another version altogether", () => {
    const minute = { runs: 1200, errors: 600 };
    expect(rings("version-errors", [minute, minute])).to.deep.equal([false, true]);
  });

  it("looks at the version that the stack deployed", () => {
    const queries = alarm("version-errors").metric_query as {
      id: string;
      metric?: { dimensions: Record<string, string> };
    }[];
    const deployed = queries.find(({ id }) => id === "deployedErrors")!.metric!.dimensions;
    expect(deployed).to.deep.equal({
      FunctionName: "transform-blue",
      Resource: "transform-blue:live",
      ExecutedVersion: "$" + "{aws_lambda_function.transform.version}",
    });
  });
});

describe("every other alarm", () => {
  const watched = {
    "dead-letter-errors": ["DeadLetterErrors", "Sum", 0],
    "notifications-failed": ["NumberOfNotificationsFailed", "Sum", 0],
    "notifications-filtered-out": ["NumberOfNotificationsFilteredOut", "Sum", 0],
    "failures-depth": ["ApproximateNumberOfMessagesVisible", "Maximum", 100],
    "deliveries-age": ["ApproximateAgeOfOldestMessage", "Maximum", 300],
  };
  for (const [name, [metric_name, statistic, threshold]] of Object.entries(watched)) {
    it(`rings in the first minute in which ${metric_name} exceeds ${threshold}`, () => {
      expect(alarm(name)).to.include({
        metric_name,
        statistic,
        threshold,
        evaluation_periods: 1,
        datapoints_to_alarm: 1,
        period: 60,
      });
      expect(alarm(name)).to.include({
        comparison_operator: "GreaterThanThreshold",
        treat_missing_data: "notBreaching",
      });
    });
  }

  it("says what is wrong", () => {
    for (const { alarm_description } of Object.values(json.resource.aws_cloudwatch_metric_alarm!)) {
      expect(String(alarm_description))
        .to.match(/^[A-Z].{30,}[.?]$/)
        .and.to.have.length.below(1025);
    }
  });

  it("exists unless an option left it out", () => {
    const bare = aStack({ completenessAlarm: false, deadLetterErrorsAlarm: false }).json.resource
      .aws_cloudwatch_metric_alarm!;
    const all = Object.keys(json.resource.aws_cloudwatch_metric_alarm!);
    expect(all).to.have.length(8);
    expect(Object.keys(bare)).to.have.members(all.filter((name) => !/completeness|dead-letter-errors/.test(name)));
  });
});

/** The figure an alarm compares with its threshold, for each minute; NaN where CloudWatch would have none. */
function figures(name: string, minutes: readonly Minute[]): number[] {
  const queries = alarm(name).metric_query as Query[];
  return minutes.map((minute) => {
    const known: Record<string, number> = {};
    for (const { id, metric } of queries) if (metric) known[id] = minute[id] ?? Number.NaN;
    for (const { id, expression } of queries) if (expression) known[id] = evaluated(expression, known);
    return known[queries.find(({ return_data }) => return_data)!.id]!;
  });
}

/** Metric math is arithmetic over a minute's figures, in the order in which the stack lists its expressions. */
function evaluated(expression: string, known: Readonly<Record<string, number>>): number {
  const functions = {
    FILL: (value: number, otherwise: number) => (Number.isNaN(value) ? otherwise : value),
    IF: (condition: boolean, yes: number, no: number) => (condition ? yes : no),
  };
  const scope: Record<string, unknown> = { ...functions, ...known };
  const missing = Object.entries(known).filter(
    ([id, value]) => Number.isNaN(value) && new RegExp(`(?<!FILL\\()\\b${id}\\b`).test(expression),
  );
  if (missing.length > 0) return Number.NaN;
  return Number(new Function(...Object.keys(scope), `return ${expression}`)(...Object.values(scope)));
}

/** Whether the alarm is in ALARM at the end of each minute. */
function rings(name: string, minutes: readonly Minute[]): boolean[] {
  const { threshold, evaluation_periods, datapoints_to_alarm } = alarm(name) as Record<string, number>;
  const breaching = figures(name, minutes).map((figure) => figure > threshold!);
  return breaching.map((_, end) => {
    const window = breaching.slice(Math.max(0, end + 1 - evaluation_periods!), end + 1);
    return window.filter(Boolean).length >= datapoints_to_alarm!;
  });
}
