import { CreateRoleCommand, ListRolePoliciesCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { iam, minutes } from "../../../chaos/vocabulary.ts";
import { BITE } from "../a-bite.ts";
import { aCloud, failure } from "../a-cloud.ts";

const RoleName = "transform";
const TRUST = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const DENIED = { actions: ["s3:PutObject"], resources: ["arn:aws:s3:::documents/output/*"] };

/** A role that may write, and what happens when it does. */
async function aWriter(lab: ReturnType<typeof aCloud>) {
  const { aws } = lab;
  await aws.s3.send(new CreateBucketCommand({ Bucket: "documents" }));
  const { Role } = await aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(TRUST) }));
  const PolicyDocument = policy({ Effect: "Allow", Action: "s3:*", Resource: "*" });
  await aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "rights", PolicyDocument }));
  const { s3 } = lab.clientsOfRole(Role!.Arn!);
  const write = (Key: string) => failure(s3.send(new PutObjectCommand({ Bucket: "documents", Key, Body: "x" })));
  const policies = async () => (await aws.iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames;
  return { write, policies };
}

describe("iam.deny", () => {
  it("denies just this, and is gone when it is restored", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const { write, policies } = await aWriter(lab);
      await lab.perform(iam.deny(RoleName, DENIED, BITE));
      expect(await write("output/1.csv")).to.equal("AccessDenied");
      expect(await write("input/1.json")).to.equal(undefined);
      expect(await policies()).to.have.members(["rights", "chaoslab-deny"]);
      const [record] = await lab.restore();
      expect(record).to.include({
        before: null,
        expiry: "policy",
        resource: "inline policy chaoslab-deny of role transform",
      });
      expect(await write("output/1.csv")).to.equal(undefined);
      expect(await policies()).to.deep.equal(["rights"]);
    });
  });

  it("ends by itself, a minute after its plan, when nobody is left to end it", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const { write, policies } = await aWriter(lab);
      const began = lab.clock.now();
      await lab.perform(iam.deny(RoleName, DENIED, BITE), minutes(5));
      await lab.clock.sleep(began + minutes(6) - lab.clock.now() - 1_500);
      expect(await write("output/1.csv")).to.equal("AccessDenied");
      await lab.clock.sleep(1_500);
      expect(await write("output/1.csv")).to.equal(undefined);
      expect(await policies()).to.include("chaoslab-deny");
      await lab.restore();
      expect(await policies()).to.deep.equal(["rights"]);
    });
  });

  it("gives back the policy of the same name that it found", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const { write, policies } = await aWriter(lab);
      const PolicyDocument = policy({
        Effect: "Deny",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::documents/a%20b*",
      });
      await lab.aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "chaoslab-deny", PolicyDocument }));
      await lab.perform(iam.deny(RoleName, DENIED, BITE));
      const [record] = await lab.restore();
      expect(record!.before).to.equal(PolicyDocument);
      expect(await write("a%20b")).to.equal("AccessDenied");
      expect(await policies()).to.have.members(["rights", "chaoslab-deny"]);
    });
  });

  it("fails for a role that is not there, and leaves nothing behind", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      expect(await failure(lab.perform(iam.deny("nobody", DENIED, BITE)))).to.equal("NoSuchEntityException");
      expect((await lab.script.restoreAll()).map(({ restoration }) => restoration.outcome)).to.deep.equal(["restored"]);
    });
  });
});
