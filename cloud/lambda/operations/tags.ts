import type * as Lambda from "@aws-sdk/client-lambda";
import type { Output } from "../../kernel/house.ts";
import { constraint, invalidParameter } from "../errors.ts";
import type { LambdaService } from "../service.ts";

/** The operations on tags: of functions and event source mappings, by ARN. */
export function tagOperations(lambda: LambdaService) {
  const tagged = (arn: string | undefined): { readonly tags: Record<string, string> } => {
    const [, uuid] = MAPPING.exec(arn ?? "") ?? [];
    if (uuid !== undefined) return lambda.eventSources.get(uuid);
    if (!ARN.test(arn ?? ""))
      throw constraint(arn, "resource", `Member must satisfy regular expression pattern: ${SAID}`);
    const { name, qualifier } = lambda.reference(arn);
    if (qualifier !== undefined) {
      throw invalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
    }
    return lambda.get({ name });
  };

  /** Tags are part of what a function's revision stands for. */
  const revise = (arn: string | undefined) => {
    if (!MAPPING.test(arn ?? "")) lambda.get(lambda.reference(arn)).revise(undefined, lambda.revision());
  };

  return {
    TagResource(input: Lambda.TagResourceCommandInput): Output<Lambda.TagResourceCommandOutput> {
      const { tags } = tagged(input.Resource);
      if (Object.keys(input.Tags ?? {}).length === 0) {
        throw invalidParameter("An error occurred and the request cannot be processed.");
      }
      checkTagCount({ ...tags, ...input.Tags });
      Object.assign(tags, input.Tags);
      revise(input.Resource);
      return {};
    },

    UntagResource(input: Lambda.UntagResourceCommandInput): Output<Lambda.UntagResourceCommandOutput> {
      const { tags } = tagged(input.Resource);
      for (const key of input.TagKeys ?? []) delete tags[key];
      revise(input.Resource);
      return {};
    },

    ListTags(input: Lambda.ListTagsCommandInput): Output<Lambda.ListTagsCommandOutput> {
      return { Tags: { ...tagged(input.Resource).tags } };
    },
  };
}

export function checkTagCount(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > 50) throw invalidParameter("Number of tags exceeds resource tag limit.");
}

const ARN =
  /^arn:aws[a-zA-Z-]*:lambda:[a-z]{2}(-gov|-iso(b?))?-[a-z]+-\d{1}:\d{12}:function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?$/;

const MAPPING = /^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:event-source-mapping:([0-9a-f-]+)$/;

/** The pattern as the service quotes it. */
const SAID =
  "arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|layer:[a-zA-Z0-9-_]+)";
