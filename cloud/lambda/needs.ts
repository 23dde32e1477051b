import type { Need } from "../kernel/house.ts";
import { arnOf, type Reference } from "./reference.ts";
import type { LambdaService } from "./service.ts";

/** The members that say what a request is about. */
export interface NeedInput {
  readonly FunctionName?: string;
  readonly Qualifier?: string;
  readonly Resource?: string;
  readonly Role?: string;
}

/**
 * What Lambda's operations need, by the Service Authorization Reference. Actions are named for their operations, but
 * for Invoke, which is lambda:InvokeFunction. Who gives a function its role must be allowed to pass that role.
 */
export function needsOf(lambda: LambdaService, operation: string, input: NeedInput): Need[] {
  const action = `lambda:${operation === "Invoke" ? "InvokeFunction" : operation}`;
  const needs: Need[] = [{ action, resource: resourceOf(lambda, operation, input) }];
  if (input.Role !== undefined && PASSES_ROLE.has(operation)) {
    const context = { "iam:PassedToService": "lambda.amazonaws.com" };
    needs.push({ action: "iam:PassRole", resource: input.Role, context });
  }
  return needs;
}

const PASSES_ROLE = new Set(["CreateFunction", "UpdateFunctionConfiguration"]);
const ACCOUNT_WIDE = new Set(["ListFunctions", "GetAccountSettings"]);

/** The ARN as it was asked for: a permission on an alias is none on the function behind it. */
function resourceOf(lambda: LambdaService, operation: string, input: NeedInput): string {
  if (ACCOUNT_WIDE.has(operation)) return "*";
  if (input.Resource !== undefined) return input.Resource;
  const reference: Reference = lambda.reference(input.FunctionName, input.Qualifier);
  return arnOf(reference, lambda.place);
}
