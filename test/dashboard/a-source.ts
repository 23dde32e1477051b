import type { AlarmState, Asked, LogAnswer, MetricAnswer, Source } from "../../dashboard/data/source.ts";

/** A source that answers with what it is given, and remembers what it was asked. */
export class ASource implements Source {
  readonly asked: Asked[] = [];
  readonly bodies: Record<string, object>;
  readonly log: LogAnswer = { columns: ["@message"], rows: [["hello"]] };
  looks = 0;

  constructor(bodies: Record<string, object>) {
    this.bodies = bodies;
  }

  async getDashboard(name: string): Promise<string> {
    this.looks++;
    if (!this.bodies[name]) throw new Error(`Dashboard ${name} does not exist`);
    return JSON.stringify(this.bodies[name]);
  }

  async listDashboards(): Promise<string[]> {
    return Object.keys(this.bodies);
  }

  async getMetricData(asked: Asked): Promise<MetricAnswer> {
    this.asked.push(asked);
    const at = asked.range.from;
    return {
      // In another order than asked, as the service may.
      results: asked.queries
        .filter(({ ReturnData }) => ReturnData !== false)
        .map(({ Id, Label }) => ({ id: Id!, label: Label ?? Id!, times: [at], values: [asked.queries.length] }))
        .reverse(),
      messages: [],
    };
  }

  async describeAlarms(names: readonly string[]): Promise<AlarmState[]> {
    return names.map((name, i) => ({
      arn: `arn:aws:cloudwatch:us-east-1:1:alarm:${name}`,
      name,
      description: "",
      state: i === 0 ? "OK" : "ALARM",
      reason: "",
      updatedAt: i,
      changedAt: i,
      threshold: 5,
      watches: [
        { Id: "watched", MetricStat: { Metric: { Namespace: "N", MetricName: "M" }, Period: 60, Stat: "Sum" } },
      ],
    }));
  }

  async queryLogs(): Promise<LogAnswer> {
    return this.log;
  }
}
