import { GetRoleCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { ACCOUNT, aCloud, aDocument, lambdaTrust, refusal, trustFor } from "../iam/a-cloud.ts";

const RoleArn = `arn:aws:iam::${ACCOUNT}:role/service/reader`;
const assume = (input: Partial<AssumeRoleCommandInput> = {}) =>
  new AssumeRoleCommand({ RoleArn, RoleSessionName: "run-1", ...input });

/** A user `ana` and a role `reader` that trusts whom it is told to and may read IAM. */
function aTrustingCloud(trust = trustFor({ AWS: `arn:aws:iam::${ACCOUNT}:user/ana` })) {
  const cloud = aCloud();
  const role = cloud.iam.createRole({ name: "reader", path: "/service/", trust, tags: { team: "data" } });
  cloud.iam.putPolicy(
    role,
    "read",
    aDocument({ Effect: "Allow", Action: ["iam:GetRole", "iam:ListRoles"], Resource: "*" }),
  );
  const ana = cloud.iam.userPrincipal(cloud.iam.createUser({ name: "ana" }));
  const sessionOf = (accessKeyId: string) => cloud.clientsOf(cloud.iam.credentials.find(accessKeyId)!.principal);
  return { ...cloud, role, ana: cloud.clientsOf(ana), sessionOf };
}

describe("GetCallerIdentity", () => {
  it("answers root, users and sessions, whatever the policies say", () => {
    const { asRoot, ana, iam, role, clientsOf, run } = aTrustingCloud();
    iam.putPolicy(iam.users.get("ana"), "no", aDocument({ Effect: "Deny", Action: "*", Resource: "*" }));
    return run(async () => {
      const ask = async ({ sts }: typeof ana) => {
        const { UserId, Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
        return { UserId, Account, Arn };
      };
      expect(await ask(asRoot())).to.deep.equal({
        UserId: ACCOUNT,
        Account: ACCOUNT,
        Arn: `arn:aws:iam::${ACCOUNT}:root`,
      });
      expect(await ask(ana)).to.deep.include({
        UserId: iam.users.get("ana").id,
        Arn: `arn:aws:iam::${ACCOUNT}:user/ana`,
      });
      expect(await ask(clientsOf(iam.sessionPrincipal(role, "run-1")))).to.deep.include({
        UserId: `${role.id}:run-1`,
        Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/run-1`,
      });
    });
  });
});

describe("AssumeRole", () => {
  it("hands out credentials of a session, which end", () => {
    const { ana, role, iam, feed, run } = aTrustingCloud();
    return run(async () => {
      const { Credentials, AssumedRoleUser } = await ana.sts.send(assume());
      const sessionArn = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/run-1`;
      expect(AssumedRoleUser).to.deep.equal({ AssumedRoleId: `${role.id}:run-1`, Arn: sessionArn });
      expect(Credentials!.AccessKeyId).to.match(/^ASIA[A-Z2-7]{16}$/);
      expect(Credentials!.Expiration).to.deep.equal(new Date("2026-01-01T01:00:00Z"));
      expect(iam.credentials.find(Credentials!.AccessKeyId!)).to.include({
        secretAccessKey: Credentials!.SecretAccessKey,
        sessionToken: Credentials!.SessionToken,
        expiresAt: Credentials!.Expiration!.getTime(),
      });
      expect(feed.facts.at(-1)).to.deep.include({
        kind: "RoleAssumed",
        role: role.arn,
        session: sessionArn,
        by: `arn:aws:iam::${ACCOUNT}:user/ana`,
      });
    });
  });

  it("gives a session the rights of the role", () => {
    const { ana, sessionOf, run } = aTrustingCloud();
    return run(async () => {
      const { Credentials } = await ana.sts.send(assume());
      const { iam } = sessionOf(Credentials!.AccessKeyId!);
      expect((await iam.send(new GetRoleCommand({ RoleName: "reader" }))).Role!.Arn).to.equal(RoleArn);
      expect((await refusal(ana.iam.send(new GetRoleCommand({ RoleName: "reader" })))).code).to.equal("AccessDenied");
    });
  });

  it("limits a session by a session policy and by managed ones", () => {
    const { ana, iam: service, sessionOf, run } = aTrustingCloud();
    const list = aDocument({ Effect: "Allow", Action: "iam:ListRoles", Resource: "*" });
    const { arn } = service.createPolicy({ name: "list", document: list });
    return run(async () => {
      for (const limits of [{ Policy: list }, { PolicyArns: [{ arn }] }]) {
        const { Credentials } = await ana.sts.send(assume(limits));
        const { iam } = sessionOf(Credentials!.AccessKeyId!);
        await iam.send(new ListRolesCommand({}));
        const refused = await refusal(iam.send(new GetRoleCommand({ RoleName: "reader" })));
        expect(refused.message).to.match(/because no session policy allows the iam:GetRole action$/);
      }
    });
  });

  const tags = { Tags: [{ Key: "run", Value: "7" }] };

  it("gives a session tags that the trust policy lets it have", () => {
    const actions = { Action: ["sts:AssumeRole", "sts:TagSession"] };
    const { ana, iam, run } = aTrustingCloud(trustFor({ AWS: `arn:aws:iam::${ACCOUNT}:user/ana` }, actions));
    return run(async () => {
      const { Credentials } = await ana.sts.send(assume(tags));
      const { principal } = iam.credentials.find(Credentials!.AccessKeyId!)!;
      expect(principal.tags).to.deep.equal({ team: "data", run: "7" });
    });
  });

  it("gives no tags without that", () => {
    const { ana, run } = aTrustingCloud();
    return run(async () => {
      const { message } = await refusal(ana.sts.send(assume(tags)));
      expect(message).to.match(/because no role trust policy allows the sts:TagSession action$/);
    });
  });

  it("asks for the external id that the trust policy asks for", () => {
    const condition = { Condition: { StringEquals: { "sts:ExternalId": "secret" } } };
    const { ana, run } = aTrustingCloud(trustFor({ AWS: `arn:aws:iam::${ACCOUNT}:user/ana` }, condition));
    return run(async () => {
      expect((await refusal(ana.sts.send(assume()))).code).to.equal("AccessDenied");
      expect((await refusal(ana.sts.send(assume({ ExternalId: "guess" })))).code).to.equal("AccessDenied");
      await ana.sts.send(assume({ ExternalId: "secret" }));
    });
  });

  it("needs the user's own permission when the trust policy names the account only", () => {
    const { ana, iam, run } = aTrustingCloud(trustFor({ AWS: ACCOUNT }));
    return run(async () => {
      expect((await refusal(ana.sts.send(assume()))).message).to.match(
        /no identity-based policy allows the sts:AssumeRole action$/,
      );
      iam.putPolicy(
        iam.users.get("ana"),
        "assume",
        aDocument({ Effect: "Allow", Action: "sts:AssumeRole", Resource: RoleArn }),
      );
      await ana.sts.send(assume());
    });
  });

  const start = `User: arn:aws:iam::${ACCOUNT}:user/ana is not authorized to perform: sts:AssumeRole on resource: `;
  const end = "because no role trust policy allows the sts:AssumeRole action";
  const none = `arn:aws:iam::${ACCOUNT}:role/none`;
  const refusals: [
    name: string,
    trust: string | undefined,
    input: Partial<AssumeRoleCommandInput>,
    code: string,
    message: string,
  ][] = [
    ["a role that trusts others", lambdaTrust, {}, "AccessDenied", `${start}${RoleArn} ${end}`],
    [
      "a role there is not, as one that trusts others",
      undefined,
      { RoleArn: none },
      "AccessDenied",
      `${start}${none} ${end}`,
    ],
    [
      "a session name too short",
      undefined,
      { RoleSessionName: "a" },
      "ValidationError",
      "1 validation error detected: Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      "a session name with a space",
      undefined,
      { RoleSessionName: "a b" },
      "ValidationError",
      "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
    [
      "a session too short",
      undefined,
      { DurationSeconds: 899 },
      "ValidationError",
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
    [
      "a session longer than the role allows",
      undefined,
      { DurationSeconds: 3601 },
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    ],
    [
      "a session policy that is none",
      undefined,
      { Policy: "{}" },
      "MalformedPolicyDocumentException",
      "Syntax errors in policy.",
    ],
  ];
  for (const [name, trust, input, code, message] of refusals) {
    it(`refuses ${name}`, () => {
      const { ana, run } = aTrustingCloud(trust);
      return run(async () => expect(await refusal(ana.sts.send(assume(input)))).to.include({ code, message }));
    });
  }

  it("refuses the account's root", () => {
    const { asRoot, run } = aTrustingCloud(trustFor({ AWS: ACCOUNT }));
    return run(async () => {
      const refused = await refusal(asRoot().sts.send(assume()));
      expect(refused).to.deep.equal({
        code: "AccessDenied",
        status: 403,
        message: "Roles may not be assumed by root accounts.",
      });
    });
  });

  it("gives a session that assumes a role no more than an hour", () => {
    const { iam, role, ana, sessionOf, run } = aTrustingCloud();
    const chained = iam.createRole({ name: "chained", trust: trustFor({ AWS: role.arn }), maxSessionSeconds: 7200 });
    return run(async () => {
      const { Credentials } = await ana.sts.send(assume());
      const { sts } = sessionOf(Credentials!.AccessKeyId!);
      await sts.send(assume({ RoleArn: chained.arn, DurationSeconds: 3600 }));
      const refused = await refusal(sts.send(assume({ RoleArn: chained.arn, DurationSeconds: 7200 })));
      expect(refused.message).to.equal(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
      );
    });
  });
});
