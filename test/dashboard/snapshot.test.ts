import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { expect } from "chai";
import { parseBody } from "../../dashboard/body/body.ts";
import { type SeriesData, takeSnapshot } from "../../dashboard/data/snapshot.ts";
import { CloudWatchSource } from "../../dashboard/server/cloudwatch-source.ts";
import { aBody } from "./a-body.ts";
import { ASource } from "./a-source.ts";

const NOW = Date.UTC(2026, 0, 2);
const frame = { now: NOW, range: { from: NOW - 3_600_000, to: NOW }, periodOverride: "inherit" as const };
const alarms = ["a", "b:with:colons"].map((name) => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`);

describe("a snapshot of a dashboard", () => {
  it("has the series of each widget in the order of its rows", async () => {
    const metrics = [["N", "a"], [{ expression: "row0 * 2", id: "e1" }], ["N", "b", { visible: false }], ["N", "c"]];
    const { widgets } = await takeSnapshot(aBody(["metric", { metrics, region: "us-east-1" }]), new ASource({}), frame);
    expect((widgets[0] as SeriesData).series.map(({ id, row }) => [id, row])).to.deep.equal([
      ["row0", 0],
      ["e1", 1],
      ["row3", 3],
    ]);
  });

  it("asks a widget's own region and time range, and once more for the sparkline of a whole range", async () => {
    const source = new ASource({});
    const figure = { view: "singleValue", setPeriodToTimeRange: true, sparkline: true, metrics: [["N", "a"]] };
    const own = { region: "eu-west-1", start: "-P1D", metrics: [["N", "a", { region: "eu-west-3" }]] };
    const { widgets } = await takeSnapshot(aBody(["metric", figure], ["metric", own]), source, frame);
    expect(source.asked.map(({ region }) => region)).to.have.members([undefined, undefined, "eu-west-1"]);
    const periods = source.asked.map(({ queries }) => queries[0]!.MetricStat!.Period!).sort((a, b) => a - b);
    expect(periods.slice(0, 2)).to.deep.equal([300, 300]);
    expect(periods[2]).to.be.at.least(3600);
    expect(widgets[1]).to.deep.include({ range: { from: NOW - 86_400_000, to: NOW } });
    expect((widgets[1] as SeriesData).messages).to.deep.equal([
      "A row is of eu-west-3; all rows were asked of eu-west-1.",
    ]);
    expect((widgets[0] as SeriesData).trend).to.have.length(1);
  });

  it("has alarms as their widget sorts and chooses them, and their thresholds in graphs", async () => {
    const widgets = [
      ["alarm", { alarms }],
      ["alarm", { alarms, sortBy: "stateUpdatedTimestamp" }],
      ["alarm", { alarms, states: ["ALARM"] }],
      ["metric", { annotations: { alarms: [alarms[1]] } }],
    ] as const;
    const snapshot = await takeSnapshot(aBody(...widgets), new ASource({}), frame);
    const names = snapshot.widgets.map((data) => data.kind === "alarms" && data.alarms.map(({ name }) => name));
    expect(names.slice(0, 3)).to.deep.equal([["a", "b:with:colons"], ["b:with:colons", "a"], ["b:with:colons"]]);
    expect((snapshot.widgets[3] as SeriesData).thresholds).to.deep.equal([{ label: "b:with:colons", value: 5 }]);
  });

  it("keeps one widget's trouble to that widget", async () => {
    const source = new ASource({});
    source.getMetricData = async () => {
      throw new Error("Rate exceeded");
    };
    const { widgets } = await takeSnapshot(
      aBody(["metric", { metrics: [["N", "a"]] }], ["log", { query: "x" }]),
      source,
      frame,
    );
    expect(widgets).to.deep.equal([
      { kind: "refused", message: "Rate exceeded" },
      { kind: "log", columns: ["@message"], rows: [["hello"]] },
    ]);
  });
});

describe("CloudWatch as a source", () => {
  /** Answers each command with the next of its answers. */
  function aClient(...answers: object[]) {
    const commands: { readonly input: object }[] = [];
    const send = async (command: { readonly input: object }) => {
      commands.push(command);
      return answers.shift()!;
    };
    const client = { send };
    return { client, commands };
  }

  it("joins what pages cut, and keeps series of one search apart", async () => {
    const at = (second: number) => new Date(second * 1000);
    const results = (values: readonly (readonly [string, number[]])[]) =>
      values.map(([Label, Values]) => ({ Id: "e1", Label, Timestamps: Values.map(at), Values }));
    const { client, commands } = aClient(
      {
        MetricDataResults: results([
          ["same", [1]],
          ["same", [2]],
          ["other", [3]],
        ]),
        NextToken: "more",
      },
      { MetricDataResults: results([["same", [4]]]), Messages: [{ Code: "x", Value: "Maximum number of metrics" }] },
    );
    const source = new CloudWatchSource({
      cloudwatch: () => client as never as CloudWatchClient,
      logs: () => ({}) as never,
    });
    const answer = await source.getMetricData({ queries: [], range: { from: 0, to: 1000 }, region: undefined });
    expect(answer.results.map(({ label, values, times }) => [label, values, times])).to.deep.equal([
      ["same", [1, 4], [1000, 4000]],
      ["same", [2], [2000]],
      ["other", [3], [3000]],
    ]);
    expect(answer.messages).to.deep.equal(["Maximum number of metrics"]);
    expect(commands[1]!.input).to.include({ NextToken: "more" });
  });

  it("waits for a query of logs, and leaves the pointers out", async () => {
    const row = [
      { field: "@message", value: "hello" },
      { field: "@ptr", value: "CmE" },
    ];
    const { client } = aClient(
      { queryId: "q" },
      { status: "Running", results: [] },
      { status: "Complete", results: [row] },
    );
    const source = new CloudWatchSource({
      cloudwatch: () => ({}) as never,
      logs: () => client as never as CloudWatchLogsClient,
    });
    const asked = { query: "fields @message", logGroups: ["g"], range: { from: 0, to: 1000 }, region: undefined };
    expect(await source.queryLogs(asked)).to.deep.equal({ columns: ["@message"], rows: [["hello"]] });
    const failing = new CloudWatchSource({
      cloudwatch: () => ({}) as never,
      logs: () => aClient({ queryId: "q" }).client as never as CloudWatchLogsClient,
    });
    expect(await failing.queryLogs(asked).catch((error: Error) => error)).to.be.an.instanceOf(Error);
  });
});

describe("bodies as people write them", () => {
  // The forms, not the contents, of dashboards that people keep in public.
  const forms: Readonly<Record<string, object>> = {
    "rows in shorthand, a figure of the whole range, a period of a week": {
      metrics: [
        ["AWS/X", "Succeeded", "Pipeline", "p"],
        [".", "Failed", ".", "."],
      ],
      ...{ view: "singleValue", stacked: false, stat: "Sum", period: 604_800, setPeriodToTimeRange: true },
    },
    "an expression before the metrics it uses, hidden": {
      metrics: [
        [{ expression: "m1/60000", label: "minutes", id: "e1" }],
        ["N", "D", "P", "x", { id: "m1", visible: false }],
      ],
      view: "singleValue",
    },
    "a search, a stacked graph, a legend at the right, live data": {
      metrics: [[{ expression: "SEARCH('{N,P} M', 'Sum', 300)", id: "e1", region: "us-east-1" }]],
      ...{ view: "timeSeries", stacked: true, liveData: true, legend: { position: "right" }, trend: false },
    },
    "a gauge with bounds and a mark": {
      metrics: [
        [{ expression: "(m2 / m1) * 100", id: "e2", stat: "Sum" }],
        ["N", "M", { id: "m1" }],
        [".", "O", { id: "m2" }],
      ],
      ...{
        view: "gauge",
        yAxis: { left: { min: 0, max: 100 } },
        annotations: { horizontal: [{ value: 25, color: "#d62728" }] },
      },
    },
    "bars of days to expiry": { metrics: [["N", "DaysToExpiry", "Arn", "x"]], view: "bar", stacked: false },
  };

  for (const [form, properties] of Object.entries(forms)) {
    it(`parse: ${form}`, async () => {
      const body = parseBody(
        JSON.stringify({ widgets: [{ type: "metric", properties: { region: "us-east-1", ...properties } }] }),
      );
      const [widget] = body.widgets;
      expect(widget).to.have.property("kind", "metric");
      if (widget?.kind !== "metric") return;
      expect(widget.rows).to.have.length((properties as { metrics: unknown[] }).metrics.length);
      const { widgets } = await takeSnapshot(body, new ASource({}), frame);
      const visible = widget.rows.filter((row) => row.visible);
      expect((widgets[0] as SeriesData).series).to.have.length(visible.length);
    });
  }
});
