import type { Need } from "../kernel/house.ts";
import { arnOf, INVOKED, type Reference } from "./reference.ts";
import type { LambdaService } from "./service.ts";

/** The members that say what a request is about. */
export interface NeedInput {
  readonly FunctionName?: string;
  readonly Qualifier?: string;
  readonly Resource?: string;
  readonly Role?: string;
  /** Of an event source mapping. */
  readonly UUID?: string;
  readonly LayerName?: string;
  readonly VersionNumber?: number;
  readonly Arn?: string;
  readonly Layers?: readonly string[];
}

/**
 * What Lambda's operations need, by the Service Authorization Reference. Actions are named for their operations, but
 * for Invoke, which is lambda:InvokeFunction. Who gives a function its role must be allowed to pass that role.
 */
export function needsOf(lambda: LambdaService, operation: string, input: NeedInput): Need[] {
  const action = `lambda:${operation === "Invoke" ? "InvokeFunction" : operation}`;
  if (operation.includes("EventSourceMapping")) return [{ action, ...mappingOf(lambda, operation, input) }];
  if (operation.includes("Layer")) return [layerNeed(lambda, operation, input)];
  const needs: Need[] = [{ action, resource: resourceOf(lambda, operation, input) }];
  if (input.Role !== undefined && PASSES_ROLE.has(operation)) {
    const context = { "iam:PassedToService": "lambda.amazonaws.com" };
    needs.push({ action: "iam:PassRole", resource: input.Role, context });
  }
  // Who gives a function layers must be allowed to read them.
  for (const resource of input.Layers ?? []) needs.push({ action: "lambda:GetLayerVersion", resource });
  return needs;
}

/** Reading by ARN needs the right of reading by name; lists are of all layers. */
function layerNeed(lambda: LambdaService, operation: string, { LayerName, VersionNumber, Arn }: NeedInput): Need {
  if (operation === "GetLayerVersionByArn") return { action: "lambda:GetLayerVersion", resource: Arn ?? "*" };
  const isList = operation.startsWith("List");
  const resource = isList ? "*" : lambda.layers.arnOf(LayerName?.split(":").at(-1) ?? "", VersionNumber);
  return { action: `lambda:${operation}`, resource };
}

const PASSES_ROLE = new Set(["CreateFunction", "UpdateFunctionConfiguration"]);
const ACCOUNT_WIDE = new Set(["ListFunctions", "GetAccountSettings", "ListCodeSigningConfigs"]);

/** The ARN as it was asked for: a permission on an alias is none on the function behind it. */
function resourceOf(lambda: LambdaService, operation: string, input: NeedInput): string {
  if (ACCOUNT_WIDE.has(operation)) return "*";
  if (input.Resource !== undefined) return input.Resource;
  const said = operation === "Invoke" ? INVOKED : undefined;
  const reference: Reference = lambda.reference(input.FunctionName, input.Qualifier, said);
  return arnOf(reference, lambda.place);
}

/**
 * Mappings are named when they exist. Which function one is for is a condition key, and no resource: that is how a
 * policy limits who may connect what.
 */
function mappingOf(lambda: LambdaService, operation: string, { UUID, FunctionName }: NeedInput): Omit<Need, "action"> {
  if (operation === "ListEventSourceMappings") return { resource: "*" };
  const known = lambda.eventSources.all().find(({ uuid }) => uuid === UUID);
  const functionArn =
    FunctionName === undefined ? known?.settings.functionArn : lambda.qualifiedArn(lambda.reference(FunctionName));
  return {
    resource: UUID === undefined ? "*" : lambda.eventSources.arnOf(UUID),
    ...(functionArn !== undefined && { context: { "lambda:FunctionArn": functionArn } }),
  };
}
