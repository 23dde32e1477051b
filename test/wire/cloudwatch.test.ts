import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDataQuery,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { at, DOORS, refusal, type World } from "./doors.ts";

const MINUTE = 60_000;
const Namespace = "ServerlessChaosLab";

/** Values of metrics in minutes that are over: `[minutes ago, value]`. */
async function aRecord(world: World, values: Record<string, readonly (readonly [ago: number, value: number])[]>) {
  const { cloudwatch } = world.clients;
  const minute = Math.floor(world.now() / MINUTE) * MINUTE;
  const Dimensions = [{ Name: "Pipeline", Value: "etl-lab" }];
  const at = (ago: number) => new Date(minute - ago * MINUTE);
  for (const [MetricName, points] of Object.entries(values)) {
    const MetricData = points.map(([ago, Value]) => ({
      MetricName,
      Dimensions,
      Timestamp: at(ago),
      Value,
      Unit: "Count" as const,
    }));
    await cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
  }
  const window = { StartTime: at(10), EndTime: at(0) };
  const statistics = (MetricName: string, more = {}) =>
    cloudwatch.send(
      new GetMetricStatisticsCommand({ Namespace, MetricName, Dimensions, Period: 60, ...window, ...more }),
    );
  const sumOf = (MetricName: string): Omit<MetricDataQuery, "Id"> => ({
    MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat: "Sum" },
  });
  const ask = (MetricDataQueries: MetricDataQuery[], more = {}) =>
    cloudwatch.send(new GetMetricDataCommand({ MetricDataQueries, ...window, ...more }));
  return { cloudwatch, at, statistics, sumOf, ask, Dimensions };
}

for (const door of DOORS) {
  describe(`CloudWatch's metrics through the ${door.name}`, () => {
    it(
      "are listed with their dimensions",
      at(door, async (world) => {
        const { cloudwatch, Dimensions } = await aRecord(world, { published: [[2, 1]], failed: [[2, 1]] });
        const { Metrics } = await cloudwatch.send(new ListMetricsCommand({ Namespace }));
        expect(Metrics!.map(({ MetricName }) => MetricName).sort()).to.deep.equal(["failed", "published"]);
        const named = await cloudwatch.send(
          new ListMetricsCommand({ MetricName: "published", Dimensions: [{ Name: "Pipeline" }] }),
        );
        expect(named.Metrics).to.deep.equal([{ Namespace, MetricName: "published", Dimensions }]);
        expect((await cloudwatch.send(new ListMetricsCommand({ Namespace: "nowhere" }))).Metrics).to.deep.equal([]);
      }),
    );

    it(
      "take a thousand values at once, in a body that clients compress",
      at(door, async (world) => {
        const { cloudwatch } = world.clients;
        const MetricData = Array.from({ length: 1000 }, (_, i) => ({ MetricName: `m${i % 3}`, Value: i }));
        await cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
        const { Metrics } = await cloudwatch.send(new ListMetricsCommand({ Namespace }));
        expect(Metrics!.map(({ MetricName }) => MetricName)).to.deep.equal(["m0", "m1", "m2"]);
      }),
    );

    it(
      "are summed up a period at a time, with the statistics that were asked for",
      at(door, async (world) => {
        const { statistics, at: ago } = await aRecord(world, {
          published: [
            [3, 1],
            [3, 5],
            [1, 2],
          ],
        });
        const { Datapoints, Label } = await statistics("published", { Statistics: ["Sum", "Maximum"] });
        expect(Label).to.equal("published");
        const points = Datapoints!.sort((a, b) => a.Timestamp!.getTime() - b.Timestamp!.getTime());
        expect(points).to.deep.equal([
          { Timestamp: ago(3), Sum: 6, Maximum: 5, Unit: "Count" },
          { Timestamp: ago(1), Sum: 2, Maximum: 2, Unit: "Count" },
        ]);
        const { Datapoints: percentiles } = await statistics("published", { ExtendedStatistics: ["p50"], Period: 600 });
        expect(percentiles!.every(({ ExtendedStatistics }) => typeof ExtendedStatistics!.p50 === "number")).to.equal(
          true,
        );
        expect((await statistics("nothing", { Statistics: ["Sum"] })).Datapoints).to.deep.equal([]);
      }),
    );

    it(
      "take values with counts, and statistics made elsewhere",
      at(door, async (world) => {
        const { cloudwatch, statistics, at: ago, Dimensions } = await aRecord(world, {});
        const common = { MetricName: "freshness", Dimensions, Timestamp: ago(2), Unit: "Milliseconds" as const };
        const MetricData = [
          { ...common, Values: [100, 200], Counts: [3, 1] },
          { ...common, StatisticValues: { SampleCount: 2, Sum: 50, Minimum: 20, Maximum: 30 } },
        ];
        await cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
        const { Datapoints } = await statistics("freshness", {
          Statistics: ["SampleCount", "Sum", "Minimum", "Maximum", "Average"],
        });
        expect(Datapoints).to.deep.equal([
          {
            Timestamp: ago(2),
            SampleCount: 6,
            Sum: 550,
            Minimum: 20,
            Maximum: 200,
            Average: 550 / 6,
            Unit: "Milliseconds",
          },
        ]);
      }),
    );

    it(
      "are asked for by query, newest first unless said otherwise",
      at(door, async (world) => {
        const {
          ask,
          sumOf,
          at: ago,
        } = await aRecord(world, {
          published: [
            [3, 1],
            [1, 2],
          ],
        });
        const { MetricDataResults, Messages } = await ask([{ Id: "m1", ...sumOf("published") }]);
        expect(MetricDataResults).to.deep.equal([
          { Id: "m1", Label: "published", Timestamps: [ago(1), ago(3)], Values: [2, 1], StatusCode: "Complete" },
        ]);
        expect(Messages).to.deep.equal([]);
        const ascending = await ask([{ Id: "m1", ...sumOf("published"), Label: "own" }], {
          ScanBy: "TimestampAscending",
        });
        expect(ascending.MetricDataResults![0]).to.deep.include({ Values: [1, 2], Label: "own" });
        const none = await ask([{ Id: "m1", ...sumOf("nothing") }]);
        expect(none.MetricDataResults![0]).to.deep.include({ Values: [], Timestamps: [], StatusCode: "Complete" });
      }),
    );

    for (const [Expression, values] of [
      ["errors / invocations * 100", [50, 10]],
      ["SUM([errors, invocations])", [6, 11]],
      ["invocations - errors", [2, 9]],
      ["IF(errors > 1, 1, 0)", [1, 0]],
      ["MAX(METRICS())", [4, 10]],
      ["RATE(invocations) * 60", [3]],
      ["errors >= 2", [1, 0]],
    ] as const) {
      it(
        `are reckoned with: ${Expression}`,
        at(door, async (world) => {
          const { ask, sumOf } = await aRecord(world, {
            errors: [
              [3, 2],
              [1, 1],
            ],
            invocations: [
              [3, 4],
              [1, 10],
            ],
          });
          const hidden = ["errors", "invocations"].map((Id) => ({ Id, ...sumOf(Id), ReturnData: false }));
          const { MetricDataResults } = await ask([...hidden, { Id: "e1", Expression }], {
            ScanBy: "TimestampAscending",
          });
          expect(MetricDataResults!.map(({ Id }) => Id)).to.deep.equal(["e1"]);
          expect(MetricDataResults![0]!.Values).to.deep.equal(values);
        }),
      );
    }

    it(
      "say what is wrong in CloudWatch's words",
      at(door, async (world) => {
        const { cloudwatch, statistics, ask } = await aRecord(world, {});
        const put = (datum: object) =>
          cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: "m", ...datum }] }));
        expect(await refusal(put({ Value: 1, Values: [1] }))).to.include({
          name: "InvalidParameterCombinationException",
          status: 400,
          message:
            "The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.",
        });
        const long = { Statistics: ["Sum"], Period: 1, StartTime: new Date(0), EndTime: new Date(86_400_000) };
        expect((await refusal(statistics("m", long))).message).to.match(
          /^You have requested up to 86400 datapoints, which exceeds the limit of 1440\./,
        );
        const backwards = { Statistics: ["Sum"], StartTime: new Date(2000), EndTime: new Date(1000) };
        expect(await refusal(statistics("m", backwards))).to.include({
          name: "InvalidParameterValueException",
          message: "The parameter StartTime must be less than the parameter EndTime.",
        });
        expect((await refusal(ask([{ Id: "e1" }]))).name).to.match(/Validation/);
      }),
    );
  });
}
