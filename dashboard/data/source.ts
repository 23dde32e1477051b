import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import type { TimeRange } from "../body/time-range.ts";

/**
 * Where a dashboard's contents come from: CloudWatch's own calls, by shape, so that the embedded AWS, AWS and a test
 * serve alike. Errors are the service's.
 */
export interface Source {
  getDashboard(name: string): Promise<string>;
  /** Names, sorted by the service. */
  listDashboards(): Promise<readonly string[]>;
  /** GetMetricData, over all of its pages, times ascending. */
  getMetricData(question: Asked): Promise<MetricAnswer>;
  /** DescribeAlarms; alarms that do not exist are left out. */
  describeAlarms(names: readonly string[], region: string | undefined): Promise<readonly AlarmState[]>;
  /** StartQuery and GetQueryResults, until the query is complete. */
  queryLogs(query: LogQuery): Promise<LogAnswer>;
}

export interface Asked {
  readonly queries: MetricDataQuery[];
  readonly range: TimeRange;
  /** The server's own if nothing is said. */
  readonly region: string | undefined;
}

export interface MetricAnswer {
  readonly results: readonly MetricResult[];
  /** What the service had to say beside the data. */
  readonly messages: readonly string[];
}

export interface MetricResult {
  readonly id: string;
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export interface AlarmState {
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  readonly reason: string;
  /** Milliseconds since 1970: when the state was last set, and when it last became another. */
  readonly updatedAt: number;
  readonly changedAt: number;
  readonly threshold: number | undefined;
  /** What it looks at, as GetMetricData asks for it. */
  readonly watches?: readonly MetricDataQuery[];
}

export interface LogQuery {
  readonly query: string;
  readonly logGroups: readonly string[];
  readonly range: TimeRange;
  readonly region: string | undefined;
}

export interface LogAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
