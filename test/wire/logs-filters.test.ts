import { ListMetricsCommand, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeSubscriptionFiltersCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
  PutSubscriptionFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { aFunction } from "./a-function.ts";
import { at, DOORS, eventually, refusal, type World } from "./doors.ts";

const logGroupName = "/test/group";
const logStreamName = "stream";
const WRITES = { Effect: "Allow", Action: "logs:*", Resource: "*" };

/** A function that logs its event, and what it has logged. */
async function aReader(world: World) {
  const { lambda, logs } = world.clients;
  const { made, FunctionName } = await aFunction(world, "console.log(JSON.stringify(event));", {}, WRITES);
  const allow = (Principal: string, SourceArn: string) =>
    lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: "reads",
        Action: "lambda:InvokeFunction",
        Principal,
        SourceArn,
      }),
    );
  const heard = (word: string) =>
    eventually(world, async () => {
      const search = new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${FunctionName}` });
      const { events = [] } = await logs.send(search).catch(() => ({ events: [] }));
      return events.map(({ message }) => message!).find((message) => message.includes(word));
    });
  return { arn: made.FunctionArn!, allow, heard };
}

async function write({ clients: { logs }, now }: World, ...messages: string[]) {
  const logEvents = messages.map((message) => ({ timestamp: now(), message }));
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
}

for (const door of DOORS) {
  describe(`CloudWatch Logs' filters through the ${door.name}`, () => {
    it(
      "count what matches into a metric",
      at(door, async (world) => {
        const { logs, cloudwatch } = world.clients;
        await logs.send(new CreateLogGroupCommand({ logGroupName }));
        await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
        const metricTransformations = [{ metricNamespace: "Lab", metricName: "errors", metricValue: "1" }];
        const filter = { filterName: "errors", filterPattern: "[level=ERROR, text]", metricTransformations };
        await logs.send(new PutMetricFilterCommand({ logGroupName, ...filter }));
        await write(world, "ERROR it broke");
        const { Metrics } = await cloudwatch.send(new ListMetricsCommand({ Namespace: "Lab" }));
        expect(Metrics).to.deep.equal([{ Namespace: "Lab", MetricName: "errors", Dimensions: [] }]);
      }),
    );

    it(
      "hand what matches to a function that lets them",
      at(door, async (world) => {
        const { logs } = world.clients;
        await logs.send(new CreateLogGroupCommand({ logGroupName }));
        await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
        const { arn: destinationArn, allow, heard } = await aReader(world);
        const filter = { logGroupName, filterName: "all", filterPattern: "", destinationArn };
        expect(await refusal(logs.send(new PutSubscriptionFilterCommand(filter)))).to.include({
          name: "InvalidParameterException",
          message:
            "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.",
        });
        const source = `arn:aws:logs:${world.region}:${world.accountId}:log-group:${logGroupName}:*`;
        await allow(`logs.${world.region}.amazonaws.com`, source);
        await logs.send(new PutSubscriptionFilterCommand(filter));
        const shown = await logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName }));
        expect(shown.subscriptionFilters![0]).to.include(filter);
        await write(world, "hello");
        expect(await heard("awslogs")).to.contain('{"awslogs":{"data":"');
      }),
    );
  });

  describe(`CloudWatch's alarms through the ${door.name}`, () => {
    it(
      "call a function that lets them",
      at(door, async (world) => {
        const { cloudwatch } = world.clients;
        const { arn, allow, heard } = await aReader(world);
        const AlarmName = "calls";
        await allow(
          "lambda.alarms.cloudwatch.amazonaws.com",
          `arn:aws:cloudwatch:${world.region}:${world.accountId}:alarm:${AlarmName}`,
        );
        const metric = { Namespace: "Lab", MetricName: "errors", Statistic: "Sum", Period: 60 } as const;
        const rule = { EvaluationPeriods: 1, Threshold: 2, ComparisonOperator: "GreaterThanThreshold" } as const;
        await cloudwatch.send(new PutMetricAlarmCommand({ AlarmName, ...metric, ...rule, AlarmActions: [arn] }));
        const state = { StateValue: "ALARM", StateReason: "testing alarm" } as const;
        await cloudwatch.send(new SetAlarmStateCommand({ AlarmName, ...state }));
        expect(await heard("aws.cloudwatch")).to.contain('"reason":"testing alarm"');
      }),
    );
  });
}
