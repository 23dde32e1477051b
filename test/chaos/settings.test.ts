import { CreateRoleCommand } from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { zipSync } from "fflate";
import { Custody } from "../../chaos/custody.ts";
import type { ActionProvider } from "../../chaos/experiment.ts";
import type { LeaseEntry } from "../../chaos/lease.ts";
import { giveBack } from "../../chaos/restoring.ts";
import { equal } from "../../chaos/setting.ts";
import { samePolicy } from "../../chaos/settings/policy.ts";
import { settingAt } from "../../chaos/settings/registry.ts";
import { notifications } from "../../chaos/settings/s3.ts";
import { filterPolicy } from "../../chaos/settings/sns.ts";
import { deployments, iam, lambda, minutes, s3, sns, sqs } from "../../chaos/vocabulary.ts";
import { BITE } from "./a-bite.ts";
import { aCloud } from "./a-cloud.ts";
import { aWorld } from "./a-world.ts";

type Lab = ReturnType<typeof aCloud>;

const FunctionName = "transform";
const zip = (answer: string) =>
  zipSync({ "index.js": Buffer.from(`exports.create = () => ({ handler: async () => "${answer}" });`) });

/** One of each: a function with two versions and an alias, a bucket, a topic, a queue that hears of it, a parameter. */
async function everything({ aws, region, accountId }: Lab) {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await aws.iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument }));
  const settings = { FunctionName, Role: Role!.Arn!, Runtime: "nodejs20.x", Handler: "index.handler" } as const;
  await aws.lambda.send(new CreateFunctionCommand({ ...settings, Code: { ZipFile: zip("one") }, Publish: true }));
  await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip("two") }));
  await aws.lambda.send(new PublishVersionCommand({ FunctionName }));
  await aws.lambda.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
  await aws.s3.send(new CreateBucketCommand({ Bucket: "documents" }));
  await aws.ssm.send(new PutParameterCommand({ Name: "/faults", Value: "{}", Type: "String" }));
  const { TopicArn } = await aws.sns.send(new CreateTopicCommand({ Name: "converted" }));
  const { QueueUrl: url } = await aws.sqs.send(new CreateQueueCommand({ QueueName: "deliveries" }));
  const arn = `arn:aws:sqs:${region}:${accountId}:deliveries`;
  const asked = { TopicArn, Protocol: "sqs", Endpoint: arn, ReturnSubscriptionArn: true };
  const { SubscriptionArn } = await aws.sns.send(new SubscribeCommand(asked));
  return { queue: { url: url!, arn }, subscription: SubscriptionArn! };
}

type All = Awaited<ReturnType<typeof everything>>;

const DENIED = { actions: ["s3:*"], resources: ["*"] };

/** Each provider with a lease, in a fresh account, and where something was set before. */
const PROVIDERS: readonly (readonly [
  what: string,
  provider: (all: All) => ActionProvider,
  set?: (lab: Lab) => Promise<unknown>,
])[] = [
  ["lambda.inject", () => lambda.inject("/faults", { timeout: { probability: 0.5 } })],
  ["lambda.limitConcurrency", () => lambda.limitConcurrency(FunctionName, 0)],
  [
    "lambda.limitConcurrency over another limit",
    () => lambda.limitConcurrency(FunctionName, 0),
    ({ aws }) => aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 5 })),
  ],
  ["lambda.limitEventAge where nothing was set", () => lambda.limitEventAge(FunctionName, "live", minutes(1))],
  [
    "lambda.limitEventAge where only retries were set",
    () => lambda.limitEventAge(FunctionName, "live", minutes(1)),
    ({ aws }) =>
      aws.lambda.send(
        new PutFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: "live", MaximumRetryAttempts: 1 }),
      ),
  ],
  ["lambda.shiftTraffic", () => lambda.shiftTraffic(FunctionName, "live", "2", 0.1)],
  ["deployments.configure", () => deployments.configure(FunctionName, "Timeout", 1)],
  ["deployments.configure of a text", () => deployments.configure(FunctionName, "Handler", "index.absent")],
  ["deployments.point", () => deployments.point(FunctionName, "live", "$LATEST")],
  ["iam.deny", () => iam.deny("r", DENIED, BITE)],
  ["s3.silenceFunctions", () => s3.silenceFunctions("documents", BITE)],
  [
    "s3.silenceFunctions beside EventBridge",
    () => s3.silenceFunctions("documents", BITE),
    ({ aws }) =>
      aws.s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: "documents",
          NotificationConfiguration: { EventBridgeConfiguration: {} },
        }),
      ),
  ],
  ["sns.filter", ({ subscription }) => sns.filter(subscription, "converted", { never: ["matches"] })],
  ["sqs.setAttribute", ({ queue }) => sqs.setAttribute(queue.url, "VisibilityTimeout", "1", BITE)],
  ["sqs.refuse", ({ queue }) => sqs.refuse(queue, "sns.amazonaws.com", BITE)],
];

describe("a lease in a journal", () => {
  for (const [what, provide, set] of PROVIDERS) {
    it(`is all that another process needs to give back what was there: ${what}`, async () => {
      const lab = aCloud();
      await lab.tell(async () => {
        const all = await everything(lab);
        await set?.(lab);
        const { lease } = provide(all);
        const before = await lease!.observe(lab.aws);
        const lines: string[] = [];
        const book = { write: (entry: LeaseEntry) => void lines.push(JSON.stringify(entry)) };
        const world = { ...aWorld().world, aws: lab.aws, clock: lab.clock, book };
        await new Custody(world, 7, new AbortController().signal).take("act", lease!, lab.clock.now() + minutes(1));

        const { number, address, before: was, applied, ...intent } = JSON.parse(lines[0]!);
        expect(intent.kind).to.equal("intent");
        const setting = settingAt(address)!;
        expect(setting.resource).to.equal(lease!.resource);
        expect(await setting.observe(lab.aws)).to.deep.equal(applied);
        const until = lab.clock.now() + minutes(1);
        const change = { number, setting, before: was, applied };
        const restorations = await giveBack([change], { aws: lab.aws, clock: lab.clock, until: () => until });
        expect(restorations).to.deep.equal([{ outcome: "restored" }]);
        expect(await lease!.observe(lab.aws)).to.deep.equal(before);
      });
    });
  }

  it("names a kind that the registry knows, whoever takes it", () => {
    const all: All = { queue: { url: "url", arn: "arn" }, subscription: "arn" };
    for (const [what, provide] of PROVIDERS) {
      const { address } = provide(all).lease!;
      expect(settingAt(address)?.address, what).to.deep.equal(address);
    }
    expect(settingAt({ kind: "lambda.unheard-of" })).to.equal(undefined);
  });
});

describe("two values of a setting", () => {
  const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
  const allow = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: ["sqs:SendMessage"], Resource: "*" };
  const deny = { Effect: "Deny", Principal: "*", Action: ["a:B", "c:D"], Resource: ["x", "y"] };

  for (const [what, other] of [
    ["blanks", JSON.stringify(JSON.parse(policy(allow, deny)), null, 2)],
    ["the order of statements", policy(deny, allow)],
    ["a list of one", policy({ ...allow, Action: "sqs:SendMessage" }, deny)],
    ["the letters of an action", policy({ ...allow, Action: "SQS:SendMessage" }, deny)],
    ["the name of an account", policy({ ...allow, Principal: { AWS: "arn:aws:iam::111122223333:root" } }, deny)],
    ["the order of actions", policy(allow, { ...deny, Action: ["c:D", "a:B"] })],
  ] as const) {
    it(`are one policy whatever ${what}`, () => {
      expect(samePolicy(policy(allow, deny), other)).to.equal(true);
    });
  }

  for (const [what, other] of [
    ["a statement more", policy(allow, deny, { ...deny, Resource: "z" })],
    ["another resource", policy(allow, { ...deny, Resource: ["X", "y"] })],
    ["another account", policy({ ...allow, Principal: { AWS: "111122223334" } }, deny)],
    ["no policy", ""],
  ] as const) {
    it(`are two policies: ${what}`, () => {
      expect(samePolicy(policy(allow, deny), other)).to.equal(false);
    });
  }

  it("are one notification configuration whatever the order of rules and events", () => {
    const rule = (Id: string, Name: string, ...Events: string[]) => ({
      Id,
      Events,
      Filter: { Key: { FilterRules: [{ Name, Value: "a/" }] } },
    });
    const setting = notifications.at({ bucket: "documents" });
    const [one, two] = [rule("1", "Prefix", "s3:a", "s3:b"), rule("2", "Suffix", "s3:c")];
    const left = { QueueConfigurations: [one, two] };
    expect(equal(setting, left, { QueueConfigurations: [two, rule("1", "prefix", "s3:b", "s3:a")] })).to.equal(true);
    expect(equal(setting, left, { QueueConfigurations: [one] })).to.equal(false);
    expect(equal(setting, left, { TopicConfigurations: [one, two] })).to.equal(false);
  });

  it("are one filter policy whatever the blanks", () => {
    const setting = filterPolicy.at({ subscriptionArn: "arn" });
    expect(equal(setting, '{"a":["b"]}', '{ "a": ["b"] }')).to.equal(true);
    expect(equal(setting, '{"a":["b"]}', "{}")).to.equal(false);
  });
});
