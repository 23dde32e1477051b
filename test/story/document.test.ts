import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { ReceiveMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { duplicate } from "../../cloud/kernel/link.ts";
import type { Simulation } from "../../lab/simulation.ts";
import { aStory, linesOf, type Story } from "./a-story.ts";

const PUBLISHED = ["ObjectCreated documents/input/report.json"];
const TAKEN = [...PUBLISHED, "NotificationDispatched documents/input/report.json -> transform:live"];
const CONVERTED = [
  ...TAKEN,
  "EventAccepted transform:live",
  "InvocationStarted transform:live attempt 1",
  "ObjectRead documents/input/report.json",
  "ObjectCreated documents/output/report.csv",
  "NotificationDispatched documents/output/report.csv -> converted",
  "InvocationEnded transform:live success",
];
const REFUSED = [
  ...CONVERTED,
  "Published converted",
  "AccessDenied sqs:SendMessage on deliveries",
  "NotificationFailed converted AccessDenied",
];
const FAILED_ATTEMPT = (attempt: number) => [
  `InvocationStarted transform:live attempt ${attempt}`,
  "ObjectRead documents/input/report.json",
  "InvocationEnded transform:live error BadDocumentError",
];
const GIVEN_UP = [
  ...TAKEN,
  "EventAccepted transform:live",
  ...FAILED_ATTEMPT(1),
  "EventRetried transform:live in 1 minute, after error",
  ...FAILED_ATTEMPT(2),
  "EventRetried transform:live in 2 minutes, after error",
  ...FAILED_ATTEMPT(3),
  "EventDropped transform:live RetriesExhausted",
];

describe("a document", () => {
  it("goes through the pipeline", async () => {
    const { lines, cell } = await aStory();
    expect(lines).to.deep.equal([
      ...CONVERTED,
      "Published converted",
      "MessageSent deliveries",
      "NotificationDelivered converted",
      "MessageReceived deliveries",
      "MessageDeleted deliveries",
    ]);
    expect(cell).to.equal("ok");
  });

  it("goes the same way without the SDK in the loop", async () => {
    const [wire, plain] = [await aStory(), await aStory({ clients: "plain" })];
    expect(plain.lines).to.deep.equal(wire.lines);
  });

  it("that is malformed fails three times and waits for a human", async () => {
    const story = await aStory({ load: { malformed: 1 } });
    expect(story.lines).to.deep.equal([
      ...GIVEN_UP,
      "MessageSent failures",
      "EventDeadLettered transform:live -> failures",
    ]);
    expect(story.cell).to.equal("intended");
  });

  it("keeps its request id over all attempts, to the dead letter that says why", async () => {
    const story = await aStory({ load: { malformed: 1 } });
    const [requestId, ...others] = requestIds(story);
    expect(others).to.deep.equal([]);
    expect(await deadLetter(story)).to.deep.equal({
      RequestID: requestId,
      ErrorCode: "200",
      ErrorMessage: errorOf(story),
    });
    expect(errorOf(story)).to.match(/^[a-z-]+: .* in s3:\/\/documents-lab\/input\/test-method\/00000000.json$/);
  });

  it("of which S3 tells twice is converted twice and worked for once", async () => {
    const duplicated = await aStory({}, (world) =>
      world.cloud.links["s3 -> lambda"].disturb(duplicate({ probability: 1 })),
    );
    expect(requestIds(duplicated)).to.have.length(2);
    for (const requestId of requestIds(duplicated)) {
      expect(linesOf(duplicated, requestId)).to.deep.equal([
        "EventAccepted transform:live",
        "InvocationStarted transform:live attempt 1",
        "InvocationEnded transform:live success",
      ]);
    }
    expect(kinds(duplicated, "documents/output")).to.deep.equal({ ObjectCreated: 2, NotificationDispatched: 2 });
    expect(kinds(duplicated, "deliveries")).to.deep.equal({ MessageSent: 2, MessageReceived: 2, MessageDeleted: 2 });
    expect(duplicated).to.include({ cell: "ok", duplicates: 1, duplicateEffects: 0 });
  });

  it("of which SNS tells twice is delivered twice and worked for once", async () => {
    const duplicated = await aStory({}, (world) =>
      world.cloud.links["sns -> sqs"].disturb(duplicate({ probability: 1 })),
    );
    expect(duplicated.lines.slice(CONVERTED.length)).to.deep.equal([
      "Published converted",
      "MessageSent deliveries",
      "NotificationDelivered converted",
      "MessageReceived deliveries",
      "MessageSent deliveries",
      "MessageDeleted deliveries",
      "MessageReceived deliveries",
      "MessageDeleted deliveries",
    ]);
    expect(duplicated).to.include({ cell: "ok", duplicates: 1, duplicateEffects: 0 });
  });

  it("for which there is no room is tried again after a second, and loses no attempt by it", async () => {
    const crowded = await aStory({ settings: { reservedConcurrency: 1 }, load: { documents: 2, perSecond: 1000 } });
    const throttled = crowded.facts.find(({ kind }) => kind === "InvocationThrottled") as { requestId: string };
    expect(linesOf(crowded, throttled.requestId)).to.deep.equal([
      "EventAccepted transform:live",
      "InvocationThrottled transform:live",
      "EventRetried transform:live in 1 s, after throttle",
      "InvocationStarted transform:live attempt 1",
      "InvocationEnded transform:live success",
    ]);
  });

  it("for which S3 gave no good answer is judged by what becomes of it", async () => {
    const error = {
      code: "InternalError",
      message: "We encountered an internal error. Please try again.",
      status: 500,
    };
    const broken = (when: "before" | "after") =>
      aStory({ load: { malformed: 1 } }, ({ cloud }) =>
        cloud.faults.add({ service: "s3", operation: "PutObject", probability: 1, when, effect: { error } }),
      );
    const [refused, taken] = [await broken("before"), await broken("after")];
    expect([refused.lines, refused.cell]).to.deep.equal([[], undefined]);
    // The publisher tried three times, and S3 took it each time.
    expect(kinds(taken, "documents/input").ObjectCreated).to.equal(3);
    expect(taken.cell).to.equal("intended");
  });

  it("finds no function when S3 may not invoke it", async () => {
    const { lines, cell } = await aStory({}, ({ aws, pipeline }) =>
      aws.lambda.send(
        new RemovePermissionCommand({
          FunctionName: pipeline.transformFunction,
          Qualifier: pipeline.transformAlias,
          StatementId: "documents-notify-transform",
        }),
      ),
    );
    expect(lines).to.deep.equal([...TAKEN, "AccessDenied lambda:InvokeFunction on transform:live"]);
    expect(cell).to.equal("lost");
  });

  it("is converted and nobody hears of it when S3 may not publish to the topic", async () => {
    const { lines, cell } = await aStory({}, ({ aws, pipeline }) =>
      aws.sns.send(
        new SetTopicAttributesCommand({
          TopicArn: pipeline.convertedTopicArn,
          AttributeName: "Policy",
          AttributeValue: ownersOnly(pipeline.convertedTopicArn),
        }),
      ),
    );
    expect(lines).to.deep.equal([...CONVERTED, "AccessDenied sns:Publish on converted"]);
    expect(cell).to.equal("lost");
  });

  it("is parked when the queue does not let the topic send", async () => {
    const { lines, cell } = await aStory({}, closed);
    expect(lines).to.deep.equal([
      ...REFUSED,
      "MessageSent undelivered",
      "NotificationRedriven converted -> undelivered",
    ]);
    expect(cell).to.equal("collateral");
  });

  it("vanishes when the queue does not let the topic send and nothing is parked", async () => {
    const { lines, cell } = await aStory({ settings: { subscriptionRedrive: false } }, closed);
    expect(lines).to.deep.equal(REFUSED);
    expect(cell).to.equal("lost");
  });

  it("that is malformed vanishes when the dead-letter queue is denied, and a metric tells of it", async () => {
    const story = await aStory({ settings: { deadLetterQueuePermitted: false }, load: { malformed: 1 } });
    expect(story.lines).to.deep.equal([
      ...GIVEN_UP,
      "AccessDenied sqs:SendMessage on failures",
      "DeadLetterFailed transform:live -> failures",
    ]);
    expect(story.cell).to.equal("lostEvidence");
    expect(await deadLetterErrors(story.world)).to.equal(1);
  });

  it("that is malformed vanishes without a word when there is no dead-letter queue", async () => {
    const story = await aStory({ settings: { deadLetterQueue: false }, load: { malformed: 1 } });
    expect(story.lines).to.deep.equal(GIVEN_UP);
    expect(story.cell).to.equal("lostEvidence");
    expect(await deadLetterErrors(story.world)).to.equal(0);
  });
});

/** Takes the queue's policy away. */
function closed({ aws, pipeline }: Simulation): Promise<unknown> {
  return aws.sqs.send(
    new SetQueueAttributesCommand({ QueueUrl: pipeline.deliveriesQueueUrl, Attributes: { Policy: "" } }),
  );
}

function ownersOnly(arn: string): string {
  const Statement = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sns:Publish", Resource: arn };
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

function requestIds({ facts }: Story): string[] {
  const runs = facts.filter(({ kind }) => kind === "InvocationStarted") as { requestId: string }[];
  return [...new Set(runs.map(({ requestId }) => requestId))];
}

/** How often each kind of line speaks of a place. */
function kinds({ lines }: Story, place: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [kind, what] of lines.map((line) => line.split(" ") as [string, string])) {
    if (what.startsWith(place)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function errorOf({ facts }: Story): string {
  const ended = facts.find(({ kind }) => kind === "InvocationEnded") as { errorMessage: string };
  return ended.errorMessage;
}

async function deadLetter({ world: { aws, clock, pipeline } }: Story): Promise<Record<string, string | undefined>> {
  const input = { QueueUrl: pipeline.failuresQueueUrl, MessageAttributeNames: ["All"] };
  const { Messages } = await clock.run(aws.sqs.send(new ReceiveMessageCommand(input)));
  const attributes = Object.entries(Messages![0]!.MessageAttributes!);
  return Object.fromEntries(attributes.map(([name, { StringValue }]) => [name, StringValue]));
}

async function deadLetterErrors({ aws, clock, pipeline }: Simulation): Promise<number> {
  const asked = new GetMetricStatisticsCommand({
    Namespace: "AWS/Lambda",
    MetricName: "DeadLetterErrors",
    Dimensions: [{ Name: "FunctionName", Value: pipeline.transformFunction }],
    StartTime: new Date(clock.now() - 3_600_000),
    EndTime: new Date(clock.now() + 60_000),
    Period: 60,
    Statistics: ["Sum"],
  });
  const { Datapoints = [] } = await clock.run(aws.cloudwatch.send(asked));
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}
