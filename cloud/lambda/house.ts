import { AwsError } from "../kernel/errors.ts";
import type { House } from "../kernel/house.ts";
import { ANSWER, INVOKE } from "./latency.ts";
import { type NeedInput, needsOf } from "./needs.ts";
import { absentOperations } from "./operations/absent.ts";
import { concurrencyOperations } from "./operations/concurrency.ts";
import { eventInvokeOperations } from "./operations/event-invoke.ts";
import { eventSourceMappingOperations } from "./operations/event-source-mappings.ts";
import { functionOperations } from "./operations/functions.ts";
import { invokeOperations } from "./operations/invoke.ts";
import { layerOperations } from "./operations/layers.ts";
import { permissionOperations } from "./operations/permissions.ts";
import { tagOperations } from "./operations/tags.ts";
import { versionOperations } from "./operations/versions.ts";
import { LATEST } from "./reference.ts";
import type { LambdaService } from "./service.ts";

/** Lambda as the gateway sees it. */
export function lambdaHouse(lambda: LambdaService): House {
  return {
    name: "lambda",
    operations: {
      ...functionOperations(lambda),
      ...versionOperations(lambda),
      ...permissionOperations(lambda),
      ...eventInvokeOperations(lambda),
      ...eventSourceMappingOperations(lambda),
      ...concurrencyOperations(lambda),
      ...tagOperations(lambda),
      ...layerOperations(lambda),
      ...absentOperations(lambda),
      ...invokeOperations(lambda),
    },
    needs: (operation, input: NeedInput) => needsOf(lambda, operation, input),
    latencyOf: (operation) => (operation === "Invoke" ? INVOKE : ANSWER),
    policyOf: (arn) => policyOf(lambda, arn),
  };
}

/**
 * The resource policy of a function, a version or an alias, each its own; `$LATEST` by name is the function itself.
 * An ARN that is none of ours has none.
 */
export function policyOf(lambda: LambdaService, arn: string): string | undefined {
  if (!arn.startsWith("arn:aws:lambda:") || !arn.includes(":function:")) return undefined;
  try {
    const { name, qualifier } = lambda.reference(arn);
    return lambda.find(name)?.policyText(qualifier === LATEST ? undefined : qualifier);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
