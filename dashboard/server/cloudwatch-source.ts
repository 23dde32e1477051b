import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  ListDashboardsCommand,
  type MetricAlarm,
  type MetricDataQuery,
  type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import { type CloudWatchLogsClient, GetQueryResultsCommand, StartQueryCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { AlarmState, Asked, LogAnswer, LogQuery, MetricAnswer, MetricResult, Source } from "../data/source.ts";

/** Clients of one region, or of whichever is named. Made once each: a client keeps its connections. */
export interface Clients {
  cloudwatch(region: string | undefined): CloudWatchClient;
  logs(region: string | undefined): CloudWatchLogsClient;
}

/** A logs query is asked for its result this often, and no longer than that. Milliseconds. */
const LOOK_AGAIN = 500;
const PATIENCE = 30_000;

/** DescribeAlarms takes no more names at once. */
const MOST_ALARMS = 100;

/** CloudWatch as a source of dashboards, through AWS's own client. */
export class CloudWatchSource implements Source {
  readonly #clients: Clients;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  async getDashboard(name: string): Promise<string> {
    const answer = await this.#clients.cloudwatch(undefined).send(new GetDashboardCommand({ DashboardName: name }));
    return answer.DashboardBody ?? "";
  }

  async listDashboards(): Promise<string[]> {
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.#clients.cloudwatch(undefined).send(new ListDashboardsCommand({ NextToken }));
      names.push(...(page.DashboardEntries ?? []).flatMap(({ DashboardName }) => DashboardName ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    return names;
  }

  async getMetricData({ queries, range, region }: Asked): Promise<MetricAnswer> {
    const client = this.#clients.cloudwatch(region);
    const asked = {
      MetricDataQueries: queries,
      StartTime: new Date(range.from),
      EndTime: new Date(range.to),
      ScanBy: "TimestampAscending" as const,
    };
    const pages: MetricDataResult[][] = [];
    const messages: string[] = [];
    let NextToken: string | undefined;
    do {
      const answer = await client.send(new GetMetricDataCommand({ ...asked, ...(NextToken && { NextToken }) }));
      pages.push(answer.MetricDataResults ?? []);
      messages.push(...(answer.Messages ?? []).flatMap(({ Value }) => Value ?? []));
      NextToken = answer.NextToken;
    } while (NextToken);
    messages.push(...pages.flat().flatMap(({ Messages }) => (Messages ?? []).flatMap(({ Value }) => Value ?? [])));
    return { results: joined(pages), messages: [...new Set(messages)] };
  }

  async describeAlarms(names: readonly string[], region: string | undefined): Promise<AlarmState[]> {
    const asked = { AlarmNames: names.slice(0, MOST_ALARMS), MaxRecords: MOST_ALARMS };
    const answer = await this.#clients.cloudwatch(region).send(new DescribeAlarmsCommand(asked));
    return (answer.MetricAlarms ?? []).map(alarmStateOf);
  }

  async queryLogs({ query, logGroups, range, region }: LogQuery): Promise<LogAnswer> {
    const client = this.#clients.logs(region);
    const { queryId } = await client.send(
      new StartQueryCommand({
        queryString: query,
        logGroupNames: [...logGroups],
        startTime: Math.floor(range.from / 1000),
        endTime: Math.ceil(range.to / 1000),
      }),
    );
    const deadline = performance.now() + PATIENCE;
    for (;;) {
      const { status = "Unknown", results = [] } = await client.send(new GetQueryResultsCommand({ queryId }));
      if (status === "Complete") return tableOf(results);
      if (status !== "Running" && status !== "Scheduled") throw new Error(`The query ended as ${status}.`);
      if (performance.now() > deadline) throw new Error("The query was not complete after half a minute.");
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    }
  }
}

/**
 * A series that was cut by pages is one again. The series of one search share an id, and may share a label; within one
 * page they are different ones all the same.
 */
function joined(pages: readonly (readonly MetricDataResult[])[]): MetricResult[] {
  const results = new Map<string, { id: string; label: string; times: number[]; values: number[] }>();
  for (const page of pages) {
    const seen = new Map<string, number>();
    for (const { Id: id = "", Label: label = "", Timestamps = [], Values = [] } of page) {
      const name = `${id} ${label}`;
      const nth = seen.get(name) ?? 0;
      seen.set(name, nth + 1);
      const result = results.get(`${name} ${nth}`) ?? { id, label, times: [], values: [] };
      result.times.push(...Timestamps.map((instant) => instant.getTime()));
      result.values.push(...Values);
      results.set(`${name} ${nth}`, result);
    }
  }
  return [...results.values()];
}

/** As far as a page shows it. */
export function alarmStateOf(alarm: MetricAlarm): AlarmState {
  const updatedAt = alarm.StateUpdatedTimestamp?.getTime() ?? 0;
  return {
    arn: alarm.AlarmArn ?? "",
    name: alarm.AlarmName ?? "",
    description: alarm.AlarmDescription ?? "",
    state: alarm.StateValue ?? "INSUFFICIENT_DATA",
    reason: alarm.StateReason ?? "",
    updatedAt,
    changedAt: alarm.StateTransitionedTimestamp?.getTime() ?? updatedAt,
    threshold: alarm.Threshold,
    watches: queriesOf(alarm),
  };
}

/** An alarm on a single metric names it in members of its own. */
function queriesOf(alarm: MetricAlarm): MetricDataQuery[] {
  if (alarm.Metrics?.length) return alarm.Metrics;
  const { Namespace, MetricName, Dimensions, Period, Unit, Statistic, ExtendedStatistic } = alarm;
  const Metric = { Namespace, MetricName, ...(Dimensions && { Dimensions }) };
  const MetricStat = { Metric, Period, Stat: Statistic ?? ExtendedStatistic, ...(Unit && { Unit }) };
  return [{ Id: "watched", MetricStat, ReturnData: true }];
}

/** `@ptr` leads to the whole event in the console and nowhere else. */
function tableOf(
  results: readonly (readonly { field?: string | undefined; value?: string | undefined }[])[],
): LogAnswer {
  const columns = [...new Set(results.flatMap((row) => row.flatMap(({ field }) => field ?? [])))];
  const shown = columns.filter((column) => column !== "@ptr");
  const rows = results.map((row) => shown.map((column) => row.find(({ field }) => field === column)?.value ?? ""));
  return { columns: shown, rows };
}
