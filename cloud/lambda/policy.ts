import { like } from "./constraints.ts";
import { constraint, invalidParameter, statementExists, statementNotFound } from "./errors.ts";

/**
 * The resource policy of a function, a version or an alias: each has its own, and an invocation through an alias heeds
 * the alias's only. It is built statement by statement, never sent whole.
 */
export class ResourcePolicy {
  readonly #statements: Statement[] = [];

  get isEmpty(): boolean {
    return this.#statements.length === 0;
  }

  add(statement: Statement): void {
    if (this.#statements.some(({ Sid }) => Sid === statement.Sid)) throw statementExists(statement.Sid);
    this.#statements.push(statement);
  }

  remove(id: string): void {
    const index = this.#statements.findIndex(({ Sid }) => Sid === id);
    if (index < 0) throw statementNotFound(id);
    this.#statements.splice(index, 1);
  }

  toString(): string {
    return JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: this.#statements });
  }
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: string | Readonly<Record<string, string>>;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What AddPermission says. */
export interface Grant {
  readonly StatementId?: string | undefined;
  readonly Action?: string | undefined;
  readonly Principal?: string | undefined;
  readonly SourceArn?: string | undefined;
  readonly SourceAccount?: string | undefined;
  readonly EventSourceToken?: string | undefined;
  readonly PrincipalOrgID?: string | undefined;
  readonly FunctionUrlAuthType?: string | undefined;
  readonly InvokedViaFunctionUrl?: boolean | undefined;
}

/** A grant in the form Lambda writes it into the policy. */
export function statementOf(grant: Grant, resource: string): Statement {
  const id = grant.StatementId ?? "";
  if (!/^[a-zA-Z0-9-_]{1,100}$/.test(id)) {
    throw constraint(id, "statementId", "Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)");
  }
  like("action", grant.Action, /^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/, "(lambda:[*]|lambda:[a-zA-Z]+|[*])");
  const condition = conditionOf(grant);
  return {
    Sid: id,
    Effect: "Allow",
    Principal: principalOf(grant.Principal ?? ""),
    Action: grant.Action ?? "",
    Resource: resource,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

/** Services of Amazon, Alexa's among them; whether an ARN leads to anyone is not asked. */
const PRINCIPAL = /^(\*|\d{12}|arn:.+|[a-z0-9.-]+\.(amazonaws|amazon)\.com(\.cn)?)$/;

/** A service, everyone, an account (which its root stands for), or an ARN. */
export function principalOf(principal: string): Statement["Principal"] {
  if (!PRINCIPAL.test(principal)) {
    throw invalidParameter("The provided principal was invalid. Please check the principal and try again.");
  }
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith("arn:") ? { AWS: principal } : { Service: principal };
}

function conditionOf(grant: Grant): Record<string, Record<string, string>> {
  const equals = {
    ...(grant.SourceAccount && { "AWS:SourceAccount": grant.SourceAccount }),
    ...(grant.EventSourceToken && { "lambda:EventSourceToken": grant.EventSourceToken }),
    ...(grant.PrincipalOrgID && { "aws:PrincipalOrgID": grant.PrincipalOrgID }),
    ...(grant.FunctionUrlAuthType && { "lambda:FunctionUrlAuthType": grant.FunctionUrlAuthType }),
  };
  return {
    ...(grant.SourceArn && { ArnLike: { "AWS:SourceArn": grant.SourceArn } }),
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(grant.InvokedViaFunctionUrl && { Bool: { "lambda:InvokedViaFunctionUrl": "true" } }),
  };
}
