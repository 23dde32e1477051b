import { expect } from "chai";
import { aStack, ref, resource } from "./a-stack.ts";

interface Placed {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly region?: string;
    readonly markdown?: string;
    readonly view?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly unknown[])[];
    readonly annotations?: unknown;
  };
}

describe("the dashboard", () => {
  const { json } = aStack({ timeoutSeconds: 120, completenessAlarm: false });
  const body = resource(json, "aws_cloudwatch_dashboard", "dashboard").dashboard_body as string;
  const widgets: Placed[] = JSON.parse(body).widgets;

  it("fits the 24 columns, and no widget covers another", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`),
    );
    expect(new Set(cells)).to.have.property("size", cells.length);
    for (const { x, width } of widgets) expect(x + width).to.be.at.most(24);
  });

  it("begins with the figures of a verdict", () => {
    const first = widgets.filter(({ y }) => y === 0).map(({ properties: { title } }) => title);
    expect(first).to.deep.equal([
      "Published",
      "Delivered",
      "Dead-lettered",
      "DLQ / processed",
      "Freshness",
      "Collateral: good documents harmed",
    ]);
  });

  it("marks the objective where the share of dead letters is shown", () => {
    const dial = widgets.find(({ properties: { title } }) => title === "DLQ / processed")!;
    expect(dial.properties.annotations).to.deep.equal({ horizontal: [{ label: "objective", value: 1 }] });
  });

  it("ends with what rang: every alarm that exists", () => {
    const alarms = Object.keys(json.resource.aws_cloudwatch_metric_alarm!).map((name) =>
      ref(`aws_cloudwatch_metric_alarm.${name}.arn`),
    );
    expect(alarms).to.have.length(7);
    expect(widgets.at(-1)!.properties.alarms).to.have.members(alarms);
  });

  it("then has a row a stage, in the order a document meets them", () => {
    const headings = widgets.flatMap(({ properties: { markdown } }) =>
      markdown ? [/^\*\*(.*?)\*\*/.exec(markdown)?.[1]] : [],
    );
    expect(headings).to.deep.equal([
      "1 documents, in",
      "2 transform",
      "3 failures",
      "4 documents, out, and converted",
      "5 deliveries",
    ]);
  });

  it("draws the timeout where durations would lie flat on it", () => {
    const duration = widgets.find(({ properties: { title } }) => title === "Duration")!;
    expect(duration.properties.annotations).to.deep.equal({ horizontal: [{ label: "timeout", value: 120_000 }] });
  });

  it("shows metrics of the region it is deployed to", () => {
    for (const { properties } of widgets.filter(({ type }) => type === "metric")) {
      expect(properties.region).to.equal(ref("data.aws_region.account-region.name"));
      expect(properties.metrics).to.have.length.above(0);
    }
  });

  it("computes only with metrics of the same widget", () => {
    for (const { properties } of widgets.filter(({ type }) => type === "metric")) {
      const options = properties.metrics!.map((entry) => entry.at(-1) as { id?: string; expression?: string });
      const ids = options.flatMap(({ id }) => id ?? []);
      const used = options.flatMap(({ expression }) => expression?.match(/\b[a-z]\w*\b/g) ?? []);
      expect(ids, properties.title ?? "").to.include.members(used);
    }
  });
});
