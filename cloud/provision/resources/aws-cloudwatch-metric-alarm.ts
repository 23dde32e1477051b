import { DescribeAlarmsCommand, type MetricDataQuery, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { type Block, each, given, only, type ResourceType, tagList } from "../resource.ts";

const METRIC = { dimensions: true, metric_name: true, namespace: true, period: true, stat: true, unit: true } as const;
const QUERY = { id: true, expression: true, label: true, period: true, return_data: true, metric: METRIC } as const;

export const metricAlarm: ResourceType = {
  arguments: {
    alarm_name: true,
    alarm_description: true,
    actions_enabled: true,
    alarm_actions: true,
    ok_actions: true,
    insufficient_data_actions: true,
    comparison_operator: true,
    evaluation_periods: true,
    datapoints_to_alarm: true,
    threshold: true,
    treat_missing_data: true,
    namespace: true,
    metric_name: true,
    dimensions: true,
    period: true,
    statistic: true,
    extended_statistic: true,
    unit: true,
    metric_query: QUERY,
    tags: true,
  },
  async create(block, { clients }) {
    const queries = each(block.metric_query).map(queryOf);
    await clients.cloudwatch.send(
      new PutMetricAlarmCommand(
        given({
          AlarmName: block.alarm_name as string,
          AlarmDescription: block.alarm_description,
          ActionsEnabled: block.actions_enabled ?? true,
          AlarmActions: block.alarm_actions,
          OKActions: block.ok_actions,
          InsufficientDataActions: block.insufficient_data_actions,
          ComparisonOperator: block.comparison_operator,
          EvaluationPeriods: block.evaluation_periods,
          DatapointsToAlarm: block.datapoints_to_alarm,
          Threshold: block.threshold,
          TreatMissingData: block.treat_missing_data ?? "missing",
          Namespace: block.namespace,
          MetricName: block.metric_name,
          Dimensions: block.dimensions && dimensionsOf(block.dimensions),
          Period: block.period,
          Statistic: block.statistic,
          ExtendedStatistic: block.extended_statistic,
          Unit: block.unit,
          Metrics: queries.length > 0 ? queries : undefined,
          Tags: tagList(block.tags),
        }) as never,
      ),
    );
    const found = await clients.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [block.alarm_name] }));
    return { id: block.alarm_name, alarm_name: block.alarm_name, arn: found.MetricAlarms?.[0]?.AlarmArn };
  },
};

function queryOf({ id, expression, label, period, return_data, metric }: Block): MetricDataQuery {
  const stat = metric && only(metric);
  return given({
    Id: id as string,
    Expression: expression,
    Label: label,
    Period: period,
    ReturnData: return_data ?? false,
    MetricStat: stat && given({ Metric: metricOf(stat), Period: stat.period, Stat: stat.stat, Unit: stat.unit }),
  });
}

function metricOf({ namespace, metric_name, dimensions }: Block) {
  return { Namespace: namespace, MetricName: metric_name, Dimensions: dimensionsOf(dimensions ?? {}) };
}

function dimensionsOf(dimensions: Record<string, string>): { Name: string; Value: string }[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}
