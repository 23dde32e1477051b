import { type Condition, compileCondition } from "./condition.ts";
import { type ConditionBlock, readDocument, type StatementDocument } from "./document.ts";
import { compilePattern, type Matcher, type PatternOptions } from "./match.ts";
import { AS_CALLER, compileNotPrincipal, compilePrincipal, type Naming, NOT_NAMED } from "./principal.ts";
import type { RequestContext } from "./request.ts";
import { checkIdentityPolicy, checkResourcePolicy, checkTrustPolicy } from "./validation.ts";

/**
 * A policy, compiled: each statement is one function of a request. Documents are read once, when they are put
 * somewhere; after that an evaluation only calls functions.
 *
 *     text -> document.ts (shape) -> validation.ts (AWS's rules per kind) -> here (functions)
 */
export interface Policy {
  readonly version: "2008-10-17" | "2012-10-17";
  readonly id: string | undefined;
  readonly statements: readonly Statement[];
  /** The document as it was given. */
  readonly source: string;
}

export interface Statement {
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  readonly conditions: readonly Condition[];
  /** How the statement applies to a request: not at all, or by which of the caller's names. */
  readonly applies: (request: RequestContext) => Naming;
}

/**
 * Where a policy will be: `identity` (inline), `managed` (version 2012-10-17 only; also boundaries and SCPs),
 * `session`, `resource` (has principals), `trust` (of a role: has principals and no resource).
 */
export type PolicyKind = "identity" | "managed" | "session" | "resource" | "trust";

/**
 * Reads, checks and compiles a policy document, given as JSON or as the value of it.
 * Throws AwsError MalformedPolicyDocument (400) with AWS's text.
 */
export function parsePolicy(document: string | object, kind: PolicyKind): Policy {
  const { version = "2008-10-17", id, statements } = check(document, kind);
  const options = { variables: version === "2012-10-17" };
  const pads = kind === "identity" || kind === "managed" || kind === "session";
  const source = typeof document === "string" ? document : JSON.stringify(document);
  const compile = (statement: StatementDocument, index: number) => compileStatement(statement, index, options, pads);
  return { version, id, source, statements: statements.map(compile) };
}

function check(document: string | object, kind: PolicyKind) {
  const read = readDocument(document, kind);
  if (kind === "trust") checkTrustPolicy(read);
  else if (kind === "resource") checkResourcePolicy(read);
  else checkIdentityPolicy(read, kind);
  return read;
}

function compileStatement(
  statement: StatementDocument,
  index: number,
  options: PatternOptions,
  pads: boolean,
): Statement {
  const { sid, effect } = statement;
  const action = compileActions(statement);
  const resource = compileResources(statement, options, pads);
  const principal = compilePrincipals(statement);
  const conditions = compileConditions(statement.condition, options);
  const applies = (request: RequestContext): Naming => {
    if (!action(request.action) || !resource(request)) return NOT_NAMED;
    const naming = principal ? principal(request.principal) : AS_CALLER;
    return naming !== NOT_NAMED && allHold(conditions, request) ? naming : NOT_NAMED;
  };
  return { index, sid, effect, conditions, applies };
}

/** All are asked, even after one has failed, so that every missing key gets known. */
function allHold(conditions: readonly Condition[], request: RequestContext): boolean {
  let all = true;
  for (const condition of conditions) if (!condition.holds(request)) all = false;
  return all;
}

/** Actions are compared in small letters and know no variables. */
function compileActions({ action, notAction }: StatementDocument): (action: string) => boolean {
  const matchers = (action ?? notAction ?? []).map((name) => compilePattern(name.toLowerCase(), { variables: false }));
  const any = anyOf(matchers);
  return notAction ? (name) => !any(name, nothing) : (name) => any(name, nothing);
}

/** A trust policy has no resource: it is about the role it is on. */
function compileResources(
  statement: StatementDocument,
  options: PatternOptions,
  pads: boolean,
): (request: RequestContext) => boolean {
  const { resource, notResource } = statement;
  const patterns = resource ?? notResource;
  if (!patterns) return () => true;
  const any = anyOf(patterns.map((pattern) => compilePattern(pads ? padded(pattern) : pattern, options)));
  return notResource ? (request) => !any(request.resource, request) : (request) => any(request.resource, request);
}

/** In identity policies an ARN may end early; the components left out are any. */
function padded(pattern: string): string {
  if (pattern === "*" || pattern.includes("${")) return pattern;
  return pattern + ":*".repeat(Math.max(0, 6 - pattern.split(":").length));
}

function compilePrincipals({ principal, notPrincipal, effect }: StatementDocument) {
  if (principal) return compilePrincipal(principal);
  return notPrincipal ? compileNotPrincipal(notPrincipal, effect) : undefined;
}

function compileConditions(block: ConditionBlock, options: PatternOptions): readonly Condition[] {
  return Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => compileCondition(operator, key, values, options)),
  );
}

function anyOf(matchers: readonly Matcher[]): Matcher {
  const [only] = matchers;
  if (matchers.length === 1) return only!;
  return (value, variables) => {
    for (const matches of matchers) if (matches(value, variables)) return true;
    return false;
  };
}

const nothing = { lookup: () => undefined };

/**
 * Compiled policies by their text, for whoever is handed the same document again and again (a bucket's policy with
 * every request). The oldest goes when there are too many.
 */
export class PolicyCache {
  // One map a kind: a text alone is a key that need not be built, and is hashed once.
  readonly #policies = new Map<PolicyKind, Map<string, Policy>>();
  readonly #limit: number;

  /** `limit` policies of each kind. */
  constructor(limit = 1000) {
    this.#limit = limit;
  }

  /** Throws MalformedPolicyDocument. */
  get(document: string, kind: PolicyKind): Policy {
    const known = this.#policies.get(kind)?.get(document);
    return known ?? this.#add(document, kind);
  }

  #add(document: string, kind: PolicyKind): Policy {
    const policy = parsePolicy(document, kind);
    const policies = this.#policies.get(kind) ?? new Map<string, Policy>();
    this.#policies.set(kind, policies);
    if (policies.size >= this.#limit) policies.delete(policies.keys().next().value!);
    policies.set(document, policy);
    return policy;
  }
}
