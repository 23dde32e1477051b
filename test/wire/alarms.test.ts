import {
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { aHearingQueue } from "./a-hearing.ts";
import { at, DOORS, refusal, refused, type World } from "./doors.ts";

const AlarmName = "too-many-errors";

async function anAlarm({ clients: { cloudwatch } }: World, more: object = {}) {
  const metric = { Namespace: "Test", MetricName: "errors", Statistic: "Sum", Period: 60 } as const;
  const rule = { EvaluationPeriods: 1, Threshold: 2, ComparisonOperator: "GreaterThanThreshold" } as const;
  await cloudwatch.send(
    new PutMetricAlarmCommand({ AlarmName, ...metric, ...rule, TreatMissingData: "notBreaching", ...more }),
  );
  const show = async () =>
    (await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }))).MetricAlarms![0];
  const put = (Value: number) =>
    cloudwatch.send(new PutMetricDataCommand({ Namespace: "Test", MetricData: [{ MetricName: "errors", Value }] }));
  return { cloudwatch, show, put };
}

const BODY = JSON.stringify({
  widgets: [{ type: "metric", properties: { metrics: [["Test", "errors"]], region: "us-east-1", title: "é" } }],
});

for (const door of DOORS) {
  describe(`CloudWatch's alarms through the ${door.name}`, () => {
    it(
      "know nothing at first",
      at(door, async (world) => {
        const { show } = await anAlarm(world);
        const alarm = (await show())!;
        expect(alarm).to.deep.include({
          AlarmName,
          AlarmArn: `arn:aws:cloudwatch:${world.region}:${world.accountId}:alarm:${AlarmName}`,
          StateValue: "INSUFFICIENT_DATA",
          StateReason: "Unchecked: Initial alarm creation",
          ActionsEnabled: true,
          Threshold: 2,
          Statistic: "Sum",
          Dimensions: [],
        });
        expect(alarm.StateUpdatedTimestamp).to.be.instanceOf(Date);
      }),
    );

    it(
      "are set by hand, which their history tells, and deleted",
      at(door, async (world) => {
        const { cloudwatch, show } = await anAlarm(world);
        const set = (StateValue: string) =>
          cloudwatch.send(
            new SetAlarmStateCommand({ AlarmName, StateValue: StateValue as never, StateReason: "a test" }),
          );
        await set("ALARM");
        expect(await show()).to.include({ StateValue: "ALARM", StateReason: "a test" });
        const { AlarmHistoryItems } = await cloudwatch.send(
          new DescribeAlarmHistoryCommand({ AlarmName, HistoryItemType: "StateUpdate" }),
        );
        expect(AlarmHistoryItems!.map(({ HistorySummary }) => HistorySummary)).to.deep.equal([
          "Alarm updated from INSUFFICIENT_DATA to ALARM",
        ]);
        expect(await refusal(set("INVALID"))).to.include({
          status: 400,
          message:
            "1 validation error detected: Value 'INVALID' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]",
        });
        await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
        expect(await show()).to.equal(undefined);
        expect(await refused(set("OK"))).to.equal("ResourceNotFound 404");
      }),
    );

    if (door.bendsTime) {
      it(
        "go off when their metric does, and tell a topic",
        at(door, async (world) => {
          const { sns } = world.clients;
          const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "alarms" }));
          const queue = await aHearingQueue(world, "heard");
          await queue.admit("sns.amazonaws.com", TopicArn!);
          const subscribe = { TopicArn, Protocol: "sqs", Endpoint: queue.arn };
          await sns.send(new SubscribeCommand({ ...subscribe, Attributes: { RawMessageDelivery: "true" } }));
          const { show, put } = await anAlarm(world, { AlarmActions: [TopicArn] });
          await world.sleep(3 * 60_000);
          expect((await show())!.StateValue).to.equal("OK");
          await put(3);
          await world.sleep(3 * 60_000);
          const {
            AlarmName: name,
            NewStateValue,
            OldStateValue,
            NewStateReason,
            Trigger,
          } = JSON.parse((await queue.hear())[0]!.Body!);
          expect({ name, NewStateValue, OldStateValue }).to.deep.equal({
            name: AlarmName,
            NewStateValue: "ALARM",
            OldStateValue: "OK",
          });
          expect(NewStateReason).to.match(
            /^Threshold Crossed: 1 datapoint \[3\.0 \(.*\)\] was greater than the threshold \(2\.0\)\.$/,
          );
          expect(Trigger).to.include({
            MetricName: "errors",
            Namespace: "Test",
            Statistic: "SUM",
            Period: 60,
            Threshold: 2,
          });
          await world.sleep(5 * 60_000);
          expect((await show())!.StateValue).to.equal("OK");
        }),
      );
    }
  });

  describe(`CloudWatch's dashboards through the ${door.name}`, () => {
    it(
      "come back as they were given",
      at(door, async ({ clients: { cloudwatch }, accountId }) => {
        const put = await cloudwatch.send(new PutDashboardCommand({ DashboardName: "etl", DashboardBody: BODY }));
        expect(put.DashboardValidationMessages ?? []).to.deep.equal([]);
        const { $metadata: _, ...found } = await cloudwatch.send(new GetDashboardCommand({ DashboardName: "etl" }));
        const DashboardArn = `arn:aws:cloudwatch::${accountId}:dashboard/etl`;
        expect(found).to.deep.equal({ DashboardArn, DashboardBody: BODY, DashboardName: "etl" });
        const { DashboardEntries } = await cloudwatch.send(new ListDashboardsCommand({}));
        expect(DashboardEntries![0]).to.include({ DashboardArn, DashboardName: "etl", Size: Buffer.byteLength(BODY) });
        await cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: ["etl"] }));
        expect(await refused(cloudwatch.send(new GetDashboardCommand({ DashboardName: "etl" })))).to.equal(
          "ResourceNotFound 404",
        );
      }),
    );

    it(
      "are refused when they say nothing",
      at(door, async ({ clients: { cloudwatch } }) => {
        const DashboardBody = JSON.stringify({ widgets: [{ type: "metric", properties: { region: "us-east-1" } }] });
        const { name, status, message, error } = await refusal(
          cloudwatch.send(new PutDashboardCommand({ DashboardName: "etl", DashboardBody })),
        );
        expect({ name, status }).to.deep.equal({ name: "DashboardInvalidInputError", status: 400 });
        expect(error.Code).to.equal("InvalidParameterInput");
        expect(message).to.match(/^The dashboard body is invalid, there (are|is) \d+ validation errors?:/);
      }),
    );
  });
}
