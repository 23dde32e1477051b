/**
 * Everything that lies about in a cloud, service by service: after a destroy, nothing.
 */
import { DescribeAlarmsCommand, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { ListSubscriptionsCommand, ListTopicsCommand } from "@aws-sdk/client-sns";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import { DescribeParametersCommand } from "@aws-sdk/client-ssm";
import type { Cloud } from "../../cloud/cloud.ts";

/** Names, by kind of resource. */
export async function leftovers(cloud: Cloud): Promise<Record<string, (string | undefined)[]>> {
  const { s3, sqs, sns, lambda, cloudwatch, logs, ssm, iam } = cloud.clients();
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsCommand({}));
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({}));
  const { DashboardEntries = [] } = await cloudwatch.send(new ListDashboardsCommand({}));
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  const { Parameters = [] } = await ssm.send(new DescribeParametersCommand({}));
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  return {
    buckets: Buckets.map(({ Name }) => Name),
    queues: QueueUrls,
    topics: Topics.map(({ TopicArn }) => TopicArn),
    subscriptions: Subscriptions.map(({ SubscriptionArn }) => SubscriptionArn),
    functions: Functions.map(({ FunctionName }) => FunctionName),
    alarms: MetricAlarms.map(({ AlarmName }) => AlarmName),
    dashboards: DashboardEntries.map(({ DashboardName }) => DashboardName),
    logGroups: logGroups.map(({ logGroupName }) => logGroupName),
    parameters: Parameters.map(({ Name }) => Name),
    roles: Roles.map(({ RoleName }) => RoleName),
  };
}
