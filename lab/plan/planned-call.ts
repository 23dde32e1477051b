import { arnOf, type Call, type Place, rightOf } from "../../chaos/call.ts";

/** A call as a plan shows it: who of a run makes it, and what it is made on, in full. */
export interface PlannedCall extends Pick<Call, "operation" | "condition" | "only" | "spare"> {
  readonly by: Caller;
  /** The right that it takes; null where everybody has it. */
  readonly action: string | null;
  /** An ARN, perhaps with `*` at its end, or `*`. */
  readonly resource: string;
}

export type Caller =
  | "gates"
  | "publisher"
  | "subscriber"
  | "observer"
  | "evidence"
  | "faults"
  | "rollbacks"
  | "probes"
  | "report";

/** What somebody declared, at the place where it will be called. */
export function inFull(by: Caller, call: Call, place: Place): PlannedCall {
  const { operation, condition, only, spare } = call;
  return {
    ...{ by, operation, action: rightOf(call), resource: arnOf(call, place) },
    ...(condition && { condition }),
    ...(only && { only }),
    ...(spare && { spare }),
  };
}
