import { GetUserCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  DecodeAuthorizationMessageCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
} from "@aws-sdk/client-sts";
import { expect } from "chai";
import { ACCOUNT, aCloud, aDocument, refusal, trustFor } from "../iam/a-cloud.ts";

const everything = aDocument({ Effect: "Allow", Action: "*", Resource: "*" });
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/reader`;

/** The user `ana`, who may everything, and a role that trusts the account. */
function aDesk() {
  const cloud = aCloud();
  const trust = trustFor({ AWS: ACCOUNT }, { Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] });
  const role = cloud.iam.createRole({ name: "reader", trust });
  cloud.iam.putPolicy(role, "all", everything);
  const user = cloud.iam.createUser({ name: "ana" });
  cloud.iam.putPolicy(user, "all", everything);
  const as = (AccessKeyId: string | undefined) => cloud.clientsOf(cloud.iam.credentials.find(AccessKeyId!)!.principal);
  return { ...cloud, ana: cloud.clientsOf(cloud.iam.userPrincipal(user)), as };
}

describe("GetSessionToken", () => {
  it("gives a user credentials of its own that end after half a day", () => {
    const { ana, as, run } = aDesk();
    return run(async () => {
      const { Credentials } = await ana.sts.send(new GetSessionTokenCommand({}));
      expect(Credentials!.Expiration).to.deep.equal(new Date("2026-01-01T12:00:00Z"));
      const { Arn } = await as(Credentials!.AccessKeyId).sts.send(new GetCallerIdentityCommand({}));
      expect(Arn).to.equal(`arn:aws:iam::${ACCOUNT}:user/ana`);
    });
  });

  it("gives root an hour at most, and sessions of roles nothing", () => {
    const { ana, asRoot, as, run } = aDesk();
    return run(async () => {
      const ofRoot = await asRoot().sts.send(new GetSessionTokenCommand({ DurationSeconds: 7200 }));
      expect(ofRoot.Credentials!.Expiration).to.deep.equal(new Date("2026-01-01T01:00:00Z"));
      const session = await ana.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "s1" }));
      const { sts } = as(session.Credentials!.AccessKeyId);
      expect(await refusal(sts.send(new GetSessionTokenCommand({})))).to.deep.equal({
        code: "AccessDenied",
        status: 403,
        message: "Cannot call GetSessionToken with session credentials",
      });
    });
  });
});

describe("GetFederationToken", () => {
  const federate = (Policy?: string) => new GetFederationTokenCommand({ Name: "bob", ...(Policy && { Policy }) });

  it("lets in under another name, with what both the caller and the policy allow", () => {
    const { ana, as, iam, run } = aDesk();
    return run(async () => {
      const { Credentials, FederatedUser } = await ana.sts.send(
        federate(aDocument({ Effect: "Allow", Action: "iam:ListUsers", Resource: "*" })),
      );
      const Arn = `arn:aws:sts::${ACCOUNT}:federated-user/bob`;
      expect(FederatedUser).to.deep.equal({ FederatedUserId: `${ACCOUNT}:bob`, Arn });
      const bob = as(Credentials!.AccessKeyId);
      expect((await bob.sts.send(new GetCallerIdentityCommand({}))).Arn).to.equal(Arn);
      expect((await bob.iam.send(new ListUsersCommand({}))).Users).to.have.length(1);
      expect((await refusal(bob.iam.send(new GetUserCommand({ UserName: "ana" })))).message).to.contain(
        "because no session policy allows the iam:GetUser action",
      );
      iam.deletePolicy(iam.users.get("ana"), "all");
      expect((await refusal(bob.iam.send(new ListUsersCommand({})))).message).to.contain(
        "because no identity-based policy allows the iam:ListUsers action",
      );
    });
  });

  it("lets do nothing without a policy, not even whom root lets in", () => {
    const { asRoot, ana, as, run } = aDesk();
    return run(async () => {
      for (const { sts } of [asRoot(), ana]) {
        const { Credentials, PackedPolicySize } = await sts.send(federate());
        expect(PackedPolicySize).to.equal(0);
        const { iam } = as(Credentials!.AccessKeyId);
        expect((await refusal(iam.send(new ListUsersCommand({})))).code).to.equal("AccessDenied");
      }
      const { Credentials } = await asRoot().sts.send(federate(everything));
      expect((await as(Credentials!.AccessKeyId).iam.send(new ListUsersCommand({}))).Users).to.have.length(1);
    });
  });
});

describe("Session tags", () => {
  const assume = (input: object) => new AssumeRoleCommand({ RoleArn, RoleSessionName: "s1", ...input });
  const tag = (Key: string) => ({ Key, Value: "v" });

  it("are compared whatever the case of their keys, and only those given can be handed on", () => {
    const { ana, run } = aDesk();
    return run(async () => {
      const said = async (input: object) => (await refusal(ana.sts.send(assume(input)))).message;
      expect(await said({ Tags: [tag("a"), tag("A")] })).to.equal(
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
      );
      expect(await said({ Tags: [tag("a")], TransitiveTagKeys: ["b"] })).to.equal(
        "The specified transitive tag key must be included in the requested tags.",
      );
    });
  });

  it("that are transitive go on to the next session, and cannot be overridden there", () => {
    const { ana, as, iam, run } = aDesk();
    return run(async () => {
      const first = await ana.sts.send(assume({ Tags: [tag("team"), tag("other")], TransitiveTagKeys: ["team"] }));
      const { sts } = as(first.Credentials!.AccessKeyId);
      const next = await sts.send(assume({ RoleSessionName: "s2" }));
      expect(iam.credentials.find(next.Credentials!.AccessKeyId!)!.principal.tags).to.deep.equal({ team: "v" });
      const overriding = await refusal(sts.send(assume({ RoleSessionName: "s2", Tags: [tag("Team")] })));
      expect(overriding.message).to.contain("conflicts with a transitive tag key from the calling session.");
    });
  });
});

describe("AssumeRole", () => {
  it("tells the source identity, which stays with the session", () => {
    const { ana, iam, run } = aDesk();
    return run(async () => {
      const input = { RoleArn, RoleSessionName: "s1", SourceIdentity: "alice", Policy: everything };
      const { SourceIdentity, PackedPolicySize, Credentials } = await ana.sts.send(new AssumeRoleCommand(input));
      expect([SourceIdentity, PackedPolicySize! > 0]).to.deep.equal(["alice", true]);
      expect(iam.credentials.find(Credentials!.AccessKeyId!)!.principal.sourceIdentity).to.equal("alice");
    });
  });

  it("looks at the request before it asks who may", () => {
    const { asRoot, run } = aDesk();
    const said = async (input: object) =>
      (await refusal(asRoot().sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "s1", ...input })))).message;
    return run(async () => {
      for (const arn of ["nothing-valid-in-here", "arn::b:::something/test-role", "arn:a:a::aaaaaaaaaa:"]) {
        expect(await said({ RoleArn: arn })).to.equal(`${arn} is invalid`);
      }
      expect(await said({ RoleSessionName: "a:b" })).to.equal(
        "1 validation error detected: Value 'a:b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
      );
      expect(await said({})).to.equal("Roles may not be assumed by root accounts.");
    });
  });
});

describe("STS", () => {
  it("tells whose a key is: by its record, or by the number in its id", () => {
    const { ana, iam, run } = aDesk();
    const { id } = iam.keys.create("ana");
    return run(async () => {
      const accountOf = async (AccessKeyId: string) =>
        (await ana.sts.send(new GetAccessKeyInfoCommand({ AccessKeyId }))).Account;
      expect(await accountOf(id)).to.equal(ACCOUNT);
      // A key that was published with the account it belongs to.
      expect(await accountOf("ASIAQNZGKIQY56JQ7WML")).to.equal("029608264753");
    });
  });

  it("has encoded no message", () => {
    const { ana, run } = aDesk();
    return run(async () => {
      const { message } = await refusal(ana.sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: "abc" })));
      expect(message).to.equal("Message is not valid");
    });
  });
});
