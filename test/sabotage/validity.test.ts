import { join } from "node:path";
import { CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { action, cloud, lambda, milliseconds, seconds } from "../../chaos/vocabulary.ts";
import type { Clients } from "../../cloud/gateway/clients.ts";
import { lose } from "../../cloud/kernel/link.ts";
import { bundle } from "../../infra/bundle.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { Simulation } from "../../lab/simulation.ts";
import { anExperiment, aRun } from "../a-lab.ts";
import { isMethods, once } from "./hands.ts";

/** Slows half of the runs down a little for as long as documents go in. */
const slightlySlow = anExperiment((etl) => ({
  method: [
    action(
      "slow half of the runs down",
      lambda.inject(etl.transformFaults, { latency: { probability: 0.5, min: milliseconds(100), max: seconds(1) } }),
      { after: seconds(25) },
    ),
  ],
}));

describe("the run's verdict", function () {
  this.timeout(300_000);

  it("is HELD when the fault strikes and the pipeline bears it", async () => {
    const { journal } = await aRun(slightlySlow);
    expect(journal.verdict).to.include({ verdict: "HELD", exitCode: 0 });
  });

  it("is INVALID when the injector never strikes", async () => {
    const code = bundle({ entry: join(import.meta.dirname, "deaf-transform.ts") });
    const { journal } = await aRun(slightlySlow, { code });
    expect(journal.verdict).to.include({ verdict: "INVALID", exitCode: 2 });
    expect(journal.verdict!.reasons).to.have.length(1);
    expect(journal.verdict!.reasons[0]).to.match(
      /^latency struck 0 of 400 first attempts in force, .*: the fault did not bite as it should$/,
    );
  });

  it("is INVALID when somebody else takes messages, and says whom to stop", async () => {
    const { journal } = await aRun(anExperiment(), {
      before: (world) => once(world, "ObjectCreated", () => void help(world, 3)),
    });
    expect(journal.verdict).to.include({ verdict: "INVALID", exitCode: 2 });
    expect(journal.verdict!.reasons).to.deep.equal([
      "messages were taken by a consumer without a ledger of ours: stop arn:aws:iam::111122223333:user/colleague",
    ]);
    expect(journal.verdict!.documents.cells.lost).to.equal(3);
  });

  it("is INVALID when S3 took less than 95 % of the load", async () => {
    const refusing = anExperiment(() => ({
      method: [
        action(
          "refuse one document in ten",
          cloud.strike({ ...PUT, probability: 0.1, when: "before", effect: { error: DENIED } }),
          { after: seconds(20) },
        ),
      ],
    }));
    const { journal } = await aRun(refusing);
    expect(journal.verdict).to.include({ verdict: "INVALID", exitCode: 2 });
    expect(journal.verdict!.reasons).to.have.length(1);
    expect(journal.verdict!.reasons[0]).to.match(
      /^S3 accepted 3\d\d of 400 planned documents \(.*\): 95 % are needed$/,
    );
  });

  it("is INVALID when something still moves at the deadline", async () => {
    const { journal } = await aRun(anExperiment(), {
      before: (world) => once(world, "ObjectCreated", () => void hold(world)),
    });
    expect(journal.verdict).to.include({ verdict: "INVALID", exitCode: 2 });
    expect(journal.verdict!.reasons).to.deep.equal(["still moving: 1 document (1 in deliveries-lab)"]);
  });

  it("is INVALID for want of a steady state, and nothing is injected, when the baseline fails", async () => {
    const { journal, facts } = await aRun(slightlySlow, {
      before: (world) => void world.cloud.links["s3 -> lambda"].disturb(lose({ probability: 0.05 })),
    });
    expect(journal.verdict).to.include({ verdict: "INVALID", exitCode: 3, noSteadyState: true });
    expect(journal.verdict!.reasons[0]).to.equal("no steady state");
    expect(journal.verdict!.reasons[1]).to.match(/^lost \d+ of 297$/);
    expect([journal.run, journal.rollbacks, journal.leases]).to.deep.equal([[], [], []]);
    expect(facts.filter((fact) => fact.kind === "ParameterPut").map(({ version }) => version)).to.deep.equal([1]);
    expect(facts.some((fact) => fact.kind === "ObjectCreated" && isMethods(fact.key))).to.equal(false);
  });

  for (const clients of ["sdk", "plain"] as const) {
    it(`calls no document lost whose PutObject was not answered (${clients})`, async () => {
      const { journal, facts, ledger } = await aRun(silent, { clients });
      const run = ledger.runs().find((name) => name.endsWith("-method"))!;
      const unanswered = ledger.entries(run).filter(({ fate }) => fate.uncertainAt !== undefined);
      const taken = new Set(facts.flatMap((fact) => (fact.kind === "ObjectCreated" ? [fact.key] : [])));
      const ends = { refused: 0, found: 0 };
      for (const { sequence } of unanswered) {
        const key = ledger.documents(run).inputKey(sequence);
        expect(ledger.cell(key), key).to.be.oneOf(taken.has(key) ? ["ok", "intended"] : ["refused"]);
        ends[taken.has(key) ? "found" : "refused"]++;
      }
      expect(ends.refused).to.be.greaterThan(0);
      expect(ends.found).to.be.greaterThan(0);
      expect(journal.verdict).to.include({ verdict: "HELD" });
    });
  }
});

const PUT = { service: "s3", operation: "PutObject", principal: "*:user/publisher" };
const DENIED = { code: "AccessDenied", message: "Access Denied", status: 403 };
const BROKEN = { code: "InternalError", message: "We encountered an internal error. Please try again.", status: 500 };

const SILENCES = (["before", "after"] as const).map((when) => ({
  ...{ probability: 0.01, when, effect: { silence: true } as const },
}));
const ERRORS = { probability: 0.4, when: "after", effect: { error: BROKEN } } as const;

/** The publisher gets errors and silence instead of answers, for work that was done and for work that was not. */
const silent = anExperiment(() => ({
  method: [
    ...SILENCES.map((fault) => action("give no answer", cloud.strike({ ...PUT, ...fault }))),
    action("give wrong answers", cloud.strike({ ...PUT, ...ERRORS }), { after: seconds(25) }),
  ],
}));

/** Somebody who means well: takes and deletes some messages of `deliveries`. */
async function help(world: Simulation, messages: number): Promise<void> {
  const { sqs } = await colleague(world);
  const QueueUrl = world.pipeline.deliveriesQueueUrl;
  for (let taken = 0; taken < messages; ) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    taken += Messages.length;
  }
}

/** Takes one message and keeps it, for twelve hours. */
async function hold(world: Simulation): Promise<void> {
  const { sqs } = await colleague(world);
  const QueueUrl = world.pipeline.deliveriesQueueUrl;
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, VisibilityTimeout: 43_200 }));
}

async function colleague({ aws, cloud: inside, pipeline }: Simulation): Promise<Clients> {
  await aws.iam.send(new CreateUserCommand({ UserName: "colleague" }));
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: rights(pipeline) });
  await aws.iam.send(new PutUserPolicyCommand({ UserName: "colleague", PolicyName: "all", PolicyDocument }));
  const { iam } = inside.houses.services;
  return inside.clients(iam.userPrincipal(iam.users.get("colleague")));
}

function rights({ deliveriesQueueArn }: EtlPipeline): object {
  return { Effect: "Allow", Action: "sqs:*", Resource: deliveriesQueueArn };
}
