import { CreateRoleCommand } from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListVersionsByFunctionCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { zipSync } from "fflate";
import { deployments, lambda } from "../../../chaos/vocabulary.ts";
import { aCloud } from "../a-cloud.ts";

type Lab = ReturnType<typeof aCloud>;

const FunctionName = "transform";
const ALIAS = { FunctionName, Name: "live" };

/** A function with one version, and an alias that points at it. */
async function aFunction({ aws }: Lab) {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await aws.iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument }));
  const ZipFile = zipSync({ "index.js": Buffer.from("exports.create = () => ({ handler: async () => 1 });") });
  const settings = { FunctionName, Role: Role!.Arn!, Runtime: "nodejs20.x", Handler: "index.handler" } as const;
  await aws.lambda.send(new CreateFunctionCommand({ ...settings, Timeout: 9, Code: { ZipFile }, Publish: true }));
  await aws.lambda.send(new CreateAliasCommand({ ...ALIAS, FunctionVersion: "1" }));
}

describe("deployments", () => {
  it("configure changes the newest code alone, and gives back what was there", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      await aFunction(lab);
      const timeoutOf = async (Qualifier?: string) =>
        (await lab.aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier }))).Timeout;
      await lab.perform(deployments.configure(FunctionName, "Timeout", 1));
      expect([await timeoutOf(), await timeoutOf("1")]).to.deep.equal([1, 9]);
      const [record] = await lab.restore();
      expect(record).to.include({ before: 9, applied: 1, expiry: "none" });
      expect(await timeoutOf()).to.equal(9);
    });
  });

  it("point moves an alias, and back", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      await aFunction(lab);
      const version = async () => (await lab.aws.lambda.send(new GetAliasCommand(ALIAS))).FunctionVersion;
      await lab.perform(deployments.point(FunctionName, "live", "$LATEST"));
      expect(await version()).to.equal("$LATEST");
      await lab.restore();
      expect(await version()).to.equal("1");
    });
  });

  it("publish makes a version that traffic can be shifted to, and retire deletes it", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      await aFunction(lab);
      const versions = async () =>
        (await lab.aws.lambda.send(new ListVersionsByFunctionCommand({ FunctionName }))).Versions?.map(
          (v) => v.Version,
        );
      const bad = deployments.newVersion(FunctionName);
      const shift = lambda.shiftTraffic(FunctionName, "live", bad, 1);
      expect(shift.arguments).to.include({ version: "to be published" });
      await lab.perform(deployments.configure(FunctionName, "Handler", "index.absent"));
      await lab.perform(deployments.publish(bad));
      await lab.perform(shift);
      expect(shift.arguments).to.include({ version: "2" });
      expect(shift.bites).to.have.nested.property("metric.dimensions.ExecutedVersion", "2");
      const answer = await lab.aws.lambda.send(new InvokeCommand({ FunctionName, Qualifier: "live" }));
      expect(answer).to.include({ ExecutedVersion: "2", FunctionError: "Unhandled" });
      await lab.restore();
      await lab.perform(deployments.retire(bad));
      expect(await versions()).to.deep.equal(["$LATEST", "1"]);
      expect(await lab.aws.lambda.send(new InvokeCommand({ FunctionName, Qualifier: "live" }))).to.not.have.property(
        "FunctionError",
      );
    });
  });
});
