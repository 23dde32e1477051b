import { type Permission, type Statement, statementFor } from "../kernel/permission.ts";
import { invalidParameter } from "./errors.ts";
import { ACTIONS } from "./topic-attributes.ts";

/** A topic's policy as AddPermission and RemovePermission write it: one statement a label, beside the default one. */
export function withPermission(policy: string, permission: Permission): string {
  const { Statement: statements, ...rest } = read(policy);
  const { label, accountIds, actions } = permission;
  if (statements.some(({ Sid }) => Sid === label)) throw invalidParameter("Statement already exists");
  if (accountIds.length === 0) throw invalidParameter("AWSAccountId");
  if (actions.length === 0) throw invalidParameter("ActionName");
  if (actions.some((action) => !ACTIONS.includes(action))) {
    throw invalidParameter("Policy statement action out of service scope!");
  }
  const qualified = { ...permission, actions: actions.map((action) => `SNS:${action}`) };
  return JSON.stringify({ ...rest, Statement: [...statements, statementFor(qualified)] });
}

/** The policy without a label's statement. That there is none is fine. */
export function withoutPermission(policy: string, label: string): string {
  const { Statement: statements, ...rest } = read(policy);
  return JSON.stringify({ ...rest, Statement: statements.filter(({ Sid }) => Sid !== label) });
}

/** A policy may hold its only statement without a list. */
function read(policy: string): { Statement: Statement[] } {
  const { Statement, ...rest } = JSON.parse(policy) as { Statement: Statement | Statement[] };
  return { ...rest, Statement: [Statement].flat() };
}
