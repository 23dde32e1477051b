import { DescribeAlarmsCommand, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { objective } from "../../chaos/verdict/objective.ts";
import { metricsOf as ofLambda } from "../../cloud/lambda/metrics.ts";
import { metricsOf as ofSns } from "../../cloud/sns/metrics.ts";
import { type Body, parseBody } from "../../dashboard/body/body.ts";
import type { MetricWidget } from "../../dashboard/body/metric-widget.ts";
import { type Snapshot, takeSnapshot } from "../../dashboard/data/snapshot.ts";
import { overlaps } from "../../dashboard/picture/dashboard.ts";
import { CloudWatchSource } from "../../dashboard/server/cloudwatch-source.ts";
import { Teller } from "../../dashboard/story/teller.ts";
import type { Cells } from "../../drivers/ledger/counts.ts";
import { aLab } from "../a-lab.ts";

/** What only tells of damage. Nobody sees it in a healthy pipeline; that it would come is shown by its fact. */
const OF_DAMAGE: Readonly<Record<string, () => readonly { readonly name: string }[]>> = {
  Throttles: () => lambda("InvocationThrottled"),
  DeadLetterErrors: () => lambda("DeadLetterFailed"),
  NumberOfNotificationsFailed: () => sns("NotificationFailed"),
  NumberOfNotificationsFilteredOut: () => sns("NotificationFilteredOut"),
  NumberOfNotificationsRedrivenToDlq: () => sns("NotificationRedriven"),
};
const lambda = (kind: string) => ofLambda({ kind, at: 0, function: "f", resource: "f", requestId: "r" } as never);
const sns = (kind: string) => ofSns({ kind, at: 0, topic: "t", reason: "MessageAttributes" } as never);

describe("the deployed dashboard over a pipeline at work", function () {
  this.timeout(60_000);
  let body: Body;
  let snapshot: Snapshot;
  let listed: Set<string>;
  let cells: Cells;
  let alarms: Record<string, string>;
  let told: ReturnType<Teller["story"]>;
  const metrics = () => body.widgets.filter((widget) => widget.kind === "metric");

  before(async () => {
    await aLab({ clients: "sdk" }, async (world) => {
      const teller = new Teller();
      world.cloud.feed.subscribe(teller.hear);
      const drive = world.drive({ name: "method", documents: 300, perSecond: 5, malformed: 0.01 });
      await drive.published;
      ({ cells } = await drive.settle(world.clock.now() + 600_000));
      await world.crew.dismiss();
      told = teller.story(world.clock.now());
      const { cloudwatch, logs } = world.aws;
      const source = new CloudWatchSource({ cloudwatch: () => cloudwatch as never, logs: () => logs as never });
      body = parseBody(await source.getDashboard(world.pipeline.dashboard));
      const now = world.clock.now();
      snapshot = await takeSnapshot(body, source, {
        now,
        range: { from: now - 900_000, to: now },
        periodOverride: "inherit",
      });
      const all = await world.cloud.clients().cloudwatch.send(new ListMetricsCommand({}));
      const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({}));
      alarms = Object.fromEntries(MetricAlarms!.map(({ AlarmName, StateValue }) => [AlarmName!, StateValue!]));
      listed = new Set(
        all.Metrics!.map(({ Namespace, MetricName, Dimensions }) =>
          JSON.stringify([Namespace, MetricName, Dimensions!.map(({ Name, Value }) => `${Name}=${Value}`).sort()]),
        ),
      );
    });
  });

  const dataOf = (title: string) => {
    const index = body.widgets.findIndex((widget) => "title" in widget && widget.title === title);
    const data = snapshot.widgets[index]!;
    if (data.kind !== "series") throw new Error(`${title} has ${JSON.stringify(data)}`);
    return data.series;
  };

  it("looks at metrics that somebody reported, or that a fact of damage would report", () => {
    const rows = metrics().flatMap(({ rows: all }) => all.flatMap(({ metric }) => metric ?? []));
    expect(rows).to.have.length.above(40);
    const strangers = rows.filter(({ namespace, name, dimensions }) => {
      if (listed.has(JSON.stringify([namespace, name, dimensions.map((pair) => pair.join("=")).sort()]))) return false;
      return !OF_DAMAGE[name]?.().some((datum) => datum.name === name);
    });
    expect(strangers).to.deep.equal([]);
  });

  it("has data in every line, but for damage that did not happen", () => {
    const empty = body.widgets.flatMap((widget, i) => {
      const data = snapshot.widgets[i]!;
      if (widget.kind !== "metric" || data.kind !== "series") return [];
      return data.series.filter(({ values }) => values.length === 0).map(({ row }) => nameOf(widget, row));
    });
    expect([...new Set(empty)].sort()).to.deep.equal(Object.keys(OF_DAMAGE).sort());
  });

  it("has no widget that CloudWatch refuses or that is not drawn", () => {
    expect(snapshot.widgets.filter(({ kind }) => kind === "refused")).to.deep.equal([]);
    expect(body.widgets.filter(({ kind }) => kind === "unsupported")).to.deep.equal([]);
  });

  it("says in its first row what the ledger says", () => {
    const figure = (title: string) => dataOf(title).map(({ values }) => values.at(-1));
    expect(figure("Published")).to.deep.equal([300]);
    const [dead] = figure("Dead-lettered") as [number];
    const [delivered] = figure("Delivered") as [number];
    expect(dead).to.equal(objective(cells).deadLettered).and.above(0);
    // SQS delivers at least once: a few are deleted twice.
    expect(delivered).to.be.within(300 - dead, 305 - dead);
    expect(figure("DLQ / processed")[0]).to.be.closeTo((100 * dead) / (dead + delivered), 1e-9);
    expect(figure("Collateral: good documents harmed")).to.deep.equal([0, undefined, undefined, undefined]);
  });

  it("shows the alarms as they are, the latest change first", () => {
    const shown = snapshot.widgets.at(-1)!;
    if (shown.kind !== "alarms") throw new Error(`there is ${shown.kind}`);
    expect(Object.fromEntries(shown.alarms.map(({ name, state }) => [name, state]))).to.deep.equal(alarms);
    const changes = shown.alarms.map(({ changedAt }) => changedAt);
    expect(changes).to.deep.equal([...changes].sort((a, b) => b - a));
  });

  it("has documents whose stories end announced or dead-lettered", () => {
    const { documents } = told;
    const ends = new Set(documents.map(({ end }) => end));
    expect([...ends].sort()).to.deep.equal(["announced", "dead-lettered"].filter((end) => ends.has(end as never)));
    const dead = documents.find(({ end }) => end === "dead-lettered")!;
    expect(dead.steps.map(({ says }) => says)).to.deep.equal([
      ...[1, 2, 3].map((run) => `run ${run} failed (BadDocumentError)`),
      "dead-lettered",
    ]);
    // About one minute to the second run, about two more to the third.
    expect(dead.steps[2]!.after).to.be.within(150_000, 260_000);
  });

  it("keeps faults out of graphs that they do not touch", () => {
    const range = { from: 100, to: 200 };
    const touches = (from: number, until?: number) => overlaps({ name: "f", from, ...(until && { until }) }, { range });
    expect([touches(0, 100), touches(0, 101), touches(150), touches(199), touches(200)]).to.deep.equal([
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});

function nameOf({ rows }: MetricWidget, row: number): string {
  return rows[row]!.metric?.name ?? rows[row]!.expression!;
}
