import {
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { ACCOUNT, aCloud, aDocument, lambdaTrust, trustFor } from "./a-cloud.ts";

const role = { RoleName: "transform", AssumeRolePolicyDocument: lambdaTrust };
const named = { RoleName: "transform" };

describe("IAM roles", () => {
  it("are shown as they were made", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      const input = {
        ...role,
        Path: "/service/",
        Description: "d",
        MaxSessionDuration: 7200,
        Tags: [{ Key: "stack", Value: "lab" }],
      };
      const made = (await iam.send(new CreateRoleCommand(input))).Role!;
      expect(made.RoleId).to.match(/^AROA[A-Z2-7]{17}$/);
      const { Role } = await iam.send(new GetRoleCommand(named));
      expect(Role).to.deep.include({
        Path: "/service/",
        RoleName: "transform",
        RoleId: made.RoleId,
        Arn: `arn:aws:iam::${ACCOUNT}:role/service/transform`,
        CreateDate: new Date("2026-01-01T00:00:00Z"),
        Description: "d",
        MaxSessionDuration: 7200,
        Tags: [{ Key: "stack", Value: "lab" }],
        RoleLastUsed: {},
      });
      expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).to.equal(lambdaTrust);
    });
  });

  it("have documents percent-encoded to the letter of RFC 3986", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      const document = trustFor({ AWS: "*" }, { Sid: "It's (me)!" });
      const { Role } = await iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument: document }));
      expect(Role!.AssumeRolePolicyDocument).to.match(/^[A-Za-z0-9%._~-]+$/);
      expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).to.equal(document);
    });
  });

  it("change their description, session length, trust and tags", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      await iam.send(new CreateRoleCommand(role));
      await iam.send(new UpdateRoleDescriptionCommand({ ...named, Description: "v2" }));
      await iam.send(new UpdateRoleCommand({ ...named, MaxSessionDuration: 43_200 }));
      const trust = trustFor({ AWS: ACCOUNT });
      await iam.send(new UpdateAssumeRolePolicyCommand({ ...named, PolicyDocument: trust }));
      await iam.send(
        new TagRoleCommand({
          ...named,
          Tags: [
            { Key: "a", Value: "1" },
            { Key: "b", Value: "2" },
          ],
        }),
      );
      await iam.send(new UntagRoleCommand({ ...named, TagKeys: ["a"] }));
      const { Role } = await iam.send(new GetRoleCommand(named));
      expect(Role).to.deep.include({ Description: "v2", MaxSessionDuration: 43_200 });
      expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).to.equal(trust);
      expect((await iam.send(new ListRoleTagsCommand(named))).Tags).to.deep.equal([{ Key: "b", Value: "2" }]);
    });
  });

  it("are listed by path, in the order of their names, page by page", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      for (const RoleName of ["c", "a", "b"]) await iam.send(new CreateRoleCommand({ ...role, RoleName, Path: "/x/" }));
      await iam.send(new CreateRoleCommand(role));
      const first = await iam.send(new ListRolesCommand({ PathPrefix: "/x/", MaxItems: 2 }));
      const second = await iam.send(new ListRolesCommand({ PathPrefix: "/x/", MaxItems: 2, Marker: first.Marker }));
      expect(
        [first, second].map(({ Roles, IsTruncated }) => [Roles!.map(({ RoleName }) => RoleName), IsTruncated]),
      ).to.deep.equal([
        [["a", "b"], true],
        [["c"], false],
      ]);
    });
  });

  it("keep inline policies as they were put", () => {
    const { asRoot, run, feed } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      const PolicyDocument = aDocument({
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::documents/*",
      });
      await iam.send(new CreateRoleCommand(role));
      await iam.send(new PutRolePolicyCommand({ ...named, PolicyName: "read", PolicyDocument }));
      const got = await iam.send(new GetRolePolicyCommand({ ...named, PolicyName: "read" }));
      expect(decodeURIComponent(got.PolicyDocument!)).to.equal(PolicyDocument);
      expect((await iam.send(new ListRolePoliciesCommand(named))).PolicyNames).to.deep.equal(["read"]);
      await iam.send(new DeleteRolePolicyCommand({ ...named, PolicyName: "read" }));
      expect((await iam.send(new ListRolePoliciesCommand(named))).PolicyNames ?? []).to.deep.equal([]);
      const identity = `arn:aws:iam::${ACCOUNT}:role/transform`;
      expect(feed.facts.map(({ at: _, ...fact }) => fact)).to.deep.equal([
        { kind: "RoleCreated", role: "transform" },
        { kind: "InlinePolicyPut", identity, policy: "read" },
        { kind: "InlinePolicyDeleted", identity, policy: "read" },
      ]);
    });
  });

  it("are in no instance profile", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      await iam.send(new CreateRoleCommand(role));
      const { InstanceProfiles } = await iam.send(new ListInstanceProfilesForRoleCommand(named));
      expect(InstanceProfiles ?? []).to.deep.equal([]);
    });
  });
});
