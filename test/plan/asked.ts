import { Guard } from "../../cloud/iam/guard.ts";
import type { PlannedCall } from "../../lab/plan/planned-call.ts";

/** A right that somebody was asked for. */
export interface Asked {
  readonly action: string;
  readonly resource: string;
}

/** The rights that callers whose ARN `counts` are asked for, from now until `end`, by all clouds of this process. */
export function listen(counts: (arn: string) => boolean): { readonly asked: readonly Asked[]; end(): void } {
  const asked = new Map<string, Asked>();
  const { check } = Guard.prototype;
  Guard.prototype.check = function (service, caller, need, resourcePolicy) {
    const { action, resource } = need;
    if (counts(caller.principal.arn ?? "")) asked.set(`${action} ${resource}`, { action, resource });
    check.call(this, service, caller, need, resourcePolicy);
  };
  return {
    get asked() {
      return [...asked.values()];
    },
    end: () => {
      Guard.prototype.check = check;
    },
  };
}

/** What was asked for and planned by nobody, as texts. */
export function unplanned(asked: readonly Asked[], calls: readonly PlannedCall[]): string[] {
  return asked.filter((need) => !calls.some((call) => isFor(call, need))).map(textOf);
}

/** What was planned and asked for by nobody. */
export function idle(calls: readonly PlannedCall[], asked: readonly Asked[]): string[] {
  return calls.filter((call) => call.action !== null && !asked.some((need) => isFor(call, need))).map(textOf);
}

function isFor(call: Pick<PlannedCall, "action" | "resource">, { action, resource }: Asked): boolean {
  const [start, end] = call.resource.split("*");
  const fits = end === undefined ? resource === start : resource.startsWith(start!) && resource.endsWith(end);
  return call.action === action && fits;
}

function textOf({ action, resource }: Pick<PlannedCall, "action" | "resource">): string {
  return `${action} on ${resource}`;
}
