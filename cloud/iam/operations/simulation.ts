import type * as Iam from "@aws-sdk/client-iam";
import { AwsError } from "../../kernel/errors.ts";
import type { Output } from "../../kernel/house.ts";
import { invalidInput } from "../errors.ts";
import { evaluate, type Match, type NamedPolicy, type Policies } from "../evaluate.ts";
import { pageOf } from "../page.ts";
import { type PolicyKind, parsePolicy } from "../policy.ts";
import { type Position, spansOf } from "../positions.ts";
import type { AccessRequest, Context, Principal } from "../request.ts";
import type { IamService } from "../service.ts";
import { type Scene, sourceOf } from "../simulated.ts";

/** The policy simulator: what would be decided, for each action and each resource, and by which statements. */
export function simulationOperations(iam: IamService) {
  return {
    SimulateCustomPolicy(input: Iam.SimulateCustomPolicyCommandInput): Output<Iam.SimulateCustomPolicyCommandOutput> {
      const identity = readPolicies("PolicyInputList", input.PolicyInputList, "identity");
      const boundary = readPolicies(BOUNDARIES, input.PermissionsBoundaryPolicyInputList, "identity")[0];
      return simulate(input, { principal: callerOf(iam, input.CallerArn), policies: { identity, boundary } });
    },

    SimulatePrincipalPolicy(
      input: Iam.SimulatePrincipalPolicyCommandInput,
    ): Output<Iam.SimulatePrincipalPolicyCommandOutput> {
      const { principal, policies } = sourceOf(iam, input.PolicySourceArn!);
      const more = readPolicies("PolicyInputList", input.PolicyInputList, "identity");
      const boundary = readPolicies(BOUNDARIES, input.PermissionsBoundaryPolicyInputList, "identity")[0];
      const identity = [...(policies.identity ?? []), ...more];
      const all = { identity, boundary: boundary ?? policies.boundary };
      return simulate(input, {
        principal: input.CallerArn ? callerOf(iam, input.CallerArn) : principal,
        policies: all,
      });
    },
  };
}

type SimulationInput = Iam.SimulateCustomPolicyCommandInput | Iam.SimulatePrincipalPolicyCommandInput;
const BOUNDARIES = "PermissionsBoundaryPolicyInputList";

function simulate(input: SimulationInput, { principal, policies }: Scene) {
  const [resource] = readPolicies("ResourcePolicy", input.ResourcePolicy ? [input.ResourcePolicy] : [], "resource");
  const scene = { principal, policies: { ...policies, resource } };
  const context = contextOf(input.ContextEntries);
  const results = input.ActionNames!.flatMap((action) =>
    (input.ResourceArns ?? ["*"]).map((arn) => resultOf(action, arn, input.ResourceOwner, context, scene)),
  );
  const { page, rest } = pageOf(results, input);
  return { EvaluationResults: page, ...rest };
}

function resultOf(
  action: string,
  resource: string,
  owner: string | undefined,
  context: Context,
  scene: Scene,
): Iam.EvaluationResult {
  const { principal, policies } = scene;
  // Without an owner the resource is taken for the caller's own.
  const resourceAccountId = owner ? accountIn(owner) : (principal.accountId ?? "");
  const request = { principal, action, resource, resourceAccountId, context };
  const { decision, matched, missingContextValues } = evaluate(request, policies);
  const MatchedStatements = matched.map((match) => shownMatch(match, policies));
  const MissingContextValues = [...missingContextValues];
  const found = { MatchedStatements, MissingContextValues, ...boundaryDetail(policies, request) };
  const result = { EvalActionName: action, EvalResourceName: resource, EvalDecision: decision, ...found };
  // Where nobody asked about a resource, nothing is told about any.
  if (resource === "*") return result;
  const specific = { EvalResourceName: resource, EvalResourceDecision: decision, ...found };
  return { ...result, EvalDecisionDetails: {}, ResourceSpecificResults: [specific] };
}

/** What the boundary would say if there were nothing else; nothing without one. */
function boundaryDetail({ boundary }: Policies, request: AccessRequest) {
  if (!boundary) return {};
  const { decision } = evaluate(request, { identity: [boundary] });
  return { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: decision === "allowed" } };
}

function shownMatch(match: Match, policies: Policies): Iam.Statement {
  const all = [policies.resource, policies.boundary, ...(policies.identity ?? [])];
  const { policy } = all.find((named) => named?.name === match.policy)!;
  const { start, end } = spansOf(policy.source)[match.statement]!;
  return {
    SourcePolicyId: match.policy,
    SourcePolicyType: (match.type === "resource" ? "Resource Policy" : "IAM Policy") as Iam.PolicySourceType,
    StartPosition: shownPosition(start),
    EndPosition: shownPosition(end),
  };
}

function shownPosition({ line, column }: Position): Iam.Position {
  return { Line: line, Column: column };
}

/** Policies given as text are called by their place in the list. */
function readPolicies(list: string, documents: readonly string[] | undefined, kind: PolicyKind): NamedPolicy[] {
  return (documents ?? []).map((document, i) => {
    try {
      return { name: list === "ResourcePolicy" ? list : `${list}.${i + 1}`, policy: parsePolicy(document, kind) };
    } catch (error) {
      throw error instanceof AwsError ? invalidInput(error.message) : error;
    }
  });
}

/** A caller need not exist; nobody in particular calls when no ARN is given. */
function callerOf(iam: IamService, arn: string | undefined): Principal {
  const user = arn === undefined ? undefined : iam.users.find(arn);
  if (user) return iam.userPrincipal(user);
  return { kind: "user", ...(arn !== undefined && { arn, accountId: accountIn(arn) }) };
}

function accountIn(owner: string): string {
  return /^\d{12}$/.test(owner) ? owner : (owner.split(":")[4] ?? "");
}

function contextOf(entries: readonly Iam.ContextEntry[] | undefined): Context {
  const read = ({ ContextKeyName, ContextKeyValues = [], ContextKeyType = "string" }: Iam.ContextEntry) =>
    [ContextKeyName!, ContextKeyType.endsWith("List") ? ContextKeyValues : (ContextKeyValues[0] ?? "")] as const;
  return Object.fromEntries((entries ?? []).map(read));
}
