/**
 * Policy documents as text. Plain objects and JSON.stringify instead of a data source or an HCL function, so that the synthesised JSON
 * holds nothing but references.
 */
export interface Statement {
  /** The need this statement serves; one statement has one. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, string>>;
  readonly Action: string;
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function policy(...statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
