import { expect } from "chai";
import { type Decision, evaluate, type NamedPolicy, type Policies } from "../../cloud/iam/evaluate.ts";
import { type PolicyKind, parsePolicy } from "../../cloud/iam/policy.ts";
import type { AccessRequest, Principal } from "../../cloud/iam/request.ts";

/** Principals, statements and policies as the tests of this room speak of them. */
export const ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "444455556666";

export const ana: Principal = {
  kind: "user",
  arn: `arn:aws:iam::${ACCOUNT}:user/team/ana`,
  accountId: ACCOUNT,
  userId: "AIDAANA",
};
export const session: Principal = {
  kind: "role",
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/transform/run-1`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/service/transform`,
  sessionName: "run-1",
  accountId: ACCOUNT,
  userId: "AROATRANSFORM:run-1",
};
export const root: Principal = { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT };
export const anonymous: Principal = { kind: "anonymous" };
export const aService = (service: string): Principal => ({ kind: "service", service });

export const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:deliveries`;
export const OBJECT = "arn:aws:s3:::documents/output/a.csv";

export interface StatementInput {
  readonly [element: string]: unknown;
}

export const allow = (input: StatementInput = {}): StatementInput => ({
  Effect: "Allow",
  Action: "*",
  Resource: "*",
  ...input,
});
export const deny = (input: StatementInput = {}): StatementInput => ({
  Effect: "Deny",
  Action: "*",
  Resource: "*",
  ...input,
});

export function aPolicy(kind: PolicyKind, ...statements: readonly StatementInput[]): NamedPolicy {
  return { name: kind, policy: parsePolicy({ Version: "2012-10-17", Statement: statements }, kind) };
}

export const identity = (...statements: StatementInput[]): NamedPolicy => aPolicy("identity", ...statements);
export const resource = (...statements: StatementInput[]): NamedPolicy => aPolicy("resource", ...statements);

export function aRequest(request: Partial<AccessRequest> = {}): AccessRequest {
  return { principal: ana, action: "sqs:SendMessage", resource: QUEUE, context: {}, ...request };
}

export const aResourceGrant = (principal: unknown, input: StatementInput = {}): Policies => ({
  resource: resource(allow({ Principal: principal, ...input })),
});

/** A policy variable: the key in a dollar sign's braces. */
export const variable = (key: string): string => `\${${key}}`;

type Verdict = Decision["decision"];
export type Row = [name: string, verdict: Verdict, policies: Policies, request?: Partial<AccessRequest>];

/** One test per row: what the evaluator decides. */
export function decisions(rows: readonly Row[]): void {
  for (const [name, verdict, policies, request] of rows) {
    it(`${name}: ${verdict}`, () => expect(evaluate(aRequest(request), policies).decision).to.equal(verdict));
  }
}

export const allows = { identity: [identity(allow())] };
export const permits = (kind: "managed" | "session", action = "*") => aPolicy(kind, allow({ Action: action }));
export const accountRoot = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
export const theOther = { resource: `arn:aws:sqs:eu-west-1:${OTHER_ACCOUNT}:deliveries` };
