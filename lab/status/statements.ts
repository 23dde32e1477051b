/** A statement of a resource policy, as far as a checklist reads it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Of a policy document; none of a document that is not there. */
export function statementsOf(document: string | undefined): Statement[] {
  return document ? [JSON.parse(document).Statement].flat() : [];
}

/** Whether some statement lets that service in, bound to that source. */
export function admits(document: string | undefined, service: string, source: string): boolean {
  return statementsOf(document).some(
    (statement) =>
      statement.Effect === "Allow" && servicesOf(statement).includes(service) && sourcesOf(statement).includes(source),
  );
}

/** The denials that are in force at an instant: one that a date has ended denies nothing any more. */
export function denialsIn(document: string | undefined, now: number): Statement[] {
  return statementsOf(document).filter((statement) => statement.Effect === "Deny" && !hasEnded(statement, now));
}

/** The denials that a date has ended, and that nobody has removed. */
export function endedDenialsIn(document: string | undefined, now: number): Statement[] {
  return statementsOf(document).filter((statement) => statement.Effect === "Deny" && hasEnded(statement, now));
}

function hasEnded({ Condition = {} }: Statement, now: number): boolean {
  const end = Condition.DateLessThan?.["aws:CurrentTime"];
  return typeof end === "string" && Date.parse(end) <= now;
}

function servicesOf({ Principal }: Statement): string[] {
  const service = (Principal as { Service?: string | string[] } | undefined)?.Service;
  return service === undefined ? [] : [service].flat();
}

/** Condition keys do not mind their case. */
function sourcesOf({ Condition = {} }: Statement): string[] {
  return Object.values(Condition).flatMap((keys) =>
    Object.entries(keys).flatMap(([key, values]) =>
      key.toLowerCase() === "aws:sourcearn" ? [values].flat().map(String) : [],
    ),
  );
}
