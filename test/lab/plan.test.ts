import { expect } from "chai";
import { action, type Experiment } from "../../chaos/vocabulary.ts";
import { load } from "../../lab/catalogue.ts";
import { planLines, wholePlanLines } from "../../lab/plan/lines.ts";
import { plannedPipeline } from "../../lab/plan/pipeline.ts";
import { planOf } from "../../lab/plan/plan.ts";
import type { Policy } from "../../lab/plan/policy.ts";
import { requestOf, wishesOf } from "../../lab/request.ts";
import { aLab } from "../a-lab.ts";
import { aShell, each, type Shell } from "./a-shell.ts";

const MINUTE = 60_000;

async function aPlan(name: string, wishes: Parameters<typeof wishesOf>[0] = {}) {
  const entry = await load(name);
  return planOf(entry, requestOf(entry, wishesOf(wishes)));
}

describe("a plan", () => {
  it("says what is published, disturbed, proven and undone, and how long it takes", async () => {
    expect(planLines(await aPlan("slow-transform"))).to.deep.equal([
      "slow-transform: A slow transform costs time and no document",
      "  documents   3 100 at 20/s for 155 s, 31 malformed; 300 before and 300 after",
      "  proof       zero collateral among 3 069 well-formed documents proves <= 0.0976 %; the budget of 0.1 % allows 0",
      "              p99 within 120 s takes 299 well-formed documents to show",
      "  retries     2, over 180 s; timeout 3 s",
      "  action      slow half of the runs down: lambda.inject",
      "              in force for 420 s: reaches up to 3 of 3 attempts of a document, every attempt of 100.0 % of documents",
      "              disturbs arn:aws:ssm:us-east-1:111122223333:parameter/etl-lab/transform/faults",
      "              touches, besides: every run of a function that reads /etl-lab/transform/faults, whoever caused it",
      "              undone: parameter /etl-lab/transform/faults is restored as it was, and read back; expires by itself, by a date in the configuration",
      "  rollback    let the transform run freely: lambda.heal",
      "  phases      baseline about 222 s, method 425 s, rollback 5 s, recovery 15 s, settling at most 267 s",
      "              on AWS in real time, some 16 minutes; in the simulation the same on its virtual clock, in some 6 s of this machine's",
      "  cost        about USD 0.051 on AWS; at most USD 0.15, if every attempt that a fault reaches fails late",
      "              an attempt takes 250 ms at 256 MB and writes 1 KB of log",
      "              at most: 9 900 attempts instead of 3 774, each of 3 s",
      "              prices of us-east-1, looked up 2026-11-21; left out: calls and metrics of CloudWatch, deliveries from SNS to SQS, storage,",
      "              traffic to whoever runs it from outside of the region, what the stack costs while nothing runs, free tiers and taxes",
      "  reaches     etl-lab in 111122223333/us-east-1, and in it only what is named here",
      "              takes up to 60 concurrent executions of the account's, at 20/s",
      "              leaves 7 363 objects in documents-lab and 37 dead letters in failures-lab",
    ]);
  });

  it("says that few documents prove nothing", async () => {
    const plan = await aPlan("slow-transform", { documents: 50 });
    expect(plan).to.deep.include({ documents: 50, malformed: 0, canHold: false });
    expect(plan.proof).to.include({ allowed: null, needed: 2995 });
    const lines = planLines(plan).join("\n");
    expect(lines).to.contain("none malformed: dead-lettering is not exercised");
    expect(lines).to.contain("proves <= 5.8 %: too few for the budget of 0.1 %, which needs 2 995\n");
    expect(lines).to.contain("p99 within 120 s takes 299 well-formed documents to show: too few\n");
    expect(lines).to.contain("nothing is proven by so few: a run may refute the claim, but without any damage it is");
  });

  for (const [documents, canHold] of [
    [3025, true],
    [3024, false],
  ] as const)
    it(`knows that ${documents} documents ${canHold ? "can" : "cannot"} hold the claim`, async () => {
      expect((await aPlan("slow-transform", { documents })).canHold).to.equal(canHold);
    });

  it("says what a quick gate tells apart, and of how few documents; and where there is nothing to gate", async () => {
    const gated = await aPlan("slow-transform", { gate: "quick", documents: 513, stopRule: "on" });
    expect(gated).to.deep.include({
      gate: { accepts: 0.001, refuses: 0.01, clean: 508 },
      canHold: true,
      stopRule: true,
    });
    const lines = planLines(gated);
    expect(lines).to.include(
      "  gate        quick: tells at most 0.1 % from 1 % or more, wrong at most once in 100; 508 documents without damage hold it",
    );
    expect(lines.join()).to.match(/stop rule {3}damage that is beyond doubt/);
    expect(lines.join()).not.to.match(/proves|nothing is proven/);
    expect((await aPlan("slow-transform", { gate: "quick", documents: 512 })).canHold).to.equal(false);
    const permitted = await aPlan("bad-version", { gate: "quick", stopRule: "on" });
    expect(permitted).to.include({ gate: null, stopRule: false });
    expect(planLines(permitted).join()).to.match(
      /gate {8}quick: collateral damage is permitted here, so there is nothing/,
    );
  });

  it("counts the malformed documents of a burst as the drivers do", async () => {
    const plan = await aPlan("poison-burst");
    // 20 s and 55 s at 1 %, 100 s at 20 %, all at 20 documents a second.
    expect(plan.malformed).to.be.within(413, 417);
    expect(plan).to.deep.include({ actions: [], publishing: 175_000 });
  });

  it("reaches fewer attempts with a shorter fault and with fewer retries", async () => {
    const [denial] = (await aPlan("output-denied")).actions;
    expect(denial!.inForce).to.equal(5 * MINUTE);
    // The last of three attempts begins 180 s after the first; 155 s of documents, 300 s of fault.
    expect(denial!.reach!.every).to.be.closeTo((300 - 180) / 155, 0.001);
    const [once] = (await aPlan("output-denied", { set: ["retries=0"] })).actions;
    expect(once!.reach).to.deep.equal({ attempts: 1, of: 1, every: 1 });
  });

  it("says of a permitted damage that it spends no budget, and of a policy that it ends by its date", async () => {
    const lines = planLines(await aPlan("output-denied")).join("\n");
    expect(lines).to.contain("proof       collateral damage is permitted here, so it spends no budget\n");
    expect(lines).to.contain("is restored as it was, and read back; expires by itself, by a date in the policy\n");
  });

  it("takes as long as its load and its stack say", async () => {
    const { publishing, phases, retryCover } = await aPlan("steady-state", { rate: 10, set: ["retries=1"] });
    expect([publishing, retryCover]).to.deep.equal([310_000, MINUTE]);
    expect(phases).to.include({ method: 310_000, rollback: 0, recovery: 30_000 });
  });
});

const onAws = async (name: string, wishes?: Parameters<typeof wishesOf>[0]) => (await aPlan(name, wishes)).onAws!;

describe("what a plan asks of AWS", () => {
  it("names what is called by its ARN, by whom, and with which right", async () => {
    const lines = wholePlanLines(await aPlan("notification-lost")).join("\n");
    const bucket = "arn:aws:s3:::documents-lab";
    expect(lines).to.match(new RegExp(`publisher +s3:PutObject +${bucket}/input/\\*\n`));
    const change = "s3:PutBucketNotificationConfiguration";
    expect(lines).to.match(new RegExp(` ${change} +${bucket} +\\(takes s3:PutBucketNotification\\)\n`));
    expect(lines).to.match(/ gates +sts:GetCallerIdentity +\* +\(takes no right\)\n/);
    expect(lines).to.match(/ probes +cloudwatch:DescribeAlarmHistory +arn:aws:cloudwatch:.*:alarm:documents-lab-/);
  });

  it("leaves rights out of the policy that can be spared, and has them in where they cannot", async () => {
    const actions = async (name: string) => (await onAws(name)).policy.Statement.flatMap(({ Action }) => Action);
    expect(await actions("slow-transform")).to.not.include("cloudwatch:PutMetricData");
    expect(await actions("subtle-payloads")).to.include("cloudwatch:PutMetricData");
    const released = async (name: string) =>
      (await onAws(name)).policy.Statement.some(
        ({ Action, Resource }) =>
          Action.includes("sqs:ChangeMessageVisibility") && Resource.some((arn) => arn.endsWith(":deliveries-lab")),
      );
    expect([await released("slow-transform"), await released("slow-subscriber")]).to.deep.equal([false, true]);
  });

  it("binds rights on everything to the region, metrics to their namespace, and parameters to those that are there", async () => {
    const { Statement } = (await onAws("subtle-payloads")).policy;
    for (const { Resource, Condition } of Statement.filter(({ Resource }) => Resource.includes("*"))) {
      expect(Resource).to.deep.equal(["*"]);
      expect(Condition).to.have.nested.property("StringEquals.aws:RequestedRegion", "us-east-1");
    }
    const conditionOf = (right: string, { Statement }: Pick<Policy, "Statement">) =>
      Statement.find(({ Action }) => Action.includes(right))?.Condition;
    expect(conditionOf("cloudwatch:PutMetricData", { Statement })).to.deep.equal({
      StringEquals: { "cloudwatch:namespace": "ServerlessChaosLab", "aws:RequestedRegion": "us-east-1" },
    });
    expect(conditionOf("ssm:PutParameter", (await onAws("slow-transform")).policy)).to.deep.equal({
      StringEquals: { "ssm:Overwrite": "true" },
    });
  });

  it("says which words do not tell what they call", async () => {
    const entry = await load("steady-state");
    const strange = (): Experiment => ({
      ...entry.write(plannedPipeline("lab")),
      method: [action("do something", { name: "my.deed", arguments: {}, work: async () => null })],
    });
    const plan = planOf({ ...entry, write: strange }, requestOf(entry, wishesOf({})));
    expect(plan.onAws!.undeclared).to.deep.equal(["my.deed"]);
    expect(wholePlanLines(plan).join("\n")).to.contain("my.deed does not say what it calls");
  });

  it("costs what its documents and attempts cost, and at most what they cost if all of them are late", async () => {
    const { cost } = await onAws("slow-transform");
    const usual = Object.fromEntries(cost.items.map((item) => [item.what, item.usual]));
    // 3 700 documents, 37 of them malformed and tried three times; 250 ms at a quarter of a GB each.
    expect(usual).to.include({ lambdaRequest: 3774, s3Put: 7363, snsPublish: 3663 });
    expect(usual.lambdaGigabyteSecond).to.be.closeTo(3774 * 0.25 * 0.25, 1e-9);
    expect(cost.usual).to.be.within(0.04, 0.06);
    const slower = (await onAws("slow-transform", { set: ["timeoutSeconds=120"] })).cost;
    expect(slower.usual).to.be.closeTo(cost.usual, 0.001);
    // 9 900 attempts of 120 s at a quarter of a GB, at 0.0000133334 dollars for a GB-second.
    expect(slower.most).to.be.closeTo(9900 * 120 * 0.25 * 0.0000133334, 0.1);
    const calm = (await onAws("steady-state")).cost;
    expect(calm.most).to.equal(calm.usual);
  });

  it("is nothing where AWS has no switch for the fault", async () => {
    const plan = await aPlan("late-events");
    expect(plan).to.not.have.property("onAws");
    expect(wholePlanLines(plan).join("\n")).to.contain("cost        none: AWS has no switch for what it disturbs\n");
  });

  it("is said with the names that a deployed stack has", async () => {
    const deployed = await aLab({}, async ({ pipeline }) => pipeline);
    const planned = plannedPipeline("lab");
    const { deliveriesSubscriptionArn: subscription, ...others } = deployed;
    expect({ ...others, deliveriesSubscriptionArn: planned.deliveriesSubscriptionArn }).to.deep.equal(planned);
    expect(subscription.startsWith(`${planned.convertedTopicArn}:`)).to.equal(true);
  });
});

describe("chaoslab plan and list", function () {
  this.timeout(120_000);
  let shell: Shell;
  before(() => {
    shell = aShell();
  });
  after(() => shell.close());

  it("write lines for people and events for programs, and no run", async () => {
    const [plan, planned, list, listed] = await each(
      ["plan slow-transform --documents 50", "plan slow-transform --documents 50 --json", "list", "list --json"],
      (words) => shell.chaoslab(...words.split(" ")),
    );
    for (const { code, err } of [plan!, planned!, list!, listed!]) expect([code, err]).to.deep.equal([0, ""]);
    expect(plan!.out).to.equal(`${wholePlanLines(await aPlan("slow-transform", { documents: 50 })).join("\n")}\n`);
    const expected = { event: "plan", ...(await aPlan("slow-transform", { documents: 50 })) };
    expect(JSON.parse(planned!.out)).to.deep.equal(JSON.parse(JSON.stringify(expected)));
    expect(list!.out).to.match(/^slow-transform +A slow transform costs time and no document$/m);
    const events = listed!.out.trimEnd().split("\n");
    const names = events.map((line) => JSON.parse(line)).map(({ event, name }) => `${event} ${name}`);
    expect(names).to.deep.equal(
      list!.out
        .trimEnd()
        .split("\n")
        .map((line) => `experiment ${line.split(" ")[0]}`),
    );
    expect(names)
      .to.include("experiment slow-transform")
      .and.to.deep.equal([...names].sort());
    expect(shell.list()).to.deep.equal([]);
  });

  it("write a policy that can go into a file, and say that there is none for the simulation alone", async () => {
    const [policy, none] = await each(["plan slow-transform --policy", "plan late-events --policy"], (words) =>
      shell.chaoslab(...words.split(" ")),
    );
    expect(policy!.code).to.equal(0);
    expect(JSON.parse(policy!.out)).to.deep.equal((await onAws("slow-transform")).policy);
    expect(policy!.err).to.contain("with the names of the simulation");
    expect([none!.code, none!.out]).to.deep.equal([64, ""]);
    expect(none!.err).to.match(/^LAB_LOCAL_ONLY: .*\nnext: ./m);
  });
});
