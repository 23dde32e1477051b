import type * as Iam from "@aws-sdk/client-iam";
import { type PageInput, pageOf } from "../page.ts";
import type { IamService } from "../service.ts";
import { addTags, listedTags, removeTags, type Tagged } from "../tags.ts";

/** The operations on tags: three alike for roles, users, policies and instance profiles. */
export function tagOperations(iam: IamService) {
  const of = (kind: Tagged, tagsOf: (input: TagInput) => Map<string, string>) => ({
    tag(input: TagInput) {
      addTags(tagsOf(input), input.Tags, kind);
      return {};
    },
    untag(input: TagInput) {
      removeTags(tagsOf(input), input.TagKeys ?? [], kind);
      return {};
    },
    list(input: TagInput) {
      const { page, rest } = pageOf(listedTags(tagsOf(input), kind), input);
      return { Tags: page, ...rest };
    },
  });
  const role = of("role", ({ RoleName }) => iam.roles.get(RoleName!).tags);
  const user = of("user", ({ UserName }) => iam.users.get(UserName!).tags);
  const policy = of("policy", ({ PolicyArn }) => iam.managed.get(PolicyArn!).tags);
  const profile = of("instance profile", ({ InstanceProfileName }) => iam.profiles.get(InstanceProfileName!).tags);
  return {
    TagRole: role.tag,
    UntagRole: role.untag,
    ListRoleTags: role.list,
    TagUser: user.tag,
    UntagUser: user.untag,
    ListUserTags: user.list,
    TagPolicy: policy.tag,
    UntagPolicy: policy.untag,
    ListPolicyTags: policy.list,
    TagInstanceProfile: profile.tag,
    UntagInstanceProfile: profile.untag,
    ListInstanceProfileTags: profile.list,
  };
}

interface TagInput extends PageInput {
  readonly RoleName?: string;
  readonly UserName?: string;
  readonly PolicyArn?: string;
  readonly InstanceProfileName?: string;
  readonly Tags?: Iam.Tag[];
  readonly TagKeys?: string[];
}
