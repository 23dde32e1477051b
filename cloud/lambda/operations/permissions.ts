import type * as Lambda from "@aws-sdk/client-lambda";
import type { Output } from "../../kernel/house.ts";
import { invalidParameter, notFound, resourceNotFound, revisionMismatch } from "../errors.ts";
import type { LambdaFunction } from "../function.ts";
import { statementOf } from "../policy.ts";
import { LATEST } from "../reference.ts";
import type { LambdaService } from "../service.ts";

/** The operations on resource policies. Each qualifier has a policy of its own. */
export function permissionOperations(lambda: LambdaService) {
  /** The function and the qualifier whose policy is to change. */
  const about = (input: { FunctionName?: string | undefined; Qualifier?: string | undefined }) => {
    const { name, qualifier } = lambda.reference(input.FunctionName, input.Qualifier);
    const fn = lambda.get({ name });
    const mayBeAlias = qualifier !== undefined && /^(?!\d+$)[\w-]+$/.test(qualifier);
    if (mayBeAlias) fn.alias(qualifier);
    else fn.version(qualifier);
    return { fn, qualifier };
  };

  return {
    AddPermission(input: Lambda.AddPermissionCommandInput): Output<Lambda.AddPermissionCommandOutput> {
      if (lambda.reference(input.FunctionName, input.Qualifier).qualifier === LATEST) {
        throw invalidParameter("We currently do not support adding policies for $LATEST.");
      }
      const { fn, qualifier } = about(input);
      checkPolicyRevision(fn, qualifier, input.RevisionId);
      const statement = statementOf(input, fn.qualified(qualifier));
      fn.policy(qualifier).add(statement);
      fn.revise(qualifier, lambda.revision());
      return { Statement: JSON.stringify(statement) };
    },

    RemovePermission(input: Lambda.RemovePermissionCommandInput): Output<Lambda.RemovePermissionCommandOutput> {
      const { name } = lambda.reference(input.FunctionName, input.Qualifier);
      if (!lambda.find(name)) throw notFound(`No policy found for: ${lambda.qualifiedArn({ name })}`);
      const { fn, qualifier } = about(input);
      if (fn.policyText(qualifier) === undefined) throw notFound("No policy is associated with the given resource.");
      checkPolicyRevision(fn, qualifier, input.RevisionId);
      fn.policy(qualifier).remove(input.StatementId!);
      fn.revise(qualifier, lambda.revision());
      return {};
    },

    GetPolicy(input: Lambda.GetPolicyCommandInput): Output<Lambda.GetPolicyCommandOutput> {
      const { name, qualifier } = lambda.reference(input.FunctionName, input.Qualifier);
      const fn = lambda.get({ name });
      const policy = fn.policyText(qualifier);
      if (policy === undefined) throw resourceNotFound();
      return { Policy: policy, RevisionId: fn.revisionId(qualifier) };
    },
  };
}

function checkPolicyRevision(fn: LambdaFunction, qualifier: string | undefined, expected: string | undefined): void {
  if (expected !== undefined && expected !== fn.revisionId(qualifier)) throw revisionMismatch();
}
