import { CreateRoleCommand } from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { zipSync } from "fflate";
import { lambda, minutes, seconds } from "../../../chaos/vocabulary.ts";
import { EPOCH } from "../../../cloud/kernel/clock.ts";
import { parseConfiguration } from "../../../src/faults/formats.ts";
import { aCloud, failure } from "../a-cloud.ts";

type Lab = ReturnType<typeof aCloud>;

const FunctionName = "transform";
const zip = (answer: string) =>
  zipSync({ "index.js": Buffer.from(`exports.create = () => ({ handler: async () => "${answer}" });`) });

async function aFunction({ aws }: Lab) {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await aws.iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument }));
  const settings = { FunctionName, Role: Role!.Arn!, Runtime: "nodejs20.x", Handler: "index.handler" } as const;
  await aws.lambda.send(new CreateFunctionCommand({ ...settings, Code: { ZipFile: zip("one") } }));
  const invoke = async (Qualifier?: string) => {
    const { Payload } = await aws.lambda.send(new InvokeCommand({ FunctionName, ...(Qualifier && { Qualifier }) }));
    return JSON.parse(Buffer.from(Payload!).toString());
  };
  const reserved = async () =>
    (await aws.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions;
  const reserve = (n: number) =>
    aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: n }));
  return { invoke, reserved, reserve };
}

describe("lambda.limitConcurrency", () => {
  it("stops a function, and gives it the unreserved concurrency of the account back", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const { invoke, reserved } = await aFunction(lab);
      await lab.perform(lambda.limitConcurrency(FunctionName, 0));
      expect(await reserved()).to.equal(0);
      expect(await failure(invoke())).to.equal("TooManyRequestsException");
      const [record] = await lab.restore();
      expect(record).to.include({ before: null, applied: 0, expiry: "none" });
      expect(await reserved()).to.equal(undefined);
      expect(await invoke()).to.equal("one");
    });
  });

  it("gives back the concurrency that was reserved before", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const { reserved, reserve } = await aFunction(lab);
      await reserve(5);
      await lab.perform(lambda.limitConcurrency(FunctionName, 1));
      expect(await reserved()).to.equal(1);
      await lab.restore();
      expect(await reserved()).to.equal(5);
    });
  });

  for (const [executions, metric] of [
    [0, "AsyncEventsDropped"],
    [1, "Throttles"],
  ] as const) {
    it(`to ${executions} bites when ${metric} shows it`, () => {
      const { bites } = lambda.limitConcurrency(FunctionName, executions);
      expect(bites).to.have.nested.property("metric.name", metric);
    });
  }
});

describe("lambda.inject", () => {
  const Name = "/chaoslab/lab/transform/faults";
  const told = async ({ aws }: Lab) => (await aws.ssm.send(new GetParameterCommand({ Name }))).Parameter!;
  const aParameter = (lab: Lab, Value = "{}") =>
    lab.aws.ssm.send(new PutParameterCommand({ Name, Value, Type: "String" }));

  it("tells the injector in words that it understands, and with an end", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      await aParameter(lab);
      const faults = {
        latency: { probability: 0.5, min: seconds(3), max: seconds(5) },
        exception: { probability: 0.3, message: "no", when: "after" },
        timeout: { probability: 0.1 },
        deniedHosts: { probability: 1, hosts: ["^s3\\."] },
      } as const;
      const began = lab.clock.now();
      await lab.perform(lambda.inject(Name, faults), minutes(7));
      const { expiresAt, ...configuration } = parseConfiguration((await told(lab)).Value!);
      expect(configuration).to.deep.equal({
        seed: 7,
        latency: { probability: 0.5, minMilliseconds: 3_000, maxMilliseconds: 5_000 },
        exception: { probability: 0.3, message: "no", when: "after" },
        timeout: { probability: 0.1, bufferMilliseconds: 0 },
        deniedHosts: { probability: 1, hosts: ["^s3\\."] },
        ignored: [],
      });
      // The plan: five seconds to spread and seven minutes in force; and a minute of grace.
      expect(expiresAt - began).to.be.closeTo(seconds(5) + minutes(7) + minutes(1), 1);
    });
  });

  it("is in force when every injector must have read it, and gives back what was there", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const before = '{ "seed": 1 }';
      await aParameter(lab, before);
      await lab.perform(lambda.inject(Name, { latency: { probability: 0.5, min: 1, max: 2 } }));
      const [fault] = lab.script.inForce;
      expect(fault!.from - EPOCH).to.be.within(5_000, 5_500);
      expect(fault!.bite).to.deep.equal({ kind: "draws", fault: "latency", probability: 0.5 });
      await lab.restore();
      expect((await told(lab)).Value).to.equal(before);
    });
  });

  it("shows that each of several faults bit: the first to strike by its probability, the others at all", () => {
    const exception = { probability: 0.3 };
    const latency = { probability: 0.5, min: 1, max: 2 };
    expect(lambda.inject(Name, { exception, latency }).bites).to.deep.equal([
      { kind: "draws", fault: "latency", probability: 0.5 },
      { kind: "strikes", fault: "exception", atLeast: 1 },
    ]);
    expect(lambda.inject(Name, { exception }).bites).to.deep.equal([
      { kind: "draws", fault: "exception", probability: 0.3 },
    ]);
  });

  it("needs a fault", () => {
    expect(() => lambda.inject(Name, {})).to.throw("inject needs at least one fault");
  });

  it("is undone by healing, which the restore then finds done", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      await aParameter(lab);
      await lab.perform(lambda.inject(Name, { exception: { probability: 1 } }));
      await lab.perform(lambda.heal(Name));
      const { Version } = await told(lab);
      await lab.restore();
      expect(await told(lab)).to.include({ Value: "{}", Version });
    });
  });
});

describe("lambda.limitEventAge", () => {
  it("shortens the age of events and gives it back, the retries untouched", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      await aFunction(lab);
      const config = { FunctionName, Qualifier: "$LATEST", MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 3600 };
      await lab.aws.lambda.send(new PutFunctionEventInvokeConfigCommand(config));
      const asked = new GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: "$LATEST" });
      await lab.perform(lambda.limitEventAge(FunctionName, "$LATEST", minutes(1)));
      expect(await lab.aws.lambda.send(asked)).to.include({ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 1 });
      await lab.restore();
      expect(await lab.aws.lambda.send(asked)).to.include({ MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 1 });
    });
  });
});

describe("lambda.limitEventAge as a fault", () => {
  it("bites when events are dropped", () => {
    const { bites } = lambda.limitEventAge(FunctionName, "live", minutes(1));
    expect(bites).to.have.nested.property("metric.name", "AsyncEventsDropped");
  });
});

describe("lambda.shiftTraffic", () => {
  it("sends a share of an alias to another version, and takes it back", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const { invoke } = await aFunction(lab);
      const { aws } = lab;
      await aws.lambda.send(new PublishVersionCommand({ FunctionName }));
      await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip("two") }));
      await aws.lambda.send(new PublishVersionCommand({ FunctionName }));
      await aws.lambda.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
      await lab.perform(lambda.shiftTraffic(FunctionName, "live", "2", 1));
      expect(await invoke("live")).to.equal("two");
      await lab.restore();
      expect(await invoke("live")).to.equal("one");
      const { RoutingConfig } = await aws.lambda.send(new GetAliasCommand({ FunctionName, Name: "live" }));
      expect(RoutingConfig?.AdditionalVersionWeights ?? {}).to.deep.equal({});
    });
  });
});
