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
  readonly Tags?: readonly unknown[];
}

/** Creating a parameter with tags needs the permission to tag as well. */
function needsOf({ place }: SsmService, operation: string, input: Target): Need[] {
  const { Overwrite, Recursive } = input;
  const context = {
    ...(operation === "PutParameter" && { "ssm:Overwrite": String(Overwrite ?? false) }),
    ...(operation === "GetParametersByPath" && { "ssm:Recursive": String(Recursive ?? false) }),
  };
  const needs: Need[] = resourcesOf(operation, input).map((name) => {
    return { action: `ssm:${operation}`, resource: resourceOf(name, place), context };
  });
  if (operation !== "PutParameter" || !input.Tags?.length) return needs;
  return [...needs, { action: "ssm:AddTagsToResource", resource: resourceOf(input.Name, place) }];
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
