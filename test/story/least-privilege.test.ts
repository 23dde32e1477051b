import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import type { Load } from "../../drivers/load.ts";
import type { Simulation } from "../../lab/simulation.ts";
import { aStack, statements } from "../infra/a-stack.ts";
import { aStory, type Story } from "./a-story.ts";

/** What the role of the function may do, as the stack says it. */
const RIGHTS = statements(aStack().json, "aws_iam_role_policy", "transform-role-needs");

/** Takes one statement out of the deployed role's policy. */
async function without({ aws, pipeline }: Simulation, sid: string): Promise<void> {
  const named = { RoleName: pipeline.transformRole, PolicyName: "needs" };
  const { PolicyDocument } = await aws.iam.send(new GetRolePolicyCommand(named));
  const document = JSON.parse(decodeURIComponent(PolicyDocument!));
  document.Statement = document.Statement.filter(({ Sid }: { Sid: string }) => Sid !== sid);
  await aws.iam.send(new PutRolePolicyCommand({ ...named, PolicyDocument: JSON.stringify(document) }));
}

/** A document's way when the role lacks a right, and whatever it left behind. */
async function storyWithout(sid: string | undefined, load: Partial<Load> = {}) {
  const story = await aStory({ load }, (world) => sid && without(world, sid));
  const { world } = story;
  const behind = await world.clock.run(whatIsLeft(world));
  return { ...story, ...behind, refused: refusals(story) };
}

/** Each action that the function's role was refused, once. */
function refusals({ facts, world }: Story): string[] {
  const refused = facts.flatMap((fact) =>
    fact.kind === "AccessDenied" && fact.principal.includes(world.pipeline.transformRole) ? [fact.action] : [],
  );
  return [...new Set(refused)];
}

async function whatIsLeft({ aws, pipeline }: Simulation) {
  const letters = new ReceiveMessageCommand({
    QueueUrl: pipeline.failuresQueueUrl,
    MessageAttributeNames: ["All"],
    MaxNumberOfMessages: 10,
  });
  const { Messages = [] } = await aws.sqs.send(letters);
  const { events = [] } = await aws.logs.send(new FilterLogEventsCommand({ logGroupName: pipeline.transformLogGroup }));
  return {
    reasons: Messages.map(({ MessageAttributes }) => MessageAttributes!.ErrorMessage!.StringValue!),
    log: events.map(({ message }) => message!),
  };
}

const MALFORMED = { malformed: 1 };

describe("the function's role", () => {
  it("has just the rights that are looked at here", () => {
    expect(RIGHTS.map(({ Sid }) => Sid).sort()).to.deep.equal([
      "OpenLogStream",
      "ReadFaults",
      "ReadInput",
      "SendToFailures",
      "WriteLog",
      "WriteOutput",
    ]);
  });

  it("has all the rights it needs, for documents good and bad", async () => {
    const good = await storyWithout(undefined);
    expect({ cell: good.cell, refused: good.refused, reasons: good.reasons }).to.deep.equal({
      cell: "ok",
      refused: [],
      reasons: [],
    });
    expect(good.log.some((line) => line.startsWith("REPORT"))).to.equal(true);
    const bad = await storyWithout(undefined, MALFORMED);
    expect({ cell: bad.cell, refused: bad.refused }).to.deep.equal({ cell: "intended", refused: [] });
  });

  for (const [sid, action] of [
    ["ReadInput", "s3:GetObject"],
    ["WriteOutput", "s3:PutObject"],
  ] as const) {
    it(`without ${sid} sends every document to the dead letters, with the name of what it lacks`, async () => {
      const { cell, refused, reasons } = await storyWithout(sid);
      expect({ cell, refused }).to.deep.equal({ cell: "collateral", refused: [action] });
      expect(reasons).to.have.lengthOf(1);
      expect(reasons[0]).to.match(new RegExp(`is not authorized to perform: ${action} on resource`));
    });
  }

  it("without SendToFailures loses what it gives up, and says so", async () => {
    const { cell, refused, facts } = await storyWithout("SendToFailures", MALFORMED);
    expect({ cell, refused }).to.deep.equal({ cell: "lostEvidence", refused: ["sqs:SendMessage"] });
    expect(facts.filter(({ kind }) => kind === "DeadLetterFailed")).to.have.lengthOf(1);
  });

  it("without ReadFaults cannot be told to fail, and its log says why", async () => {
    const { cell, refused, log } = await storyWithout("ReadFaults");
    expect({ cell, refused }).to.deep.equal({ cell: "ok", refused: ["ssm:GetParameter"] });
    const [line] = log.filter((text) => text.includes('"state":"unreadable"'));
    expect(line).to.match(/AccessDeniedException: .* is not authorized to perform: ssm:GetParameter/);
  });

  for (const [sid, action] of [
    ["OpenLogStream", "logs:CreateLogStream"],
    ["WriteLog", "logs:PutLogEvents"],
  ] as const) {
    it(`without ${sid} works in silence`, async () => {
      const { cell, refused, log } = await storyWithout(sid);
      expect({ cell, refused, log }).to.deep.equal({ cell: "ok", refused: [action], log: [] });
    });
  }
});
