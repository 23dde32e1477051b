import type { House, Need } from "../kernel/house.ts";
import { checkInput } from "./constraints.ts";
import { LATENCY } from "./latency.ts";
import { arnOf } from "./name.ts";
import { labelOperations } from "./operations/labels.ts";
import { listOperations } from "./operations/lists.ts";
import { parameterOperations } from "./operations/parameters.ts";
import { tagOperations } from "./operations/tags.ts";
import type { SsmService } from "./service.ts";

/** Parameter Store as the gateway sees it. Parameters have no policies of their own here. */
export function ssmHouse(ssm: SsmService): House {
  return {
    name: "ssm",
    operations: {
      ...parameterOperations(ssm),
      ...listOperations(ssm),
      ...labelOperations(ssm),
      ...tagOperations(ssm),
    },
    // What a request may hold is looked at before who may send it.
    needs(operation, input: Target): Need[] {
      checkInput(operation, input);
      return needsOf(ssm, operation, input);
    },
    latencyOf: () => LATENCY,
    policyOf: () => undefined,
  };
}

/** Where requests say what they are about. */
interface Target {
  readonly Name?: string;
  readonly Names?: readonly string[];
  readonly Path?: string;
  readonly ResourceId?: string;
  readonly Overwrite?: boolean;
  readonly Recursive?: boolean;
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
  readonly TagKeys?: readonly string[];
}

/** Creating a parameter with tags needs the permission to tag as well. */
function needsOf(ssm: SsmService, operation: string, input: Target): Need[] {
  const context = contextOf(operation, input);
  const needs: Need[] = resourcesOf(operation, input).map((name) => ({
    action: `ssm:${operation}`,
    resource: resourceOf(name, ssm.place),
    context: { ...context, ...tagsOf(ssm, name) },
  }));
  if (operation !== "PutParameter" || !input.Tags?.length) return needs;
  return [...needs, { action: "ssm:AddTagsToResource", resource: resourceOf(input.Name, ssm.place), context }];
}

function contextOf(operation: string, { Overwrite, Recursive, Tags, TagKeys }: Target): NonNullable<Need["context"]> {
  const keys = TagKeys ?? Tags?.map(({ Key }) => Key!);
  return {
    ...(operation === "PutParameter" && { "ssm:Overwrite": String(Overwrite ?? false) }),
    ...(operation === "GetParametersByPath" && { "ssm:Recursive": String(Recursive ?? false) }),
    ...(keys && { "aws:TagKeys": keys }),
    ...Object.fromEntries(Tags?.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value!]) ?? []),
  };
}

/** The tags of a parameter that is there already: conditions ask for them by two names. */
function tagsOf(ssm: SsmService, name: string | undefined): Record<string, string> {
  const tags = Object.entries((name !== undefined && ssm.peek(name)?.tags) || {});
  return Object.fromEntries(
    tags.flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`ssm:resourceTag/${key}`, value],
    ]),
  );
}

function resourcesOf(operation: string, input: Target): readonly (string | undefined)[] {
  if (operation === "DescribeParameters") return [undefined];
  return input.Names ?? [input.Name ?? input.Path ?? input.ResourceId];
}

/** DescribeParameters knows no single parameters: AWS's refusals name everything in the account. */
function resourceOf(name: string | undefined, place: SsmService["place"]): string {
  if (name === undefined) return `arn:aws:ssm:${place.region}:${place.accountId}:*`;
  if (name.startsWith("arn:")) return name.replace(/^(arn:[^/]*\/[^:]*):.*$/, "$1");
  return arnOf(name.trim().replace(/:.*$/, ""), place);
}
