/**
 * The policy that a plan prints is enough, and no right in it is one too many: a run comes to its verdict with all of
 * them; without any one of them it is refused, says so, and leaves everything as it was.
 */
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { Custody } from "../../chaos/custody.ts";
import type { Action, Experiment } from "../../chaos/experiment.ts";
import type { World } from "../../chaos/world.ts";
import { type CatalogueEntry, load, names } from "../../lab/catalogue.ts";
import { callsOf } from "../../lab/plan/calls.ts";
import { plannedPipeline } from "../../lab/plan/pipeline.ts";
import { type Policy, policyOf } from "../../lab/plan/policy.ts";
import type { Simulation } from "../../lab/simulation.ts";
import { aLab } from "../a-lab.ts";
import { once } from "../sabotage/hands.ts";
import { clientsWith, liveRun, settingsOf } from "./a-live-run.ts";

const REPAIRED = { timeoutSeconds: 120 };
const DENIED = /AccessDenied|not authorized to perform/;

/** Enough documents for a budget of 1 %. */
function smaller(experiment: Experiment): Experiment {
  const hypothesis = { ...experiment.steadyStateHypothesis, collateral: { budget: 0.01 } };
  return {
    ...experiment,
    steadyStateHypothesis: hypothesis,
    load: { ...experiment.load, documents: 310, perSecond: 2 },
  };
}

function planned(experiment: Experiment, { pipeline }: Pick<Simulation, "pipeline">): Policy {
  return policyOf(callsOf(experiment, pipeline).calls, pipeline.region);
}

/** The policy without one action, on whatever. */
function without(policy: Policy, action: string): Policy {
  const Statement = policy.Statement.map((statement) => ({
    ...statement,
    Action: statement.Action.filter((granted) => granted !== action),
  })).filter(({ Action }) => Action.length > 0);
  return { ...policy, Statement };
}

const actionsOf = ({ Statement }: Policy) => [...new Set(Statement.flatMap(({ Action }) => Action))].sort();

/** Somebody writes other bytes of the same length over a CSV, so that the run has to look at it. */
function spoil(world: Simulation): void {
  const isCsv = ({ key }: { key: string }) => key.startsWith(world.pipeline.outputPrefix);
  once(
    world,
    "ObjectCreated",
    ({ bucket: Bucket, key: Key, size }) => {
      void world.aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: "x".repeat(size) }));
    },
    isCsv,
  );
}

/** How a run ends that has these rights: its verdict, or what refused it; and whether something was left changed. */
async function runWith(rights: (policy: Policy) => Policy) {
  const { write } = await load("slow-transform");
  return await aLab({ settings: REPAIRED }, async (world) => {
    const experiment = smaller(write(world.pipeline));
    const policy = rights(planned(experiment, world));
    const clients = await clientsWith(world, policy, "experimenter");
    const before = await settingsOf(world, experiment);
    // Only a document that looks wrong is looked at.
    if (!actionsOf(policy).includes("s3:GetObject")) spoil(world);
    const end = await liveRun(world, clients, experiment).then(
      ({ verdict, failure, leases }) => ({ word: verdict?.verdict, says: failure ?? "", leases }),
      (error: Error) => ({ word: undefined, says: `${error.name}: ${error.message}`, leases: [] }),
    );
    return { ...end, before, after: await settingsOf(world, experiment) };
  });
}

describe("the policy of a plan", function () {
  this.timeout(240_000);
  let actions: readonly string[];

  before(async () => {
    const { write } = await load("slow-transform");
    const pipeline = plannedPipeline("lab");
    actions = actionsOf(planned(write(pipeline), { pipeline }));
  });

  it("is all that a run needs to come to its verdict", async () => {
    const { word, says, before, after } = await runWith((policy) => policy);
    expect([word, says]).to.deep.equal(["HELD", ""]);
    expect(after).to.deep.equal(before);
  });

  it("has no right without which the run would work as well", async () => {
    expect(actions).to.include.members(["lambda:ListTags", "logs:FilterLogEvents", "s3:GetObject", "ssm:PutParameter"]);
    for (const action of actions) {
      const { word, says, leases, before, after } = await runWith((policy) => without(policy, action));
      expect(word, action).to.equal(undefined);
      expect(says, action).to.match(DENIED);
      // SQS writes the names of actions small.
      expect(says.toLowerCase(), action).to.contain(action.toLowerCase());
      expect(after, action).to.deep.equal(before);
      for (const { restoration } of leases) expect(restoration, action).to.deep.equal({ outcome: "restored" });
    }
  });
});

function custodyOf({ clock }: Simulation, aws: World["aws"]): Custody {
  return new Custody({ clock, aws }, 1, new AbortController().signal);
}

/** Takes the lease of an action and gives it back, as somebody with these rights; what refused it, if anything did. */
async function takeWith(world: Simulation, policy: Policy, { name, provider }: Action, user: string) {
  const aws = await clientsWith(world, policy, user);
  const custody = custodyOf(world, aws);
  const refused = await custody.take(name, provider.lease!, world.clock.now() + 60_000).then(
    () => "",
    (error: Error) => `${error.name}: ${error.message}`,
  );
  const outcomes = (await custody.restoreAll()).map(({ restoration }) => restoration.outcome);
  return { refused, outcomes, now: await provider.lease!.observe(world.aws) };
}

/** As somebody with all rights of the plan, and with each but one; everything is as it was after each. */
async function sweep(world: Simulation, experiment: Experiment, action: Action): Promise<void> {
  const { calls } = callsOf({ ...experiment, method: [action] }, world.pipeline);
  const faults = policyOf(
    calls.filter(({ by }) => by === "faults"),
    world.pipeline.region,
  );
  const { kind } = action.provider.lease!.address;
  const before = await action.provider.lease!.observe(world.aws);
  const whole = await takeWith(world, faults, action, kind);
  expect(whole, kind).to.deep.equal({ refused: "", outcomes: ["restored"], now: before });
  for (const right of actionsOf(faults)) {
    const user = `${kind}-${right.split(":")[1]}`;
    const { refused, outcomes, now } = await takeWith(world, without(faults, right), action, user);
    expect(refused, user).to.match(DENIED);
    expect(outcomes.filter((outcome) => outcome !== "restored")).to.deep.equal([]);
    expect(now, user).to.deep.equal(before);
  }
}

describe("the rights to every setting that the catalogue changes", function () {
  this.timeout(240_000);

  it("suffice to change it and to give it back, and none is too many", async () => {
    const seen = new Set<string>();
    const entries: CatalogueEntry[] = [];
    for (const name of names()) entries.push(await load(name));
    await aLab({}, async (world) => {
      for (const { write } of entries) {
        const experiment = write(world.pipeline);
        const custody = custodyOf(world, world.aws);
        for (const action of experiment.method) {
          const { lease, work } = action.provider;
          if (lease && !seen.has(lease.address.kind)) await sweep(world, experiment, action);
          if (lease) seen.add(lease.address.kind);
          // What comes next may need it: a version to send traffic to.
          if (lease) await custody.take(action.name, lease, world.clock.now() + 60_000);
          else await work?.(world.aws);
        }
        await custody.restoreAll();
      }
    });
    expect([...seen].sort()).to.deep.equal([
      "iam.rolePolicy",
      "lambda.aliasVersion",
      "lambda.concurrency",
      "lambda.configuration",
      "lambda.eventInvokeConfig",
      "lambda.routing",
      "s3.notifications",
      "sns.filterPolicy",
      "sqs.attribute",
      "ssm.parameter",
    ]);
  });
});
