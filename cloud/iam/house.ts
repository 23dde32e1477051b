import type { House } from "../kernel/house.ts";
import { LATENCY } from "./latency.ts";
import { type NeedInput, needsOf } from "./needs.ts";
import { identityPolicyOperations } from "./operations/identity-policies.ts";
import { managedPolicyOperations } from "./operations/managed-policies.ts";
import { roleOperations } from "./operations/roles.ts";
import { simulationOperations } from "./operations/simulation.ts";
import { userOperations } from "./operations/users.ts";
import type { IamService } from "./service.ts";

/** IAM as the gateway sees it. Its resources have no policies of their own but trust policies, and those are STS's to show. */
export function iamHouse(iam: IamService): House {
  return {
    name: "iam",
    operations: {
      ...roleOperations(iam),
      ...identityPolicyOperations(iam),
      ...managedPolicyOperations(iam),
      ...userOperations(iam),
      ...simulationOperations(iam),
    },
    needs: (operation, input: NeedInput) => needsOf(iam, operation, input),
    latencyOf: () => LATENCY,
    policyOf: () => undefined,
  };
}
