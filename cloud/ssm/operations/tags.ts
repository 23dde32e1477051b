import type * as Ssm from "@aws-sdk/client-ssm";
import type { Output } from "../../kernel/house.ts";
import { invalidResourceId, invalidResourceType, tooManyTags } from "../errors.ts";
import type { Parameter } from "../parameter.ts";
import type { SsmService } from "../service.ts";
import { tagsOf } from "./parameters.ts";

/** The operations on tags; parameters are the only resources that Systems Manager has here. */
export function tagOperations(ssm: SsmService) {
  const tagged = (input: { ResourceType: string | undefined; ResourceId: string | undefined }): Parameter => {
    if (input.ResourceType !== "Parameter") throw invalidResourceType();
    const parameter = ssm.find(input.ResourceId!);
    if (!parameter) throw invalidResourceId();
    return parameter;
  };

  return {
    AddTagsToResource(input: Ssm.AddTagsToResourceCommandInput): Output<Ssm.AddTagsToResourceCommandOutput> {
      const parameter = tagged(input);
      const tags = { ...parameter.tags, ...tagsOf(input.Tags ?? []) };
      if (Object.keys(tags).length > MOST_TAGS) throw tooManyTags();
      parameter.tags = tags;
      return {};
    },

    RemoveTagsFromResource(
      input: Ssm.RemoveTagsFromResourceCommandInput,
    ): Output<Ssm.RemoveTagsFromResourceCommandOutput> {
      const { tags } = tagged(input);
      for (const key of input.TagKeys ?? []) delete tags[key];
      return {};
    },

    ListTagsForResource(input: Ssm.ListTagsForResourceCommandInput): Output<Ssm.ListTagsForResourceCommandOutput> {
      return { TagList: Object.entries(tagged(input).tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}

/** Of one resource, as everywhere on AWS. */
const MOST_TAGS = 50;
