import type { House } from "../kernel/house.ts";
import { checkInput } from "./constraints.ts";
import { LATENCY } from "./latency.ts";
import { type NeedInput, needsOf } from "./needs.ts";
import { accountOperations } from "./operations/account.ts";
import { authorizationDetailOperations } from "./operations/authorization-details.ts";
import { contextKeyOperations } from "./operations/context-keys.ts";
import { credentialOperations } from "./operations/credentials.ts";
import { groupOperations } from "./operations/groups.ts";
import { identityPolicyOperations } from "./operations/identity-policies.ts";
import { instanceProfileOperations } from "./operations/instance-profiles.ts";
import { managedPolicyOperations } from "./operations/managed-policies.ts";
import { roleOperations } from "./operations/roles.ts";
import { simulationOperations } from "./operations/simulation.ts";
import { tagOperations } from "./operations/tags.ts";
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
      ...groupOperations(iam),
      ...credentialOperations(iam),
      ...tagOperations(iam),
      ...instanceProfileOperations(iam),
      ...accountOperations(iam),
      ...authorizationDetailOperations(iam),
      ...simulationOperations(iam),
      ...contextKeyOperations(iam),
    },
    // What a request may hold is looked at before who may send it.
    needs: (operation, input: NeedInput) => {
      checkInput(operation, input);
      return needsOf(iam, operation, input);
    },
    latencyOf: () => LATENCY,
    policyOf: () => undefined,
  };
}
