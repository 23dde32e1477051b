import {
  GetContextKeysForCustomPolicyCommand,
  SimulateCustomPolicyCommand,
  type SimulateCustomPolicyCommandInput,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { ACCOUNT, aCloud, aDocument, lambdaTrust, refusal } from "./a-cloud.ts";
import { QUEUE } from "./policies.ts";

async function simulate(input: Partial<SimulateCustomPolicyCommandInput>) {
  const { asRoot, run } = aCloud();
  const command = new SimulateCustomPolicyCommand({
    PolicyInputList: [],
    ActionNames: ["sqs:SendMessage"],
    ResourceArns: [QUEUE],
    ...input,
  });
  return run(async () => (await asRoot().iam.send(command)).EvaluationResults!);
}

const allow = aDocument({ Effect: "Allow", Action: "sqs:*", Resource: "*" });
const deny = aDocument({ Effect: "Deny", Action: "sqs:*", Resource: "*" });

describe("The policy simulator", () => {
  const table: [name: string, input: Partial<SimulateCustomPolicyCommandInput>, decision: string][] = [
    [
      "no policy that allows",
      { PolicyInputList: [aDocument({ Effect: "Allow", Action: "s3:*", Resource: "*" })] },
      "implicitDeny",
    ],
    ["a policy that allows", { PolicyInputList: [allow] }, "allowed"],
    ["one that allows and one that denies", { PolicyInputList: [allow, deny] }, "explicitDeny"],
    [
      "a boundary that does not allow",
      {
        PolicyInputList: [allow],
        PermissionsBoundaryPolicyInputList: [aDocument({ Effect: "Allow", Action: "s3:*", Resource: "*" })],
      },
      "implicitDeny",
    ],
    [
      "a resource policy that names the caller",
      {
        ResourcePolicy: aDocument({
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/ana` },
          Action: "*",
          Resource: "*",
        }),
        CallerArn: `arn:aws:iam::${ACCOUNT}:user/ana`,
        ResourceOwner: `arn:aws:iam::${ACCOUNT}:root`,
      },
      "allowed",
    ],
    [
      "another account's resource",
      {
        PolicyInputList: [allow],
        CallerArn: `arn:aws:iam::${ACCOUNT}:user/ana`,
        ResourceOwner: "arn:aws:iam::444455556666:root",
      },
      "implicitDeny",
    ],
  ];
  for (const [name, input, decision] of table) {
    it(`decides ${decision} for ${name}`, async () => {
      const results = await simulate(input);
      expect(results.map(({ EvalDecision }) => EvalDecision)).to.deep.equal([decision]);
    });
  }

  it("answers for each action and each resource, and names the statements that decided", async () => {
    const document =
      '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}]}';
    const results = await simulate({
      PolicyInputList: [document],
      ActionNames: ["sqs:SendMessage", "sqs:ListQueues"],
      ResourceArns: [QUEUE, "*"],
    });
    expect(results.map((one) => [one.EvalActionName, one.EvalResourceName, one.EvalDecision])).to.deep.equal([
      ["sqs:SendMessage", QUEUE, "allowed"],
      ["sqs:SendMessage", "*", "allowed"],
      ["sqs:ListQueues", QUEUE, "implicitDeny"],
      ["sqs:ListQueues", "*", "implicitDeny"],
    ]);
    const statement = {
      SourcePolicyId: "PolicyInputList.1",
      SourcePolicyType: "IAM Policy",
      StartPosition: { Line: 1, Column: 41 },
      EndPosition: { Line: 1, Column: document.length - 1 },
    };
    expect(results[0]!.MatchedStatements).to.deep.equal([statement]);
    expect(results[0]!.ResourceSpecificResults![0]).to.deep.include({
      EvalResourceName: QUEUE,
      EvalResourceDecision: "allowed",
      MatchedStatements: [statement],
    });
    expect(results[2]!.MatchedStatements ?? []).to.deep.equal([]);
  });

  it("takes the context it is given, and tells what it missed", async () => {
    const document = aDocument({
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: {
        StringEquals: { "aws:SourceAccount": ACCOUNT },
        "ForAnyValue:StringEquals": { "aws:TagKeys": ["b"] },
      },
    });
    const [missing] = await simulate({ PolicyInputList: [document] });
    expect(missing).to.deep.include({
      EvalDecision: "implicitDeny",
      MissingContextValues: ["aws:SourceAccount", "aws:TagKeys"],
    });
    const ContextEntries = [
      { ContextKeyName: "aws:sourceaccount", ContextKeyValues: [ACCOUNT], ContextKeyType: "string" as const },
      { ContextKeyName: "aws:TagKeys", ContextKeyValues: ["a", "b"], ContextKeyType: "stringList" as const },
    ];
    const [given] = await simulate({ PolicyInputList: [document], ContextEntries });
    expect(given!.EvalDecision).to.equal("allowed");
  });

  it("refuses what is no policy", async () => {
    const { asRoot, run } = aCloud();
    const command = new SimulateCustomPolicyCommand({ PolicyInputList: ["{}"], ActionNames: ["s3:GetObject"] });
    expect(await run(() => refusal(asRoot().iam.send(command)))).to.include({
      code: "InvalidInputException",
      message: "Syntax errors in policy.",
    });
  });

  it("takes a role's own policies, boundary included", () => {
    const { asRoot, run, iam } = aCloud();
    const boundary = iam.createPolicy({
      name: "queues",
      document: aDocument({ Effect: "Allow", Action: "sqs:*", Resource: "*" }),
    });
    const role = iam.createRole({ name: "transform", trust: lambdaTrust, boundaryArn: boundary.arn });
    iam.putPolicy(
      role,
      "inline",
      aDocument({ Effect: "Allow", Action: ["sqs:SendMessage", "s3:GetObject"], Resource: "*" }),
    );
    const command = new SimulatePrincipalPolicyCommand({
      PolicySourceArn: role.arn,
      ActionNames: ["sqs:SendMessage", "s3:GetObject"],
    });
    return run(async () => {
      const { EvaluationResults } = await asRoot().iam.send(command);
      expect(EvaluationResults!.map(({ EvalDecision }) => EvalDecision)).to.deep.equal(["allowed", "implicitDeny"]);
      expect(EvaluationResults![0]!.MatchedStatements!.map(({ SourcePolicyId }) => SourcePolicyId)).to.deep.equal([
        "role_transform_inline",
        "queues",
      ]);
    });
  });

  it("tells what a boundary alone would say, where there is one", () => {
    const { asRoot, run } = aCloud();
    const policy = (Action: string) => aDocument({ Effect: "Allow", Action, Resource: "*" });
    const command = new SimulateCustomPolicyCommand({
      PolicyInputList: [policy("*")],
      PermissionsBoundaryPolicyInputList: [policy("s3:*")],
      ActionNames: ["s3:GetObject", "sqs:SendMessage"],
    });
    return run(async () => {
      const { EvaluationResults } = await asRoot().iam.send(command);
      const told = EvaluationResults!.map((result) => result.PermissionsBoundaryDecisionDetail);
      expect(told).to.deep.equal([{ AllowedByPermissionsBoundary: true }, { AllowedByPermissionsBoundary: false }]);
      // Nobody asked about a resource, so nothing is told about any.
      expect(EvaluationResults![0]).to.not.have.any.keys("EvalDecisionDetails", "ResourceSpecificResults");
    });
  });

  it("takes the policies of a user's groups, and of a group itself, by the name of whom they are on", () => {
    const { asRoot, run, iam } = aCloud();
    const group = iam.createGroup({ name: "readers", path: "/" });
    const user = iam.createUser({ name: "ana" });
    iam.join(user, group);
    iam.putPolicy(group, "read", aDocument({ Effect: "Allow", Action: "s3:Get*", Resource: "*" }));
    return run(async () => {
      for (const { arn } of [user, group]) {
        const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn: arn, ActionNames: ["s3:GetObject"] });
        const [result] = (await asRoot().iam.send(command)).EvaluationResults!;
        expect(result!.MatchedStatements!.map((match) => match.SourcePolicyId)).to.deep.equal(["group_readers_read"]);
      }
    });
  });

  it("is told which keys policies ask for, in conditions and by variables", () => {
    const { asRoot, run } = aCloud();
    const Condition = { StringEquals: { "aws:PrincipalTag/team": "blue" }, Bool: { "aws:SecureTransport": "true" } };
    const Resource = `arn:aws:s3:::home/\${aws:username}/\${aws:PrincipalTag/team}`;
    const document = aDocument({ Effect: "Allow", Action: "s3:*", Resource, Condition });
    return run(async () => {
      const command = new GetContextKeysForCustomPolicyCommand({ PolicyInputList: [document] });
      const { ContextKeyNames } = await asRoot().iam.send(command);
      expect(ContextKeyNames).to.deep.equal(["aws:PrincipalTag/team", "aws:SecureTransport", "aws:username"]);
    });
  });
});
