/**
 * `--target aws`, as far as it can be known without an account: every request it makes is captured on its way to AWS,
 * under AWS's own host names.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-lambda";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { load } from "../../lab/catalogue.ts";
import { callsOf } from "../../lab/plan/calls.ts";
import { aShell, type Shell } from "../lab/a-shell.ts";
import { idle, listen, unplanned } from "../plan/asked.ts";
import { type ACheckout, aCheckout, type Environment } from "./a-checkout.ts";
import { type AnAws, anAws } from "./an-aws.ts";
import { halfOfTheRunsThrow } from "./an-experiment.ts";

const KEY = "AKIAPROFILE000000000";

/** What changes nothing. */
const READS = /^(Get|List|Describe)/;

describe("a run on AWS", function () {
  this.timeout(180_000);
  let shell: Shell;
  let checkout: ACheckout;
  let aws: AnAws;
  let env: Environment;
  let experiment: string;

  before(async () => {
    shell = aShell();
    checkout = aCheckout(shell);
    aws = await anAws({ retries: 0, timeoutSeconds: 30 });
    experiment = shell.write("throwing.ts", halfOfTheRunsThrow(6));
    writeOutputs({});
    // The SDK's default chain finds the credentials where everybody keeps them: in a profile of the home folder.
    mkdirSync(join(shell.folder, ".aws"));
    shell.write(".aws/credentials", `[work]\naws_access_key_id = ${KEY}\naws_secret_access_key = secret\n`);
    env = { ...aws.environment, AWS_PROFILE: "work", CHAOSLAB_ALLOW: "111122223333/us-east-1" };
  });

  after(async () => {
    await aws.close();
    shell.close();
  });

  function writeOutputs(changes: object) {
    writeFileSync(join(checkout.folder, "build/outputs.json"), JSON.stringify({ ...aws.outputs, ...changes }));
  }

  async function run(environment: Environment, ...args: string[]) {
    aws.captured.length = 0;
    return await checkout.chaoslab(["run", experiment, "--target", "aws", ...args], environment).ended;
  }

  const refusals: [
    name: string,
    code: string,
    arrange: () => unknown,
    change: Environment,
    args: string[],
    undo?: () => unknown,
  ][] = [
    ["an account and region that nobody has allowed", "LAB_NOT_ALLOWED", () => {}, { CHAOSLAB_ALLOW: "" }, []],
    ["a region that nobody has allowed", "LAB_NOT_ALLOWED", () => {}, { CHAOSLAB_ALLOW: "111122223333/eu-west-1" }, []],
    [
      "a pipeline of another account",
      "LAB_NOT_ALLOWED",
      () => writeOutputs({ accountId: "999988887777" }),
      { CHAOSLAB_ALLOW: "999988887777/us-east-1" },
      [],
      () => writeOutputs({}),
    ],
    ["a function that is not the stack's", "LAB_NOT_OURS", () => tag(false), {}, [], () => tag(true)],
    ["more load than the account has room for", "LAB_CONCURRENCY", () => {}, {}, ["--rate", "60"]],
    ["settings of a stack that is deployed", "LAB_DEPLOYED_ALREADY", () => {}, {}, ["--set", "retries=2"]],
  ];

  for (const [name, code, arrange, change, args, undo] of refusals) {
    it(`refuses ${name}, and has changed nothing`, async () => {
      await arrange();
      const ended = await run({ ...env, ...change }, ...args);
      await undo?.();
      expect(ended.err).to.match(new RegExp(`^${code}: .*\nnext: .`, "m"));
      expect(ended.code).to.equal(64);
      expect(aws.captured.filter(({ service, method }) => service === "lambda" && method !== "GET")).to.deep.equal([]);
      expect(aws.captured.filter(({ target }) => target !== undefined && !READS.test(target))).to.deep.equal([]);
      expect(aws.captured.filter(({ service }) => service === "s3")).to.deep.equal([]);
    });
  }

  it("refuses when an endpoint leads away from AWS, of whatever service, and asks nobody", async () => {
    for (const name of ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SQS"]) {
      const { code, err } = await run({ ...env, [name]: "http://127.0.0.1:4566" });
      expect(err).to.match(new RegExp(`^LAB_ENDPOINT_SET: ${name} leads away from AWS`, "m"));
      expect(code).to.equal(64);
      expect(aws.captured).to.deep.equal([]);
    }
  });

  it("says what to do without credentials", async () => {
    const { code, err } = await run({ ...env, AWS_PROFILE: "nobody" });
    expect(err).to.match(/^LAB_NO_CREDENTIALS: AWS does not say who this is: .*\nnext: Log in/m);
    expect(code).to.equal(64);
  });

  it("judges a whole run by AWS's own calls, those of its plan, signed by the default chain, and restores", async () => {
    const heard = listen((arn) => arn.endsWith(":root"));
    const { code, out, err } = await run(env, "--stop-rule", "off").finally(() => heard.end());
    expect(code, err).to.equal(1);
    expect(out).to.match(/^REFUTED/m);
    expect(out).to.match(/exception struck [\d\s]+ of [\d\s]+ first attempts/);
    const hosts = new Set(aws.captured.map(({ host }) => host));
    expect([...hosts].sort()).to.deep.equal([
      "documents-lab.s3.us-east-1.amazonaws.com",
      "lambda.us-east-1.amazonaws.com",
      "logs.us-east-1.amazonaws.com",
      "monitoring.us-east-1.amazonaws.com",
      "sqs.us-east-1.amazonaws.com",
      "ssm.us-east-1.amazonaws.com",
      "sts.us-east-1.amazonaws.com",
    ]);
    for (const { host, signed } of aws.captured) {
      const [service] = host.replace("documents-lab.", "").split(".");
      expect(signed, host).to.deep.equal({ key: KEY, region: "us-east-1", service });
    }
    const { ssm } = aws.cloud.cloud.clients();
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: String(aws.outputs.transformFaults) }));
    expect(Parameter!.Value).to.equal("{}");
    const pipeline = aws.outputs as unknown as EtlPipeline;
    const { calls } = callsOf((await load(experiment)).write(pipeline), pipeline);
    expect(unplanned(heard.asked, calls), "called, and not planned").to.deep.equal([]);
    const sure = calls.filter(({ only }) => only === undefined);
    expect(idle(sure, heard.asked), "planned, and not called").to.deep.equal([]);
    // Who asks first, asks who it is.
    expect(aws.captured[0]!.host).to.equal("sts.us-east-1.amazonaws.com");
  });

  async function tag(isOurs: boolean) {
    const { lambda } = aws.cloud.cloud.clients();
    const Resource = String(aws.outputs.transformFunctionArn);
    if (isOurs) await lambda.send(new TagResourceCommand({ Resource, Tags: { stack: String(aws.outputs.pipeline) } }));
    else await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ["stack"] }));
  }
});
