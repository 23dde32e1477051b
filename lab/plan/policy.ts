import type { PlannedCall } from "./planned-call.ts";

/** What somebody must be allowed to do, and nothing else: an identity policy as IAM takes it. */
export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

export interface Statement {
  /** Who of a run needs it first, and its number among theirs. */
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

type Grant = Omit<Statement, "Sid" | "Effect"> & Pick<PlannedCall, "by">;

/** The rights that calls take, each of them once. What can be spared is left out. */
export function policyOf(calls: readonly PlannedCall[], region: string): Policy {
  const grants = together(
    together(
      calls.filter(({ action, spare }) => action !== null && spare === undefined).map((call) => grantOf(call, region)),
      ({ Resource }) => Resource,
    ),
    ({ Action }) => Action,
  );
  const numbers = new Map<string, number>();
  return {
    Version: "2012-10-17",
    Statement: grants.map(({ by, ...grant }) => {
      const number = (numbers.get(by) ?? 0) + 1;
      numbers.set(by, number);
      return { Sid: `${by[0]!.toUpperCase()}${by.slice(1)}${number}`, Effect: "Allow", ...grant };
    }),
  };
}

/** A right on everything is one on everything in the region. */
function grantOf({ by, action, resource, condition }: PlannedCall, region: string): Grant {
  const everywhere = resource === "*" ? { StringEquals: { "aws:RequestedRegion": region } } : undefined;
  const StringEquals = { ...condition?.StringEquals, ...everywhere?.StringEquals };
  const Condition = { ...condition, ...(Object.keys(StringEquals).length > 0 && { StringEquals }) };
  return {
    ...{ by, Action: [action!], Resource: [resource] },
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}

/** Grants that are alike in `what` become one with the actions and resources of all; who came first keeps it. */
function together(grants: readonly Grant[], what: (grant: Grant) => readonly string[]): Grant[] {
  const groups = new Map<string, Grant>();
  for (const grant of grants) {
    const key = JSON.stringify([what(grant), grant.Condition]);
    const first = groups.get(key);
    const Action = sorted([...(first?.Action ?? []), ...grant.Action]);
    const Resource = sorted([...(first?.Resource ?? []), ...grant.Resource]);
    groups.set(key, { ...(first ?? grant), Action, Resource });
  }
  return [...groups.values()];
}

function sorted(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}
