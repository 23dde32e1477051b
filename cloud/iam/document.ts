import { AwsError } from "../kernel/errors.ts";
import { readOperator } from "./condition.ts";
import { PRINCIPAL_KINDS, type PrincipalElement } from "./principal.ts";

/**
 * The shape of a policy document: JSON in, lists out. Wherever the language takes one value or a list, a list comes
 * out; what only some kinds of policy may hold is left to `validation.ts`. Grammar: IAM user guide, "Grammar of the
 * IAM JSON policy language"; which mistake is which error was recorded on AWS with CreatePolicy.
 */
export interface PolicyDocument {
  readonly version: "2008-10-17" | "2012-10-17" | undefined;
  readonly id: string | undefined;
  readonly statements: readonly StatementDocument[];
}

export interface StatementDocument {
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  /** The effect was written in other letters (`allow`), which AWS reads at first and refuses later. */
  readonly effectMisspelt: boolean;
  readonly principal: PrincipalElement | undefined;
  readonly notPrincipal: PrincipalElement | undefined;
  readonly action: readonly string[] | undefined;
  readonly notAction: readonly string[] | undefined;
  readonly resource: readonly string[] | undefined;
  readonly notResource: readonly string[] | undefined;
  readonly condition: ConditionBlock;
}

export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export const malformed = (message: string) => new AwsError("MalformedPolicyDocument", message, 400);

/** What IAM says to a document it cannot read: role trust policies are read by another parser than the others. */
const SYNTAX = "Syntax errors in policy.";
const TRUST_SYNTAX = "Syntax error in policy.";
const TRUST_JSON = "This policy contains invalid Json";

export function readDocument(document: string | object, kind: string): PolicyDocument {
  const reader = new DocumentReader(kind === "trust" ? TRUST_SYNTAX : SYNTAX);
  if (typeof document !== "string") return reader.policy(document);
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    throw malformed(kind === "trust" ? TRUST_JSON : SYNTAX);
  }
  return reader.policy(value);
}

const POLICY_ELEMENTS = new Set(["Version", "Id", "Statement"]);
const STATEMENT_ELEMENTS = new Set(
  "Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition".split(" "),
);

class DocumentReader {
  readonly #complaint: string;

  constructor(complaint: string) {
    this.#complaint = complaint;
  }

  policy(value: unknown): PolicyDocument {
    const policy = this.#object(value, POLICY_ELEMENTS);
    const version = this.#text(policy.Version);
    this.#require(version === undefined || version === "2008-10-17" || version === "2012-10-17");
    const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
    this.#require(statements.length > 0);
    return {
      version: version as PolicyDocument["version"],
      id: this.#text(policy.Id),
      statements: statements.map((statement) => this.#statement(statement)),
    };
  }

  #statement(value: unknown): StatementDocument {
    const statement = this.#object(value, STATEMENT_ELEMENTS);
    const has = (element: string) => statement[element] !== undefined;
    const excluded = (element: string) => has(element) && has(`Not${element}`);
    this.#require(!["Principal", "Action", "Resource"].some(excluded));
    const effect = this.#text(statement.Effect) ?? "";
    this.#require(/^(allow|deny)$/i.test(effect));
    return {
      sid: this.#text(statement.Sid),
      effect: effect.toLowerCase() === "allow" ? "Allow" : "Deny",
      effectMisspelt: effect !== "Allow" && effect !== "Deny",
      principal: this.#principal(statement.Principal),
      notPrincipal: this.#principal(statement.NotPrincipal),
      action: this.#texts(statement.Action),
      notAction: this.#texts(statement.NotAction),
      resource: this.#texts(statement.Resource),
      notResource: this.#texts(statement.NotResource),
      condition: this.#condition(statement.Condition ?? {}),
    };
  }

  #principal(value: unknown): PrincipalElement | undefined {
    if (value === undefined || value === "*") return value;
    const lists = this.#object(value, new Set(PRINCIPAL_KINDS));
    return Object.fromEntries(Object.entries(lists).map(([kind, names]) => [kind, this.#texts(names)!]));
  }

  /** An operator IAM does not know is let through as long as it tests nothing. */
  #condition(value: unknown): ConditionBlock {
    const block: Record<string, Record<string, readonly string[]>> = {};
    for (const [operator, tests] of Object.entries(this.#object(value))) {
      const keys = Object.entries(this.#object(tests));
      this.#require(keys.length === 0 || readOperator(operator) !== undefined);
      if (keys.length > 0)
        block[operator] = Object.fromEntries(keys.map(([key, values]) => [key, this.#values(values)]));
    }
    return block;
  }

  /** Condition values may be texts, numbers or booleans; all are compared as text. */
  #values(value: unknown): readonly string[] {
    const values = Array.isArray(value) ? value : [value];
    this.#require(values.every((one) => ["string", "number", "boolean"].includes(typeof one)));
    return values.map(String);
  }

  #texts(value: unknown): readonly string[] | undefined {
    if (value === undefined) return undefined;
    const texts = Array.isArray(value) ? value : [value];
    this.#require(texts.every((text) => typeof text === "string"));
    return texts;
  }

  #text(value: unknown): string | undefined {
    this.#require(value === undefined || typeof value === "string");
    return value as string | undefined;
  }

  #object(value: unknown, elements?: ReadonlySet<string>): Record<string, unknown> {
    this.#require(typeof value === "object" && value !== null && !Array.isArray(value));
    if (elements) this.#require(Object.keys(value as object).every((element) => elements.has(element)));
    return value as Record<string, unknown>;
  }

  #require(condition: boolean): void {
    if (!condition) throw malformed(this.#complaint);
  }
}
