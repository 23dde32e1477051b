import type * as Iam from "@aws-sdk/client-iam";
import type { Output } from "../../kernel/house.ts";
import type { IamService } from "../service.ts";
import { pageOf, readTags, shownPolicy, shownTags, shownVersion } from "../shapes.ts";

/** The operations on managed policies and their versions. */
export function managedPolicyOperations(iam: IamService) {
  return {
    CreatePolicy(input: Iam.CreatePolicyCommandInput): Output<Iam.CreatePolicyCommandOutput> {
      const { PolicyName, Path, Description, PolicyDocument, Tags } = input;
      const names = { name: PolicyName!, path: Path, description: Description };
      const policy = iam.createPolicy({ ...names, document: PolicyDocument!, tags: readTags(Tags) });
      const shown = shownPolicy(policy, iam);
      return { Policy: { ...shown, ...(policy.tags.size > 0 && { Tags: shownTags(policy.tags) }) } };
    },

    GetPolicy(input: Iam.GetPolicyCommandInput): Output<Iam.GetPolicyCommandOutput> {
      return { Policy: shownPolicy(iam.managed.get(input.PolicyArn!), iam, true) };
    },

    ListPolicies(input: Iam.ListPoliciesCommandInput): Output<Iam.ListPoliciesCommandOutput> {
      const scope = iam.managed.all(input.Scope ?? "All");
      const below = scope.filter(({ path }) => path.startsWith(input.PathPrefix ?? "/"));
      const used = below.map((policy) => shownPolicy(policy, iam)).filter((policy) => isUsed(policy, input));
      const { page, rest } = pageOf(used, input);
      return { Policies: page, ...rest };
    },

    DeletePolicy(input: Iam.DeletePolicyCommandInput): Output<Iam.DeletePolicyCommandOutput> {
      iam.removePolicy(input.PolicyArn!);
      return {};
    },

    CreatePolicyVersion(input: Iam.CreatePolicyVersionCommandInput): Output<Iam.CreatePolicyVersionCommandOutput> {
      const { PolicyArn, PolicyDocument, SetAsDefault = false } = input;
      const version = iam.managed.createVersion(iam.now(), PolicyArn!, PolicyDocument!, SetAsDefault);
      iam.record({ kind: "PolicyVersionChanged", policy: PolicyArn! });
      return { PolicyVersion: shownVersion(version, iam.managed.get(PolicyArn!)) };
    },

    GetPolicyVersion(input: Iam.GetPolicyVersionCommandInput): Output<Iam.GetPolicyVersionCommandOutput> {
      const policy = iam.managed.get(input.PolicyArn!);
      return { PolicyVersion: shownVersion(iam.managed.version(policy.arn, input.VersionId!), policy, true) };
    },

    ListPolicyVersions(input: Iam.ListPolicyVersionsCommandInput): Output<Iam.ListPolicyVersionsCommandOutput> {
      const policy = iam.managed.get(input.PolicyArn!);
      const { page, rest } = pageOf(policy.versions(), input);
      return { Versions: page.map((version) => shownVersion(version, policy)), ...rest };
    },

    DeletePolicyVersion(input: Iam.DeletePolicyVersionCommandInput): Output<Iam.DeletePolicyVersionCommandOutput> {
      iam.managed.deleteVersion(input.PolicyArn!, input.VersionId!);
      iam.record({ kind: "PolicyVersionChanged", policy: input.PolicyArn! });
      return {};
    },
  };
}

function isUsed(policy: Iam.Policy, { OnlyAttached, PolicyUsageFilter }: Iam.ListPoliciesCommandInput): boolean {
  if (PolicyUsageFilter === "PermissionsBoundary") return policy.PermissionsBoundaryUsageCount! > 0;
  return !OnlyAttached || policy.AttachmentCount! > 0;
}
