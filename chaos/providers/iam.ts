import type { ActionProvider, Bite } from "../experiment.ts";
import { rolePolicy } from "../settings/iam.ts";

/** Actions on what a role may do. */

/**
 * Denies actions to a role. The statement holds until the lease's end only (`DateLessThan aws:CurrentTime`), so the
 * fault expires by itself even if nobody is left to remove it.
 *
 * @param role the role's name
 * @param denied actions and the ARNs they are denied on
 * @param bites how a run can tell that the denial was felt
 */
export function deny(role: string, denied: Denied, bites: Bite): ActionProvider {
  return {
    name: "iam.deny",
    arguments: { role, actions: denied.actions, resources: denied.resources },
    lease: {
      ...rolePolicy.at({ role, policy: POLICY }),
      expiry: "policy",
      changed: (_before, { expiresAt }) => documentOf(denied, expiresAt),
    },
    bites,
  };
}

export interface Denied {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** One policy a role: two denials at once would be one statement too hidden. */
const POLICY = "chaoslab-deny";

function documentOf({ actions, resources }: Denied, expiresAt: number): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ChaosLab",
        Effect: "Deny",
        Action: actions,
        Resource: resources,
        Condition: { DateLessThan: { "aws:CurrentTime": `${new Date(expiresAt).toISOString().slice(0, 19)}Z` } },
      },
    ],
  });
}
