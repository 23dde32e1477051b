import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import type { House, Need } from "../kernel/house.ts";
import { LATENCY } from "./latency.ts";
import { stsOperations } from "./operations.ts";
import type { StsService } from "./service.ts";

/** STS as the gateway sees it. The resources it guards are roles, and their policies are the trust policies. */
export function stsHouse(sts: StsService): House {
  return {
    name: "sts",
    operations: stsOperations(sts),
    needs: (operation, input: AssumeRoleCommandInput) => (operation === "AssumeRole" ? needsOf(input) : []),
    latencyOf: () => LATENCY,
    policyOf: (arn) => sts.trustOf(arn),
  };
}

/** Keys that trust policies ask for (service authorization reference of AWS STS). Tags need a permission of their own. */
function needsOf({ RoleArn, RoleSessionName, ExternalId, Tags }: AssumeRoleCommandInput): readonly Need[] {
  const context = {
    "sts:RoleSessionName": RoleSessionName!,
    ...(ExternalId !== undefined && { "sts:ExternalId": ExternalId }),
    ...(Tags && { "aws:TagKeys": Tags.map(({ Key }) => Key!) }),
    ...Object.fromEntries(Tags?.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value!]) ?? []),
  };
  const actions = Tags?.length ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"];
  return actions.map((action) => ({ action, resource: RoleArn!, context }));
}
