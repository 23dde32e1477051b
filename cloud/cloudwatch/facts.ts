import type { State } from "./alarms/evaluation.ts";

/** What can happen in CloudWatch. Data that come in are no facts: each of them tells of a fact elsewhere. */
export type CloudWatchFact =
  | { readonly kind: "AlarmPut" | "AlarmDeleted"; readonly alarm: string }
  | {
      readonly kind: "AlarmStateChanged";
      readonly alarm: string;
      readonly from: State;
      readonly to: State;
      readonly reason: string;
    }
  | { readonly kind: "AlarmActionTaken"; readonly alarm: string; readonly action: string; readonly succeeded: boolean }
  | { readonly kind: "DashboardPut" | "DashboardDeleted"; readonly dashboard: string };
