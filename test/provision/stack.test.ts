import { readFileSync } from "node:fs";
import { DescribeAlarmsCommand, GetDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetRoleCommand, GetRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
} from "@aws-sdk/client-lambda";
import {
  GetBucketEncryptionCommand,
  GetBucketMetricsConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  type NotificationConfigurationFilter,
} from "@aws-sdk/client-s3";
import { GetSubscriptionAttributesCommand, GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import type { Clients } from "../../cloud/gateway/clients.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { aStack } from "../infra/a-stack.ts";
import { aTarget } from "./a-target.ts";

/** The names in `infra/outputs.ts`, which is a type and gone when tests run. */
const OUTPUT_NAMES = [
  ...readFileSync(new URL("../../infra/outputs.ts", import.meta.url), "utf8").matchAll(
    /^ {2}readonly (\w+): string;/gm,
  ),
].map(([, name]) => name!);

/** The stack, deployed, and a story told to its clients. */
async function deployed(
  settings: Parameters<typeof aStack>[0],
  story: (clients: Clients, etl: EtlPipeline) => Promise<void>,
): Promise<void> {
  const { clock, clients, deploy } = aTarget();
  const { outputs } = await deploy(aStack(settings));
  await clock.run(story(clients, outputs as unknown as EtlPipeline));
}

describe("the stack, deployed without Terraform,", () => {
  it("has exactly the outputs that experiments count on", async () => {
    const { outputs } = await aTarget().deploy(aStack());
    expect(Object.keys(outputs).sort()).to.deep.equal([...OUTPUT_NAMES].sort());
    for (const [name, value] of Object.entries(outputs)) expect(value, name).to.be.a("string").that.is.not.equal("");
    expect(JSON.stringify(outputs)).to.not.include("${");
  });

  it("is what its outputs say: queues, topic and subscription", () =>
    deployed({}, async ({ sqs, sns }, etl) => {
      for (const [url, arn] of [
        [etl.failuresQueueUrl, etl.failuresQueueArn],
        [etl.deliveriesQueueUrl, etl.deliveriesQueueArn],
        [etl.undeliveredQueueUrl, etl.undeliveredQueueArn],
      ] as const) {
        const { Attributes } = await sqs.send(
          new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
        );
        expect(Attributes!.QueueArn).to.equal(arn);
      }
      const { Attributes: topic } = await sns.send(new GetTopicAttributesCommand({ TopicArn: etl.convertedTopicArn }));
      expect(topic!.TopicArn!.endsWith(`:${etl.convertedTopic}`)).to.equal(true);
      const asked = new GetSubscriptionAttributesCommand({ SubscriptionArn: etl.deliveriesSubscriptionArn });
      const { Attributes: subscription } = await sns.send(asked);
      expect(subscription).to.include({
        Endpoint: etl.deliveriesQueueArn,
        TopicArn: etl.convertedTopicArn,
        Protocol: "sqs",
      });
      expect(JSON.parse(subscription!.RedrivePolicy!)).to.deep.equal({ deadLetterTargetArn: etl.undeliveredQueueArn });
    }));

  it("is what its outputs say: function, alias, role, parameter and log", () =>
    deployed({}, async ({ lambda, iam, ssm, logs }, etl) => {
      const FunctionName = etl.transformFunction;
      const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName }));
      expect(Configuration).to.include({
        FunctionArn: etl.transformFunctionArn,
        Role: etl.transformRoleArn,
        Timeout: 3,
      });
      expect(Configuration!.DeadLetterConfig).to.deep.equal({ TargetArn: etl.failuresQueueArn });
      const alias = await lambda.send(new GetAliasCommand({ FunctionName, Name: etl.transformAlias }));
      expect(alias).to.include({ AliasArn: etl.transformAliasArn, FunctionVersion: etl.transformVersion });
      const config = await lambda.send(
        new GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: etl.transformAlias }),
      );
      expect(config).to.include({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 });
      const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName, Qualifier: etl.transformAlias }));
      expect(JSON.parse(Policy!).Statement[0].Condition).to.deep.equal({
        StringEquals: { "AWS:SourceAccount": etl.accountId },
        ArnLike: { "AWS:SourceArn": etl.documentsBucketArn },
      });
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: etl.transformRole }));
      expect(Role!.Arn).to.equal(etl.transformRoleArn);
      const needs = await iam.send(new GetRolePolicyCommand({ RoleName: etl.transformRole, PolicyName: "needs" }));
      expect(decodeURIComponent(needs.PolicyDocument!)).to.include(`"Resource":"${etl.documentsBucketArn}/input/*"`);
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: etl.transformFaults }));
      expect(Parameter).to.include({ ARN: etl.transformFaultsArn, Value: "{}" });
      const { logGroups } = await logs.send(
        new DescribeLogGroupsCommand({ logGroupNamePrefix: etl.transformLogGroup }),
      );
      expect(
        logGroups!.map(({ logGroupName, retentionInDays }) => [logGroupName, typeof retentionInDays]),
      ).to.deep.equal([[etl.transformLogGroup, "number"]]);
    }));

  it("is what its outputs say: the bucket and all around it", () =>
    deployed({}, async ({ s3 }, etl) => {
      const Bucket = etl.documentsBucket;
      const notification = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
      const rules = (filter: NotificationConfigurationFilter | undefined) =>
        filter!.Key!.FilterRules!.map(({ Name, Value }) => `${Name} ${Value}`);
      const [toTransform] = notification.LambdaFunctionConfigurations!;
      expect(toTransform!.LambdaFunctionArn).to.equal(etl.transformAliasArn);
      expect(rules(toTransform!.Filter)).to.include(`Prefix ${etl.inputPrefix}`);
      const [toTopic] = notification.TopicConfigurations!;
      expect(toTopic!.TopicArn).to.equal(etl.convertedTopicArn);
      expect(rules(toTopic!.Filter)).to.include(`Prefix ${etl.outputPrefix}`);
      const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
      expect(ServerSideEncryptionConfiguration!.Rules).to.have.lengthOf(1);
      const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
      expect(Object.values(PublicAccessBlockConfiguration!)).to.deep.equal([true, true, true, true]);
      expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).to.include("aws:SecureTransport");
      for (const [Id, prefix] of [
        [etl.inputMetricsFilter, etl.inputPrefix],
        [etl.outputMetricsFilter, etl.outputPrefix],
      ] as const) {
        const { MetricsConfiguration } = await s3.send(new GetBucketMetricsConfigurationCommand({ Bucket, Id }));
        expect(MetricsConfiguration!.Filter).to.deep.equal({ Prefix: prefix });
      }
    }));

  it("is what its outputs say: dashboard and alarms", () =>
    deployed({}, async ({ cloudwatch }, etl) => {
      const { DashboardBody } = await cloudwatch.send(new GetDashboardCommand({ DashboardName: etl.dashboard }));
      expect(JSON.parse(DashboardBody!).widgets).to.not.have.lengthOf(0);
      const named = Object.entries(etl).flatMap(([name, value]) => (name.endsWith("Alarm") ? [value as string] : []));
      const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({}));
      expect(MetricAlarms!.map(({ AlarmName }) => AlarmName)).to.have.members(named);
    }));

  it("has the flaws that were planted, and no others", () =>
    deployed(
      {
        timeoutSeconds: 120,
        retries: 0,
        eventAgeSeconds: 60,
        reservedConcurrency: 1,
        deadLetterQueue: false,
        completenessAlarm: false,
      },
      async ({ lambda, cloudwatch }, etl) => {
        const FunctionName = etl.transformFunction;
        const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName }));
        expect(Configuration!.Timeout).to.equal(120);
        expect(Configuration!.DeadLetterConfig).to.equal(undefined);
        expect(await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).to.include({
          ReservedConcurrentExecutions: 1,
        });
        const config = await lambda.send(
          new GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: etl.transformAlias }),
        );
        expect(config).to.include({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
        const { MetricAlarms } = await cloudwatch.send(
          new DescribeAlarmsCommand({ AlarmNames: [etl.completenessAlarm, etl.deadLetterErrorsAlarm] }),
        );
        expect(MetricAlarms!.map(({ AlarmName }) => AlarmName)).to.deep.equal([etl.deadLetterErrorsAlarm]);
      },
    ));

  it("carries its suffix in every physical name, so that two may stand side by side", async () => {
    const { deploy } = aTarget();
    const one = (await deploy(aStack({ suffix: "one" }))).outputs as unknown as EtlPipeline;
    const two = (await deploy(aStack({ suffix: "two" }))).outputs as unknown as EtlPipeline;
    const shared = OUTPUT_NAMES.filter((name) => one[name as never] === two[name as never]);
    expect(shared.sort()).to.deep.equal(
      [
        "accountId",
        "inputMetricsFilter",
        "inputPrefix",
        "metricNamespace",
        "outputMetricsFilter",
        "outputPrefix",
        "region",
        "transformAlias",
        "transformVersion",
      ].sort(),
    );
  });

  it("is the same twice: the same resources, the same facts", async () => {
    const told = async () => {
      const { cloud, deploy } = aTarget();
      const { resources } = await deploy(aStack());
      return { resources: [...resources], facts: cloud.feed.facts };
    };
    expect(await told()).to.deep.equal(await told());
  });
});
