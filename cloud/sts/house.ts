import type { AssumeRoleCommandInput, GetFederationTokenCommandInput } from "@aws-sdk/client-sts";
import type { House, Need } from "../kernel/house.ts";
import { checkInput } from "./constraints.ts";
import { LATENCY } from "./latency.ts";
import { stsOperations } from "./operations.ts";
import type { StsService } from "./service.ts";
import { checkRoleArn } from "./session-request.ts";

/** STS as the gateway sees it. The resources it guards are roles, and their policies are the trust policies. */
export function stsHouse(sts: StsService): House {
  return {
    name: "sts",
    operations: stsOperations(sts),
    // What a request may hold is looked at before who may send it.
    needs: (operation, input: AssumeRoleCommandInput & GetFederationTokenCommandInput) => {
      checkInput(operation, input);
      if (operation === "AssumeRole") checkRoleArn(input.RoleArn!);
      return needsOf(sts, operation, input);
    },
    latencyOf: () => LATENCY,
    policyOf: (arn) => sts.trustOf(arn),
  };
}

/** What anybody may is not listed: to know who one is, and to have one's own credentials for a while. */
function needsOf(sts: StsService, operation: string, input: Inputs): readonly Need[] {
  const context = contextOf(input);
  switch (operation) {
    case "AssumeRole":
      return actionsOf(input).map((action) => ({ action, resource: input.RoleArn!, context }));
    case "GetFederationToken": {
      const resource = `arn:aws:sts::${sts.accountId}:federated-user/${input.Name}`;
      const tagging = input.Tags?.length ? [{ action: "sts:TagSession", resource, context }] : [];
      return [{ action: "sts:GetFederationToken", resource, context }, ...tagging];
    }
    case "GetAccessKeyInfo":
    case "DecodeAuthorizationMessage":
      return [{ action: `sts:${operation}`, resource: "*" }];
    default:
      return [];
  }
}

type Inputs = AssumeRoleCommandInput & GetFederationTokenCommandInput;

/** Tags and a source identity need permissions of their own. */
function actionsOf({ Tags, SourceIdentity }: Inputs): readonly string[] {
  return [
    "sts:AssumeRole",
    ...(Tags?.length ? ["sts:TagSession"] : []),
    ...(SourceIdentity !== undefined ? ["sts:SetSourceIdentity"] : []),
  ];
}

/** Keys that trust policies ask for (service authorization reference of AWS STS). */
function contextOf({ RoleSessionName, ExternalId, SourceIdentity, Tags, TransitiveTagKeys }: Inputs) {
  return {
    ...(RoleSessionName !== undefined && { "sts:RoleSessionName": RoleSessionName }),
    ...(ExternalId !== undefined && { "sts:ExternalId": ExternalId }),
    ...(SourceIdentity !== undefined && { "sts:SourceIdentity": SourceIdentity }),
    ...(TransitiveTagKeys && { "sts:TransitiveTagKeys": TransitiveTagKeys }),
    ...(Tags && { "aws:TagKeys": Tags.map(({ Key }) => Key!) }),
    ...Object.fromEntries(Tags?.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value!]) ?? []),
  };
}
