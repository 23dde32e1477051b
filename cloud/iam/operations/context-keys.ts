import type * as Iam from "@aws-sdk/client-iam";
import { AwsError } from "../../kernel/errors.ts";
import type { Output } from "../../kernel/house.ts";
import { invalidInput } from "../errors.ts";
import { type Policy, parsePolicy } from "../policy.ts";
import type { IamService } from "../service.ts";
import { sourceOf } from "../simulated.ts";

/** The operations that tell which condition keys policies ask for, so that a simulation can be given them. */
export function contextKeyOperations(iam: IamService) {
  return {
    GetContextKeysForCustomPolicy(
      input: Iam.GetContextKeysForCustomPolicyCommandInput,
    ): Output<Iam.GetContextKeysForCustomPolicyCommandOutput> {
      return { ContextKeyNames: keysIn(input.PolicyInputList!.map(read)) };
    },

    GetContextKeysForPrincipalPolicy(
      input: Iam.GetContextKeysForPrincipalPolicyCommandInput,
    ): Output<Iam.GetContextKeysForPrincipalPolicyCommandOutput> {
      const { identity = [] } = sourceOf(iam, input.PolicySourceArn!).policies;
      const own = identity.map(({ policy }) => policy);
      return { ContextKeyNames: keysIn([...own, ...(input.PolicyInputList ?? []).map(read)]) };
    },
  };
}

function read(document: string): Policy {
  try {
    return parsePolicy(document, "identity");
  } catch (error) {
    throw error instanceof AwsError ? invalidInput(error.message) : error;
  }
}

/** Keys of conditions, and what variables stand for; each once. */
function keysIn(policies: readonly Policy[]): string[] {
  const keys = policies.flatMap(({ statements, source }) => [
    ...statements.flatMap(({ conditions }) => conditions.map(({ key }) => key)),
    ...[...source.matchAll(/\$\{\s*([\w-]+:[^},\s]+)/g)].map(([, key]) => key!),
  ]);
  return [...new Set(keys)];
}
