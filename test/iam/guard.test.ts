import { CreateUserCommand, GetRoleCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { Guard } from "../../cloud/iam/guard.ts";
import { ACCOUNT, aCloud, aDocument, lambdaTrust, refusal } from "./a-cloud.ts";
import { aService, QUEUE } from "./policies.ts";

function aUserWho(cloud: ReturnType<typeof aCloud>, ...statements: object[]) {
  const user = cloud.iam.createUser({ name: "ana" });
  if (statements.length > 0) cloud.iam.putPolicy(user, "inline", aDocument(...statements));
  return cloud.iam.userPrincipal(user);
}

describe("The guard at the gateway", () => {
  it("lets a user do what the policy allows, and nothing else", () => {
    const cloud = aCloud();
    const allowed = { Effect: "Allow", Action: "iam:CreateUser", Resource: `arn:aws:iam::${ACCOUNT}:user/team/*` };
    const { iam } = cloud.clientsOf(aUserWho(cloud, allowed));
    return cloud.run(async () => {
      await iam.send(new CreateUserCommand({ UserName: "bob", Path: "/team/" }));
      expect(await refusal(iam.send(new CreateUserCommand({ UserName: "eve" })))).to.deep.equal({
        code: "AccessDenied",
        status: 403,
        message: `User: arn:aws:iam::${ACCOUNT}:user/ana is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::${ACCOUNT}:user/eve because no identity-based policy allows the iam:CreateUser action`,
      });
    });
  });

  it("tells nobody whether a resource exists whom it does not let in", () => {
    const cloud = aCloud();
    const { iam } = cloud.clientsOf(aUserWho(cloud));
    return cloud.run(async () => {
      expect((await refusal(iam.send(new GetRoleCommand({ RoleName: "nobody" })))).code).to.equal("AccessDenied");
    });
  });

  it("records what it denies", () => {
    const cloud = aCloud();
    const { iam } = cloud.clientsOf(aUserWho(cloud, { Effect: "Deny", Action: "*", Resource: "*" }));
    return cloud.run(async () => {
      await refusal(iam.send(new GetRoleCommand({ RoleName: "transform" })));
      expect(cloud.feed.facts.at(-1)).to.deep.include({
        kind: "AccessDenied",
        principal: `arn:aws:iam::${ACCOUNT}:user/ana`,
        action: "iam:GetRole",
        resource: `arn:aws:iam::${ACCOUNT}:role/transform`,
        policyType: "identity",
        explicit: true,
      });
    });
  });

  it("lets a Deny with an end run out", () => {
    const cloud = aCloud();
    const ana = aUserWho(
      cloud,
      { Effect: "Allow", Action: "iam:*", Resource: "*" },
      {
        Effect: "Deny",
        Action: "iam:CreateUser",
        Resource: "*",
        Condition: { DateLessThan: { "aws:CurrentTime": "2026-01-01T00:05:00Z" } },
      },
    );
    const { iam } = cloud.clientsOf(ana);
    return cloud.run(async () => {
      expect((await refusal(iam.send(new CreateUserCommand({ UserName: "bob" })))).message).to.match(/explicit deny/);
      await cloud.clock.sleep(300_000);
      await iam.send(new CreateUserCommand({ UserName: "bob" }));
    });
  });

  it("knows how a request came, and what it asks for", () => {
    const cloud = aCloud();
    const ana = aUserWho(cloud, {
      Effect: "Allow",
      Action: ["iam:CreateUser", "iam:TagUser"],
      Resource: "*",
      Condition: {
        Bool: { "aws:SecureTransport": "true" },
        IpAddress: { "aws:SourceIp": "127.0.0.0/8" },
        StringEquals: {
          "aws:RequestedRegion": "eu-west-1",
          "aws:RequestTag/team": "data",
          "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:user/ana`,
        },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
      },
    });
    const { iam } = cloud.clientsOf(ana);
    return cloud.run(async () => {
      const tagged = (Key: string) =>
        new CreateUserCommand({
          UserName: Key,
          Tags: [
            { Key: "team", Value: "data" },
            { Key, Value: "x" },
          ],
        });
      expect((await refusal(iam.send(tagged("other")))).code).to.equal("AccessDenied");
      await iam.send(new CreateUserCommand({ UserName: "bob", Tags: [{ Key: "team", Value: "data" }] }));
    });
  });

  it("forgets the rights of whom was deleted", () => {
    const cloud = aCloud();
    const ana = aUserWho(cloud, { Effect: "Allow", Action: "*", Resource: "*" });
    cloud.iam.deletePolicy(cloud.iam.users.get("ana"), "inline");
    cloud.iam.removeUser("ana");
    return cloud.run(async () => {
      const refused = await refusal(
        cloud
          .clientsOf(ana)
          .iam.send(new PutUserPolicyCommand({ UserName: "x", PolicyName: "y", PolicyDocument: "{}" })),
      );
      expect(refused.code).to.equal("AccessDenied");
    });
  });
});

describe("The guard at the links", () => {
  const policy = aDocument({
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: QUEUE,
    Condition: { ArnLike: { "aws:SourceArn": `arn:aws:sns:eu-west-1:${ACCOUNT}:converted` } },
  });
  const delivery = (topic: string) => ({
    principal: aService("sns.amazonaws.com"),
    action: "sqs:SendMessage",
    resource: QUEUE,
    context: { "aws:SourceArn": `arn:aws:sns:eu-west-1:${ACCOUNT}:${topic}`, "aws:SourceAccount": ACCOUNT },
  });

  it("lets a service deliver as the queue's policy says", () => {
    const guard = new Guard(aCloud().iam);
    const decisions = [
      guard.decide(delivery("converted"), policy),
      guard.decide(delivery("other"), policy),
      guard.decide(delivery("converted"), undefined),
    ];
    expect(decisions.map(({ decision }) => decision)).to.deep.equal(["allowed", "implicitDeny", "implicitDeny"]);
  });

  it("lets a function's role send as the role's policies say", () => {
    const { iam } = aCloud();
    const role = iam.createRole({ name: "transform", trust: lambdaTrust });
    const guard = new Guard(iam);
    const request = { principal: iam.sessionPrincipal(role, "transform"), action: "sqs:SendMessage", resource: QUEUE };
    const before = guard.decide(request, undefined).decision;
    iam.putPolicy(role, "send", aDocument({ Effect: "Allow", Action: "sqs:SendMessage", Resource: QUEUE }));
    expect([before, guard.decide(request, undefined).decision]).to.deep.equal(["implicitDeny", "allowed"]);
  });
});
