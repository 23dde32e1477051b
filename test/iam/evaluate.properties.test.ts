import { expect } from "chai";
import fc from "fast-check";
import { type Decision, evaluate, type NamedPolicy, type Policies } from "../../cloud/iam/evaluate.ts";
import type { PolicyKind } from "../../cloud/iam/policy.ts";
import type { AccessRequest } from "../../cloud/iam/request.ts";
import {
  ACCOUNT,
  ana,
  anonymous,
  aPolicy,
  aService,
  OTHER_ACCOUNT,
  root,
  type StatementInput,
  session,
} from "./policies.ts";

/**
 * What holds whatever the policies say. Statements are drawn from few actions, resources and conditions, so that they
 * often meet the request and each other.
 */
const ACTIONS = ["s3:PutObject", "s3:GetObject", "s3:*", "*", "S3:p*"];
const RESOURCES = ["arn:aws:s3:::documents/a", "arn:aws:s3:::documents/*", "arn:aws:s3:::other/*", "*"];
const CONDITIONS = [
  {},
  { StringEquals: { "aws:SourceAccount": ACCOUNT } },
  { StringNotEquals: { "aws:SourceAccount": ACCOUNT } },
  { Bool: { "aws:SecureTransport": "false" } },
  { Null: { "aws:SourceAccount": "true" } },
];
const PRINCIPALS = [
  "*",
  { AWS: ana.arn },
  { AWS: session.roleArn },
  { AWS: session.arn },
  { AWS: ACCOUNT },
  { Service: "s3.amazonaws.com" },
];

const anEffect = fc.constantFrom("Allow", "Deny");
const aStatement = (kind: PolicyKind, effect: fc.Arbitrary<string> = anEffect): fc.Arbitrary<StatementInput> =>
  fc
    .record({
      Effect: effect,
      Action: fc.subarray(ACTIONS, { minLength: 1 }),
      Resource: fc.subarray(RESOURCES, { minLength: 1 }),
      Condition: fc.constantFrom(...CONDITIONS),
      Principal: fc.constantFrom(...PRINCIPALS),
    })
    .map(({ Principal, ...statement }) => (kind === "resource" ? { Principal, ...statement } : statement));

const someStatements = (kind: PolicyKind) => fc.array(aStatement(kind), { maxLength: 3 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

/** Statements by type, before they are compiled. */
type Statements = Readonly<Record<(typeof TYPES)[number], readonly StatementInput[] | undefined>>;
const TYPES = ["identity", "resource", "boundary", "session", "serviceControl"] as const;
const KINDS = {
  identity: "identity",
  resource: "resource",
  boundary: "managed",
  session: "session",
  serviceControl: "managed",
} as const;

const statements: fc.Arbitrary<Statements> = fc.record({
  identity: maybe(someStatements("identity")),
  resource: maybe(someStatements("resource")),
  boundary: maybe(someStatements("managed")),
  session: maybe(someStatements("session")),
  serviceControl: maybe(someStatements("managed")),
});

const requests: fc.Arbitrary<AccessRequest> = fc.record({
  principal: fc.constantFrom(ana, session, root, anonymous, aService("s3.amazonaws.com")),
  action: fc.constantFrom("s3:PutObject", "s3:GetObject"),
  resource: fc.constantFrom("arn:aws:s3:::documents/a", "arn:aws:s3:::other/b"),
  context: fc.constantFrom({}, { "aws:SourceAccount": ACCOUNT }, { "aws:SecureTransport": "false" }),
  resourceAccountId: fc.constantFrom(undefined, ACCOUNT, OTHER_ACCOUNT),
});

/** A policy of no statements is not a document, so it is no policy; one may be split into several. */
function compile(
  all: Statements,
  arrange: (list: readonly StatementInput[]) => StatementInput[][] = (list) => [[...list]],
): Policies {
  const policies = (type: (typeof TYPES)[number]): NamedPolicy[] | undefined => {
    const list = all[type];
    return list?.length ? arrange(list).map((some) => aPolicy(KINDS[type], ...some)) : undefined;
  };
  const [resource, boundary] = [policies("resource")?.[0], policies("boundary")?.[0]];
  return {
    identity: policies("identity"),
    session: policies("session"),
    serviceControl: policies("serviceControl"),
    resource,
    boundary,
  };
}

const decide = (request: AccessRequest, policies: Policies): Decision["decision"] =>
  evaluate(request, policies).decision;
const plus = (all: Statements, type: (typeof TYPES)[number], statement: StatementInput): Statements => ({
  ...all,
  [type]: [...(all[type] ?? []), statement],
});

const oneMore = (effect: "Allow" | "Deny") =>
  fc
    .constantFrom(...TYPES)
    .chain((type) => aStatement(KINDS[type], fc.constant(effect)).map((statement) => ({ type, statement })));

const check = (property: fc.IPropertyWithHooks<never> | fc.IProperty<never>) =>
  fc.assert(property as never, { numRuns: 2000, seed: 2026 });

describe("The evaluator, whatever the policies", () => {
  it("never turns a denial into an allowance because of one Deny more", () => {
    check(
      fc.property(requests, statements, oneMore("Deny"), (request, all, { type, statement }) => {
        // A first boundary, session policy or SCP is a limit; that it also denies cannot help either.
        if (decide(request, compile(all)) === "allowed") return;
        expect(decide(request, compile(plus(all, type, statement)))).to.not.equal("allowed");
      }) as never,
    );
  });

  it("never turns an explicit deny into anything else because of one Allow more", () => {
    check(
      fc.property(requests, statements, oneMore("Allow"), (request, all, { type, statement }) => {
        if (decide(request, compile(all)) !== "explicitDeny") return;
        expect(decide(request, compile(plus(all, type, statement)))).to.equal("explicitDeny");
      }) as never,
    );
  });

  it("never takes back an allowance because of one Allow more on the identity or the resource", () => {
    const grant = oneMore("Allow").filter(({ type }) => type === "identity" || type === "resource");
    check(
      fc.property(requests, statements, grant, (request, all, { type, statement }) => {
        if (decide(request, compile(all)) !== "allowed") return;
        expect(decide(request, compile(plus(all, type, statement)))).to.equal("allowed");
      }) as never,
    );
  });

  it("does not care for the order of statements", () => {
    check(
      fc.property(requests, statements, (request, all) => {
        const reversed = compile(all, (list) => [[...list].reverse()]);
        expect(decide(request, reversed)).to.equal(decide(request, compile(all)));
      }) as never,
    );
  });

  it("does not care how statements are spread over policies", () => {
    check(
      fc.property(requests, statements, (request, all) => {
        // There is one resource policy and one boundary, so these two stay whole.
        const spread = {
          ...compile(all, (list) => list.map((one) => [one])),
          ...only(compile(all), "resource", "boundary"),
        };
        expect(decide(request, spread)).to.equal(decide(request, compile(all)));
      }) as never,
    );
  });

  it("does not care whether a statement lists its actions and resources or repeats itself", () => {
    check(
      fc.property(requests, statements, (request, all) => {
        const unrolled = Object.fromEntries(TYPES.map((type) => [type, all[type]?.flatMap(unroll)])) as Statements;
        expect(decide(request, compile(unrolled))).to.equal(decide(request, compile(all)));
      }) as never,
    );
  });

  it("says explicitDeny if and only if it names a denying statement", () => {
    check(
      fc.property(requests, statements, (request, all) => {
        const { decision, matched } = evaluate(request, compile(all));
        expect(matched.some(({ effect }) => effect === "Deny")).to.equal(decision === "explicitDeny");
      }) as never,
    );
  });
});

function only(policies: Policies, ...types: (keyof Policies)[]): Policies {
  return Object.fromEntries(types.map((type) => [type, policies[type]]));
}

function unroll(statement: StatementInput): StatementInput[] {
  const { Action, Resource } = statement as { Action: string[]; Resource: string[] };
  return Action.flatMap((action) => Resource.map((resource) => ({ ...statement, Action: action, Resource: resource })));
}
