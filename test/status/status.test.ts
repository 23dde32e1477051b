/**
 * The checklist of a deployed pipeline. Every line must be able to stay open: for each there is a flaw or a fault here
 * that opens it, and no other.
 */
import { DeleteAlarmsCommand, DeleteDashboardsCommand, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import {
  PublishVersionCommand,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { PutBucketNotificationConfigurationCommand } from "@aws-sdk/client-s3";
import { SetTopicAttributesCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import type { FaultRecord } from "../../chaos/aws.ts";
import type { ActionProvider } from "../../chaos/experiment.ts";
import { iam, lambda, seconds, sns, sqs } from "../../chaos/vocabulary.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { RecordedRun } from "../../lab/leases/records.ts";
import { paperPipeline } from "../../lab/paper-pipeline.ts";
import type { Simulation } from "../../lab/simulation.ts";
import { linesOf } from "../../lab/status/checklist.ts";
import { leftovers } from "../../lab/status/leftovers.ts";
import type { Observation } from "../../lab/status/observation.ts";
import { sectionsOf } from "../../lab/status/sections.ts";
import { type ALab, aLab } from "../a-lab.ts";
import { BITE } from "../chaos/a-bite.ts";

/** What is open in a pipeline in which a document has been on its way, after `change`. */
async function openAfter(change: (world: Simulation) => unknown = () => {}, settings: ALab["settings"] = {}) {
  return await aLab({ clients: "sdk", settings: { timeoutSeconds: 120, ...settings } }, async (world) => {
    await world.drive({ name: "method", documents: 4, perSecond: 1, malformed: 0 }).published;
    await world.clock.sleep(120_000);
    await world.crew.dismiss();
    await change(world);
    const sections = await sectionsOf(world.aws, world.pipeline, world.clock.now(), []);
    return sections.flatMap(({ checks }) => checks.filter(({ holds }) => !holds));
  });
}

const says = (open: Awaited<ReturnType<typeof openAfter>>) => open.map((line) => line.says);

describe("the checklist of a deployed pipeline", () => {
  it("has nothing open in the repaired pipeline", async () => {
    expect(await openAfter()).to.deep.equal([]);
  });

  it("says of a pipeline that has seen no document that its graphs cannot show anything", async () => {
    const open = await aLab({ clients: "sdk", settings: { timeoutSeconds: 120 } }, async ({ aws, pipeline, clock }) =>
      (await sectionsOf(aws, pipeline, clock.now(), [])).flatMap(({ checks }) => checks.filter(({ holds }) => !holds)),
    );
    expect(says(open)).to.include("5 metrics of ServerlessChaosLab on the dashboard are of something that publishes");
    expect(open.map(({ finding }) => finding)).to.include("nothing has published there yet: send some documents");
  });

  it("knows a metric that nobody publishes from one of a queue that nothing has reached yet", async () => {
    const dashboards = async ({ aws, pipeline }: Simulation) => {
      const metrics = [
        ["AWS/SQS", "NumberOfMessagesSent", "QueueName", pipeline.failuresQueue],
        ["AWS/SQS", "NumberOfMessagesSent", "Queue", pipeline.failuresQueue],
        ["AWS/SQS", "NumberOfMessagesSent", "QueueName", "nobody's"],
      ];
      const widget = { type: "metric", properties: { region: pipeline.region, metrics } };
      const DashboardBody = JSON.stringify({ widgets: [widget] });
      await aws.cloudwatch.send(new PutDashboardCommand({ DashboardName: pipeline.dashboard, DashboardBody }));
    };
    expect((await openAfter(dashboards)).map(({ finding }) => finding)).to.deep.equal([
      "nothing publishes NumberOfMessagesSent of Queue failures-lab, NumberOfMessagesSent of QueueName nobody's",
    ]);
  });

  const flaws: [settings: ALab["settings"], open: string][] = [
    [{ timeoutSeconds: 3 }, "a run may take 3 s, and slowness needs 30 s"],
    [{ retries: 1 }, "a failed run is tried again 1 times, and a fault of a minute needs 2"],
    [{ eventAgeSeconds: 60 }, "an event may wait for 60 s, and an outage of an hour needs 3600 s"],
    [{ deadLetterQueue: false }, "events that were given up go to failures-lab"],
    [{ deadLetterQueuePermitted: false }, "failures-lab takes them"],
    [{ subscriptionRedrive: false }, "notifications that deliveries-lab refuses are parked in undelivered-lab"],
    [{ visibilityTimeoutSeconds: 1 }, "a received message stays hidden for 1 s, and a subscriber needs 30 s"],
    [{ completenessAlarm: false }, "alarm documents-lab-completeness is there"],
    [{ deadLetterErrorsAlarm: false }, "alarm transform-lab-dead-letter-errors is there"],
  ];
  for (const [settings, line] of flaws) {
    it(`opens "${line}" for ${JSON.stringify(settings)}`, async () => {
      const open = says(await openAfter(() => {}, settings));
      // Without a dead-letter queue the role has no right to send there either, and the checklist says so, too.
      expect(open.filter((other) => other !== "the function may send dead letters")).to.deep.equal([line]);
    });
  }

  const cut: [name: string, change: (world: Simulation) => unknown, open: string[]][] = [
    [
      "the notifications are gone",
      ({ aws, pipeline: { documentsBucket: Bucket } }) =>
        aws.s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} })),
      [
        "documents-lab/input/ tells arn:aws:lambda:us-east-1:111122223333:function:transform-lab:live",
        "documents-lab/output/ tells converted-lab",
      ],
    ],
    [
      "S3 may not invoke the alias",
      ({ aws, pipeline }) =>
        aws.lambda.send(
          new RemovePermissionCommand({
            FunctionName: pipeline.transformFunction,
            Qualifier: pipeline.transformAlias,
            StatementId: "documents-notify-transform",
          }),
        ),
      ["S3 may invoke live for this bucket"],
    ],
    [
      "S3 may not publish",
      ({ aws, pipeline: { convertedTopicArn: TopicArn } }) =>
        aws.sns.send(
          new SetTopicAttributesCommand({
            TopicArn,
            AttributeName: "Policy",
            AttributeValue: policyFor(TopicArn, "events.amazonaws.com"),
          }),
        ),
      ["S3 may publish to converted-lab for this bucket"],
    ],
    [
      "nobody is subscribed",
      ({ aws, pipeline: { deliveriesSubscriptionArn: SubscriptionArn } }) =>
        aws.sns.send(new UnsubscribeCommand({ SubscriptionArn })),
      [
        "converted-lab delivers to deliveries-lab",
        "notifications that deliveries-lab refuses are parked in undelivered-lab",
      ],
    ],
    [
      "the queue does not let the topic in",
      ({ aws, pipeline: { deliveriesQueueUrl: QueueUrl } }) =>
        aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: "" } })),
      ["deliveries-lab lets the topic send"],
    ],
    [
      "the dashboard and an alarm were deleted",
      async ({ aws, pipeline }) => {
        await aws.cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: [pipeline.dashboard] }));
        await aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [pipeline.deliveriesAgeAlarm] }));
      },
      ["alarm deliveries-lab-age is there", "dashboard etl-lab is there"],
    ],
  ];
  for (const [name, change, lines] of cut) {
    it(`says it when ${name}`, async () => {
      expect(says(await openAfter(change))).to.deep.equal(lines);
    });
  }

  const faults: [fault: string, provider: (etl: EtlPipeline) => ActionProvider, open: string[]][] = [
    [
      "the injector",
      (etl) => lambda.inject(etl.transformFaults, { exception: { probability: 0.5 } }),
      ["the injector is told to strike nothing"],
    ],
    [
      "a denial of the role",
      (etl) =>
        iam.deny(etl.transformRole, { actions: ["s3:PutObject"], resources: [`${etl.documentsBucketArn}/*`] }, BITE),
      ["the function may write CSVs", "the function's role has no policy of a fault"],
    ],
    [
      "a shift of traffic",
      (etl) => lambda.shiftTraffic(etl.transformFunction, etl.transformAlias, "2", 0.1),
      ["live sends everything to one version"],
    ],
    ["a stop", (etl) => lambda.limitConcurrency(etl.transformFunction, 0), ["the function is not stopped"]],
    [
      "a filter",
      (etl) => sns.filter(etl.deliveriesSubscriptionArn, etl.convertedTopic, { never: ["matches"] }),
      ["the subscription filters nothing out"],
    ],
    [
      "a queue that refuses",
      (etl) => sqs.refuse({ url: etl.deliveriesQueueUrl, arn: etl.deliveriesQueueArn }, "sns.amazonaws.com", BITE),
      ["deliveries-lab lets the topic send", "deliveries-lab has no denial of a fault"],
    ],
  ];
  for (const [fault, provider, lines] of faults) {
    it(`finds what ${fault} left behind`, async () => {
      expect(says(await openAfter((world) => leave(world, provider(world.pipeline), seconds(3600))))).to.deep.equal(
        lines,
      );
    });
  }

  it("finds a denial that has ended by its date and stands in the policy still", async () => {
    const open = await openAfter(async (world) => {
      const { deliveriesQueueUrl: url, deliveriesQueueArn: arn } = world.pipeline;
      await leave(world, sqs.refuse({ url, arn }, "sns.amazonaws.com", BITE), seconds(10));
      await world.clock.sleep(20_000);
    });
    expect(open).to.deep.equal([
      {
        says: "deliveries-lab has no denial of a fault",
        holds: false,
        finding: "one has ended by its date, and stands in the policy still",
      },
    ]);
  });

  it("tells of what runs wrote down: changes that a dead one left, and whose the faults of a living one are", () => {
    const lease = { number: 1, resource: "reserved concurrency of transform-lab", state: "in force" };
    const told = (run: object) =>
      leftovers({} as Observation, paperPipeline, 0, {
        runs: [{ run: "a-run", pid: 4711, open: [], ...run } as unknown as RecordedRun],
      }).checks;
    expect(told({ atWork: false, open: [lease] })[0]).to.deep.equal({
      says: "no run has ended and left something changed",
      holds: false,
      finding: "npx chaoslab undo: a-run: reserved concurrency of transform-lab (in force)",
    });
    expect(told({ atWork: false }).every(({ holds }) => holds)).to.equal(true);
    const [alive, none] = told({ atWork: true, open: [lease] });
    expect(alive!.says).to.equal("run a-run is at work (pid 4711): faults that are open below are its own");
    expect(none!.holds).to.equal(true);
  });

  it("says what is in force on links and at doors, and until when", () => {
    const since = "2026-01-01T00:00:00.000Z";
    const silence = {
      service: "s3",
      operation: "*",
      probability: 1,
      when: "after",
      effect: { silence: true },
    } as const;
    const faults: FaultRecord[] = [
      { id: "a", link: "s3 -> lambda", fault: { kind: "lose", probability: 1 }, since, strikes: 3 },
      { id: "b", door: silence, since, expiresAt: "2026-01-01T00:10:00.000Z", strikes: 0 },
    ];
    const told = (some: FaultRecord[]) => leftovers({} as Observation, paperPipeline, 0, { runs: [], faults: some });
    expect(told(faults).checks.at(-1)).to.deep.equal({
      says: "no fault is in force on links and at doors",
      holds: false,
      finding: "a at s3 -> lambda, without an end; b at s3:*, until 2026-01-01T00:10:00.000Z",
    });
    expect(told([]).checks.at(-1)!.holds).to.equal(true);
  });

  it("is written as boxes, and says under an open one what is wrong", () => {
    const checks = [
      { says: "one", holds: true, finding: "never said" },
      { says: "two", holds: false, finding: "because" },
      { says: "three", holds: false },
    ];
    expect(linesOf([{ title: "wiring", checks }])).to.deep.equal([
      "wiring",
      "  [x] one",
      "  [ ] two",
      "      because",
      "  [ ] three",
    ]);
  });
});

/** A version beside the one that was deployed, so that there is something to shift traffic to. */
async function publishAnother({ aws, pipeline }: Simulation): Promise<void> {
  const FunctionName = pipeline.transformFunction;
  await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: "another" }));
  await aws.lambda.send(new PublishVersionCommand({ FunctionName }));
}

/** Applies a fault as a run that was killed would have left it. */
async function leave(world: Simulation, { name, lease }: ActionProvider, lasts: number): Promise<void> {
  const { aws, clock } = world;
  if (name === "lambda.shiftTraffic") await publishAnother(world);
  const before = await lease!.observe(aws);
  await lease!.put(aws, lease!.changed(before, { expiresAt: clock.now() + lasts, seed: 1 }));
}

function policyFor(Resource: string, Service: string): string {
  const statement = { Effect: "Allow", Principal: { Service }, Action: "sns:Publish", Resource };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
