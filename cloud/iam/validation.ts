import { readOperator } from "./condition.ts";
import { malformed, type PolicyDocument, type StatementDocument } from "./document.ts";
import { checkAwsPrincipal } from "./principal.ts";
import { readDate } from "./values.ts";

/**
 * AWS's rules for what a policy of each kind may hold, in the order AWS checks them, in AWS's words. The texts for
 * identity policies were recorded on AWS with CreatePolicy, those for trust policies with CreateRole.
 */

/** Managed policies must be of version 2012-10-17; inline and session policies may be older. */
export function checkIdentityPolicy(
  { version, statements }: PolicyDocument,
  kind: "identity" | "managed" | "session",
): void {
  if (statements.some(({ principal, notPrincipal }) => principal ?? notPrincipal)) {
    throw malformed("Policy document should not specify a principal.");
  }
  if (kind === "managed" && version !== "2012-10-17") {
    throw malformed("Policy document must be version 2012-10-17 or greater.");
  }
  checkLegacyParsing(statements);
  checkSids(statements, "Statement IDs (SID) in a single policy must be unique.");
  checkActionsAndResources(statements);
}

/**
 * Policies on buckets, queues, topics and functions. The services that keep them wrap these complaints in error codes
 * of their own.
 */
export function checkResourcePolicy({ statements }: PolicyDocument): void {
  if (!statements.every(({ principal, notPrincipal }) => principal ?? notPrincipal)) {
    throw malformed("Missing required field Principal");
  }
  statements.forEach(checkPrincipals);
  checkLegacyParsing(statements);
  checkSids(statements, "Statement IDs (SID) in a single policy must be unique.");
  checkActionsAndResources(statements);
}

/** A role's trust policy: who may assume it, never what. */
export function checkTrustPolicy({ statements }: PolicyDocument): void {
  for (const statement of statements) {
    if (statement.effectMisspelt) throw malformed("Syntax error in policy.");
    if (statement.notPrincipal) {
      throw malformed(
        statement.effect === "Allow"
          ? "Allow with NotPrincipal is not allowed."
          : "AssumeRole policy must not contain NotPrincipal field.",
      );
    }
    if (!statement.principal) throw malformed("Missing required field Principal");
    checkPrincipals(statement);
    const actions = statement.action ?? statement.notAction ?? [];
    if (actions.length === 0) throw malformed("Missing required field Action");
    if (!actions.every((action) => action.startsWith("sts:"))) {
      throw malformed("AssumeRole policy may only specify STS AssumeRole actions.");
    }
    if (statement.resource ?? statement.notResource) throw malformed("Has prohibited field Resource");
  }
  checkSids(statements, "The Statement Ids in the policy are not unique");
}

function checkPrincipals({ principal, notPrincipal }: StatementDocument): void {
  const element = principal ?? notPrincipal;
  if (typeof element === "object") element.AWS?.forEach(checkAwsPrincipal);
}

function checkLegacyParsing(statements: readonly StatementDocument[]): void {
  for (const statement of statements) {
    const { effectMisspelt, condition, resource, notResource } = statement;
    if (effectMisspelt || !Object.entries(condition).every(([operator, keys]) => datesAreReadable(operator, keys))) {
      throw malformed("The policy failed legacy parsing");
    }
    const resources = resource ?? notResource ?? [];
    // A resource AWS has a better complaint about is complained about later.
    if (resources.some((text) => complaintAbout(text) === undefined && failsLegacyParsing(text))) {
      throw malformed("The policy failed legacy parsing");
    }
  }
}

function datesAreReadable(operator: string, keys: Readonly<Record<string, readonly string[]>>): boolean {
  if (!readOperator(operator)?.base.startsWith("Date")) return true;
  return Object.values(keys).every((values) => values.every((value) => readDate(value) !== undefined));
}

/** An ARN that ends early must end before its empty components begin, and has a service. */
function failsLegacyParsing(resource: string): boolean {
  if (resource === "*") return false;
  const components = resource.split(":");
  return (components.length < 6 && resource.includes("::")) || components[2] === "";
}

function checkSids(statements: readonly StatementDocument[], complaint: string): void {
  const sids = statements.map(({ sid }) => sid).filter(Boolean);
  if (new Set(sids).size < sids.length) throw malformed(complaint);
}

function checkActionsAndResources(statements: readonly StatementDocument[]): void {
  const actions = statements.map(({ action, notAction }) => action ?? notAction ?? []);
  const resources = statements.map(({ resource, notResource }) => resource ?? notResource ?? []);
  if (actions.some((list) => list.length === 0)) throw malformed("Policy statement must contain actions.");
  if (actions.flat().some((action) => action !== "*" && !action.includes(":"))) {
    throw malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  }
  if (resources.some((list) => list.length === 0)) throw malformed("Policy statement must contain resources.");
  for (const resource of resources.flat()) {
    const complaint = complaintAbout(resource);
    if (complaint) throw malformed(complaint);
  }
  actions.flat().forEach(checkAction);
}

function checkAction(action: string): void {
  const [vendor, ...names] = action.split(":");
  if (names.length > 1) throw malformed("Actions/Condition can contain only one colon.");
  if (action !== "*" && vendor !== "*" && !/^[a-zA-Z0-9\-.]+$/.test(vendor!)) {
    throw malformed(`Vendor ${vendor} is not valid`);
  }
}

/** What IAM does not like about a resource; undefined if it does not mind. */
function complaintAbout(resource: string): string | undefined {
  if (resource === "*") return undefined;
  const [, partition, service, region, account, ...name] = resource.split(":");
  if (partition === undefined) return `Resource ${resource} must be in ARN format or "*".`;
  if (!/^(aws(-[a-z]+)*|\*)$/.test(partition)) {
    const rest = [service, region, account, name.length ? name.join(":") : undefined].map((part) => part ?? "*");
    return `Partition "${partition}" is not valid for resource "arn:${partition}:${rest.join(":")}".`;
  }
  if (service === undefined) return "Resource vendor must be fully qualified and cannot contain regexes.";
  if (region && service === "iam") return `IAM resource ${resource} cannot contain region information.`;
  if (region && service === "s3") return `Resource ${resource} can not contain region information.`;
  const path = name.join(":");
  if (service === "iam" && !IAM_PATHS.some((start) => path.startsWith(start)) && path !== "*") {
    return `IAM resource path must either be "*" or start with ${IAM_PATHS.join(", ")}.`;
  }
  return undefined;
}

const IAM_PATHS =
  "user/ federated-user/ role/ group/ instance-profile/ mfa/ server-certificate/ policy/ sms-mfa/ saml-provider/ oidc-provider/ report/ access-report/".split(
    " ",
  );
