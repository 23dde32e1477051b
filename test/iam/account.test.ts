import {
  CreateAccountAliasCommand,
  CreateUserCommand,
  DeleteAccountAliasCommand,
  DeleteAccountPasswordPolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  ListAccountAliasesCommand,
  UpdateAccountPasswordPolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { ACCOUNT, aCloud, aDocument, lambdaTrust, refusal } from "./a-cloud.ts";

const all = aDocument({ Effect: "Allow", Action: "*", Resource: "*" });

describe("An account", () => {
  it("has one alias at most", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      for (const AccountAlias of ["first", "second"]) await iam.send(new CreateAccountAliasCommand({ AccountAlias }));
      expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).to.deep.equal(["second"]);
      expect((await refusal(iam.send(new DeleteAccountAliasCommand({ AccountAlias: "first" })))).status).to.equal(404);
      await iam.send(new DeleteAccountAliasCommand({ AccountAlias: "second" }));
      expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).to.deep.equal([]);
    });
  });

  it("has rules for passwords once somebody makes some, and each update replaces all of them", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      const ask = () => iam.send(new GetAccountPasswordPolicyCommand({}));
      const none = `The Password Policy with domain name ${ACCOUNT} cannot be found.`;
      expect((await refusal(ask())).message).to.equal(none);
      expect((await refusal(iam.send(new DeleteAccountPasswordPolicyCommand({})))).message).to.equal(
        "The account policy with name PasswordPolicy cannot be found.",
      );
      await iam.send(new UpdateAccountPasswordPolicyCommand({ MaxPasswordAge: 60, RequireSymbols: true }));
      expect((await ask()).PasswordPolicy).to.include({ ExpirePasswords: true, MaxPasswordAge: 60 });
      await iam.send(new UpdateAccountPasswordPolicyCommand({}));
      expect((await ask()).PasswordPolicy).to.deep.equal({
        MinimumPasswordLength: 6,
        RequireSymbols: false,
        RequireNumbers: false,
        RequireUppercaseCharacters: false,
        RequireLowercaseCharacters: false,
        AllowUsersToChangePassword: false,
        ExpirePasswords: false,
      });
    });
  });

  it("counts what it has, beside its quotas", () => {
    const { asRoot, run, iam: service } = aCloud();
    service.createUser({ name: "ana" });
    service.createGroup({ name: "readers", path: "/" });
    service.createPolicy({ name: "all", document: all });
    return run(async () => {
      const { SummaryMap } = await asRoot().iam.send(new GetAccountSummaryCommand({}));
      expect(SummaryMap).to.include({ Users: 1, Groups: 1, Roles: 0, Policies: 1, UsersQuota: 5000 });
    });
  });

  it("shows everything at once, by kind and page by page", () => {
    const { asRoot, run, iam: service } = aCloud();
    const role = service.createRole({ name: "reader", trust: lambdaTrust, tags: { team: "data" } });
    service.putPolicy(role, "inline", all);
    service.grants.attach(role, "arn:aws:iam::aws:policy/AdministratorAccess");
    service.profiles.create("web");
    service.profiles.addRole("web", "reader");
    return run(async () => {
      const { iam } = asRoot();
      await iam.send(new CreateUserCommand({ UserName: "ana" }));
      const roles = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ["Role"] }));
      expect([roles.UserDetailList, roles.GroupDetailList, roles.Policies]).to.deep.equal([[], [], []]);
      const [detail] = roles.RoleDetailList!;
      expect(detail).to.deep.include({
        RoleName: "reader",
        Tags: [{ Key: "team", Value: "data" }],
        RoleLastUsed: {},
        RolePolicyList: [{ PolicyName: "inline", PolicyDocument: encodeURIComponent(all).replace(/\*/g, "%2A") }],
      });
      expect(detail!.InstanceProfileList!.map((it) => it.InstanceProfileName)).to.deep.equal(["web"]);
      const first = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 2 }));
      expect(first.UserDetailList![0]).to.deep.include({ UserName: "ana", GroupList: [], Tags: [] });
      expect(first.UserDetailList![0]).to.not.have.property("UserPolicyList");
      const rest = await iam.send(new GetAccountAuthorizationDetailsCommand({ Marker: first.Marker! }));
      // Of AWS's own policies the one in use.
      expect(rest.Policies!.map((it) => it.PolicyName)).to.deep.equal(["AdministratorAccess"]);
      expect(rest.IsTruncated).to.equal(false);
    });
  });
});
