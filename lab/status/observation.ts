import { DescribeAlarmsCommand, GetDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import {
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
} from "@aws-sdk/client-lambda";
import { GetBucketNotificationConfigurationCommand } from "@aws-sdk/client-s3";
import { GetSubscriptionAttributesCommand, GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { LiveClients } from "../live/clients.ts";

/** A deployed pipeline as AWS describes it now. What is not there is undefined. */
export type Observation = Awaited<ReturnType<typeof observe>>;

/** Looks at everything at once; reads only. */
export async function observe(clients: LiveClients, pipeline: EtlPipeline) {
  const { s3, sns, sqs, lambda, iam, ssm, cloudwatch } = clients;
  const FunctionName = pipeline.transformFunction;
  const live = { FunctionName, Qualifier: pipeline.transformAlias };
  const queue = (QueueUrl: string) => sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  const alarms = Object.entries(pipeline).flatMap(([name, value]) => (name.endsWith("Alarm") ? [value as string] : []));
  return await together({
    configuration: lambda.send(new GetFunctionConfigurationCommand(live)),
    alias: lambda.send(new GetAliasCommand({ FunctionName, Name: pipeline.transformAlias })),
    asynchronous: lambda.send(new GetFunctionEventInvokeConfigCommand(live)),
    permissions: lambda.send(new GetPolicyCommand(live)),
    concurrency: lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
    notifications: s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: pipeline.documentsBucket })),
    topic: sns.send(new GetTopicAttributesCommand({ TopicArn: pipeline.convertedTopicArn })),
    subscription: sns.send(
      new GetSubscriptionAttributesCommand({ SubscriptionArn: pipeline.deliveriesSubscriptionArn }),
    ),
    deliveries: queue(pipeline.deliveriesQueueUrl),
    undelivered: queue(pipeline.undeliveredQueueUrl),
    failures: queue(pipeline.failuresQueueUrl),
    faults: ssm.send(new GetParameterCommand({ Name: pipeline.transformFaults })),
    rolePolicies: iam.send(new ListRolePoliciesCommand({ RoleName: pipeline.transformRole })),
    alarms: cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: alarms })),
    dashboard: cloudwatch.send(new GetDashboardCommand({ DashboardName: pipeline.dashboard })),
  });
}

type Asked = Readonly<Record<string, Promise<unknown>>>;

async function together<A extends Asked>(asked: A): Promise<{ [Name in keyof A]: Awaited<A[Name]> | undefined }> {
  const answers = await Promise.all(
    Object.entries(asked).map(async ([name, answer]) => [name, await answer.catch(unlessAbsent)]),
  );
  return Object.fromEntries(answers);
}

/** What every service calls something that is not there: NoSuchBucket, NotFoundException, QueueDoesNotExist, ... */
const ABSENT = /NotFound|NoSuch|DoesNotExist|NonExistent/;

function unlessAbsent(error: Error): undefined {
  if (!ABSENT.test(error.name)) throw error;
  return undefined;
}
