import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../kernel/errors.ts";
import type { Output } from "../../kernel/house.ts";
import { invalidParameter, limitExceeded } from "../errors.ts";
import type { LogsService } from "../service.ts";
import { page } from "./page.ts";

/** CloudWatch Logs' quota. */
const MOST_POLICIES = 10;

/**
 * The operations on the account's resource policies, which let other services write. They are kept and given back: the
 * services that they are for are not here.
 */
export function resourcePolicyOperations(logs: LogsService) {
  const policies = new Map<string, Logs.ResourcePolicy>();
  return {
    PutResourcePolicy(input: Logs.PutResourcePolicyCommandInput): Output<Logs.PutResourcePolicyCommandOutput> {
      const { policyName: name, policyDocument } = input;
      if (input.resourceArn !== undefined) throw invalidParameter("Policies of log groups are not served");
      if (name === undefined || !isJson(policyDocument)) throw invalidParameter("Invalid resource policy");
      if (!policies.has(name) && policies.size >= MOST_POLICIES) throw limitExceeded();
      const resourcePolicy: Logs.ResourcePolicy = {
        policyName: name,
        policyDocument,
        lastUpdatedTime: logs.now(),
        policyScope: "ACCOUNT",
      };
      policies.set(name, resourcePolicy);
      return { resourcePolicy };
    },

    DescribeResourcePolicies(
      input: Logs.DescribeResourcePoliciesCommandInput,
    ): Output<Logs.DescribeResourcePoliciesCommandOutput> {
      const { items, next } = page([...policies.values()], input);
      return { resourcePolicies: items, ...next };
    },

    DeleteResourcePolicy(input: Logs.DeleteResourcePolicyCommandInput): Output<Logs.DeleteResourcePolicyCommandOutput> {
      if (!policies.delete(input.policyName ?? "")) {
        const message = `Policy with name [${input.policyName ?? ""}] does not exist.`;
        throw new AwsError("ResourceNotFoundException", message, 400);
      }
      return {};
    },
  };
}

function isJson(text: string | undefined): text is string {
  try {
    JSON.parse(text ?? "");
    return true;
  } catch {
    return false;
  }
}
