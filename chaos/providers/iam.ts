import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { Aws } from "../aws.ts";
import type { ActionProvider, Bite } from "../experiment.ts";
import type { Lease } from "../lease.ts";

/** Actions on what a role may do. */

/**
 * Denies actions to a role. The statement holds until the lease's end only (`DateLessThan aws:CurrentTime`), so the
 * fault expires by itself even if nobody is left to remove it.
 *
 * @param role the role's name
 * @param denied actions and the ARNs they are denied on
 * @param bites how a run can tell that the denial was felt
 */
export function deny(role: string, denied: Denied, bites?: Bite): ActionProvider {
  return {
    name: "iam.deny",
    arguments: { role, actions: denied.actions, resources: denied.resources },
    lease: denyLease(role, denied),
    ...(bites && { bites }),
  };
}

export interface Denied {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** One policy a role: two denials at once would be one statement too hidden. */
const POLICY = "chaoslab-deny";

function denyLease(role: string, denied: Denied): Lease<string | null> {
  return {
    resource: `inline policy ${POLICY} of role ${role}`,
    expiry: "policy",
    observe: (aws) => read(aws, role),
    changed: (_before, { expiresAt }) => documentOf(denied, expiresAt),
    put: async ({ iam }, document) => {
      const target = { RoleName: role, PolicyName: POLICY };
      if (document === null) await iam.send(new DeleteRolePolicyCommand(target));
      else await iam.send(new PutRolePolicyCommand({ ...target, PolicyDocument: document }));
    },
  };
}

/** IAM gives documents back URL-encoded. */
async function read({ iam }: Aws, role: string): Promise<string | null> {
  try {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName: POLICY }));
    return decodeURIComponent(PolicyDocument ?? "");
  } catch (error) {
    if (error instanceof Error && error.name === "NoSuchEntityException") return null;
    throw error;
  }
}

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
